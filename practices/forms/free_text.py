"""What forms with free text have in common: nobody's patient in it, and one button."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from practices.spreadsheets.identifiers import Sign, has_patient_key, signs_in

NO_PATIENT = "Never write about a patient by name or number"


def refuse_identifiers(text: str, allowed=frozenset()) -> None:
    """Refuse free text that seems to name a patient (G6), by the key too (D37); the value is not repeated."""
    keys = [Sign.PATIENT_KEY] if has_patient_key(text) else []
    for sign in keys + signs_in(text):
        if sign not in allowed:
            raise forms.ValidationError(f"This contains what looks like {sign}. Remove it")


class FreeTextMixin:
    """Every text of the form is searched before anything is stored. `names_of_staff` are fields that may name a colleague."""

    names_of_staff = frozenset()

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and value:
                try:
                    self.refuse(value, name)
                except forms.ValidationError as refusal:
                    self.add_error(name, refusal)
        return cleaned

    def refuse(self, text, name) -> None:
        refuse_identifiers(text, self.allowed_in(name))

    def allowed_in(self, name) -> frozenset:
        """Signs that may stand in this field."""
        return frozenset({Sign.NAME}) if name in self.names_of_staff else frozenset()


def submitting(button: str, *, layout=None, css_class: str = "") -> FormHelper:
    """A helper with one button; the browser leaves checking to us."""
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    helper.render_hidden_fields = True
    helper.layout = layout
    helper.add_input(Submit("save", button, css_class=css_class))
    return helper
