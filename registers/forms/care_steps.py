"""The forms of a step of care and of the day of a review."""

from django import forms

from practices import clock
from practices.forms.dates import date_field, not_in_the_future
from practices.forms.free_text import submitting
from registers.care_rules import FIRST_STEP, REVIEW_WITHIN_DAYS, STEPS
from registers.forms.free_text import NO_PATIENT, FreeTextMixin

DEFAULTS = ", ".join(f"{days} days at step {step}" for step, days in REVIEW_WITHIN_DAYS.items())
STEP_CHOICES = [(step, f"{step}. {words}") for step, words in STEPS.items() if step >= FIRST_STEP]


class CareStepForm(FreeTextMixin, forms.Form):
    """`current` is the step at which the person is, 0 for none: it is not offered again."""

    step = forms.TypedChoiceField(
        label="Step",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a step"},
    )
    started_on = date_field("Since when?")
    reason = forms.CharField(
        label="Why?",
        max_length=300,
        help_text=f"In a few words. {NO_PATIENT}",
        error_messages={"required": "Say why"},
    )
    due_on = date_field(
        "Next review", required=False, help_text=f"Left empty: {DEFAULTS}. At steps 4 and 5 the service sets it"
    )

    def __init__(self, *args, current=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [choice for choice in STEP_CHOICES if choice[0] != current]
        self.fields["started_on"].initial = clock.today()
        self.helper = submitting("Save this step")

    def clean_started_on(self):
        return not_in_the_future(self.cleaned_data["started_on"])


class ReviewPlanForm(forms.Form):
    due_on = date_field("Day of the review")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Plan this review")
