"""Forms of sent files: the file itself, and reasons for its warnings."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from practices.spreadsheets.identifiers import Sign, has_patient_key, signs_in
from practices.spreadsheets.tables import Limits, megabytes, too_large
from practices.uploads.problems import Problem


def without_identifiers(text: str) -> None:
    """Refuse free text that seems to name a patient, by the key too; the value is not repeated."""
    keys = [Sign.PATIENT_KEY] if has_patient_key(text) else []
    for sign in keys + signs_in(text):
        raise forms.ValidationError(f"This contains what looks like {sign}. Remove it")


class UploadForm(forms.Form):
    """One file. What is in it, the worker says; a kind of file says its limits and how it is asked for."""

    limits = Limits()
    file = forms.FileField(
        label="Return file",
        help_text=f"A CSV or Excel (.xlsx) file made from the template, smaller than {megabytes(Limits().bytes)}",
        allow_empty_file=True,
        max_length=1000,
        error_messages={"required": "Select a file to upload", "missing": "Select a file to upload"},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("upload", "Upload and check"))

    def clean_file(self):
        """B20: two files at once; B4: too large, said before it is read."""
        file = self.cleaned_data["file"]
        if len(self.files.getlist("file")) > 1:
            raise forms.ValidationError("Choose one file")
        if file.size > self.limits.bytes:
            raise forms.ValidationError(too_large(file.size, self.limits).message)
        return file


class ReasonField(forms.CharField):
    """Asked for, so not marked as optional; blank is judged by the form, where one reason may stand for several."""

    def validate(self, value):
        pass


class ReasonsForm(forms.Form):
    """A reason for each warning; one reason may stand for all that are left blank."""

    for_the_rest = forms.CharField(
        label="One reason for all that you leave blank",
        required=False,
        max_length=500,
        validators=[without_identifiers],
        help_text="For example: list validated this month",
    )

    def __init__(self, *args, warnings: list[Problem], given: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = {f"reason_{number}": warning.key for number, warning in enumerate(warnings)}
        self.places = {}
        for name, warning in zip(self.keys, warnings, strict=True):
            place = f"{warning.where}: " if warning.where else ""
            self.places[name] = warning.where[:1].lower() + warning.where[1:] if warning.where else "this"
            self.fields[name] = ReasonField(
                label=f"{place}{warning.message}",
                help_text=warning.fix,
                max_length=500,
                validators=[without_identifiers],
                initial=given.get(warning.key, ""),
            )
        self.order_fields([*self.keys, "for_the_rest"])

    def clean(self):
        rest = (self.cleaned_data.get("for_the_rest") or "").strip()
        for name in self.keys:
            if not (self.cleaned_data.get(name) or "").strip():
                self.cleaned_data[name] = rest
            if not self.cleaned_data[name] and name not in self.errors:
                self.add_error(name, f"Say why {self.places[name]} is right")

    @property
    def reasons(self) -> dict[str, str]:
        return {key: self.cleaned_data[name] for name, key in self.keys.items()}
