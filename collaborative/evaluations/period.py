"""Which months lie before, during and after a cycle, and which are compared with which. Pure.

A month is `before` when it had ended before the cycle began, `after` when it began after the cycle's last day, and `during` when
any of its days lies within the cycle. So the month of the start is never held for either side by its other days.

Compared are the last year before the start and three months since: those up to the month by which the prediction was to come
true, or the latest ones while that month has not come. The month of the start itself is not compared, unless the cycle began on
its first day: figures of a whole month say little about a change that was made within it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from practices import months

BEFORE, DURING, AFTER = "before", "during", "after"
WINDOW = 3
# A whole year, so that every season has one say; fewer where there are fewer.
LONGEST_BEFORE = 12
FEWEST_BEFORE = 3

FEW_BEFORE, FEW_SINCE, HOLES, NO_FIGURES = "few_before", "few_since", "holes", "no_figures"


@dataclass(frozen=True)
class Windows:
    """Rows of the months compared, first and last included; None where one cannot be made, and `reason` says why.

    `due`: the month whose figures decide. `is_due`: they are there. `hole`: the row of a month whose value is missing.
    """

    before: tuple[int, int] | None
    since: tuple[int, int] | None
    due: date
    is_due: bool
    reason: str = ""
    hole: int | None = None


def phase_of(month: date, started: date, ended: date | None) -> str:
    if months.last_day(month) < started:
        return BEFORE
    return AFTER if ended is not None and month > ended else DURING


def phases_of(grid: Sequence[date], started: date, ended: date | None) -> list[str]:
    return [phase_of(month, started, ended) for month in grid]


def first_full_month(started: date) -> date:
    """The first month all of whose days lie after the start."""
    month = months.first_of(started)
    return month if started == month else months.add_months(month, 1)


def due_month(started: date, by: date | None) -> date:
    """The month by which the prediction is judged: the one it names, but not before three full months have gone by."""
    earliest = months.add_months(first_full_month(started), WINDOW - 1)
    return max(months.first_of(by), earliest) if by else earliest


def windows(grid: Sequence[date], has_value: Sequence[bool], started: date, by: date | None) -> Windows:
    """Choose the months to compare from the months that have a value."""
    due = due_month(started, by)
    latest = max((row for row, has in enumerate(has_value) if has), default=None)
    if latest is None:
        return Windows(None, None, due, is_due=False, reason=NO_FIGURES)
    before = before_rows(grid, has_value, started)
    is_due = grid[latest] >= due
    last = months.months_between(grid[0], due) if is_due else latest
    first, earliest = last - WINDOW + 1, months.months_between(grid[0], first_full_month(started))
    if before is None:
        return Windows(None, None, due, is_due, FEW_BEFORE)
    if first < earliest:
        return Windows(before, None, due, is_due, FEW_SINCE)
    hole = next((row for row in range(first, last + 1) if not has_value[row]), None)
    if hole is not None:
        return Windows(before, None, due, is_due, HOLES, hole)
    return Windows(before, (first, last), due, is_due)


def before_rows(grid: Sequence[date], has_value: Sequence[bool], started: date) -> tuple[int, int] | None:
    """The last year before the start, from its first month with a value; None with fewer than three of these."""
    end = min(months.months_between(grid[0], months.first_of(started)), len(grid)) - 1
    usable = [row for row in range(max(end - LONGEST_BEFORE + 1, 0), end + 1) if has_value[row]]
    return (usable[0], end) if len(usable) >= FEWEST_BEFORE else None
