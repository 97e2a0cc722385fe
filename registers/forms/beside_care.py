"""Forms of what is recorded beside stepped care: work support, pharmacy, screening after a birth, presentation."""

from datetime import timedelta

from django import forms

from practices import clock
from practices.forms.dates import date_field, not_in_the_future
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from registers.care_rules import monday_of
from registers.codes import LISTED_TYPES, PRESENTATION_TYPES
from registers.forms.free_text import NO_PATIENT, FreeTextMixin
from registers.models import PharmacyPack

# Until the screening at 8 months is over.
WEEKS_OF_BIRTH = 40
NOT_LISTED = "Not on the list by default"


class WorkSupportForm(HeldForm, FreeTextMixin, forms.Form):
    scheme = forms.CharField(
        label="Where to?",
        max_length=100,
        help_text=f"An adviser or a scheme, such as a job retention service. {NO_PATIENT}",
        error_messages={"required": "Enter where the person was referred"},
    )
    referred_on = date_field("Referred on")
    claim_on = date_field(
        "Date of the claim",
        required=False,
        help_text="The interview is due six weeks later; without a claim none is due",
    )
    interviewed_on = date_field("Interviewed on", required=False)
    names_of_staff = frozenset({"scheme"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save this referral")

    def clean_referred_on(self):
        return not_in_the_future(self.cleaned_data["referred_on"])


class PharmacyPackForm(forms.Form):
    kind = forms.ChoiceField(
        label="What was given?",
        choices=PharmacyPack.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was given"},
    )
    given_on = date_field("When?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["given_on"].initial = clock.today()
        self.helper = submitting("Save")


class PerinatalForm(forms.Form):
    """A week and not a day: a date of birth is neither asked for nor kept."""

    week_of_birth = forms.TypedChoiceField(
        label="Week of the birth",
        help_text="Only the weeks in which the screenings are due are kept",
        error_messages={"required": "Choose a week", "invalid_choice": "Choose one of these weeks"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        latest = monday_of(clock.today())
        self.weeks = {str(week): week for week in (latest - timedelta(weeks=back) for back in range(WEEKS_OF_BIRTH))}
        self.fields["week_of_birth"].choices = [
            ("", "Choose one"),
            *((value, f"Week that began on Monday {week:%-d %B %Y}") for value, week in self.weeks.items()),
        ]
        self.helper = submitting("Plan the screenings")

    def clean_week_of_birth(self):
        return self.weeks[self.cleaned_data["week_of_birth"]]


class ScreeningForm(forms.Form):
    offered_on = date_field("Offered on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offered_on"].initial = clock.today()
        self.helper = submitting("Save")


class PresentationForm(HeldForm, forms.Form):
    presentation_type = forms.TypedChoiceField(
        label="Type of presentation",
        coerce=int,
        choices=[(number, f"{number}. {words}") for number, words in PRESENTATION_TYPES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a type", "invalid_choice": "Choose one of the five types"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["presentation_type"].choice_hints = {
            str(number): NOT_LISTED for number in PRESENTATION_TYPES if number not in LISTED_TYPES
        }
        self.helper = submitting("Save this type")


class SymptomsForm(HeldForm, FreeTextMixin, forms.Form):
    has_unexplained_symptoms = forms.BooleanField(label="Has symptoms that are not explained", required=False)
    adviser = forms.CharField(
        label="Adviser",
        max_length=100,
        required=False,
        help_text=f"Whom the practice asks for advice: a colleague's name or role. {NO_PATIENT}",
    )
    names_of_staff = frozenset({"adviser"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save")
