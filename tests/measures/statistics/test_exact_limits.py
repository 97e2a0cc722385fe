"""Exact limits of p and u charts against scipy, and the false alarms that they prevent."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm, poisson

from measures.statistics import limits
from measures.statistics.exact_limits import exact_limits_at
from tests.measures.statistics.vectors import column

THREE_SIGMA, TWO_SIGMA = norm.sf([3, 2])


def lower_count(distribution, tail):
    """Where a line through the cumulative probabilities of the two counts around the quantile meets the tail."""
    above = distribution.ppf(tail)
    return above - (distribution.cdf(above) - tail) / distribution.pmf(above)


def lines(band):
    return [float(line) for line in (band.lower, band.near_lower, band.near_upper, band.upper)]


@given(st.integers(1, 3000), st.floats(0.001, 0.999))
def test_binomial_limits_equal_a_naive_twin(people, share):
    """The upper limit is the lower one of those who are not counted."""
    found = exact_limits_at("p", share, people)

    low = [lower_count(binom(people, share), tail) / people for tail in (THREE_SIGMA, TWO_SIGMA)]
    high = [1 - lower_count(binom(people, 1 - share), tail) / people for tail in (TWO_SIGMA, THREE_SIGMA)]
    assert lines(found) == pytest.approx(low + high, rel=1e-6, abs=1e-9)


def upper_count(distribution, tail):
    """The same from above: the count and one more at which the chance of so many or more passes the tail."""
    beyond = distribution.sf(np.arange(-1, 2000))  # of so many or more
    count = np.flatnonzero(beyond > tail)[-1]
    return count + (beyond[count] - tail) / (beyond[count] - beyond[count + 1])


@given(st.floats(0.1, 200), st.floats(0.001, 2))
def test_poisson_limits_equal_a_naive_twin(time, rate):
    found = exact_limits_at("u", rate, time)

    chance = poisson(rate * time)
    low = [lower_count(chance, tail) / time for tail in (THREE_SIGMA, TWO_SIGMA)]
    high = [upper_count(chance, tail) / time for tail in (TWO_SIGMA, THREE_SIGMA)]
    assert lines(found) == pytest.approx(low + high, rel=1e-6, abs=1e-9)


def chance_of_false_alarm(people, share, band):
    counts = np.arange(people + 1)
    outside = (counts / people > band.upper) | (counts / people < band.lower)
    return binom(people, share).pmf(counts)[outside].sum()


@pytest.mark.parametrize(("people", "share", "normal"), [(10, 0.9, 0.013), (20, 0.05, 0.016), (50, 0.02, 0.018)])
def test_trap_9_few_people_or_rare_events_raise_false_alarms_unless_limits_are_exact(people, share, normal):
    """Of normal limits as measured in statistics.md; of exact ones never more than the nominal 0.27%.

    The published formula of the interpolation would give 35% with ten people and p = 0.9: it calls ten of ten a signal.
    """
    of_normal, of_exact = (
        chance_of_false_alarm(people, share, band)
        for band in (limits.limits_at("p", share, 1.0, people), exact_limits_at("p", share, people))
    )

    assert of_normal == pytest.approx(normal, abs=0.001)
    assert of_exact <= 0.0027


def test_many_people_make_no_difference():
    normal, exact = limits.limits_at("p", 0.3, 1.0, 1e9), exact_limits_at("p", 0.3, 1e9)

    assert exact.upper == pytest.approx(normal.upper, abs=1e-8)


@pytest.mark.parametrize("chart", [limits.proportions, limits.rates])
def test_chart_keeps_centre_and_gaps_with_exact_limits(chart):
    above, below = column([3, 0, 4, None]), column([10, 0, 12, 9])

    found, normal = chart(above, below, exact=True), chart(above, below)

    assert found.centre[0, 0] == normal.centre[0, 0]
    assert np.array_equal(np.isnan(found.upper), np.isnan(normal.upper))


@pytest.mark.parametrize("above", [[0, 0], [9, 7]])
def test_nobody_or_everybody_has_no_exact_limits_either(above):
    """Trap 10."""
    found = limits.proportions(column(above), column([9, 7]), exact=True)

    assert np.isnan([found.lower, found.upper]).all()


def test_widened_limits_are_never_exact():
    with pytest.raises(ValueError, match="'pp'"):
        limits.proportions(column([3, 4]), column([10, 12]), prime=True, exact=True)
