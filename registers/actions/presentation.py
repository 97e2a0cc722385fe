"""How a person's problem presents itself: the type of presentation, and symptoms that nothing explains."""

from django.core.exceptions import ValidationError
from django.db import transaction

from registers.actions.held_entry import hold_open, recorded
from registers.codes import PRESENTATION_TYPES
from registers.models import RegisterEntry


@transaction.atomic
def change_type(*, entry: RegisterEntry, presentation_type: int, by) -> RegisterEntry:
    """One of the five types. Raises ValidationError for any other (row 20)."""
    held = hold_open(entry, by)
    if presentation_type not in PRESENTATION_TYPES:
        raise ValidationError({"presentation_type": "Choose one of the five types"})
    held.presentation_type = presentation_type
    held.save(update_fields=["presentation_type"])
    return recorded("entry.presentation_changed", held, held, by)


@transaction.atomic
def mark_symptoms(*, entry: RegisterEntry, has_unexplained_symptoms: bool, adviser: str, by) -> RegisterEntry:
    """Flag symptoms that nothing explains, with whom the practice asks for advice (row 33); or take the flag away."""
    held = hold_open(entry, by)
    held.has_unexplained_symptoms = has_unexplained_symptoms
    held.symptoms_adviser = adviser.strip() if has_unexplained_symptoms else ""
    held.save(update_fields=["has_unexplained_symptoms", "symptoms_adviser"])
    return recorded("entry.symptoms_changed", held, held, by)
