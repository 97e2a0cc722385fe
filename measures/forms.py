"""Forms of returns: reasons for what is taken back or asked, questions about figures, months to be reopened."""

import re
from datetime import timedelta

from django import forms

from practices import clock
from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.uploads import without_identifiers

NO_PATIENT = "Never write about a patient"
LONGEST_REOPENING_DAYS = 62
# Who decides does not see every practice's figures.
READ_BY_OTHERS = "People who do not see your figures read this. Never write about a patient, nor any figure"


def reason_field(label, missing, help_text=NO_PATIENT, most=500, rows=3):
    """Words that say why, at most `most` characters; `missing` is said when there are none."""
    return forms.CharField(
        label=label,
        max_length=most,
        validators=[without_identifiers],
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": missing},
    )


class ReasonForm(forms.Form):
    """Why something is taken back, asked or answered. Words only: no patient is ever described."""

    def __init__(self, *args, label="Reason", missing="Enter a reason", help_text=NO_PATIENT, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(label, missing, help_text)


class AskForm(forms.Form):
    """One question about some figures of a return; about the return as a whole where `figures` is empty."""

    def __init__(self, *args, figures=(), sees_figures=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.sees_figures = sees_figures
        if figures:
            self.fields["fields"] = forms.MultipleChoiceField(
                label="Which figures",
                choices=figures,
                widget=forms.CheckboxSelectMultiple,
                help_text="One question about several figures stands with each of them",
                error_messages={"required": "Choose at least one figure"},
            )
        self.fields["question"] = reason_field("What do you want to know?", "Enter a question")
        self.helper = submitting("Send the question")

    def clean_question(self):
        """Who does not see the figures can quote none, so a number in the question is a guess or a slip."""
        question = self.cleaned_data["question"]
        if not self.sees_figures and re.search(r"\d", question):
            raise forms.ValidationError("You do not see this practice's figures: ask without numbers")
        return question


class ReopenForm(forms.Form):
    """A closed month, open again until a day."""

    until = date_field("Last day on which figures are taken", help_text="At most two months from today")
    reason = reason_field("Why is it to be reopened?", "Enter a reason", READ_BY_OTHERS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Ask for it to be reopened")

    def clean_until(self):
        until, today = self.cleaned_data["until"], clock.today()
        if not today <= until <= today + timedelta(days=LONGEST_REOPENING_DAYS):
            raise forms.ValidationError("Choose a day from today on, at most two months away")
        return until
