"""Evidence of a competence, its sign-off, and the rating of the own skills."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from practices.forms.dates import date_field, not_in_the_future
from practices.forms.free_text import NO_PATIENT, submitting
from practices.forms.held import HeldForm
from workforce.catalogue import role_name
from workforce.forms.content import NoContentMixin
from workforce.frameworks import HIGHEST_RATING, LOWEST_RATING

RATING_WORDS = {1: "Not at all sure", 2: "Not very sure", 3: "Fairly sure", 4: "Sure", 5: "Very sure"}


def level_field(framework, required=True):
    return forms.TypedChoiceField(
        label="Level",
        coerce=int,
        empty_value=None,
        required=required,
        choices=[("", "Choose a level"), *[(level, f"Level {level}") for level in framework.levels]],
        error_messages={"required": "Choose a level"},
    )


def no_earlier(form, name, day, earliest, message) -> None:
    if day and earliest and day < earliest:
        form.add_error(name, message)


class EvidenceForm(HeldForm, NoContentMixin, forms.Form):
    competence = forms.ChoiceField(label="Competence", error_messages={"required": "Choose a competence"})
    evidence = forms.CharField(
        label="Evidence",
        max_length=300,
        help_text=f"What shows it: what was observed, read or done, and where. {NO_PATIENT}",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what shows the competence"},
    )
    evidenced_on = date_field("Date of the evidence")
    expires_on = date_field("Last day it holds", required=False, help_text="Leave empty where it does not expire")

    def __init__(self, *args, framework, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(one.code, f"{one.code}: {one.name}") for one in framework.competences]
        self.fields["competence"].choices = [("", "Choose a competence"), *named]
        if framework.levels:
            self.fields["level"] = level_field(framework)
            self.order_fields(["competence", "level"])
        self.helper = submitting("Save the evidence")

    def clean_evidenced_on(self):
        return not_in_the_future(self.cleaned_data["evidenced_on"])

    def clean(self):
        cleaned = super().clean()
        earliest = cleaned.get("evidenced_on")
        no_earlier(self, "expires_on", cleaned.get("expires_on"), earliest, "Choose a day after that of the evidence")
        return cleaned


class SignOffForm(forms.Form):
    """`seen` stands for the evidence that the page shows (workforce.actions.competences.seen_of)."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    expires_on = date_field("Last day it holds", required=False, help_text="Leave empty where it does not expire")

    def __init__(self, *args, framework, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if framework is not None and framework.levels:
            self.fields["level"] = level_field(framework)
            self.order_fields(["level"])
        self.helper = submitting("Sign off")

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day and day < self.today:
            raise forms.ValidationError("Choose a day that is not in the past")
        return day


class SelfRatingForm(forms.Form):
    """One question for each area of the framework."""

    def __init__(self, *args, framework, **kwargs):
        super().__init__(*args, **kwargs)
        for area in framework.competences:
            self.fields[area.code] = forms.TypedChoiceField(
                label=area.name,
                coerce=int,
                widget=forms.RadioSelect,
                choices=[(rating, f"{rating}: {words}") for rating, words in RATING_WORDS.items()],
                error_messages={"required": f"Choose {LOWEST_RATING} to {HIGHEST_RATING} for {area.name.lower()}"},
            )
        self.helper = submitting("Save my ratings")


class MatrixFilterForm(forms.Form):
    """Narrows the matrix; every choice is in the address."""

    is_search = True
    framework = forms.ChoiceField(label="Framework", required=False)
    role = forms.ChoiceField(label="Role", required=False)
    commissioner = forms.ChoiceField(label="PCT", required=False)

    def __init__(self, *args, frameworks, roles, commissioners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["framework"].choices = [(one.code, one.name) for one in frameworks]
        self.fields["role"].choices = [("", "Any role"), *[(code, role_name(code)) for code in roles]]
        self.fields["commissioner"].choices = [("", "Any PCT"), *commissioners]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("narrow", "Show these", css_class="secondary"))

    def asked(self) -> dict[str, str]:
        """What is asked for by name; what is not a choice asks for nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}
