"""A progress score with its reason."""

from decimal import Decimal

from django import forms

from collaborative.forms.rebases import month_of
from collaborative.forms.shared import FreeTextMixin
from collaborative.progress_suggestion import STEPS
from practices.forms.free_text import NO_PATIENT, submitting

READERS = "Read by the team, its facilitator, its commissioner and the programme's administrator"


class ScoreForm(FreeTextMixin, forms.Form):
    """`choices` are the months that may be scored."""

    month = forms.TypedChoiceField(label="Month", coerce=month_of)
    score = forms.TypedChoiceField(
        label="Score",
        coerce=Decimal,
        choices=[("", "Choose a score"), *((score, f"{score}: {words}") for score, words in STEPS.items())],
        error_messages={"required": "Choose a score"},
    )
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=1000,
        help_text=f"{READERS}. {NO_PATIENT}",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = choices
        self.helper = submitting("Save the score")
