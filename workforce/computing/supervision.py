"""What supervision was expected of each worker's months, and what was held. Pure, NumPy; all workers at once.

Expected is worked out by the day: minutes a day of the standards of the posts held, times the WTE of that day, on days without
leave. A month is the sum of its days; so that a change of WTE in mid-month, the first day and the last count exactly.

A week belongs to the month in which its Sunday lies, and supervision is expected in it when the worker was in a post with a
standard, and not on leave, on at least three of its working days. A bank holiday is no working day; the minutes of a week with
one are not fewer, for the standard names a week and not its days.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from measures.working_days import is_working_day
from practices.months import add_months
from workforce.supervision_standards import CASE_MANAGEMENT, CLINICAL_SKILLS, GROUP, MANAGEMENT

KINDS = (CASE_MANAGEMENT, CLINICAL_SKILLS, GROUP, MANAGEMENT)
PLANNED, HELD, MISSED, ON_LEAVE = range(4)
WORKING_DAYS_FOR_A_WEEK = 3
# Minutes are stored so exactly, lest the order of summing rewrite a row.
DECIMALS = 4


@dataclass(frozen=True)
class Spans:
    """From a first day to a last, days of the calendar as ordinals, a value of one worker (a place in the list of workers)."""

    worker: np.ndarray
    first: np.ndarray
    last: np.ndarray
    value: np.ndarray

    @classmethod
    def of(cls, rows) -> "Spans":
        """From (worker, first, last, value) rows."""
        table = np.array(list(rows), dtype=float).reshape(-1, 4)
        return cls(*(table[:, place].astype(np.int64) for place in range(3)), table[:, 3])


@dataclass(frozen=True)
class Sessions:
    """One row each; `kind` is a place in KINDS, `state` one of PLANNED, HELD, MISSED, ON_LEAVE, `day` an ordinal."""

    worker: np.ndarray
    day: np.ndarray
    minutes: np.ndarray
    kind: np.ndarray
    state: np.ndarray


@dataclass(frozen=True)
class Rosters:
    """`posts`: days in any post. `duties`: minutes a day by standard and WTE. `groups`: minutes a day for those in training."""

    posts: Spans
    duties: Spans
    groups: Spans
    training: Spans
    leave: Spans
    sessions: Sessions


@dataclass(frozen=True)
class Calendar:
    """Whole months from `first` on, their days and the weeks whose Sunday lies in them."""

    first: date
    months: int

    @property
    def start(self) -> int:
        return self.first.toordinal()

    @property
    def month_starts(self) -> np.ndarray:
        """The first day of each month, and the day after the last, counted from the calendar's first day."""
        return np.array([add_months(self.first, place).toordinal() for place in range(self.months + 1)]) - self.start

    @property
    def days(self) -> int:
        return int(self.month_starts[-1])

    @property
    def week_of_day(self) -> np.ndarray:
        """0 for the days up to the first Sunday, and so on; the last week may have no Sunday here."""
        return (self.first.weekday() + np.arange(self.days)) // 7

    @property
    def is_working_day(self) -> np.ndarray:
        """Monday to Friday without bank holidays."""
        return np.array(
            [is_working_day(date.fromordinal(self.start + place)) for place in range(self.days)], dtype=bool
        )

    @property
    def week_starts_in_months(self) -> np.ndarray:
        """For each month the place of the first week that belongs to it; and how many weeks belong to any month."""
        sundays = np.flatnonzero((self.first.weekday() + np.arange(self.days)) % 7 == 6)
        return np.searchsorted(sundays, self.month_starts)


@dataclass(frozen=True)
class SupervisionMonths:
    """Arrays [workers, months]. `expected_minutes` is NaN without a standard; `has_row` where there is anything to say."""

    has_row: np.ndarray
    expected_minutes: np.ndarray
    planned_minutes: np.ndarray
    held_minutes: np.ndarray
    sessions_planned: np.ndarray
    sessions_held: np.ndarray
    sessions_missed: np.ndarray
    weeks_expected: np.ndarray
    weeks_without: np.ndarray
    management_planned: np.ndarray
    management_held: np.ndarray


def on_days(spans: Spans, workers: int, calendar: Calendar, values=None) -> np.ndarray:
    """[workers, days]: the sum of the values of the spans that hold on each day."""
    first = np.clip(spans.first - calendar.start, 0, calendar.days)
    after = np.clip(spans.last - calendar.start + 1, first, calendar.days)
    values = spans.value if values is None else values
    change = np.zeros((workers, calendar.days + 1), dtype=values.dtype)
    np.add.at(change, (spans.worker, first), values)
    np.subtract.at(change, (spans.worker, after), values)
    return np.cumsum(change, axis=1)[:, :-1]


def holds_on_days(spans: Spans, workers: int, calendar: Calendar) -> np.ndarray:
    """[workers, days]: whether any of the spans holds. Whole numbers, in which nothing is left over."""
    return on_days(spans, workers, calendar, np.ones(len(spans.worker), dtype=np.int32)) > 0


@dataclass(frozen=True)
class Days:
    """What holds of each worker on each day."""

    in_post: np.ndarray
    has_standard: np.ndarray
    is_away: np.ndarray
    is_trainee: np.ndarray
    expected: np.ndarray


def days_of(rosters: Rosters, workers: int, calendar: Calendar) -> Days:
    has_standard = holds_on_days(rosters.duties, workers, calendar)
    is_away = holds_on_days(rosters.leave, workers, calendar)
    is_trainee = holds_on_days(rosters.training, workers, calendar) & holds_on_days(rosters.groups, workers, calendar)
    expected = np.where(has_standard & ~is_away, on_days(rosters.duties, workers, calendar), 0.0)
    # Two posts in training are one training: its groups count once.
    group = rosters.groups.value.max(initial=0.0)
    expected += np.where(is_trainee & ~is_away, group, 0.0)
    in_post = holds_on_days(rosters.posts, workers, calendar)
    return Days(in_post, has_standard, is_away, is_trainee, expected)


def supervision_months(rosters: Rosters, workers: int, calendar: Calendar) -> SupervisionMonths:
    """All months of all workers."""
    days = days_of(rosters, workers, calendar)
    sessions = within(rosters.sessions, calendar)
    counted = counts_to_standard(sessions, days, calendar)
    weeks_expected, weeks_without = weeks(days, sessions, counted, calendar)
    expected = np.round(in_months(days.expected, calendar), DECIMALS)
    has_standard = in_months(days.has_standard, calendar) > 0

    def count(chosen, values=None):
        return totals(sessions, chosen, values, workers, calendar)

    taking_place = sessions.state != ON_LEAVE
    is_held = sessions.state == HELD
    is_management = sessions.kind == KINDS.index(MANAGEMENT)
    planned = count(taking_place)
    return SupervisionMonths(
        has_row=(in_months(days.in_post, calendar) > 0) | (count(np.full(len(sessions.day), True)) > 0),
        expected_minutes=np.where(has_standard, expected, np.nan),
        planned_minutes=count(taking_place & counted, sessions.minutes),
        held_minutes=count(is_held & counted, sessions.minutes),
        sessions_planned=planned,
        sessions_held=count(is_held),
        sessions_missed=count(sessions.state == MISSED),
        weeks_expected=weeks_expected,
        weeks_without=weeks_without,
        management_planned=count(taking_place & is_management),
        management_held=count(is_held & is_management),
    )


def in_months(by_day: np.ndarray, calendar: Calendar) -> np.ndarray:
    """[workers, months]: sums of days."""
    values = by_day.astype(np.int64) if by_day.dtype == bool else by_day
    return np.add.reduceat(values, calendar.month_starts[:-1], axis=1)


def within(sessions: Sessions, calendar: Calendar) -> Sessions:
    """The sessions of the calendar's days, which are counted from its first."""
    day = sessions.day - calendar.start
    kept = (day >= 0) & (day < calendar.days)
    columns = (sessions.worker, day, sessions.minutes, sessions.kind, sessions.state)
    return Sessions(*(column[kept] for column in columns))


def counts_to_standard(sessions: Sessions, days: Days, calendar: Calendar) -> np.ndarray:
    """Which sessions are of a kind with a length in the standard; without a standard, all but management's."""
    case_management, clinical_skills, group, _ = (sessions.kind == place for place in range(len(KINDS)))
    without = ~days.has_standard[sessions.worker, sessions.day]
    in_training = days.is_trainee[sessions.worker, sessions.day]
    return case_management | (group & (in_training | without)) | (clinical_skills & without)


def totals(sessions: Sessions, chosen, values, workers: int, calendar: Calendar) -> np.ndarray:
    """[workers, months]: how many of the chosen sessions, or the sum of their values."""
    month = np.searchsorted(calendar.month_starts, sessions.day[chosen], side="right") - 1
    cell = sessions.worker[chosen] * calendar.months + month
    weights = None if values is None else values[chosen]
    found = np.bincount(cell, weights=weights, minlength=workers * calendar.months)
    return found.astype(np.int64).reshape(workers, calendar.months)


def weeks(days: Days, sessions: Sessions, counted: np.ndarray, calendar: Calendar):
    """([workers, months] weeks in which supervision was expected, those of them in which none was held)."""
    expected, held = by_week(days, sessions, counted, calendar)
    return weeks_in_months(expected, calendar), weeks_in_months(expected & ~held, calendar)


def by_week(days: Days, sessions: Sessions, counted: np.ndarray, calendar: Calendar):
    """([workers, weeks] whether supervision was expected in the week, whether any was held)."""
    week_starts = np.flatnonzero(np.diff(calendar.week_of_day, prepend=-1))
    there = (days.has_standard & ~days.is_away & calendar.is_working_day).astype(np.int8)
    expected = np.add.reduceat(there, week_starts, axis=1) >= WORKING_DAYS_FOR_A_WEEK
    held = np.zeros_like(expected)
    is_held = counted & (sessions.state == HELD)
    held[sessions.worker[is_held], calendar.week_of_day[sessions.day[is_held]]] = True
    return expected, held


def weeks_in_months(by_week: np.ndarray, calendar: Calendar) -> np.ndarray:
    """Weeks by the month of their Sunday; the last one, without a Sunday, belongs to none yet."""
    places = calendar.week_starts_in_months
    return np.add.reduceat(by_week[:, : places[-1]].astype(np.int64), places[:-1], axis=1)


def weeks_of_workers(rosters: Rosters, workers: int, calendar: Calendar) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(the Sundays of the calendar's weeks as ordinals, [workers, weeks] whether supervision was expected, whether any was held)."""
    days = days_of(rosters, workers, calendar)
    sessions = within(rosters.sessions, calendar)
    expected, held = by_week(days, sessions, counts_to_standard(sessions, days, calendar), calendar)
    number = calendar.week_starts_in_months[-1]
    first_sunday = calendar.start + 6 - calendar.first.weekday()
    return first_sunday + 7 * np.arange(number), expected[:, :number], held[:, :number]
