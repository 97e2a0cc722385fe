"""What is asked about a report: which event, which file, and what the facilitator says of a page."""

from django import forms

from collaborative.forms.shared import FreeTextMixin
from collaborative.models import Event, WorkshopReport
from collaborative.reports.files import NAMES
from practices.forms.free_text import NO_PATIENT, submitting

LONGEST = 4000
WHO_READS = "Can be read by: everybody in the wave once the report is released"


class ReportMakeForm(forms.Form):
    """Which event, and which kind of report."""

    event = forms.ModelChoiceField(Event.objects.none(), error_messages={"required": "Choose an event"})
    kind = forms.ChoiceField(choices=WorkshopReport.Kind.choices)

    def __init__(self, *args, events, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events


class CommentaryForm(FreeTextMixin, forms.Form):
    """What the facilitator says of one page. `seen`: the stamp of what stood there when the form was opened."""

    text = forms.CharField(
        label="Commentary",
        required=False,
        max_length=LONGEST,
        help_text=f"{NO_PATIENT}, and no exact small number: the copy for the wave has the same commentary. {WHO_READS}.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": f"Write at most {LONGEST:,} letters"},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save this commentary")

    def clean_text(self):
        """Browsers end lines in their own way."""
        return self.cleaned_data["text"].replace("\r\n", "\n")


class FileForm(forms.Form):
    kind = forms.ChoiceField(choices=list(NAMES.items()))
