"""The form on which a month's caseload is said."""

from datetime import date

from django import forms

from practices import months
from practices.forms.free_text import submitting

SEPARATOR = "-"


class CaseloadForm(forms.Form):
    """`offered` are (holding, month) pairs; the number of the post is named where a worker held more than one."""

    period = forms.ChoiceField(
        label="Month",
        error_messages={"required": "Choose a month", "invalid_choice": "Choose one of the months"},
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {key_of(holding, month): (holding, month) for holding, month in offered}
        several = len({holding.pk for holding, _ in offered}) > 1
        self.fields["period"].choices = [
            (key, f"{months.label(month)}, post {holding.post.number}" if several else months.label(month))
            for key, (holding, month) in self.offered.items()
        ]
        self.fields["new_patients"] = count_field("New patients in the month")
        self.fields["active"] = count_field("Active at the end of the month")
        self.helper = submitting("Save the month")

    @property
    def said(self) -> dict:
        """What the action takes."""
        holding, month = self.offered[self.cleaned_data["period"]]
        counts = {name: self.cleaned_data[name] for name in ("new_patients", "active")}
        return {"holding": holding, "month": month, **counts}


def key_of(holding, month: date) -> str:
    return f"{holding.pk}{SEPARATOR}{month:%Y%m}"


def count_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=999,
        help_text="Leave empty when not known. Nobody is 0",
        error_messages={
            "invalid": "Enter a whole number",
            "min_value": "Enter 0 or more",
            "max_value": "Enter at most 999",
        },
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-3"}),
    )
