"""Forms of the phases of a chart: begun and withdrawn. Words only: no patient is ever described."""

from collections.abc import Sequence

from django import forms

from collaborative.dashboards.causes import Cause
from measures.forms import ReasonForm, reason_field, without_identifiers
from practices import months

EVERYBODY_READS = "Others who may open this chart read this. Never write about a patient, nor any small number"


def month_of(text):
    """A month written 2006-11, or None for the empty choice."""
    return months.parse_period(text) if text else None


class RebaseForm(forms.Form):
    """`choices` are the months with a value, each with what both phases would have; `proposed` the month of a shift.

    `causes` are the cycles that may be its reason; `cause` the one that the address names. What a chosen one leaves to be
    said is filled in from it.
    """

    cause = forms.ChoiceField(
        label="Which PDSA cycle is the reason?",
        required=False,
        help_text="Its name and first day stand on the chart for everybody who may open it, however widely it is shared",
    )

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

    def __init__(self, *args, choices, proposed="", causes: Sequence[Cause] = (), cause: Cause | None = None, **kwargs):
        given = {"starts": proposed} | (initial_of(cause, choices) if cause else {})
        super().__init__(*args, initial=given, **kwargs)
        self.fields["starts"].choices = [("", "Choose a month"), *choices]
        self.causes = {str(one.pk): one for one in causes}
        self.fields["cause"].choices = [("", "None of these"), *((str(one.pk), one.words) for one in causes)]
        if not causes:
            del self.fields["cause"]
        elif args and args[0] and args[0].get("cause") in self.causes:
            self.fields["reason"].required = False

    def clean(self):
        """A chosen cycle says what is left open, and cannot be the reason of a phase that begins before it."""
        cleaned = super().clean()
        chosen = self.causes.get(cleaned.pop("cause", ""))
        if chosen:
            cleaned["reason"] = cleaned.get("reason") or chosen.reason
            cleaned["cycle"] = cleaned.get("cycle") or chosen.name
            if cleaned.get("starts") and cleaned["starts"] < months.first_of(chosen.start):
                self.add_error(
                    "starts", f"This cycle began in {months.label(chosen.start)}: choose that month or a later one"
                )
        return cleaned


def initial_of(cause: Cause, choices) -> dict:
    """What an address that names a cycle fills in: its words, and the first month that it could have reached."""
    began = months.period(months.first_of(cause.start))
    starts = next((period for period, _ in choices if period >= began), "")
    return {"cause": str(cause.pk), "starts": starts, "reason": cause.reason, "cycle": cause.name}


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
