"""The forms of recruitment: an intake, people who are interested, and where candidates go next."""

from django import forms

from practices.forms.dates import date_field
from practices.forms.free_text import FreeTextMixin, submitting
from practices.forms.held import HeldForm
from workforce.actions.recruitment import MOST_AT_ONCE
from workforce.forms.limits import CHOOSE, count_field, near_date_field, text_messages
from workforce.models import STAGES, Candidate

YES_OR_NO = [("", "Not said"), ("yes", "Yes"), ("no", "No")]
AS_BOOLEAN = {"yes": True, "no": False}
LATER_STAGES = list(STAGES)[1:]
MOST_PLACES = 1000
CHOOSE_TRAINING = {"required": "Choose the training", "invalid_choice": "Choose one of the trainings listed"}


class IntakeChangeForm(HeldForm, FreeTextMixin, forms.Form):
    """What is said of an intake, of which `instance` is one that was opened. Its training stays: its candidates are of it."""

    name = forms.CharField(
        label="Name",
        max_length=100,
        help_text="Such as the year and the course",
        error_messages=text_messages(100, "Enter a name, such as the year and the course"),
    )
    opens_on = near_date_field("Opens on")
    places = count_field("Places", lowest=0, highest=MOST_PLACES, example=25)

    def __init__(self, *args, instance=None, **kwargs):
        # The page of a conflict says who changed it last.
        self.instance = instance
        if instance:
            kwargs["initial"] = {name: getattr(instance, name) for name in ("name", "opens_on", "places")}
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save")


class IntakeForm(IntakeChangeForm):
    """`trainings` are those that the programme has switched on."""

    training = forms.ChoiceField(label="For which training", error_messages=CHOOSE_TRAINING)
    field_order = ["name", "training", "opens_on", "places"]

    def __init__(self, *args, trainings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["training"].choices = [("", "Choose the training"), *((one.code, one.name) for one in trainings)]
        offered = [f"{one.name}: {one.places_a_year} a year" for one in trainings if one.places_a_year]
        self.fields["places"].help_text = "; ".join(offered)
        self.helper = submitting("Open this intake")


def criterion(label):
    return forms.TypedChoiceField(
        label=label,
        choices=YES_OR_NO,
        required=False,
        coerce=AS_BOOLEAN.get,
        empty_value=None,
        error_messages={"invalid_choice": CHOOSE},
    )


class CandidateForm(forms.Form):
    """People by number: several at once when they came on one day."""

    interested_on = near_date_field("Day of the interest")
    how_many = count_field("How many people", lowest=1, highest=MOST_AT_ONCE, example=1, initial=1)
    is_graduate = criterion("A graduate?")
    has_experience = criterion("Experience as a volunteer, user, carer or paid worker?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Add")


class MoveForm(forms.Form):
    """Where candidates go on a day: to a stage, or out. Of a single candidate only `next_stage` is offered."""

    to = forms.ChoiceField(
        label="What happened", error_messages={"required": "Choose what happened", "invalid_choice": CHOOSE}
    )
    on = date_field("On which day")

    def __init__(self, *args, next_stage=None, **kwargs):
        super().__init__(*args, **kwargs)
        stages = [next_stage] if next_stage else LATER_STAGES
        self.fields["to"].choices = [
            ("", "Choose what happened"),
            *((code, f"Stage reached: {STAGES[code].lower()}") for code in stages),
            *((code, f"Out: {label.lower()}") for code, label in Candidate.Outcome.choices),
        ]
        self.helper = submitting("Save")
