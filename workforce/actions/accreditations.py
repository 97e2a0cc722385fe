"""Accreditation: recorded, renewed and corrected by the workforce lead."""

from django.db import transaction

from operations import audit
from workforce.actions.stored import stored
from workforce.models import Accreditation

# Said where somebody came first between the look and the writing.
TWICE = {"awarded_on": "There is an accreditation with this body from this day already"}


@transaction.atomic
def add_accreditation(*, worker, body, awarded_on, expires_on=None, by) -> Accreditation:
    """A new one, or the renewal of one with the same body: the later takes the place of the earlier, which stays in history.

    Raises ValidationError for a second one of a body from one day.
    """
    row = Accreditation(worker=worker, body=body.strip(), awarded_on=awarded_on, expires_on=expires_on)
    row.full_clean()
    stored(row, TWICE)
    audit.record("accreditation.added", by=by, about=row, organisation=worker.commissioner)
    return row


@transaction.atomic
def correct_accreditation(*, accreditation, body, awarded_on, expires_on=None, by) -> Accreditation:
    """Put right what was written wrongly."""
    row = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    row.body, row.awarded_on, row.expires_on = body.strip(), awarded_on, expires_on
    row.full_clean()
    stored(row, TWICE)
    audit.record("accreditation.corrected", by=by, about=row, organisation=accreditation.worker.commissioner)
    return row
