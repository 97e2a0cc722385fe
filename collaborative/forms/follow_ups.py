"""Forms of a question to a flagged point: the question with its action, and how it ended."""

from django import forms

from collaborative.actions.follow_ups import CLOSED, FIELDS
from collaborative.forms.shared import FreeTextMixin, LinkedCycleMixin, SharedFormMixin, say_readers
from collaborative.models import FollowUp, PdsaCycle
from practices.forms.dates import date_field
from practices.forms.free_text import NO_PATIENT, submitting
from practices.forms.held import HeldForm

NO_COUNT = "When others than the team can read it, name no small number"


class FollowUpForm(HeldForm, LinkedCycleMixin, SharedFormMixin, forms.ModelForm):
    """`cycles` are those of the team that this person may read."""

    class Meta:
        model = FollowUp
        fields = FIELDS
        labels = {
            "question": "What do you ask?",
            "root_cause": "What was the cause?",
            "action": "What will be done?",
            "owner": "Who does it?",
            "cycle": "PDSA cycle that tests it",
        }
        help_texts = {
            "question": f"{NO_COUNT}. {NO_PATIENT}",
            "root_cause": "Once you know it. First ask how it was counted and what happened to the list",
            "action": "An action has somebody who does it, and a day",
            "owner": "A colleague's name or role",
            "cycle": "Where there is none yet you can start one from the next page",
        }
        widgets = {"question": forms.Textarea(attrs={"rows": 3}), "root_cause": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"question": {"required": "Write what you ask"}}

    due_on = date_field("By when?", required=False)

    def __init__(self, *args, cycles, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_cycles(cycles, "None yet")
        self.helper = submitting("Save")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("action"):
            if not cleaned.get("owner") and "owner" not in self.errors:
                self.add_error("owner", "Say who does it")
            if not cleaned.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", "Enter the day by which it is to be done")
        return cleaned


class CloseForm(FreeTextMixin, forms.Form):
    """`level` is how widely the question is shared: the note is read like it."""

    state = forms.ChoiceField(
        label="How did it end?",
        choices=[(state.value, state.label) for state in CLOSED],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is done or dropped"},
    )
    closing_note = forms.CharField(
        label="What came of it?",
        help_text=f"{NO_COUNT}. {NO_PATIENT}",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say how it ended"},
    )

    def __init__(self, *args, level, **kwargs):
        super().__init__(*args, **kwargs)
        say_readers(self, level)
        self.helper = submitting("Close this question", css_class="nhsuk-button--secondary")


def cycles_of(user, team):
    """The cycles of a team that this person may read, as choices."""
    return PdsaCycle.objects.visible_to(user).filter(team=team).distinct()
