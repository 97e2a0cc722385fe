"""Naming a ramp."""

from django import forms

from collaborative.forms.shared import FreeTextMixin
from practices.forms.free_text import NO_PATIENT, submitting


class RampForm(FreeTextMixin, forms.Form):
    title = forms.CharField(
        label="What does this ramp test?",
        max_length=150,
        help_text=f"Read by whoever reads one of its cycles. {NO_PATIENT}",
        error_messages={"required": "Enter what this ramp tests"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save")
