"""What an action refuses, said on the form that asked for it."""

from django.core.exceptions import ValidationError


def attempted(form, action, /, **values):
    """What the action returns, or None with its reasons on the form."""
    try:
        return action(**values)
    except ValidationError as refusal:
        refuse(form, refusal)
        return None


def refuse(form, refusal: ValidationError) -> None:
    """Reasons beside the fields that the form has, and above it for the rest."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, reasons in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, reasons)
