"""Which months lie before, during and after, and which are compared."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.evaluations.period import (
    FEW_BEFORE,
    FEW_SINCE,
    HOLES,
    NO_FIGURES,
    before_rows,
    due_month,
    first_full_month,
    phase_of,
    windows,
)
from practices import months

GRID = months.month_range(date(2005, 1, 1), date(2006, 12, 1))
DAYS = st.dates(date(2005, 1, 1), date(2006, 12, 28))


@pytest.mark.parametrize(
    ("month", "phase"),
    [
        (date(2005, 12, 1), "before"),
        (date(2006, 1, 1), "during"),
        (date(2006, 2, 1), "during"),
        (date(2006, 3, 1), "after"),
    ],
)
def test_a_month_that_the_cycle_touches_is_neither_before_nor_after(month, phase):
    assert phase_of(month, date(2006, 1, 31), date(2006, 2, 1)) == phase


def test_a_cycle_that_fills_a_month_leaves_its_neighbours_alone():
    phases = [phase_of(month, date(2006, 2, 1), date(2006, 2, 28)) for month in GRID[12:15]]

    assert phases == ["before", "during", "after"]


def test_a_cycle_that_goes_on_has_no_after():
    assert phase_of(GRID[-1], date(2006, 1, 10), None) == "during"


@given(DAYS, st.integers(0, 300), st.sampled_from(GRID))
def test_phase_is_that_of_the_days_of_the_month(started, length, month):
    """The naive twin: look at every day of the month."""
    ended = started + timedelta(days=length)
    days = [month + timedelta(days=day) for day in range(monthrange(month.year, month.month)[1])]
    if all(day < started for day in days):
        expected = "before"
    else:
        expected = "after" if all(day > ended for day in days) else "during"

    assert phase_of(month, started, ended) == expected


def test_a_start_on_the_first_day_makes_its_month_a_full_one():
    assert first_full_month(date(2006, 3, 1)) == date(2006, 3, 1)
    assert first_full_month(date(2006, 3, 2)) == date(2006, 4, 1)


def test_a_prediction_is_never_judged_before_three_full_months():
    assert due_month(date(2006, 1, 10), date(2006, 2, 1)) == date(2006, 4, 1)
    assert due_month(date(2006, 1, 10), date(2006, 9, 1)) == date(2006, 9, 1)
    assert due_month(date(2006, 1, 10), None) == date(2006, 4, 1)


def test_the_last_year_before_is_held_against_the_three_months_up_to_the_one_named():
    found = windows(GRID, [True] * 24, date(2006, 4, 10), date(2006, 10, 1))

    assert (found.before, found.since, found.is_due, found.reason) == ((3, 14), (19, 21), True, "")


def test_while_the_month_named_has_not_come_the_latest_three_are_looked_at():
    has_value = [month <= date(2006, 9, 1) for month in GRID]

    found = windows(GRID, has_value, date(2006, 4, 10), date(2006, 10, 1))

    assert (found.since, found.is_due) == ((18, 20), False)


@pytest.mark.parametrize(
    ("has_value", "reason"),
    [
        ([False] * 24, NO_FIGURES),
        ([month >= date(2006, 2, 1) for month in GRID], FEW_BEFORE),
        ([month <= date(2006, 6, 1) for month in GRID], FEW_SINCE),
        ([month != date(2006, 9, 1) for month in GRID], HOLES),
    ],
)
def test_nothing_is_compared_under_the_minimum_and_the_reason_is_named(has_value, reason):
    found = windows(GRID, has_value, date(2006, 4, 10), date(2006, 10, 1))

    assert (found.since, found.reason) == (None, reason)


def test_a_hole_is_named_by_its_month():
    has_value = [month != date(2006, 9, 1) for month in GRID]

    assert GRID[windows(GRID, has_value, date(2006, 4, 10), date(2006, 10, 1)).hole] == date(2006, 9, 1)


@given(st.lists(st.booleans(), min_size=24, max_size=24), DAYS)
def test_before_is_the_year_before_the_start(has_value, started):
    """The naive twin: every month with a value that had ended before the start, of the last twelve."""
    ended = [row for row, month in enumerate(GRID) if months.last_day(month) < started][-12:]
    if started == months.first_of(started):
        assert all(GRID[row] < started for row in ended)
    usable = [row for row in ended if has_value[row]]

    found = before_rows(GRID, has_value, started)

    assert found == ((usable[0], ended[-1]) if len(usable) >= 3 else None)


@given(st.lists(st.booleans(), min_size=24, max_size=24), DAYS, st.none() | st.sampled_from(GRID))
def test_compared_months_never_overlap_and_all_since_have_a_value(has_value, started, by):
    found = windows(GRID, has_value, started, by)

    if found.since is not None:
        rows = range(found.since[0], found.since[1] + 1)
        assert len(rows) == 3 and all(has_value[row] for row in rows)
        assert found.before[1] < found.since[0] and GRID[found.since[0]] >= started
