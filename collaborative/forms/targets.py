"""Forms of a wave's targets: set and ended, each with a reason."""

from django import forms

from measures.forms import ReasonForm, reason_field

EVERYBODY_READS = "Everybody in the wave reads this"


class TargetForm(forms.Form):
    """A rate in the unit of the measure, and where it comes from."""

    value = forms.DecimalField(
        label="Target",
        min_value=0,
        max_digits=9,
        decimal_places=3,
        error_messages={
            "required": "Enter the target as a number",
            "invalid": "Enter the target as a number, such as 12.5",
            "min_value": "Enter 0 or more",
        },
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = reason_field(
        "Where does this target come from?", "Say where this target comes from", EVERYBODY_READS, most=1000
    )

    def __init__(self, *args, definition, **kwargs):
        super().__init__(*args, prefix=f"set-{definition.code}", **kwargs)
        self.fields["value"].help_text = definition.unit


class TargetEndForm(ReasonForm):
    def __init__(self, *args, definition, **kwargs):
        super().__init__(
            *args,
            label="Why is this target ended?",
            missing="Say why this target is ended",
            help_text=EVERYBODY_READS,
            prefix=f"end-{definition.code}",
            **kwargs,
        )
