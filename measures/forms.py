"""Forms of returns: reasons for what is taken back or asked."""

from django import forms

from practices.forms.uploads import without_identifiers

NO_PATIENT = "Never write about a patient"


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
