"""Which months of some waves have closed, read from the programmes' days, the memberships and the exceptions agreed."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import F

from measures.closing import Closing, Locks
from measures.models import LockException
from practices import clock
from practices.models import Wave, WaveMembership


def locks_of(waves: Iterable[Wave], *, now: datetime | None = None, for_update: bool = False) -> Locks:
    """Two queries at most: none where no programme closes its months. `waves` have their programmes with them.

    `for_update` holds the exceptions until the transaction ends, so that none is ended while figures are taken.
    """
    now = now or clock.now()
    waves = {wave.pk: wave for wave in waves if wave.programme.lock_after_days is not None}
    if not waves:
        return Locks(now=now)
    return Locks(
        now=now,
        closing={wave.code: Closing(wave.programme.lock_after_days, wave.orientation_month) for wave in waves.values()},
        joined=joined_later(waves),
        reopened=reopened(waves, now, for_update),
    )


def joined_later(waves: Collection[int]) -> dict[tuple[str, str], date]:
    later = WaveMembership.objects.filter(wave__in=waves, joined_on__gt=F("wave__orientation_on"))
    found = later.select_related("practice", "wave")
    return {(member.wave.code, member.practice.ods_code): member.first_expected_month for member in found}


def reopened(waves: dict[int, Wave], now: datetime, for_update: bool) -> dict:
    """(wave, practice, month) -> last day, of the exceptions in force."""
    found = LockException.objects.in_force_on(now.date()).filter(wave__in=waves).select_related("practice")
    found = found.select_for_update(of=("self",)) if for_update else found
    return {(waves[one.wave_id].code, one.practice.ods_code, one.month): one.until for one in found}
