"""One step of a return along the table of its moves: locked, moved, written down, computed anew."""

from collections.abc import Iterable

from django.db import transaction

from measures.actions.recomputing import key_of, put_down
from measures.models import MonthlyReturn
from operations import audit
from practices import months


def locked_return(version: MonthlyReturn) -> MonthlyReturn:
    """The return as it is now, held until the transaction ends."""
    held = MonthlyReturn.objects.select_for_update(of=("self",))
    return held.select_related("practice", "wave__programme").get(pk=version.pk)


@transaction.atomic
def move_return(version: MonthlyReturn, state: str, event: str, *, by, details=None, **changes) -> MonthlyReturn:
    """Lock the return, move it, write the event and put down its recompute. Raises IllegalTransition."""
    version = locked_return(version)
    version.move_to(state)
    for field, value in changes.items():
        setattr(version, field, value)
    version.save(update_fields=["state", "is_current", *changes])
    entry = record(event, version, by=by, **(details or {}))
    key = key_of(version.wave_id, entry)
    recompute(version.wave_id, [version], key=key, reason=f"{event} {version.practice.ods_code}")
    return version


def record(event: str, version: MonthlyReturn, *, by, **details):
    """What happened to a version, on the trail; details that say nothing are left out."""
    return audit.record(
        event,
        by=by,
        about=version,
        organisation=version.practice,
        month=months.period(version.month),
        version=version.version,
        **{name: value for name, value in details.items() if value},
    )


def recompute(wave_id: int, versions: Iterable[MonthlyReturn], *, key: str, reason: str) -> None:
    """Put down the recompute of these practices' months, once for the change that `key` names."""
    versions = list(versions)
    practices = {version.practice_id for version in versions}
    put_down(
        wave_id, key=key, reason=reason, practices=practices, months=sorted({one.month.isoformat() for one in versions})
    )
