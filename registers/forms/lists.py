"""Finding people on a practice's list, narrowing it, and deciding about many of them."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from practices import clock
from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from registers.actions.validation import ACTIVATE, EXCLUDE
from registers.codes import PRESENTATION_TYPES
from registers.forms.people import clean_key
from registers.models import EntrySource, EntryState, ExclusionReason
from registers.models.entry import OPEN_STATES
from registers.models.stepped_care import STEPS

ON_THE_LIST, EVERYBODY = "open", "all"
MOST_ENTRIES = 20_000


class FindForm(forms.Form):
    """A local number, or a key: sent in the body, for an address is kept in histories and logs."""

    is_search = True
    who = forms.CharField(
        label="Local number or patient key",
        max_length=200,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter a local number, or paste a patient key"},
    )

    def clean_who(self):
        """A number, a key, or a refusal that does not repeat what was typed."""
        text = "".join(self.cleaned_data["who"].split())
        if text.isascii() and text.isdigit() and len(text) <= 9:
            return int(text)
        key = clean_key(text)
        if key is None:
            raise forms.ValidationError("Enter a local number such as 12, or paste a key of 64 characters")
        return key


class FilterForm(forms.Form):
    """Narrows the list; every choice is in the address, so that a list can be kept and shared inside the practice."""

    is_search = True
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "On the list now"), *EntryState.choices, (EVERYBODY, "Everybody, also of the past")],
    )
    step = forms.TypedChoiceField(
        label="Step of care",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Any step"), *[(step, f"{step}: {words}") for step, words in STEPS.items()]],
    )
    presentation_type = forms.TypedChoiceField(
        label="Type of presentation",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Any kind"), *PRESENTATION_TYPES.items()],
    )
    source = forms.ChoiceField(label="How found", required=False, choices=[("", "Any way"), *EntrySource.choices])
    overdue = forms.BooleanField(label="Review overdue", required=False)
    unexplained = forms.BooleanField(label="Symptoms that are not explained", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("narrow", "Show these", css_class="secondary"))

    def conditions(self) -> dict:
        """What the form asks of an entry, as lookups. What is not a choice asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        found = {name: asked[name] for name in ("step", "presentation_type") if asked.get(name) is not None}
        if asked.get("source"):
            found["source"] = asked["source"]
        if asked.get("unexplained"):
            found["has_unexplained_symptoms"] = True
        return found | state_conditions(asked.get("state")) | overdue_conditions(asked.get("overdue"))


def state_conditions(state) -> dict:
    if state == EVERYBODY:
        return {}
    return {"state": state} if state in EntryState.values else {"state__in": list(OPEN_STATES)}


def overdue_conditions(is_asked) -> dict:
    """As RegisterEntryQuerySet.overdue; beside another state that is asked for nobody is found."""
    return {"state__exact": EntryState.ACTIVE, "review_due_on__lt": clock.today()} if is_asked else {}


class DecisionForm(forms.Form):
    """What to do with those that are ticked, or with all that are shown; `entries` are ids with commas between."""

    decision = forms.ChoiceField(
        label="Decision",
        choices=[(ACTIVATE, "Validate and make active"), (EXCLUDE, "Exclude, with one reason")],
        widget=forms.RadioSelect,
        initial=ACTIVATE,
        error_messages={"required": "Choose what to do with these people"},
    )
    reason = forms.ChoiceField(
        label="Reason, when you exclude them",
        required=False,
        choices=[("", "Not chosen"), *ExclusionReason.choices],
    )
    on = date_field("Decided on")
    entries = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, count, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", clock.today())
        self.helper = submitting(f"Decide about {count:,}")

    def clean_entries(self):
        return numbers_of(self.cleaned_data["entries"].split(","))


def numbers_of(words) -> list[int]:
    """Row ids out of a form; raises ValidationError for anything else."""
    if len(words) > MOST_ENTRIES or not all(word.isascii() and word.isdigit() and len(word) <= 18 for word in words):
        raise forms.ValidationError("Choose the people again")
    return [int(word) for word in words]
