"""The forms of a dispute: a worker about the own record, and the answer. Both texts are searched for people's names."""

from django import forms

from practices.forms.free_text import NO_PATIENT, submitting
from practices.forms.held import HeldForm
from workforce.forms.content import NoContentMixin
from workforce.models import Dispute

LONGEST = 2_000


class DisputeForm(NoContentMixin, forms.Form):
    about = forms.ChoiceField(
        label="What is it about?",
        choices=Dispute.About,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )
    entry = forms.CharField(
        label="Which entry?",
        max_length=200,
        help_text="For example: the session of 5 January, or the start of your post",
        error_messages={"required": "Say which entry you mean"},
    )
    text = forms.CharField(
        label="What is wrong, and what is right?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"Your workforce lead reads it, and nobody else. {NO_PATIENT}",
        error_messages={"required": "Say what is wrong"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Send to your workforce lead")


class DisputeAnswerForm(HeldForm, NoContentMixin, forms.Form):
    answer = forms.CharField(
        label="Your answer",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"The worker reads it. Correct the entry first, where it was wrong. {NO_PATIENT}",
        error_messages={"required": "Say what you found and what was changed"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Send this answer")
