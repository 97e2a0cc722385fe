"""The form of one node of a driver diagram."""

from django import forms

from collaborative.forms.change_packages import ALL_READ
from collaborative.forms.shared import FreeTextMixin
from collaborative.models import Driver, PackageItem
from measures.definitions import all_definitions
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm


def measure_choices() -> list[tuple[str, str]]:
    return [(code, definition.short_title) for code, definition in all_definitions().items()]


class DriverForm(HeldForm, FreeTextMixin, forms.Form):
    """`driver` is what is changed, None for a new one; `kind` what it is or will be."""

    text = forms.CharField(
        label="What it says",
        max_length=300,
        help_text=f"In a few words. {ALL_READ}",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what it is", "max_length": "Use 300 characters or fewer"},
    )
    parent = forms.ModelChoiceField(
        label="Beneath which primary driver",
        queryset=None,
        empty_label=None,
        error_messages={
            "required": "Choose a primary driver",
            "invalid_choice": "Choose one of the primary drivers of this diagram",
        },
    )
    measures = forms.MultipleChoiceField(
        label="Measures that it should move",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose measures that are listed"},
    )
    items = forms.ModelMultipleChoiceField(
        label="Lines of the change package that belong to it",
        help_text="Ideas and cycles that are tagged with one of them stand here. A line may belong to several drivers",
        required=False,
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose lines that are listed"},
    )

    def __init__(self, *args, wave, kind, driver=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measures"].choices = measure_choices()
        self.fields["items"].queryset = PackageItem.objects.offered(wave, driver.items if driver else None)
        self.fields["parent"].queryset = Driver.objects.filter(wave=wave, kind=Driver.Kind.PRIMARY)
        if driver is None or kind != Driver.Kind.SECONDARY:
            del self.fields["parent"]
        if kind == Driver.Kind.AIM:
            del self.fields["items"]
        if driver:
            self.initial = {
                "text": driver.text,
                "parent": driver.parent_id,
                "measures": driver.measures,
                "items": driver.items.all(),
            }
        self.helper = submitting("Save")
