"""The audit trail: append-only and chained by hash, so that an edit, a gap or a swap shows."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from operations.models import AuditEvent, AuditHead

# What the first event follows, and what is hashed of each.
START = "0" * 64
CONTENT = ("at", "event", "actor_id", "actor_name", "organisation_code", "about_kind", "about_id", "details")


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
    return hash_of(entry.previous_hash, *(getattr(entry, name) for name in CONTENT))


def hash_of(previous_hash, at, *others):
    """The same of the values themselves, in the order of CONTENT."""
    content = [previous_hash, at.isoformat(), *others]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def last_event_about(row) -> AuditEvent | None:
    """Who changed a row last, and when; None for a row that is not saved, or of which nothing is known."""
    if row is None or row.pk is None:
        return None
    about = AuditEvent.objects.filter(about_kind=row._meta.label_lower, about_id=str(row.pk))
    return about.order_by("-id").first()
