"""Storing a row that the database may refuse: what it refuses is said in words."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction


def stored(row, refusal: dict | str):
    """The saved row. Raises ValidationError with `refusal` where a constraint is broken: somebody may have come first."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(refusal) from error
    return row
