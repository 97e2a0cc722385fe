"""What the pages about registers read: stored counts of practices' months, never a row about a patient."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from collaborative.dashboards.register_series import MonthCounts
from practices import clock, months
from practices.models import ListSize, Organisation, Programme, Wave, WaveMembership
from registers.models import PracticeMonth

MONTHS_SHOWN = 36


def read_months(
    practices: Iterable, *, until: date | None = None, most: int = MONTHS_SHOWN
) -> dict[int, list[MonthCounts]]:
    """Practice id -> its months that have ended, the latest last, at most so many: one query."""
    last = min(until or date.max, months.add_months(months.first_of(clock.today()), -1))
    rows = PracticeMonth.objects.filter(practice__in=practices, month__lte=last)
    rows = rows.filter(month__gt=months.add_months(last, -most)).order_by("practice", "month")
    found = defaultdict(list)
    for practice, *counts in rows.values_list("practice_id", "month", "figures", "not_available", "code_list"):
        found[practice].append(MonthCounts(*counts))
    return dict(found)


def unbroken(rows: list[MonthCounts]) -> list[MonthCounts]:
    """Consecutive months: one that was never counted stands there with nothing in it."""
    if not rows:
        return []
    known = {row.month: row for row in rows}
    grid = months.month_range(rows[0].month, rows[-1].month)
    return [known.get(month) or MonthCounts(month, {}, {}) for month in grid]


def registered_16_64(practices: Iterable, month: date) -> dict[int, tuple[date, int]]:
    """Practice id -> (day, people aged 16 to 64) of the latest list size by the month's end; one query."""
    sizes = ListSize.objects.filter(
        practice__in=practices, on__lte=months.last_day(month), registered_16_64__isnull=False
    )
    rows = sizes.order_by("on").values_list("practice_id", "on", "registered_16_64")
    return {practice: (day, people) for practice, day, people in rows}


def wave_of(practice: Organisation) -> Wave | None:
    """The wave whose calendar the practice's charts follow: the latest that it joined."""
    members = WaveMembership.objects.filter(practice=practice, wave__programme__kind=Programme.Kind.MEASURES)
    latest = members.select_related("wave").order_by("-joined_on", "wave__code").first()
    return latest.wave if latest else None


def latest_month(wave: Wave) -> date | None:
    """The latest month that has ended, lies in the wave and of which a member's register is counted."""
    last = min(wave.latest_month, months.add_months(months.first_of(clock.today()), -1))
    rows = PracticeMonth.objects.of_wave(wave).filter(month__gte=wave.first_month, month__lte=last)
    return rows.order_by("-month").values_list("month", flat=True).first()


def read_breakdowns(practices: Iterable, since: date, until: date) -> dict[int, list[dict]]:
    """Practice id -> its breakdowns month by month, empty where a month was not counted: one query."""
    rows = PracticeMonth.objects.filter(practice__in=practices, month__gte=since, month__lte=until)
    stored = {
        (practice, month): breakdowns
        for practice, month, breakdowns in rows.values_list("practice_id", "month", "breakdowns")
    }
    grid = months.month_range(since, until)
    return {practice: [stored.get((practice, month), {}) for month in grid] for practice in practices}
