"""Forms of surveys: to begin one, to hand out links, to count paper, and the one that a service user answers."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from collaborative.forms.shared import SharedFormMixin
from collaborative.models import ServiceUserSurvey
from collaborative.surveys import QuestionSet
from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm


class SurveyForm(HeldForm, SharedFormMixin, forms.ModelForm):
    """`practices` are those of the team."""

    class Meta:
        model = ServiceUserSurvey
        fields = ["title", "practice", "opens_on", "closes_on", "shared_with"]
        labels = {"title": "Title", "practice": "Of one practice only"}
        help_texts = {"title": "Service users read this too"}

    opens_on = date_field("First day")
    closes_on = date_field(
        "Last day", help_text="Results are shown from the next day on; then nothing can be added or opened again"
    )

    def __init__(self, *args, practices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practice"].queryset = practices
        self.fields["practice"].empty_label = "The whole team"
        if self.instance.pk and self.instance.is_closed:
            for name in ("practice", "opens_on", "closes_on"):
                self.fields[name].disabled = True
        self.helper = submitting("Save the survey")

    def clean(self):
        cleaned = super().clean()
        opens_on, closes_on = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", f"Enter a day from {opens_on:%-d %B %Y} on, the first day")
        return cleaned


class LinksForm(forms.Form):
    count = forms.IntegerField(
        label="How many links",
        min_value=1,
        max_value=200,
        help_text="One for each person. They are shown once, so print or copy them then",
        error_messages={
            "required": "Enter how many links",
            "min_value": "Enter a number from 1 to 200",
            "max_value": "Enter a number from 1 to 200",
            "invalid": "Enter a whole number",
        },
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-3"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Make the links")


class PaperForm(forms.Form):
    """How many forms chose each option; `counted` is what was put down before, {(question, option): forms}."""

    is_search = True  # every number may be left out, which is said once

    def __init__(self, *args, questions: QuestionSet, counted, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {}
        for question in questions.questions:
            for option, label in enumerate(questions.options, start=1):
                name = f"{question.code}-{option}"
                self.names[name] = (question.code, option)
                self.fields[name] = count_field(label, counted.get((question.code, option)))
        fieldsets = [
            Fieldset(question.text, *[name for name, (code, _) in self.names.items() if code == question.code])
            for question in questions.questions
        ]
        self.helper = submitting("Save the tally", layout=Layout(*fieldsets))

    @property
    def counts(self) -> dict[tuple[str, int], int]:
        return {place: self.cleaned_data[name] or 0 for name, place in self.names.items()}


def count_field(label: str, counted: int | None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        initial=counted,
        min_value=0,
        max_value=9999,
        error_messages={
            "invalid": "Enter a whole number",
            "min_value": "Enter 0 or more",
            "max_value": "Enter at most 9,999",
        },
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-3"}),
    )


class AnswerForm(forms.Form):
    """Five questions with five options each; every one may be left out."""

    is_search = True  # that no question has to be answered is said once, above them

    def __init__(self, *args, questions: QuestionSet, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(place), label) for place, label in enumerate(questions.options, start=1)]
        for question in questions.questions:
            self.fields[question.code] = forms.TypedChoiceField(
                label=question.text,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                error_messages={"invalid_choice": "Choose one of the answers"},
                widget=forms.RadioSelect,
            )
        self.helper = submitting("Send my answers")

    def clean(self):
        if not self.errors and not self.answers:
            raise forms.ValidationError("Choose an answer to at least one question")
        return self.cleaned_data

    @property
    def answers(self) -> dict[str, int]:
        return {name: option for name, option in self.cleaned_data.items() if option is not None}
