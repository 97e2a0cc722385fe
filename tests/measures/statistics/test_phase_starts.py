"""Months in which phases begin, as numbers of a grid."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics.phase_starts import phase_numbers
from practices import months

GRID = months.month_range(date(2005, 2, 1), date(2006, 12, 1))
DAYS = st.dates(date(2004, 6, 1), date(2007, 6, 30))


def naive_numbers(starts, breaks):
    """Month by month: one more phase wherever a day lies in the month, the first month apart."""
    columns = []
    for rebased, broken in zip(starts, breaks, strict=True):
        opened = {(day.year, day.month) for day in [*rebased, *broken]}
        number, column = 0, []
        for place, month in enumerate(GRID):
            number += place > 0 and (month.year, month.month) in opened
            column.append(number)
        columns.append(column)
    return np.array(columns).reshape(len(starts), len(GRID)).T


def test_i9_a_phase_begins_in_the_month_of_its_start_and_lasts():
    numbers = phase_numbers(GRID[:5], [[GRID[2]], []])

    assert numbers.T.tolist() == [[0, 0, 1, 1, 1], [0, 0, 0, 0, 0]]


def test_a_rebase_and_a_break_in_one_month_begin_one_phase():
    numbers = phase_numbers(GRID[:3], [[GRID[1]]], [[GRID[1].replace(day=15)]])

    assert numbers.ravel().tolist() == [0, 1, 1]


def test_what_lies_outside_the_grid_begins_no_phase():
    before, first, after = date(2004, 12, 1), GRID[0], date(2007, 1, 1)

    assert not phase_numbers(GRID, [[before, first, after]]).any()


def test_no_month_and_no_series():
    assert phase_numbers([], [[GRID[1]]]).shape == (0, 1)
    assert phase_numbers(GRID, []).shape == (len(GRID), 0)


@given(st.lists(st.tuples(st.lists(DAYS, max_size=6), st.lists(DAYS, max_size=2)), max_size=4))
def test_phase_numbers_agree_with_the_naive_twin(series):
    starts, breaks = [rebased for rebased, _ in series], [broken for _, broken in series]

    assert np.array_equal(phase_numbers(GRID, starts, breaks), naive_numbers(starts, breaks))
