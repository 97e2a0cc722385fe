"""The months and weeks just ended; weeks from the rows as they are now, for the stored months say nothing of this month yet (row 44)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from practices import clock, months
from workforce.computing.supervision import Calendar, weeks_of_workers
from workforce.computing.supervision_rows import read_rosters

WEEKS = 4
LEVEL_MONTHS = 3


@dataclass(frozen=True)
class Week:
    """From Monday to Sunday."""

    monday: date
    is_expected: bool
    is_held: bool


def last_full_months(count: int = LEVEL_MONTHS) -> list[date]:
    """The last months that have ended, in order."""
    this_month = months.first_of(clock.today())
    return [months.add_months(this_month, -back) for back in range(count, 0, -1)]


def last_weeks(worker, count: int = WEEKS) -> list[Week]:
    """The last weeks that have ended, in order."""
    return last_weeks_of([worker.pk], count)[worker.pk]


def last_weeks_of(workers: Iterable[int], count: int = WEEKS) -> dict[int, list[Week]]:
    """Worker (id) -> the last weeks that have ended, in order; a fixed number of queries for all of them."""
    ids = np.array(sorted(workers), dtype=np.int64)
    if not len(ids):
        return {}
    today = clock.today()
    first = months.first_of(today - timedelta(weeks=count + 1))
    calendar = Calendar(first, months.months_between(first, today) + 1)
    rosters = read_rosters(ids.tolist(), ids, calendar)
    sundays, expected, held = weeks_of_workers(rosters, len(ids), calendar)
    ended = [place for place, sunday in enumerate(sundays.tolist()) if sunday < today.toordinal()][-count:]
    mondays = {place: date.fromordinal(int(sundays[place]) - 6) for place in ended}
    return {
        worker: [Week(mondays[place], bool(expected[row, place]), bool(held[row, place])) for place in ended]
        for row, worker in enumerate(ids.tolist())
    }
