"""Days that somebody enters."""

from datetime import date

from django.core.exceptions import ValidationError

from practices import clock


def require_past(field: str, day: date) -> None:
    """Refuse a day that is still to come; today has come."""
    if day > clock.today():
        raise ValidationError({field: "Choose a date that is not in the future"})
