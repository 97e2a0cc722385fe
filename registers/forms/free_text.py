"""What the forms of the register have in common: no patient named in free text, and one button."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from practices.spreadsheets.identifiers import Sign, has_patient_key, signs_in

NO_PATIENT = "Never write a name, an address, a date of birth or an NHS number"
# What a colleague is called, and where a service is found.
OF_STAFF = frozenset({Sign.NAME})
OF_A_SERVICE = frozenset({Sign.NAME, Sign.POSTCODE, Sign.EMAIL, Sign.TELEPHONE, Sign.URL})


def refuse_identifiers(text: str, allowed=frozenset()) -> None:
    """Refuse free text that seems to name a patient (G6), and a patient's key (D37); the value is not repeated."""
    if has_patient_key(text):
        raise forms.ValidationError("This contains what looks like a patient key. Use the local number")
    for sign in signs_in(text):
        if sign not in allowed:
            raise forms.ValidationError(f"This contains what looks like {sign}. Remove it")


class FreeTextMixin:
    """Every text of the form is searched before anything is stored.

    `names_of_staff` are fields that may name a colleague, `places_of_services` those that say how a service is reached.
    """

    names_of_staff = frozenset()
    places_of_services = frozenset()

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and value:
                try:
                    refuse_identifiers(value, self.allowed_in(name))
                except forms.ValidationError as refusal:
                    self.add_error(name, refusal)
        return cleaned

    def allowed_in(self, name):
        if name in self.places_of_services:
            return OF_A_SERVICE
        return OF_STAFF if name in self.names_of_staff else frozenset()


def submitting(button: str, *, css_class: str = "") -> FormHelper:
    """A helper with one button; the browser leaves checking to us."""
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    helper.add_input(Submit("save", button, css_class=css_class))
    return helper
