"""A decision about a chart is nothing without its reason."""

from django.core.exceptions import ValidationError


def stated(reason: str, missing: str) -> str:
    """The reason without the space around it. Raises ValidationError, saying `missing`, when none is left."""
    if not reason.strip():
        raise ValidationError({"reason": missing})
    return reason.strip()
