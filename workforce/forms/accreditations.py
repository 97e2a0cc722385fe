"""An accreditation of a worker."""

from django import forms

from practices.forms.dates import date_field, not_in_the_future
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from workforce.forms.competences import no_earlier
from workforce.forms.content import NoContentMixin


class AccreditationForm(HeldForm, NoContentMixin, forms.Form):
    body = forms.CharField(
        label="With which body",
        max_length=100,
        help_text="For example: BABCP. No number is kept",
        error_messages={"required": "Enter the body that accredits"},
    )
    awarded_on = date_field("First day")
    expires_on = date_field("Last day it holds", required=False, help_text="Leave empty where it does not expire")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save the accreditation")

    def clean_awarded_on(self):
        return not_in_the_future(self.cleaned_data["awarded_on"])

    def clean(self):
        cleaned = super().clean()
        earliest = cleaned.get("awarded_on")
        no_earlier(self, "expires_on", cleaned.get("expires_on"), earliest, "Choose a day after the first day")
        return cleaned


class AccreditationFilterForm(forms.Form):
    is_search = True
    state = forms.ChoiceField(label="Show", required=False)

    def __init__(self, *args, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = states

    def asked(self) -> str:
        return self.cleaned_data["state"] if self.is_valid() else ""
