"""The forms of what a person was offered, and of the practice's directory of offers."""

from django import forms

from practices.forms.dates import date_field, not_in_the_future
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from registers.care_rules import FIRST_STEP, STEPS
from registers.forms.free_text import NO_PATIENT, FreeTextMixin
from registers.models import InterventionKind, LocalOffer

TAKEN_UP = {"unknown": None, "yes": True, "no": False}
STEP_CHOICES = [(step, f"{step}. {words}") for step, words in STEPS.items() if step >= FIRST_STEP]


class InterventionForm(HeldForm, forms.Form):
    """`offers`: those of the practice that may be chosen; `step`: where the person is, whose offers come first."""

    offer = forms.ModelChoiceField(
        label="Offer of the directory",
        queryset=LocalOffer.objects.none(),
        required=False,
        empty_label="None of the directory",
        error_messages={"invalid_choice": "Choose an offer of this practice"},
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "As the directory says"), *InterventionKind.choices],
        required=False,
        help_text="Needed when it is none of the directory",
    )
    offered_on = date_field("Offered on")
    taken_up = forms.ChoiceField(
        label="Taken up?",
        choices=[("unknown", "Not known yet"), ("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it was taken up"},
    )
    taken_up_on = date_field("Taken up on", required=False)
    ended_on = date_field("Ended on", required=False)

    def __init__(self, *args, offers, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = offers
        self.fields["offer"].choices = offer_choices(offers, step)
        self.helper = submitting("Save")

    def clean_offered_on(self):
        return not_in_the_future(self.cleaned_data["offered_on"])

    def clean_taken_up(self):
        return TAKEN_UP[self.cleaned_data["taken_up"]]


def offer_choices(offers, step):
    """Those for this step first, then the others, each with its kind."""
    found = [(offer, f"{offer.name} ({offer.get_kind_display()})") for offer in offers]
    fitting = [(offer.pk, words) for offer, words in found if offer.first_step <= step <= offer.last_step]
    others = [(offer.pk, words) for offer, words in found if not offer.first_step <= step <= offer.last_step]
    groups = [(f"For step {step}", fitting), ("For other steps" if step else "Offers", others)]
    return [("", "None of the directory"), *((title, members) for title, members in groups if members)]


def intervention_values(intervention) -> dict:
    """A row as the form shows it."""
    words = {value: word for word, value in TAKEN_UP.items()}
    return {
        "offer": intervention.offer_id,
        "kind": "" if intervention.offer_id else intervention.kind,
        "offered_on": intervention.offered_on,
        "taken_up": words[intervention.taken_up],
        "taken_up_on": intervention.taken_up_on,
        "ended_on": intervention.ended_on,
    }


class OfferForm(HeldForm, FreeTextMixin, forms.ModelForm):
    """How a service is reached is public: its address or telephone number may stand in an offer."""

    class Meta:
        model = LocalOffer
        fields = ["name", "kind", "first_step", "last_step", "provider", "how_to_refer", "waiting_weeks", "is_open"]
        labels = {
            "name": "Name",
            "kind": "Kind",
            "provider": "Who offers it?",
            "how_to_refer": "How do people get there?",
            "waiting_weeks": "Weeks to wait",
            "is_open": "Open to new people",
        }
        help_texts = {
            "name": f"As you speak of it: Self-help clinic, Books on prescription. {NO_PATIENT}",
            "waiting_weeks": "0 means that nobody waits; leave it empty when you do not know",
        }
        error_messages = {"name": {"required": "Enter a name"}}
        widgets = {"waiting_weeks": forms.NumberInput(attrs={"class": "nhsuk-input--width-4"})}

    first_step = forms.TypedChoiceField(label="From step", coerce=int, choices=STEP_CHOICES)
    last_step = forms.TypedChoiceField(label="Up to step", coerce=int, choices=STEP_CHOICES, initial=3)
    places_of_services = frozenset({"provider", "how_to_refer"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose one"), *InterventionKind.choices]
        self.helper = submitting("Save this offer")

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_step"), cleaned.get("last_step")
        if first and last and last < first:
            self.add_error("last_step", "Choose the same step or a later one")
        return cleaned

    def validate_unique(self):
        """The action says it, beside the name and whatever its capitals."""


class OfferFilterForm(forms.Form):
    """Which offers the directory shows."""

    is_search = True
    step = forms.TypedChoiceField(
        label="For step", coerce=int, required=False, empty_value=None, choices=[("", "Any step"), *STEP_CHOICES]
    )
    closed = forms.BooleanField(label="Also those that are closed", required=False)
