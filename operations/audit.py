"""The audit trail: append-only and chained by hash, so that an edit, a gap or a swap shows."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from operations.models import AuditEvent, AuditHead


@transaction.atomic
def record(event, *, by=None, about=None, organisation=None, **details):
    """Write one event inside the caller's transaction and return it.

    `by` is a person or None for the system, `about` any saved row, `organisation` a row with an `ods_code`.
    `details` must be JSON and hold no value that identifies a patient.
    """
    head, _ = AuditHead.objects.select_for_update().get_or_create(id=1)
    entry = AuditEvent(
        at=timezone.now(),
        event=event,
        actor_id=by.pk if by else None,
        actor_name=str(by)[:200] if by else "",
        organisation_code=organisation.ods_code if organisation else "",
        about_kind=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        details=details,
        previous_hash=head.last_hash,
    )
    entry.hash = chained_hash(entry)
    entry.save(force_insert=True)
    head.last_hash, head.events = entry.hash, head.events + 1
    head.save()
    return entry


def chained_hash(entry):
    """SHA-256 over the previous hash and every field of the event, in hexadecimal."""
    content = [
        entry.previous_hash,
        entry.at.isoformat(),
        entry.event,
        entry.actor_id,
        entry.actor_name,
        entry.organisation_code,
        entry.about_kind,
        entry.about_id,
        entry.details,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_broken_event():
    """The first event that does not follow from the one before it, or None when the chain holds.

    A cut tail shows against the head, which counts the events: then the last remaining event is returned, or one that
    was never saved when none remains.
    """
    previous, count, entry = "0" * 64, 0, None
    for entry in AuditEvent.objects.order_by("id").iterator():
        if entry.previous_hash != previous or entry.hash != chained_hash(entry):
            return entry
        previous, count = entry.hash, count + 1
    head = AuditHead.objects.filter(id=1).first() or AuditHead()
    holds = head.events == count and head.last_hash == previous
    return None if holds else entry or AuditEvent(event="nothing_is_left_of_the_trail")
