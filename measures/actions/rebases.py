"""New phases of a chart: begun by a person who knows the cause, withdrawn by one, never by the machine (I9).

Each change is one transaction with its audit event, and puts down the recompute that it makes necessary.
"""

from bisect import bisect_left
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.permissions import Permission, has_permission, has_permission_over
from measures.actions.reasons import stated
from measures.actions.recomputing import key_of, put_down
from measures.computing import series_data
from measures.definitions import all_definitions
from measures.models import Rebase, Series
from operations import audit
from practices import clock, months
from practices.models import Organisation, Wave


def may_rebase(user, wave: Wave, organisation: Organisation | None) -> bool:
    """Whether this person may begin a new phase of an organisation's charts in this wave; of the wave's own when None."""
    place = organisation or wave
    return has_permission(user, Permission.REBASE_SERIES, wave) and has_permission_over(
        user, Permission.REBASE_SERIES, place
    )


def require_may_rebase(user, wave: Wave, organisation: Organisation | None) -> None:
    if not may_rebase(user, wave, organisation):
        raise PermissionDenied(Permission.REBASE_SERIES.value)


@transaction.atomic
def rebase_series(
    *, wave: Wave, level: str, organisation, measure: str, starts: date, reason: str, cycle: str = "", by
) -> Rebase:
    """Begin a new phase of a series in the month of `starts`, or in the next one that has a value (trap 7).

    Whoever calls says so when the month is not the one that was asked for. Raises ValidationError, by field, for a month
    in which no phase can begin, and for a missing reason; PermissionDenied for whoever may not decide it.
    """
    require_may_rebase(by, wave, organisation)
    asked = months.first_of(starts)
    found = snapped(asked, observed_months(wave, level, organisation, measure), wave)
    rebase = Rebase(
        wave=wave,
        level=level,
        organisation=organisation,
        measure=measure,
        starts=found,
        reason=stated(reason, "Say what was changed: a rebase needs a known cause"),
        cycle=cycle.strip(),
        created_by=by,
        created_at=clock.now(),
    )
    save_first(rebase)
    details = {"reason": rebase.reason, "cycle": rebase.cycle, "asked": months.period(asked)}
    record("rebase.made", rebase, by, **details)
    return rebase


def observed_months(wave: Wave, level: str, organisation, measure: str) -> list[date]:
    """The months of a series that have a value. Raises ValidationError before anything was computed of it."""
    row = Series.objects.filter(wave=wave, level=level, organisation=organisation, measure=measure).first()
    definition = all_definitions().get(measure)
    if row is None or definition is None:
        raise ValidationError({"starts": "There is no chart of this measure here yet, so no new phase can begin"})
    data = series_data.read(row.payload, definition)
    return [month for month, value in zip(data.months, data.values, strict=True) if value is not None]


def snapped(asked: date, observed: list[date], wave: Wave) -> date:
    """The month asked for, or the next that has a value; both phases must have one, or there is nothing to compare."""
    if not wave.first_month <= asked <= wave.latest_month:
        between = f"{months.label(wave.first_month)} to {months.label(wave.latest_month)}"
        raise ValidationError({"starts": f"Choose a month that has ended, within this wave: {between}"})
    place = bisect_left(observed, asked)
    if place == len(observed):
        raise ValidationError({"starts": f"No month from {months.label(asked)} on has a value. Choose an earlier one"})
    if place == 0:
        raise ValidationError(
            {"starts": f"No month before {months.label(observed[0])} has a value, so that phase is there already"}
        )
    return observed[place]


def save_first(rebase: Rebase) -> None:
    """Of two people who rebase the same month at the same moment one is told that it was done."""
    try:
        with transaction.atomic():
            rebase.save(force_insert=True)
    except IntegrityError as clash:
        already = f"A new phase begins in {months.label(rebase.starts)} already. Choose another month"
        raise ValidationError({"starts": already}) from clash


@transaction.atomic
def withdraw_rebase(*, rebase: Rebase, reason: str, by) -> Rebase:
    """Join the phase to the one before it again. The rebase stays on record. Raises ValidationError when it was withdrawn."""
    rebase = Rebase.objects.select_for_update(of=("self",)).select_related("wave", "organisation").get(pk=rebase.pk)
    require_may_rebase(by, rebase.wave, rebase.organisation)
    if not rebase.is_in_force:
        raise ValidationError({"reason": "This rebase was withdrawn already"})
    rebase.withdrawn_reason = stated(reason, "Say why the new phase is withdrawn")
    rebase.withdrawn_at, rebase.withdrawn_by = clock.now(), by
    rebase.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record("rebase.withdrawn", rebase, by, reason=rebase.withdrawn_reason)
    return rebase


def record(event: str, rebase: Rebase, by, **details) -> None:
    """Write the event, and put down the recompute of the series that it touches."""
    entry = audit.record(
        event,
        by=by,
        about=rebase,
        organisation=rebase.organisation,
        wave=rebase.wave.code,
        level=rebase.level,
        measure=rebase.measure,
        starts=months.period(rebase.starts),
        **details,
    )
    recompute(rebase, key=key_of(rebase.wave_id, entry), reason=f"{event} {rebase}")


def recompute(rebase: Rebase, *, key: str, reason: str) -> None:
    """A practice's series alone; those of a PCT or a wave with the whole wave."""
    practices = [rebase.organisation_id] if rebase.level == Rebase.Level.PRACTICE else None
    put_down(rebase.wave_id, key=key, reason=reason, practices=practices)
