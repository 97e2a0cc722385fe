"""The form by which a workforce lead lets an early warning rest. Its text is searched for people's names and numbers."""

from django import forms

from practices.forms.dates import date_field
from practices.forms.free_text import NO_PATIENT, submitting
from practices.forms.held import HeldForm
from workforce.forms.content import NoContentMixin
from workforce.models import EarlyWarning


class EarlyWarningForm(HeldForm, NoContentMixin, forms.Form):
    rest = forms.ChoiceField(
        label="How does it stand?",
        choices=EarlyWarning.Rest,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands"},
    )
    reason = forms.CharField(
        label="Why may it rest, or what is being done? Needed for it to rest",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Workforce leads read it, and nobody else. {NO_PATIENT}",
    )
    until = date_field("Back on", required=False, help_text="For later: the day on which you want to see it again")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save")
