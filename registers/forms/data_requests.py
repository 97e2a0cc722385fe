"""Asking for a copy, or for erasure, of one person's data; and deciding on it."""

from django import forms

from practices.forms.free_text import submitting
from registers.forms.free_text import NO_PATIENT, FreeTextMixin
from registers.models import DataRequest


class DataRequestForm(FreeTextMixin, forms.Form):
    local_number = forms.IntegerField(
        label="Number on the list",
        min_value=1,
        max_value=2_000_000_000,
        help_text="The short number of the entry, as the list shows it. The offline key tool finds it for a patient",
        error_messages={"required": "Enter the number on the list", "invalid": "Enter the number, in digits"},
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-5", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label="What is asked for",
        choices=DataRequest.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a copy or erasure"},
    )
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        help_text=f"For example: asked in writing on 2 February 2007. {NO_PATIENT}",
        error_messages={"required": "Say who asked and when"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choice_hints = {
            "copy": "Every row about the person, as a file for you to hand over",
            "erasure": "Every row goes, every file as sent that holds the key, and a copy that was made here. It cannot be undone",
        }
        self.helper = submitting("Ask for it")


class DecisionForm(FreeTextMixin, forms.Form):
    decision = forms.TypedChoiceField(
        label="Decision",
        choices=[("approve", "Approve: it is carried out at once"), ("refuse", "Refuse")],
        coerce=lambda word: word == "approve",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose approve or refuse"},
    )
    reason = forms.CharField(
        label="Why it is refused", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Decide")
