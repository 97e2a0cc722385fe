"""Charts of the gaps between rare events. The reference cases are in test_limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics import limits
from measures.statistics.codes import G_CHART, T_CHART
from measures.statistics.event_charts import g_chart, gaps_between, open_gap, t_chart
from measures.statistics.run_chart import runs_about
from tests.measures.statistics import naive_limits as naive
from tests.measures.statistics.made_series import VALUE_GRIDS, arrays, assert_lines_agree
from tests.measures.statistics.vectors import column

DAYS = [61.5, 54.2, 52.9, 9.8, 26.1, 22.3, 37.6, 44.6, 9.4, 14]


@given(VALUE_GRIDS)
def test_g_chart_equals_a_naive_twin(grid):
    assert_lines_agree(g_chart(*arrays(grid)), [naive.g_chart(*one) for one in grid])


@given(VALUE_GRIDS, st.booleans())
def test_t_chart_equals_a_naive_twin(grid, screened):
    found = t_chart(*arrays(grid), screened=screened)

    assert_lines_agree(found, [naive.t_chart(*one, screened) for one in grid])


def test_trap_20_centre_line_of_a_g_chart_is_the_median():
    """About the mean, two thirds of chance gaps lie on one side, and the run rules would call it a signal."""
    gaps = np.random.default_rng(5).geometric(0.05, size=(40, 300)).astype(float)

    found = g_chart(gaps)

    about_the_mean = np.mean(runs_about(gaps, gaps.mean(axis=0)).signal > 0)
    about_the_median = np.mean(runs_about(gaps, found.phase_centre[0]).signal > 0)
    assert about_the_mean > 2 * about_the_median


def test_g_chart_takes_a_gap_of_nothing():
    found = g_chart(column([0, 0, 3, 5]))

    assert found.centre[0, 0] == 1.5
    assert found.upper[0, 0] == pytest.approx(2 + 3 * np.sqrt(2 * 3))


def test_g_chart_of_nothing_but_zeros_has_no_limits():
    found = g_chart(column([0, 0, 0]))

    assert (found.centre[0, 0], found.reason[0, 0]) == (0, limits.NONE_OR_ALL)
    assert np.isnan(found.upper).all()


def test_trap_21_zero_days_have_a_named_reason_on_a_t_chart():
    """qicharts2 stops with an error; the other phase and the other series keep their limits."""
    gaps = np.hstack([column([0, 4, 9, 5, 3, 8, 6]), column([2, 4, 9, 5, 3, 8, 6])])
    phases = np.repeat([[0], [1]], [3, 4], axis=0) * np.ones((1, 2), dtype=int)

    found = t_chart(gaps, phases)

    assert found.reason.tolist() == [[limits.ZERO_GAP, 0], [0, 0]]
    assert np.isnan(found.upper[:3, 0]).all()
    assert np.isfinite(found.upper[3:]).all()


def test_lower_limit_of_a_t_chart_below_zero_stays_raw():
    found = t_chart(column([1, 300, 2, 250, 1, 400]))

    assert (found.lower < 0).all()
    assert (limits.clipped(found.lower, 0) == 0).all()


@pytest.mark.parametrize(("kind", "chart"), [(G_CHART, g_chart), (T_CHART, t_chart)])
def test_stored_centre_and_spread_give_the_same_limits_again(kind, chart):
    found = chart(column(DAYS))

    again = limits.limits_at(kind, found.phase_centre[0, 0], found.spread[0, 0])

    lines = (again.lower, again.near_lower, again.near_upper, again.upper)
    assert lines == pytest.approx(
        tuple(line[0, 0] for line in (found.lower, found.near_lower, found.near_upper, found.upper))
    )


def test_trap_21_open_gap_is_compared_and_counts_for_nothing():
    """A spell without events that has not ended would otherwise be invisible."""
    found = t_chart(column(DAYS))

    quiet, usual, none = (open_gap([last], 1000, found) for last in (100, 980, np.nan))

    assert (quiet.value[0], quiet.is_beyond[0]) == (900, True)
    assert (usual.value[0], usual.is_beyond[0]) == (20, False)
    assert (np.isnan(none.value[0]), none.is_beyond[0]) == (True, False)
    assert len(found.value) == len(DAYS)


def test_open_gap_before_any_gap_has_closed():
    found = open_gap([100], 130, t_chart(np.empty((0, 1))))

    assert (found.value[0], np.isnan(found.upper[0]), found.is_beyond[0]) == (30, True, False)


def test_gaps_of_series_with_different_numbers_of_events():
    moments = np.hstack([column([0, 10, 12, 40]), column([5, 8, None, None])])

    assert np.array_equal(
        gaps_between(moments), np.hstack([column([10, 2, 28]), column([3, None, None])]), equal_nan=True
    )


def test_events_out_of_order_are_refused():
    with pytest.raises(ValueError, match="in order"):
        gaps_between(column([10, 4]))
