"""Forms of hand-outs."""

from django import forms

from collaborative.material_kinds import LARGEST, NotAMaterial, kind_of
from practices.forms.free_text import refuse_identifiers, submitting
from practices.spreadsheets.identifiers import Sign

KINDS_WORDS = (
    "PDF, PowerPoint, Word, Excel, CSV or a PNG or JPEG picture, smaller than 20 MB. Without names of patients"
)


class MaterialVersionForm(forms.Form):
    """A file, judged by its bytes."""

    file = forms.FileField(
        label="File",
        help_text=KINDS_WORDS,
        allow_empty_file=True,
        max_length=1000,
        error_messages={"required": "Select a file", "missing": "Select a file"},
        widget=forms.FileInput(attrs={"accept": ".pdf,.pptx,.docx,.xlsx,.csv,.png,.jpg,.jpeg"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Add this version")

    def clean_file(self):
        """A file over the limit comes without content (handlers), so its size is asked first."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The selected file must be smaller than 20 MB")
        refuse_identifiers(file.name, {Sign.NAME})
        self.content = file.read()
        try:
            kind_of(self.content)
        except NotAMaterial as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return file


class MaterialForm(MaterialVersionForm):
    title = forms.CharField(label="Title", max_length=150, error_messages={"required": "Enter a title"})
    field_order = ["title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Add this hand-out")

    def clean_title(self):
        refuse_identifiers(self.cleaned_data["title"])
        return self.cleaned_data["title"]
