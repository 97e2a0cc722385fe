"""Forms of workshop actions: what a team will do, and what came of it."""

from django import forms

from collaborative.forms.shared import FreeTextMixin, SharedFormMixin
from collaborative.models import WorkshopAction
from measures.definitions import all_definitions
from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm


class WorkshopActionForm(HeldForm, SharedFormMixin, forms.ModelForm):
    class Meta:
        model = WorkshopAction
        fields = ["what", "who", "due_on", "measure", "predicted_effect", "shared_with"]
        labels = {
            "what": "What will you do?",
            "who": "Who does it?",
            "predicted_effect": "What do you expect to happen?",
        }
        error_messages = {"what": {"required": "Say what you will do"}}

    due_on = date_field("By when?", required=False)
    measure = forms.ChoiceField(label="Which measure should show it?", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(code, definition.short_title) for code, definition in all_definitions().items()]
        self.fields["measure"].choices = [("", "None of the measures"), *named]
        self.helper = submitting("Save this action")


class ReadBackForm(FreeTextMixin, forms.Form):
    """What came of an action. That it was not done is an answer like any other."""

    outcome = forms.CharField(
        label="What came of it?",
        max_length=300,
        help_text="Not done, or done otherwise, is worth saying too: what was learned?",
        error_messages={"required": "Say in a few words what came of it"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
