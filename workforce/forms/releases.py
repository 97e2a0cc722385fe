"""The forms of a release: through which month, and why it is refused or withdrawn."""

from datetime import date

from django import forms

from practices import months
from practices.forms.free_text import NO_PATIENT, FreeTextMixin, submitting

LONGEST = 500


class ReleaseForm(forms.Form):
    through = forms.TypedChoiceField(
        label="Through which month?",
        coerce=months.parse_period,
        help_text="The figures speak of the time until the end of this month, from what the roster says today",
        error_messages={"required": "Choose a month", "invalid_choice": "Choose one of these months"},
    )

    def __init__(self, *args, choices: list[date], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["through"].choices = [(months.period(month), months.label(month)) for month in choices]
        self.helper = submitting("Prepare the release")


class ReasonForm(FreeTextMixin, forms.Form):
    """`done`: refused or withdrawn."""

    reason = forms.CharField(label="Why?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, done: str, read_by: str, button: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = f"Say why it is {done}"
        self.fields["reason"].help_text = f"{read_by}. No figure and no name. {NO_PATIENT}"
        self.helper = submitting(button, css_class="nhsuk-button--warning")
