"""Settings of a practice's register."""

from django import forms

from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from registers.forms.free_text import FreeTextMixin
from registers.models.register import KEY_CHECK, TOOL_NAMES


class KeyCheckForm(HeldForm, FreeTextMixin, forms.Form):
    value = forms.CharField(
        label="Key-check value",
        max_length=20,
        help_text="Eight characters, 0-9 and a-f. The key tool prints them; they do not give the secret away",
        error_messages={"required": "Enter the key-check value that the key tool printed"},
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label="Why the key was changed",
        max_length=300,
        help_text="It is kept on the audit trail, without the value",
        error_messages={"required": "Say why the key was changed"},
    )

    def __init__(self, *args, is_change, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_change:
            del self.fields["reason"]
        self.helper = submitting("Save the key-check value", css_class="warning" if is_change else "")

    def clean_value(self):
        value = "".join(self.cleaned_data["value"].split()).lower()
        KEY_CHECK(value)
        return value


class InterfaceSwitchForm(HeldForm, forms.Form):
    is_on = forms.TypedChoiceField(
        label="Keep records of work with other teams",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        help_text="Switching off hides these records. It removes none of them",
        error_messages={"required": "Choose yes or no"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save")


class SeverityToolForm(HeldForm, forms.Form):
    tool = forms.TypedChoiceField(
        label="Severity tool",
        choices=[(int(tool), name) for tool, name in TOOL_NAMES.items()],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a tool"},
    )
    since = date_field("First day", help_text="Scores of earlier days keep the tool that they were taken with")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save the severity tool")
