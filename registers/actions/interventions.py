"""What a person was offered, and whether it was taken up."""

from django.core.exceptions import ValidationError
from django.db import transaction

from practices import clock
from registers.actions.held_entry import hold_open, recorded, require_not_before, require_past
from registers.models import Intervention, LocalOffer, RegisterEntry

FIELDS = ("kind", "offer", "offered_on", "taken_up", "taken_up_on", "ended_on")


@transaction.atomic
def save_intervention(*, entry: RegisterEntry, by, intervention: Intervention | None = None, **fields) -> Intervention:
    """Write down an offer to a person or what came of it. An offer of the directory brings its kind.

    Raises ValidationError for days out of order, for days of uptake without uptake, and for an offer of another practice.
    """
    held = hold_open(entry, by)
    row = intervention or Intervention(practice=held.practice, entry=held, recorded_by=by, recorded_at=clock.now())
    is_new = row.pk is None
    for name in FIELDS:
        setattr(row, name, fields[name])
    row.kind = kind_of(held, row.offer, fields["kind"])
    require_ordered(row)
    row.save()
    event = "intervention.offered" if is_new else "intervention.changed"
    return recorded(event, row, held, by)


def kind_of(entry: RegisterEntry, offer: LocalOffer | None, kind: str) -> str:
    if offer is None:
        if not kind:
            raise ValidationError({"kind": "Choose what was offered, or an offer of the directory"})
        return kind
    if offer.practice_id != entry.practice_id:
        raise ValidationError({"offer": "Choose an offer of this practice"})
    if kind and kind != offer.kind:
        raise ValidationError({"kind": f"This offer is of another kind: {offer.get_kind_display()}"})
    return offer.kind


def require_ordered(row: Intervention) -> None:
    for name in ("offered_on", "taken_up_on", "ended_on"):
        require_past(name, getattr(row, name))
    if not row.taken_up:
        for name in ("taken_up_on", "ended_on"):
            if getattr(row, name):
                raise ValidationError({name: "Leave this day empty unless it was taken up"})
    require_not_before("taken_up_on", row.taken_up_on, row.offered_on, "the day of the offer")
    require_not_before("ended_on", row.ended_on, row.taken_up_on or row.offered_on, "the beginning")
