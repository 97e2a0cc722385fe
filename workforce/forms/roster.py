"""Narrowing the roster, and finding somebody on it."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from workforce.dashboards.roster import (
    ALL,
    BY_NUMBER,
    BY_OPENING,
    BY_ROLE,
    BY_TRUST,
    BY_VACANCY,
    CLOSED,
    OPEN,
    VACANT,
)

STATES = [(OPEN, "Open"), (VACANT, "Vacant"), (CLOSED, "Closed"), (ALL, "All")]
# Name -> what is asked, and what narrows nothing.
FILTERS = {
    "role": ("Role", "All roles"),
    "commissioner": ("PCT", "All PCTs"),
    "practice": ("Hosted by", "All practices"),
    "cohort": ("Cohort", "All cohorts"),
    "employer": ("Employer", "All employers"),
    "funding": ("Funding line", "All funding lines"),
}
ORDERS = [
    (BY_NUMBER, "Post number"),
    (BY_ROLE, "Role"),
    (BY_TRUST, "PCT"),
    (BY_VACANCY, "Vacant the longest"),
    (BY_OPENING, "Opened last"),
]
UNKNOWN = {"invalid_choice": "Choose one of those listed"}


class RosterFilterForm(forms.Form):
    """`choices` are those of workforce.dashboards.roster.choices; what has none is not asked."""

    is_search = True

    state = forms.ChoiceField(label="Posts", choices=STATES, required=False, error_messages=UNKNOWN)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, everything) in FILTERS.items():
            if choices[name]:
                offered = [("", everything), *choices[name]]
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=offered, required=False, error_messages=UNKNOWN
                )
        self.fields["order"] = forms.ChoiceField(
            label="In the order of", choices=ORDERS, required=False, error_messages=UNKNOWN
        )
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("show", "Show", css_class="secondary"))

    def wanted(self) -> dict:
        """What was chosen; a choice that is not offered narrows nothing, and is said beside its field."""
        self.full_clean()
        return self.cleaned_data

    def is_narrowed(self) -> bool:
        return not self.is_valid() or any(self.cleaned_data.values())


class FindForm(forms.Form):
    """Sent by POST: a name in an address would stay in histories and logs."""

    is_search = True

    text = forms.CharField(
        max_length=150,
        error_messages={"required": "Enter a number, or a part of a name"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "nhsuk-input--width-20"}),
    )

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
