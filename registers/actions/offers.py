"""The practice's own directory of what it can offer a person, by step of care."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.permissions import Permission, require_permission
from operations import audit
from practices import clock
from registers.models import LocalOffer

FIELDS = ("name", "kind", "first_step", "last_step", "provider", "how_to_refer", "waiting_weeks", "is_open")


@transaction.atomic
def save_offer(*, offer: LocalOffer, by, **fields) -> LocalOffer:
    """Write an offer down, change it, or close it to new people (`is_open`). What was offered from it stays as it was.

    Raises ValidationError for a name that the practice uses already.
    """
    require_permission(by, Permission.CHANGE_PATIENT_ROWS, offer.practice)
    for name in FIELDS:
        setattr(offer, name, fields[name])
    if LocalOffer.objects.filter(practice=offer.practice, name__iexact=offer.name).exclude(pk=offer.pk).exists():
        raise ValidationError({"name": "The directory has an offer of this name already"})
    is_new = offer.pk is None
    offer.changed_by, offer.changed_at = by, clock.now()
    offer.save()
    event = "offer.created" if is_new else "offer.changed"
    audit.record(event, by=by, about=offer, organisation=offer.practice, is_open=offer.is_open)
    return offer
