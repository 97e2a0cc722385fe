"""The words of a storyboard."""

from django import forms

from collaborative.actions.storyboards import PARTS
from collaborative.forms.shared import FreeTextMixin
from practices.forms.free_text import NO_PATIENT, submitting
from practices.forms.held import HeldForm

ALONE = "Read by your practice alone until your manager shares the storyboard"
SHARED = "Shared: everybody in the wave reads this as soon as you save it"


class StoryboardForm(HeldForm, FreeTextMixin, forms.Form):
    """`is_shared` says who reads each field once it is saved."""

    def __init__(self, *args, is_shared: bool, **kwargs):
        super().__init__(*args, **kwargs)
        readers = SHARED if is_shared else ALONE
        for part, title in PARTS.items():
            self.fields[part] = forms.CharField(
                label=title,
                required=False,
                max_length=1500,
                help_text=f"{readers}. {NO_PATIENT}",
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.helper = submitting("Save the words")
