"""An organisation asked for by its code in the directory."""

from django import forms


def organisation_of(directory, code: str):
    """The organisation of this code; None where none is given. Refuses a code that the directory does not have."""
    code = "".join(code.split()).upper()
    found = directory.filter(ods_code=code).first() if code else None
    if code and found is None:
        raise forms.ValidationError("There is no organisation of this code in the directory. Look it up there")
    return found
