"""Forms of breaks in series: said and withdrawn. Words only: no patient is ever described."""

from django import forms

from collaborative.forms.rebases import EVERYBODY_READS, month_of
from collaborative.forms.shared import FreeTextMixin
from measures.definitions import all_definitions
from measures.forms import ReasonForm, reason_field
from measures.models import SeriesBreak
from practices.forms.free_text import submitting

WHOLE_WAVE = ""


class BreakForm(FreeTextMixin, forms.Form):
    """`places` are (ODS code or "" for the whole wave, name) of where this person may cut; `month_choices` those that ended."""

    kind = forms.ChoiceField(label="What changed?", choices=SeriesBreak.Kind.choices, widget=forms.RadioSelect)
    place = forms.ChoiceField(label="Whose figures count something else from then on?", required=False)
    measure = forms.ChoiceField(label="Which measure?", required=False)
    month = forms.TypedChoiceField(
        label="First month that counts anew",
        coerce=month_of,
        error_messages={"required": "Choose the first month that counts anew"},
    )
    reason = reason_field(
        "What exactly changed, and how do you know?", "Say what changed, and how you know", EVERYBODY_READS
    )

    def __init__(self, *args, places, month_choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places
        self.fields["month"].choices = [("", "Choose a month"), *month_choices]
        measures = [(code, definition.title) for code, definition in all_definitions().items()]
        self.fields["measure"].choices = [("", "All measures"), *measures]
        self.fields["kind"].error_messages["required"] = "Choose what changed"
        self.helper = submitting("Cut the series here")


class WithdrawBreakForm(ReasonForm):
    """Why a break does not hold."""

    def __init__(self, *args, break_id, **kwargs):
        super().__init__(
            *args,
            label="Why is the break withdrawn?",
            missing="Say why the break is withdrawn",
            help_text=EVERYBODY_READS,
            prefix=f"withdraw-{break_id}",
            **kwargs,
        )
        self.break_id = break_id
