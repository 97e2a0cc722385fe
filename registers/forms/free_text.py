"""What the forms of the register have in common: no patient named in free text."""

from django import forms

from practices.forms import free_text
from practices.spreadsheets.identifiers import Sign, has_patient_key, signs_in

NO_PATIENT = "Never write a name, an address, a date of birth or an NHS number"
# Where a service is found, and whom one asks for there.
OF_A_SERVICE = frozenset({Sign.NAME, Sign.POSTCODE, Sign.EMAIL, Sign.TELEPHONE, Sign.URL})


def refuse_identifiers(text: str, allowed=frozenset()) -> None:
    """Refuse free text that seems to name a patient (G6), and a patient's key (D37); the value is not repeated."""
    if has_patient_key(text):
        raise forms.ValidationError("This contains what looks like a patient key. Use the local number")
    for sign in signs_in(text):
        if sign not in allowed:
            raise forms.ValidationError(f"This contains what looks like {sign}. Remove it")


class FreeTextMixin(free_text.FreeTextMixin):
    """Every text of the form is searched before anything is stored.

    `names_of_staff` are fields that may name a colleague, `places_of_services` those that say how a service is reached.
    """

    places_of_services = frozenset()

    def refuse(self, text, name):
        refuse_identifiers(text, self.allowed_in(name))

    def allowed_in(self, name):
        return OF_A_SERVICE if name in self.places_of_services else super().allowed_in(name)
