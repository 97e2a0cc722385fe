"""What the sender of a prepared return may correct or add before it goes."""

from django import forms

from measures.fields import LARGEST_COUNT, REGISTERED_FIELDS
from measures.forms import without_identifiers
from measures.prepared.reading import Prepared
from measures.return_files.return_schema import COUNTS, NO_TOOL

CHANGED = "The register has changed since you opened this page. Look at the figures as they are now, then submit"


def people_field(name: str) -> forms.IntegerField:
    title, note, _ = COUNTS[name]
    return forms.IntegerField(
        label=title,
        help_text=f"{note} Leave it blank if nobody knows",
        required=False,
        min_value=0,
        max_value=LARGEST_COUNT,
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-5"}),
    )


class PreparedForm(forms.Form):
    """The registered people, the tool, a comment; and which count of the register the sender has seen."""

    registered_all = people_field("registered_all")
    registered_16_64 = people_field("registered_16_64")
    severity_tool = forms.ChoiceField(label="Severity tool")
    comment = forms.CharField(
        label="Comment",
        help_text="Anything that explains the figures. Never write about a patient",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[without_identifiers],
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, prepared: Prepared, **kwargs):
        filled = prepared.filled
        initial = {name: filled.numbers.get(name) for name in REGISTERED_FIELDS}
        initial |= {"severity_tool": prepared.severity_tool, "seen": prepared.digest}
        super().__init__(*args, initial=initial, **kwargs)
        self.prepared = prepared
        tools = prepared.memberships[0].wave.programme.severity_tools
        self.fields["severity_tool"].choices = [(tool, tool) for tool in [*tools, NO_TOOL]]

    def clean(self):
        """The errors that the check would find, said beside their fields."""
        everybody, adults = (self.cleaned_data.get(name) for name in REGISTERED_FIELDS)
        if everybody is not None and adults is not None and adults > everybody:
            self.add_error("registered_16_64", f"{adults} people aged 16 to 64 is more than {everybody} registered")
        close = self.prepared.filled.numbers.get("list_close")
        if adults is not None and close is not None and close > adults:
            self.add_error("registered_16_64", f"There are {close} people on the list: enter {close} or more")
        return self.cleaned_data
