"""The form by which a programme says how it uses a check: on, silently or not, with which numbers, from when and why."""

from django import forms

from measures.actions.rules import TOO_EARLY
from measures.forms import reason_field
from measures.models import RuleSetting
from measures.return_files.rules import RuleInForce
from practices import clock
from practices.forms.dates import date_field


class RuleForm(forms.Form):
    """`found` is the rule as it holds today: the form begins with its state and numbers. A number's field has its name."""

    state = forms.ChoiceField(
        label="How is it used?",
        choices=[
            (RuleSetting.State.ON, "In use: whoever sends a file is told"),
            (RuleSetting.State.SILENT, "Silently: its findings are counted, and nobody is told"),
            (RuleSetting.State.OFF, "Not at all"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is used"},
    )

    def __init__(self, *args, found: RuleInForce, **kwargs):
        super().__init__(*args, **kwargs)
        self.parameters = found.rule.parameters
        self.initial |= {"state": found.state.value, "effective_from": clock.today(), **found.numbers}
        for parameter in self.parameters:
            self.fields[parameter.name] = number_field(parameter)
        self.fields["effective_from"] = date_field(
            "From which day?", help_text="The day of the check counts, not the month"
        )
        self.fields["reason"] = reason_field("Why?", "Say why", "Everybody in the programme reads this")

    def clean_effective_from(self):
        day = self.cleaned_data["effective_from"]
        if day < clock.today():
            raise forms.ValidationError(TOO_EARLY)
        return day

    @property
    def setting(self) -> dict:
        """What was said, as measures.actions.rules.set_rule takes it; whole numbers stay whole."""
        said = {name: self.cleaned_data[name] for name in ("state", "effective_from", "reason")}
        numbers = {one.name: self.cleaned_data[one.name] for one in self.parameters}
        return said | {
            "numbers": {name: int(value) if value == int(value) else value for name, value in numbers.items()}
        }


def number_field(parameter):
    bounds = f"{parameter.least:g} to {parameter.most:g}"
    wrong = f"Enter a number from {bounds}"
    return forms.FloatField(
        label=parameter.title,
        min_value=parameter.least,
        max_value=parameter.most,
        help_text=f"{parameter.unit}, {bounds}; as it was made: {parameter.value:g}",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"}),
    )
