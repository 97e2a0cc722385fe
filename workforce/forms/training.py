"""The forms of training: enrolling somebody, how it goes, a day attended."""

from decimal import Decimal

from django import forms

from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from workforce import training_programmes
from workforce.models import Enrolment, TrainingDay

DAY_LENGTHS = [("1", "A whole day"), ("0.5", "Half a day")]


def due_hint(trainings) -> str:
    known = [f"{one.name}: {one.length_months} months" for one in trainings if one.length_months]
    rest = "where the length is not known, leave it empty or enter the day that was agreed"
    return f"Left empty: {'; '.join(known)}; {rest}" if known else rest.capitalize()


class EnrolmentForm(forms.Form):
    """`trainings` are those that the programme has switched on; `cohorts` are its cohorts."""

    training = forms.ChoiceField(
        label="Training", widget=forms.RadioSelect, error_messages={"required": "Choose the training"}
    )
    started_on = date_field("First day")
    due_on = date_field("To be completed by", required=False)
    cohort = forms.ModelChoiceField(label="Cohort", queryset=None, required=False, empty_label="No cohort")

    def __init__(self, *args, trainings, cohorts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["training"].choices = [(one.code, one.name) for one in trainings]
        self.fields["training"].choice_hints = {one.code: one.state for one in trainings}
        self.fields["due_on"].help_text = due_hint(trainings)
        self.fields["cohort"].queryset = cohorts
        self.helper = submitting("Enrol")


class EnrolmentChangeForm(HeldForm, forms.Form):
    """How the training goes on, or ended."""

    due_on = date_field("To be completed by", required=False)
    cohort = forms.ModelChoiceField(label="Cohort", queryset=None, required=False, empty_label="No cohort")
    outcome = forms.ChoiceField(
        label="How it stands",
        choices=[("", "Under way"), *Enrolment.Outcome.choices],
        required=False,
    )
    ended_on = date_field("Last day", required=False, help_text="Once it has ended")
    expires_on = date_field(
        "Valid until", required=False, help_text="For training that has to be renewed: its last day"
    )

    def __init__(self, *args, cohorts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts
        self.helper = submitting("Save")


class TrainingDayForm(forms.Form):
    """One day. Only the kinds that the training counts are offered, all of them where it counts none."""

    kind = forms.ChoiceField(label="Kind of day", widget=forms.RadioSelect)
    on = date_field("Day")
    days = forms.TypedChoiceField(
        label="How long", choices=DAY_LENGTHS, initial="1", widget=forms.RadioSelect, coerce=Decimal
    )

    def __init__(self, *args, training, **kwargs):
        super().__init__(*args, **kwargs)
        known = training_programmes.training_programmes().get(training)
        kinds = list(known.days) if known and known.days else TrainingDay.Kind.values
        self.fields["kind"].choices = [(kind, TrainingDay.Kind(kind).label) for kind in kinds]
        self.fields["kind"].initial = kinds[0] if len(kinds) == 1 else None
        self.helper = submitting("Write this day down")
