"""Forms of the phases of a chart: begun and withdrawn. Words only: no patient is ever described."""

from django import forms

from measures.forms import ReasonForm, reason_field, without_identifiers
from practices import months

EVERYBODY_READS = "Others who may open this chart read this. Never write about a patient, nor any small number"


def month_of(text):
    """A month written 2006-11, or None for the empty choice."""
    return months.parse_period(text) if text else None


class RebaseForm(forms.Form):
    """`choices` are the months with a value, each with what both phases would have; `proposed` the month of a shift."""

    starts = forms.TypedChoiceField(
        label="First month of the new phase",
        help_text="The first month that the change could have reached. Only months with a value are listed",
        coerce=month_of,
        error_messages={
            "required": "Choose the first month of the new phase",
            "invalid_choice": "Choose one of the months that are listed",
        },
    )
    reason = reason_field(
        "What was changed, and why does the old centre line no longer apply?",
        "Say what was changed: a rebase needs a known cause",
        EVERYBODY_READS,
        most=1000,
        rows=4,
    )
    cycle = forms.CharField(
        label="PDSA cycle or event",
        required=False,
        help_text="For example: PDSA 3, telephone follow-up. It stands beside the new phase on the chart",
        max_length=120,
        validators=[without_identifiers],
    )

    def __init__(self, *args, choices, proposed="", **kwargs):
        super().__init__(*args, initial={"starts": proposed}, **kwargs)
        self.fields["starts"].choices = [("", "Choose a month"), *choices]


class WithdrawForm(ReasonForm):
    """Why a rebase no longer holds."""

    def __init__(self, *args, rebase_id, **kwargs):
        super().__init__(
            *args,
            label="Why is the new phase withdrawn?",
            missing="Say why the new phase is withdrawn",
            help_text=EVERYBODY_READS,
            prefix=f"withdraw-{rebase_id}",
            **kwargs,
        )
        self.rebase_id = rebase_id
