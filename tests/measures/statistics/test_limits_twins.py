"""Every kind of limits against its naive twin, on generated series."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics import limits
from tests.measures.statistics import naive_limits as naive
from tests.measures.statistics.made_series import (
    EVENT_GRIDS,
    PEOPLE_GRIDS,
    VALUE_GRIDS,
    arrays,
    assert_lines_agree,
    counts_of,
)


@given(VALUE_GRIDS, st.booleans())
def test_individuals_equal_a_naive_twin(grid, screened):
    found = limits.individuals(*arrays(grid), screened=screened)

    assert_lines_agree(found, [naive.individuals(*one, screened) for one in grid])


@given(VALUE_GRIDS)
def test_moving_ranges_equal_a_naive_twin(grid):
    found = limits.moving_ranges(*arrays(grid))

    assert_lines_agree(found, [naive.moving_ranges(*one) for one in grid])


@given(VALUE_GRIDS)
def test_counts_equal_a_naive_twin(grid):
    found = limits.counts(*arrays(grid))

    assert_lines_agree(found, [naive.counts(*one) for one in grid])


def split(cells):
    return [above for above, _ in cells], [below for _, below in cells]


@pytest.mark.parametrize("prime", [False, True])
@given(grid=PEOPLE_GRIDS, screened=st.booleans(), floor=st.sampled_from([0, 1]))
def test_proportions_equal_a_naive_twin(prime, grid, screened, floor):
    found = limits.proportions(*counts_of(grid), prime=prime, screened=screened, least_sigma_z=floor)

    options = {"people": True, "prime": prime, "screened": screened, "floor": floor}
    assert_lines_agree(found, [naive.pooled(*split(cells), *parts, **options) for cells, *parts in grid])


@pytest.mark.parametrize("prime", [False, True])
@given(grid=EVENT_GRIDS, screened=st.booleans(), floor=st.sampled_from([0, 1]))
def test_rates_equal_a_naive_twin(prime, grid, screened, floor):
    found = limits.rates(*counts_of(grid), prime=prime, screened=screened, least_sigma_z=floor)

    options = {"people": False, "prime": prime, "screened": screened, "floor": floor}
    assert_lines_agree(found, [naive.pooled(*split(cells), *parts, **options) for cells, *parts in grid])


@given(EVENT_GRIDS, st.booleans())
def test_weighted_individuals_equal_a_naive_twin(grid, screened):
    found = limits.weighted_individuals(*counts_of(grid), screened=screened)

    assert_lines_agree(found, [naive.weighted_individuals(*split(cells), *parts, screened) for cells, *parts in grid])


@given(PEOPLE_GRIDS, st.sampled_from(["p", "pp", "u", "up"]))
def test_stored_centre_and_spread_give_the_same_limits_again(grid, kind):
    above, below, phases, counted = counts_of(grid)
    chart = limits.proportions if kind.startswith("p") else limits.rates
    found = chart(above, below, phases, counted, prime=len(kind) == 2)

    people = np.where(np.isnan(found.value), np.nan, below)
    centre, spread = (np.take_along_axis(one, phases, axis=0) for one in (found.phase_centre, found.spread))
    again = limits.limits_at(kind, centre, spread, people)

    for name in ("lower", "near_lower", "near_upper", "upper"):
        np.testing.assert_array_equal(getattr(again, name), getattr(found, name))


@given(PEOPLE_GRIDS)
def test_no_kind_of_limits_exists_without_a_reason_or_with_one(grid):
    """A phase has a spread, or a named reason why not."""
    above, below, phases, counted = counts_of(grid)
    for found in (
        limits.individuals(above, phases, counted),
        limits.counts(above, phases, counted),
        limits.proportions(above, below, phases, counted, prime=True),
        limits.rates(above, below, phases, counted),
        limits.weighted_individuals(above, below, phases, counted),
    ):
        np.testing.assert_array_equal(np.isnan(found.spread), found.reason != limits.HAS_LIMITS)
