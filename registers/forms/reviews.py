"""The form of a review that was held."""

from django import forms

from practices import clock
from practices.forms.dates import date_field, not_in_the_future
from practices.forms.free_text import submitting
from registers.care_rules import REVIEW_WITHIN_DAYS, STEPS, score_problem
from registers.forms.free_text import NO_PATIENT, FreeTextMixin
from registers.models import ReviewOutcome
from registers.severity import severity_tools

HINTS = {
    ReviewOutcome.UP.value: "The next step above, unless you choose another one below",
    ReviewOutcome.DOWN.value: "The next step below, unless you choose another one below",
    ReviewOutcome.OUT.value: "Stepped care ends. The person stays on the list until somebody says recovered or left",
    ReviewOutcome.REFER.value: "The step stays as it is. The referral itself comes with the file of referrals",
}


class ReviewForm(FreeTextMixin, forms.Form):
    """`step`: where the person is; `tool`: what the practice measures with today, its number or None."""

    outcome = forms.ChoiceField(
        label="Outcome",
        choices=ReviewOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the outcome"},
    )
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        help_text=f"In a few words. {NO_PATIENT}",
        error_messages={"required": "Say why"},
    )
    held_on = date_field("Held on")
    next_due_on = date_field("Next review", required=False)
    tool = forms.TypedChoiceField(label="Severity tool", coerce=int, required=False, empty_value=None)
    total = forms.IntegerField(label="Total", required=False, min_value=0, max_value=63)
    total.widget.attrs["class"] = "nhsuk-input--width-4"
    new_step = forms.TypedChoiceField(label="New step", coerce=int, required=False, empty_value=None)

    def __init__(self, *args, step, tool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choice_hints = HINTS
        self.fields["held_on"].initial = clock.today()
        self.fields["next_due_on"].help_text = next_words(step)
        self.fields["tool"].choices = [("", "No score"), *((one.number, one.name) for one in severity_tools().values())]
        self.fields["tool"].help_text = "A total is compared with earlier ones of the same tool only"
        self.fields["tool"].initial = tool
        others = [(number, f"{number}. {words}") for number, words in STEPS.items() if number not in (0, step)]
        self.fields["new_step"].choices = [("", "The next one"), *others]
        self.fields["new_step"].help_text = "Only when you step up or down by more than one"
        self.helper = submitting("Save this review")

    def clean_held_on(self):
        return not_in_the_future(self.cleaned_data["held_on"])

    def clean(self):
        cleaned = super().clean()
        # The practice's own tool is chosen beforehand: without a total there is no score.
        if cleaned.get("total") is None and "total" not in self.errors:
            cleaned["tool"] = None
        if problem := score_problem(cleaned.get("tool"), cleaned.get("total")):
            self.add_error(*problem)
        return cleaned


def next_words(step):
    days = REVIEW_WITHIN_DAYS.get(step)
    at_this = f"{days} days from the review at this step" if days else "the service sets it at this step"
    return f"Needed unless the person steps out. Left empty: {at_this}; after a change of step, as the new one says"
