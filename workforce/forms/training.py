"""The forms of training: enrolling somebody, how it goes, a day attended."""

from decimal import Decimal

from django import forms

from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from workforce import training_programmes
from workforce.forms.limits import CHOOSE, near_date_field
from workforce.models import Enrolment, TrainingDay

DAY_LENGTHS = [("1", "A whole day"), ("0.5", "Half a day")]
HOW_LONG = "Choose a whole day or half a day"


def due_hint(trainings) -> str:
    known = [f"{one.name}: {one.length_months} months" for one in trainings if one.length_months]
    rest = "where the length is not known, leave it empty or enter the day that was agreed"
    return f"Left empty: {'; '.join(known)}; {rest}" if known else rest.capitalize()


def cohort_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label="Cohort",
        queryset=None,
        required=False,
        empty_label="No cohort",
        error_messages={"invalid_choice": "Choose one of the cohorts listed"},
    )


class EnrolmentForm(forms.Form):
    """`trainings` are those that the programme has switched on; `cohorts` are its cohorts."""

    training = forms.ChoiceField(
        label="Training",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the training", "invalid_choice": "Choose one of the trainings listed"},
    )
    started_on = near_date_field("First day")
    due_on = near_date_field("To be completed by", required=False)
    cohort = cohort_field()

    def __init__(self, *args, trainings, cohorts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["training"].choices = [(one.code, one.name) for one in trainings]
        self.fields["training"].choice_hints = {one.code: one.state for one in trainings}
        self.fields["due_on"].help_text = due_hint(trainings)
        self.fields["cohort"].queryset = cohorts
        self.helper = submitting("Enrol")


class EnrolmentChangeForm(HeldForm, forms.Form):
    """How the training goes on, or ended."""

    due_on = near_date_field("To be completed by", required=False)
    cohort = cohort_field()
    outcome = forms.ChoiceField(
        label="How it stands",
        choices=[("", "Under way"), *Enrolment.Outcome.choices],
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
    ended_on = near_date_field("Last day", required=False, help_text="Once it has ended")
    expires_on = near_date_field(
        "Valid until", required=False, help_text="For training that has to be renewed: its last day"
    )

    def __init__(self, *args, cohorts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts
        self.helper = submitting("Save")


class TrainingDayForm(forms.Form):
    """One day. Only the kinds that the training counts are offered, all of them where it counts none."""

    kind = forms.ChoiceField(
        label="Kind of day",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of day", "invalid_choice": CHOOSE},
    )
    on = near_date_field("Day")
    days = forms.TypedChoiceField(
        label="How long",
        choices=DAY_LENGTHS,
        initial="1",
        widget=forms.RadioSelect,
        coerce=Decimal,
        error_messages={"required": HOW_LONG, "invalid_choice": HOW_LONG},
    )

    def __init__(self, *args, training, **kwargs):
        super().__init__(*args, **kwargs)
        known = training_programmes.training_programmes().get(training)
        kinds = list(known.days) if known and known.days else TrainingDay.Kind.values
        self.fields["kind"].choices = [(kind, TrainingDay.Kind(kind).label) for kind in kinds]
        self.fields["kind"].initial = kinds[0] if len(kinds) == 1 else None
        self.helper = submitting("Write this day down")
