"""Breaks in series: said by a person who knows what changed, withdrawn by one. The line is cut, and no rule runs across.

Each change is one transaction with its audit event, and puts down the recompute that it makes necessary.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from measures.actions.reasons import stated
from measures.actions.rebases import require_may_rebase
from measures.actions.recomputing import key_of, put_down
from measures.definitions import all_definitions
from measures.models import SeriesBreak
from operations import audit
from practices import clock, months
from practices.models import Organisation, Wave


@transaction.atomic
def break_series(
    *, wave: Wave, practice: Organisation | None, kind: str, month: date, measure: str = "", reason: str, by
) -> SeriesBreak:
    """Say that from a month on the figures count something else: a practice's, or everybody's; one measure's, or all.

    Raises ValidationError, by field, for a month in which nothing can be cut and for a missing reason; PermissionDenied for
    whoever may not begin a phase of these charts.
    """
    require_may_rebase(by, wave, practice)
    # Of two people who say the same at the same moment one is told that it was said.
    Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    found = SeriesBreak(
        wave=wave,
        practice=practice,
        kind=kind,
        month=cut_month(wave, month),
        measure=known_measure(measure),
        reason=stated(reason, "Say what changed, and how you know"),
        created_by=by,
        created_at=clock.now(),
    )
    refuse_second(found)
    found.save(force_insert=True)
    record("series_break.made", found, by, kind=kind, reason=found.reason)
    return found


def cut_month(wave: Wave, month: date) -> date:
    first = months.first_of(month)
    if not wave.first_month < first <= wave.latest_month:
        earliest = months.label(months.add_months(wave.first_month, 1))
        raise ValidationError(
            {"month": f"Choose a month that has ended, from {earliest} to {months.label(wave.latest_month)}"}
        )
    return first


def known_measure(measure: str) -> str:
    if measure and measure not in all_definitions():
        raise ValidationError({"measure": "Choose one of the measures, or all of them"})
    return measure


def refuse_second(found: SeriesBreak) -> None:
    same = {name: getattr(found, name) for name in ("wave", "practice", "month", "measure")}
    if SeriesBreak.objects.in_force().filter(**same).exists():
        raise ValidationError({"month": f"A break in {months.label(found.month)} is there already"})


@transaction.atomic
def withdraw_break(*, series_break: SeriesBreak, reason: str, by) -> SeriesBreak:
    """Join the line again. The break stays on record. Raises ValidationError when it was withdrawn already."""
    rows = SeriesBreak.objects.select_for_update(of=("self",)).select_related("wave", "practice")
    found = rows.get(pk=series_break.pk)
    require_may_rebase(by, found.wave, found.practice)
    if found.withdrawn_at is not None:
        raise ValidationError({"reason": "This break was withdrawn already"})
    found.withdrawn_reason = stated(reason, "Say why the break is withdrawn")
    found.withdrawn_at, found.withdrawn_by = clock.now(), by
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record("series_break.withdrawn", found, by, reason=found.withdrawn_reason)
    return found


def record(event: str, found: SeriesBreak, by, **details) -> None:
    """Write the event, and put down the recompute: of one practice's series, or of the whole wave."""
    entry = audit.record(
        event,
        by=by,
        about=found,
        organisation=found.practice,
        wave=found.wave.code,
        measure=found.measure or "all",
        month=months.period(found.month),
        **details,
    )
    reason = f"{event} {found.practice.ods_code if found.practice else 'of the wave'}"
    practices = [found.practice_id] if found.practice_id else None
    put_down(found.wave_id, key=key_of(found.wave_id, entry), reason=reason, practices=practices)
