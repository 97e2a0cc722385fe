"""Asking for a copy or for erasure of a worker's record; and deciding on it."""

from django import forms

from practices.forms.free_text import NO_PATIENT, submitting
from workforce.forms.content import NoContentMixin
from workforce.models import StaffRequest

HINTS = {
    "copy": "Everything that is recorded of the person, as a file for you to hand over",
    "erasure": "Name, account, texts and evidence go. Posts and figures stay and name nobody. It cannot be undone",
}


class OwnErasureForm(NoContentMixin, forms.Form):
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=300,
        help_text=f"You need not give one. Your workforce lead and the auditor read it. {NO_PATIENT}",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Ask for erasure")


class StaffRequestForm(NoContentMixin, forms.Form):
    kind = forms.ChoiceField(
        label="What does the person ask for?",
        choices=StaffRequest.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a copy or erasure"},
    )
    reason = forms.CharField(
        label="How was it asked for?",
        max_length=300,
        help_text=f"For example: in writing on 2 February 2007. Without the person's name. {NO_PATIENT}",
        error_messages={"required": "Say how and when it was asked for"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choice_hints = HINTS
        self.helper = submitting("Pass it on to the auditor")


class StaffDecisionForm(NoContentMixin, forms.Form):
    """`is_last`: what is approved is carried out at once."""

    decision = forms.TypedChoiceField(
        label="Decision",
        coerce=lambda word: word == "approve",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two"},
    )
    reason = forms.CharField(
        label="Why it is refused",
        required=False,
        max_length=300,
        help_text="The worker reads it. Leave it empty when you approve",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, is_last, **kwargs):
        super().__init__(*args, **kwargs)
        approve = "Approve: it is carried out at once" if is_last else "Confirm: the auditor decides next"
        self.fields["decision"].choices = [("approve", approve), ("refuse", "Refuse")]
        self.helper = submitting("Decide")
