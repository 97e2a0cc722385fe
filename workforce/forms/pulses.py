"""Forms of the pulse: to begin a round, and the one on which a worker answers."""

from django import forms

from practices import clock
from practices.forms.dates import date_field
from practices.forms.free_text import FreeTextMixin, submitting
from practices.forms.held import HeldForm
from workforce.pulses import PulseQuestions


class PulseForm(FreeTextMixin, forms.Form):
    name = forms.CharField(
        label="Name of the round",
        max_length=100,
        help_text="For example Spring 2007. Those who answer read it too",
        error_messages={"required": "Enter a name for the round"},
    )
    opens_on = date_field("First day")
    closes_on = date_field("Last day", help_text="Results are shown from the next day on; then nothing can be added")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Begin the round")

    def clean(self):
        cleaned = super().clean()
        opens_on, closes_on = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", f"Enter a day from {opens_on:%-d %B %Y} on, the first day")
        elif closes_on and closes_on < clock.today():
            self.add_error("closes_on", "Enter a day that is still to come: nobody could answer")
        return cleaned


class LastDayForm(HeldForm, forms.Form):
    closes_on = date_field(
        "Last day",
        help_text="Today closes the round early: it can be answered until midnight. Results are shown from the next day on",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save the last day")


class PulseAnswerForm(forms.Form):
    """Every question, of five options each."""

    def __init__(self, *args, questions: PulseQuestions, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(place), label) for place, label in enumerate(questions.options, start=1)]
        for question in questions.questions:
            self.fields[question.code] = forms.TypedChoiceField(
                label=question.text,
                choices=choices,
                coerce=int,
                error_messages={
                    "required": f"Choose an answer: {question.short.lower()}",
                    "invalid_choice": "Choose one of the answers",
                },
                widget=forms.RadioSelect,
            )
        self.helper = submitting("Send my answers")
