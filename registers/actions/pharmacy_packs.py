"""A pharmacist's pack about medicines, or review of them (row 42). Never which medicines."""

from datetime import date

from django.db import transaction

from practices import clock
from registers.actions.held_entry import hold_open, recorded, require_past
from registers.models import PharmacyPack, RegisterEntry


@transaction.atomic
def record_pack(*, entry: RegisterEntry, kind: str, given_on: date, by) -> PharmacyPack:
    held = hold_open(entry, by)
    require_past("given_on", given_on)
    pack = PharmacyPack.objects.create(
        practice=held.practice,
        entry=held,
        kind=PharmacyPack.Kind(kind),
        given_on=given_on,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    return recorded("pharmacy_pack.recorded", pack, held, by)
