"""What an action refuses, said on the form that asked for it, or as a message where there is none."""

from django.contrib import messages
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


def told(request, action, /, *, done: str = "", say=messages.error, **values):
    """What the action returns, with `done` as a message; or None, with what it refuses as one: for buttons without a form."""
    try:
        result = action(**values)
    except ValidationError as refusal:
        say(request, " ".join(refusal.messages))
        return None
    if done:
        messages.success(request, done)
    return result
