"""Constants of the moving range, and ranges that are taken across points left out."""

from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given

from measures.statistics.moving_ranges import D2, MDC, QIC, WEIGHTED, bridged_range_values, moving_range_values
from measures.statistics.phases import Phases, counted_values
from tests.measures.statistics.made_series import VALUE_GRIDS, arrays

# Mean and standard deviation of the range of two standard normal values.
EXACT_D2, EXACT_D3 = 2 / sqrt(pi), sqrt(2 - 4 / pi)


@pytest.mark.parametrize(("constants", "digits"), [(MDC, 1e-3), (QIC, 1e-3), (WEIGHTED, 1e-4)])
def test_trap_19_upper_limit_of_a_range_is_that_of_normal_values(constants, digits):
    assert constants.range_limit == pytest.approx(1 + 3 * EXACT_D3 / EXACT_D2, abs=digits)


def test_trap_19_three_sigma_is_that_of_normal_values():
    assert MDC.three_sigma == pytest.approx(3 / EXACT_D2, abs=2e-3)
    assert QIC.three_sigma == pytest.approx(3 / EXACT_D2, abs=2e-3)
    assert pytest.approx(EXACT_D2, abs=4e-4) == D2
    assert WEIGHTED.sigma == pytest.approx(sqrt(pi / 2))


def bridged(values, phases, counted):
    """Ranges one after the other: the last used point is remembered, and forgotten at a gap or a new phase."""
    ranges, last = [], None
    for row, value in enumerate(values):
        if row and phases[row] != phases[row - 1]:
            last = None
        ranges.append(abs(value - last) if counted[row] and None not in (value, last) else np.nan)
        last = None if value is None else value if counted[row] else last
    return ranges


@given(VALUE_GRIDS)
def test_bridged_ranges_equal_a_naive_twin(grid):
    values, phases, counted = arrays(grid)

    found = bridged_range_values(values, counted_values(values, counted), Phases(phases, values.shape))

    np.testing.assert_array_equal(found, np.array([bridged(*one) for one in grid]).T)


@given(VALUE_GRIDS)
def test_without_points_left_out_both_ways_are_one(grid):
    values, phases, _ = arrays(grid)

    given_to = (values, counted_values(values, None), Phases(phases, values.shape))

    np.testing.assert_array_equal(bridged_range_values(*given_to), moving_range_values(*given_to))
