"""Forms about one person: the entry by hand, the moves, a new episode, a total, the flag of a risk item."""

from django import forms
from django.core.validators import RegexValidator

from practices import clock
from practices.forms.dates import date_field, not_in_the_future
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from registers.actions.assessments import RISK_NO, RISK_NOT_STATED, RISK_YES
from registers.actions.life_cycle import REASONS
from registers.codes import PRESENTATION_TYPES, Sex
from registers.models import EndReason, EntrySource, EntryState, ExclusionReason
from registers.models.entry import PATIENT_KEY
from registers.severity import severity_tools

OLDEST = 120
SEXES = {Sex.FEMALE: "Female", Sex.MALE: "Male", Sex.OTHER: "Other", Sex.NOT_STATED: "Not stated"}
NARROW = {"class": "nhsuk-input--width-10", "autocomplete": "off"}


class EpisodeFields(forms.Form):
    """What every new episode says."""

    source = forms.ChoiceField(label="How the person was found", choices=EntrySource.choices, initial="opportunistic")
    presentation_type = forms.TypedChoiceField(
        label="Type of presentation", choices=list(PRESENTATION_TYPES.items()), coerce=int, initial=1
    )
    identified_on = date_field("Identified on")

    def clean_identified_on(self):
        return not_in_the_future(self.cleaned_data["identified_on"])


class EntryForm(EpisodeFields):
    """A person who is not on the list. The key is pasted from the practice's own tool, and never shown again."""

    patient_key = forms.CharField(
        label="Patient key",
        help_text="Paste the 64 characters that your key tool made. Never type an NHS number",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Paste the patient key"},
    )
    key_check_value = forms.CharField(
        label="Key-check value",
        help_text="The 8 characters that the tool shows beside the key",
        max_length=20,
        widget=forms.TextInput(attrs=NARROW),
        error_messages={"required": "Enter the key-check value"},
    )
    birth_year = forms.IntegerField(
        label="Year of birth", widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-4"})
    )
    sex = forms.ChoiceField(label="Sex", choices=[(sex.value, words) for sex, words in SEXES.items()], initial="U")

    field_order = ["patient_key", "key_check_value", "birth_year", "sex", "source", "presentation_type"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("identified_on", clock.today())
        self.helper = submitting("Add to the register")

    def clean_patient_key(self):
        """Upper case and spaces are forgiven (B98); anything else is no key, and is not repeated."""
        key = clean_key(self.cleaned_data["patient_key"])
        if key is None:
            raise forms.ValidationError("This is not a valid key. A key is 64 characters, 0-9 and a-f")
        return key

    def clean_key_check_value(self):
        value = "".join(self.cleaned_data["key_check_value"].split()).lower()
        RegexValidator(r"^[0-9a-f]{8}\Z", "The key-check value is 8 characters, 0-9 and a-f")(value)
        return value

    def clean_birth_year(self):
        year, now = self.cleaned_data["birth_year"], clock.today().year
        if not now - OLDEST <= year <= now:
            raise forms.ValidationError(f"Enter a year from {now - OLDEST} to {now}")
        return year


def clean_key(text: str) -> str | None:
    """The key as it is stored, or None for what is none."""
    key = "".join(text.split()).lower()
    return key if PATIENT_KEY.regex.search(key) else None


class AgainForm(EpisodeFields):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("identified_on", clock.today())
        self.helper = submitting("Begin a new episode")


MOVE_WORDS = {
    EntryState.VALIDATED: ("Validate", "Validated on"),
    EntryState.ACTIVE: ("Make active", "Active from"),
    EntryState.RECOVERED: ("Record recovery", "Last day on the list"),
    EntryState.LEFT: ("Record leaving", "Last day on the list"),
    EntryState.EXCLUDED: ("Exclude", "Excluded on"),
}
REASON_LABELS = {
    EntryState.RECOVERED: "How recovery was found",
    EntryState.LEFT: "Why the person leaves the list",
    EntryState.EXCLUDED: "Why the person does not belong on the list",
}


def reason_choices(to):
    """The reasons that go with a move, in the order of the list they come from."""
    words = ExclusionReason if to == EntryState.EXCLUDED else EndReason
    return [(reason.value, reason.label) for reason in words if reason in REASONS[to][1]]


class MoveForm(forms.Form):
    """One move: the day, and the reason where it has one."""

    on = date_field("Day")

    def __init__(self, *args, to, **kwargs):
        super().__init__(*args, **kwargs)
        self.to = EntryState(to)
        button, label = MOVE_WORDS[self.to]
        self.fields["on"].label = label
        self.initial.setdefault("on", clock.today())
        if self.to in REASONS:
            self.fields["reason"] = forms.ChoiceField(
                label=REASON_LABELS[self.to], choices=reason_choices(self.to), widget=forms.RadioSelect
            )
        self.helper = submitting(button, css_class="warning" if self.to == EntryState.EXCLUDED else "")


class AssessmentForm(forms.Form):
    """The total alone: answers to single items are never kept."""

    tool = forms.TypedChoiceField(label="Tool", coerce=int)
    day = date_field("Assessed on")
    total = forms.IntegerField(
        label="Total", min_value=0, max_value=63, widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-2"})
    )
    risk_item = forms.TypedChoiceField(
        label="Was the risk item answered with yes?",
        help_text="Kept as yes or no, for the clinicians of this practice alone. The application gives no advice",
        coerce=int,
        choices=[(RISK_NO, "No"), (RISK_YES, "Yes"), (RISK_NOT_STATED, "Not stated")],
        initial=RISK_NOT_STATED,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, tool=None, asks_risk=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tool"].choices = [(one.number, one.name) for one in severity_tools().values()]
        self.initial |= {"tool": tool, "day": clock.today()}
        if not asks_risk:
            del self.fields["risk_item"]
        self.helper = submitting("Save the total")


class RiskFlagForm(HeldForm, forms.Form):
    noted_on = date_field("Risk item answered with yes on")
    clinician_informed_on = date_field("Clinician informed on", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save")
