"""Forms of a wave's change package: begun by copying, lines added and put into other words."""

from django import forms

from collaborative.forms.shared import FreeTextMixin
from collaborative.models import PackageItem
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm

ALL_READ = "Everybody in the wave reads this"


class CopyPackageForm(forms.Form):
    """`waves` are those that have a package to copy."""

    source = forms.ModelChoiceField(
        label="Wave to copy from",
        queryset=None,
        empty_label="Choose a wave",
        error_messages={"required": "Choose a wave", "invalid_choice": "Choose one of the waves listed"},
    )

    def __init__(self, *args, waves, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = waves


class ItemTextForm(HeldForm, FreeTextMixin, forms.ModelForm):
    class Meta:
        model = PackageItem
        fields = ["text"]
        labels = {"text": "What it says"}
        help_texts = {"text": f"One sentence of at most 300 characters. {ALL_READ}"}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "text": {"required": "Say what it is", "max_length": "Use 300 characters or fewer"},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save")


class ItemForm(ItemTextForm):
    class Meta(ItemTextForm.Meta):
        fields = ["kind", "code", "text"]
        labels = {"kind": "What kind it is", "code": "Code", "text": "What it says"}
        help_texts = ItemTextForm.Meta.help_texts | {
            "code": "Short, and of its own in this wave, such as T11. It does not change later"
        }
        widgets = ItemTextForm.Meta.widgets | {
            "kind": forms.RadioSelect,
            "code": forms.TextInput(attrs={"class": "nhsuk-input--width-5", "autocomplete": "off"}),
        }
        error_messages = ItemTextForm.Meta.error_messages | {
            "kind": {"required": "Choose what kind it is"},
            "code": {"required": "Enter a code, such as T11", "max_length": "Use 8 characters or fewer"},
        }
