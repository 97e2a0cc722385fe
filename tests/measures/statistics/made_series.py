"""Generated series for the naive twins: gaps, ties, zeros, nobody, everybody, one point, huge denominators, several phases."""

from itertools import accumulate

import numpy as np
from hypothesis import strategies as st

from tests.measures.statistics.vectors import column

SERIES_AT_ONCE = 3
VALUES = st.one_of(st.none(), st.sampled_from([0, 1, 2, 2.5, 3, 7, 40, 1e9]), st.integers(0, 5).map(float))
PEOPLE = st.sampled_from([0, 1, 2, 5, 30, 400, 10**9])
SHARES = st.sampled_from([0, 0.1, 0.3, 0.5, 0.9, 1])


def grids(cells):
    """Columns of equal length, time going down: per series a list of (cell, phase, whether it counts)."""
    months = st.integers(1, 14)
    return months.flatmap(
        lambda length: st.lists(series(cells, length), min_size=SERIES_AT_ONCE, max_size=SERIES_AT_ONCE)
    )


def series(cells, length):
    steps = st.lists(st.sampled_from([0, 0, 0, 0, 1]), min_size=length, max_size=length)
    phases = steps.map(lambda found: list(accumulate([0, *found[1:]])))
    counted = st.one_of(st.just([True] * length), st.lists(st.booleans(), min_size=length, max_size=length))
    return st.tuples(st.lists(cells, min_size=length, max_size=length), phases, counted)


def cells_of_people(most_share: float = 1):
    """(numerator, denominator): a share of the people, whole; None together or alone."""

    def pair(people, share, missing):
        return (None if missing else round(people * share * most_share), people)

    return st.builds(pair, PEOPLE, SHARES, st.sampled_from([False, False, False, False, True]))


VALUE_GRIDS = grids(VALUES)
PEOPLE_GRIDS = grids(cells_of_people())
EVENT_GRIDS = grids(cells_of_people(most_share=2))


def arrays(grid, pick=lambda cell: cell):
    """Values, phases and counted as [T, N]."""
    values = np.hstack([column([pick(cell) for cell in cells]) for cells, _, _ in grid])
    phases, counted = (np.array([part[place] for part in grid]).T for place in (1, 2))
    return values, phases, counted


def counts_of(grid):
    """Numerators, denominators, phases and counted as [T, N]."""
    above, phases, counted = arrays(grid, lambda cell: cell[0])
    return above, arrays(grid, lambda cell: cell[1])[0], phases, counted


def assert_lines_agree(found, expected):
    """`found` Limits of many series; `expected` per series and month centre, lower, near lower, near upper, upper, None for none."""
    names = ("centre", "lower", "near_lower", "near_upper", "upper")
    lines = np.stack([getattr(found, name) for name in names], axis=-1)
    wanted = np.array([[[np.nan if line is None else line for line in month] for month in one] for one in expected])
    np.testing.assert_allclose(lines, wanted.transpose(1, 0, 2), rtol=1e-7, atol=1e-9)
