"""The team's words in its monthly report, and the words that go with each step."""

from django import forms

from collaborative.forms.shared import FreeTextMixin
from collaborative.models import MonthlyTeamReport
from measures.forms import reason_field
from practices.forms.free_text import NO_PATIENT, submitting
from practices.forms.held import HeldForm

BEFORE = "Read by the team and its facilitator while you write; by sponsor and commissioner too once you complete it"


class TeamReportForm(HeldForm, FreeTextMixin, forms.ModelForm):
    class Meta:
        model = MonthlyTeamReport
        fields = ["changes_tested", "learning", "help_needed", "next_steps"]
        labels = {
            "changes_tested": "Changes tested",
            "learning": "What we learned",
            "help_needed": "Help that we need",
            "next_steps": "What comes next",
        }
        widgets = dict.fromkeys(fields, forms.Textarea(attrs={"rows": 4}))
        help_texts = dict.fromkeys(fields, f"{BEFORE}. {NO_PATIENT}")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save the draft")


class AnswerForm(FreeTextMixin, forms.Form):
    answer = reason_field(
        "Your answer to the team", "Write an answer", f"Read by the team, its sponsor and its commissioner. {NO_PATIENT}",
        most=4000, rows=6,
    )  # fmt: skip


class SendBackForm(FreeTextMixin, forms.Form):
    reason = reason_field("What should be changed?", "Say what should be changed", f"Read by the team. {NO_PATIENT}")
