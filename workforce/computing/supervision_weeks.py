"""The months and weeks just ended; those of one worker from the rows as they are now: the stored months say nothing of this month yet (row 44)."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from practices import clock, months
from workforce.computing.supervision import Calendar, weeks_of_worker
from workforce.computing.supervision_rows import read_rosters
from workforce.models import Worker

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
    today = clock.today()
    first = months.first_of(today - timedelta(weeks=count + 1))
    calendar = Calendar(first, months.months_between(first, today) + 1)
    rosters = read_rosters(Worker.objects.filter(pk=worker.pk), np.array([worker.pk]), calendar)
    ended = [week for week in weeks_of_worker(rosters, calendar) if week[0] < today.toordinal()]
    return [Week(date.fromordinal(sunday - 6), expected, held) for sunday, expected, held in ended[-count:]]
