"""Two-sided exact probabilities against sums of all outcomes."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics.exact_tests import binomial_mid_p, binomial_two_sided, poisson_mid_p

people = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(people, st.floats(0.01, 0.99))
def test_binomial_mid_p_is_twice_the_lesser_tail_with_half_the_count_itself(pair, chance):
    count, n = pair
    density = scipy.stats.binom.pmf(np.arange(n + 1), n, chance)
    tails = [density[:count].sum() + density[count] / 2, density[count + 1 :].sum() + density[count] / 2]

    assert binomial_mid_p(count, n, chance) == pytest.approx(min(1, 2 * min(tails)), rel=1e-7, abs=1e-14)


@given(st.integers(0, 150), st.floats(0.01, 100))
def test_poisson_mid_p_is_twice_the_lesser_tail_with_half_the_count_itself(count, mean):
    density = scipy.stats.poisson.pmf(count, mean) / 2
    tails = [scipy.stats.poisson.cdf(count, mean) - density, scipy.stats.poisson.sf(count - 1, mean) - density]

    assert poisson_mid_p(count, mean) == pytest.approx(min(1, 2 * min(tails)), rel=1e-7, abs=1e-14)


@given(people, st.floats(0.01, 0.99))
def test_binomial_two_sided_is_the_sum_of_all_that_is_no_likelier(pair, chance):
    count, n = pair
    density = scipy.stats.binom.pmf(np.arange(n + 1), n, chance)
    expected = density[density <= density[count] * (1 + 1e-7)].sum()

    assert binomial_two_sided(count, n, chance) == pytest.approx(expected, rel=1e-7)


def test_mid_p_without_anybody_is_no_number():
    assert np.isnan(binomial_mid_p([0, 3], [0, np.nan], 0.4)).all()


def test_exact_p_without_anybody_is_1():
    assert binomial_two_sided(0, 0, 0.4) == 1
