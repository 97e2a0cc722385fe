"""The exact distributions against SciPy and against sums of fractions: SciPy is here for tests only, never at run time."""

import subprocess
import sys
from fractions import Fraction
from math import comb, exp, factorial, inf, isnan, nan, pi

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, example, given
from hypothesis import strategies as st

from measures.statistics import distributions as ours

CLOSE = 1e-10
# Below this SciPy's own tails lose digits: its binomial tail at 4e-275 is wrong in the sixth.
SCIPY_HOLDS_FROM = 1e-150

probabilities = st.floats(1e-9, 1 - 1e-9)
shares = st.one_of(st.sampled_from([0.0, 1e-6, 0.5, 1 - 1e-6, 1.0]), st.floats(0, 1))
means = st.one_of(st.sampled_from([0.0, 1e-9, 1e9]), st.floats(1e-6, 1e5))
sizes = st.one_of(st.sampled_from([0, 1, 2, 10**9]), st.integers(0, 100_000))
degrees = st.integers(1, 3000)


def assert_close(found, expected):
    if expected == 0 or abs(expected) > SCIPY_HOLDS_FROM:
        assert found == pytest.approx(expected, rel=CLOSE, abs=SCIPY_HOLDS_FROM)
    else:
        assert abs(found) <= 2 * SCIPY_HOLDS_FROM


@given(st.integers(0, 40), st.data())
def test_binomial_is_the_sum_of_fractions(n, data):
    k = data.draw(st.integers(-1, n))
    share = Fraction(data.draw(st.integers(0, 64)), 64)  # exact in binary, so that both know the same p
    terms = [comb(n, j) * share**j * (1 - share) ** (n - j) for j in range(n + 1)]

    assert ours.binomial_cdf(k, n, float(share)) == pytest.approx(float(sum(terms[: k + 1])), rel=1e-13)
    assert ours.binomial_tail(k, n, float(share)) == pytest.approx(float(sum(terms[k + 1 :])), rel=1e-13)
    if k >= 0:
        assert ours.binomial_pmf(k, n, float(share)) == pytest.approx(float(terms[k]), rel=1e-13)


@given(sizes, shares, probabilities)
@example(10**9, 0.5, 0.001)
@example(10**9, 1e-6, 0.999)
@example(1, 1e-9, 0.5)
def test_binomial_agrees_with_scipy(n, share, where):
    k = int(scipy.stats.binom.ppf(where, n, share)) if 0 < share < 1 else n // 2

    assert_close(ours.binomial_pmf(k, n, share), scipy.stats.binom.pmf(k, n, share))
    assert_close(ours.binomial_cdf(k, n, share), scipy.stats.binom.cdf(k, n, share))
    assert_close(ours.binomial_tail(k, n, share), scipy.stats.binom.sf(k, n, share))


def test_binomial_far_tail_keeps_its_digits():
    share = Fraction(0.37370177326496434)
    exact = sum(comb(756, j) * share**j * (1 - share) ** (756 - j) for j in range(733, 757))

    assert ours.binomial_tail(732, 756, float(share)) == pytest.approx(float(exact), rel=1e-11)


@given(means, probabilities)
@example(1e9, 0.001)
@example(1e9, 0.999999999)
def test_poisson_agrees_with_scipy(mean, where):
    k = int(scipy.stats.poisson.ppf(where, mean)) if mean else 0

    if mean < 1e4:  # SciPy's density loses digits with the mean: in the sixth at 10^9
        assert ours.poisson_pmf(k, mean) == pytest.approx(scipy.stats.poisson.pmf(k, mean), rel=1e-9)
    # Its cumulative too is off by 7e-10 at 10^9, where ours gives back the probability that was asked for.
    for found, theirs in (
        (ours.poisson_cdf(k, mean), scipy.stats.poisson.cdf(k, mean)),
        (ours.poisson_tail(k, mean), scipy.stats.poisson.sf(k, mean)),
    ):
        if mean < 1e6:
            assert_close(found, theirs)
        else:
            assert found == pytest.approx(theirs, rel=0, abs=2e-9)


def test_poisson_density_of_a_huge_mean_is_the_step_of_the_cumulative():
    k, mean = 999_902_277, 1e9
    step = scipy.stats.poisson.cdf(k, mean) - scipy.stats.poisson.cdf(k - 1, mean)

    assert ours.poisson_pmf(k, mean) == pytest.approx(step, rel=1e-8)


@given(st.integers(0, 30), st.floats(0, 20))
def test_poisson_is_the_sum_of_its_terms(k, mean):
    terms = [exp(-mean) * mean**j / factorial(j) for j in range(k + 1)]

    assert ours.poisson_cdf(k, mean) == pytest.approx(sum(terms), rel=1e-12)


@given(sizes, shares, probabilities)
def test_binomial_quantile_is_the_fewest_that_reach(n, share, probability):
    found = ours.binomial_quantile(probability, n, share)

    assert 0 <= found <= n and found == int(found)
    assert ours.binomial_cdf(found, n, share) >= probability * (1 - 1e-12)
    if found > 0:
        assert ours.binomial_cdf(found - 1, n, share) < probability


@given(means, probabilities)
def test_poisson_quantile_is_the_fewest_that_reach(mean, probability):
    found = ours.poisson_quantile(probability, mean)

    assert found >= 0 and found == int(found)
    assert ours.poisson_cdf(found, mean) >= probability * (1 - 1e-12)
    if found > 0:
        assert ours.poisson_cdf(found - 1, mean) < probability


def test_quantiles_of_many_agree_with_scipy():
    random = np.random.default_rng(7)
    n, share, probability = random.integers(0, 10_000, 2000), random.uniform(0, 1, 2000), random.uniform(0, 1, 2000)
    mean = 10 ** random.uniform(-3, 5, 2000)

    assert np.array_equal(ours.binomial_quantile(probability, n, share), scipy.stats.binom.ppf(probability, n, share))
    assert np.array_equal(ours.poisson_quantile(probability, mean), scipy.stats.poisson.ppf(probability, mean))


@pytest.mark.parametrize(("p", "n", "expected"), [(0, 5, 0), (1, 5, 5), (0, 0, 0), (1, 0, 0), (0.5, 0, 0)])
def test_binomial_quantile_at_the_ends(p, n, expected):
    assert ours.binomial_quantile(p, n, 0.3) == expected


@pytest.mark.parametrize(("p", "mean", "expected"), [(0, 4.0, 0), (1, 4.0, inf), (1, 0.0, 0), (0.5, 0.0, 0)])
def test_poisson_quantile_at_the_ends(p, mean, expected):
    assert ours.poisson_quantile(p, mean) == expected


@given(st.floats(-37, 37))
def test_normal_tail_agrees_with_scipy(z):
    assert ours.normal_tail(z) == pytest.approx(scipy.stats.norm.sf(z), rel=1e-12)


@given(st.floats(1e-300, 1 - 1e-12))
def test_normal_quantile_agrees_with_scipy(p):
    assert ours.normal_quantile(p) == pytest.approx(scipy.stats.norm.ppf(p), rel=1e-12, abs=1e-15)


def test_trap_22_the_998_limit_is_at_3_0902_and_not_at_3():
    assert round(ours.normal_quantile(0.999), 4) == 3.0902


@given(st.floats(0, 20_000), degrees)
def test_chi_square_tail_agrees_with_scipy(x, df):
    assert_close(ours.chi_square_tail(x, df), scipy.stats.chi2.sf(x, df))


@given(probabilities, degrees)
def test_chi_square_quantile_agrees_with_scipy(p, df):
    assert ours.chi_square_quantile(p, df) == pytest.approx(scipy.stats.chi2.ppf(p, df), rel=CLOSE)


def test_student_tail_near_nought_where_scipy_rounds_to_a_half():
    """One degree of freedom is Cauchy's distribution: 1/2 - arctan(t)/pi."""
    assert ours.student_t_tail(3e-9, 1) == pytest.approx(0.5 - 3e-9 / pi, rel=1e-15)


@given(st.floats(-1e6, 1e6), degrees)
@example(0.0, 7)
def test_student_tail_agrees_with_scipy(t, df):
    assume(t == 0 or abs(t) > 1e-6)

    assert_close(ours.student_t_tail(t, df), scipy.stats.t.sf(t, df))


@given(probabilities, degrees)
@example(0.5, 4)
@example(1e-9, 1)
def test_student_quantile_agrees_with_scipy(p, df):
    assume(p == 0.5 or abs(p - 0.5) > 1e-6)  # nearer, the quantile itself is ill-conditioned

    assert ours.student_t_quantile(p, df) == pytest.approx(scipy.stats.t.ppf(p, df), rel=1e-9)


def test_student_with_endless_degrees_of_freedom_is_the_normal():
    assert ours.student_t_quantile(0.975, inf) == pytest.approx(ours.normal_quantile(0.975))
    assert ours.student_t_tail(2.0, inf) == pytest.approx(ours.normal_tail(2.0))


@pytest.mark.parametrize(
    "found",
    [
        ours.binomial_cdf(nan, 5, 0.5), ours.binomial_cdf(2, -1, 0.5), ours.binomial_cdf(2, 5, 1.1), ours.binomial_cdf(2, nan, 0.5),
        ours.poisson_cdf(2, -1), ours.poisson_cdf(2, inf), ours.poisson_quantile(1.5, 3), ours.normal_quantile(nan),
        ours.chi_square_tail(3, 0), ours.chi_square_tail(3, inf), ours.chi_square_quantile(-0.1, 3),
        ours.student_t_tail(nan, 3), ours.student_t_quantile(0.9, 0),
    ],
)  # fmt: skip
def test_outside_its_range_nothing_is_returned(found):
    assert isnan(found)


def test_arguments_broadcast_and_gaps_stay_gaps():
    found = ours.binomial_cdf([[0], [5]], [10, np.nan, 0], 0.5)

    assert found.shape == (2, 3)
    assert np.array_equal(np.isnan(found), [[False, True, False]] * 2)
    assert found[1, 0] == pytest.approx(scipy.stats.binom.cdf(5, 10, 0.5))


def test_scipy_is_not_imported_at_run_time():
    program = "import sys, measures.statistics.funnel, measures.statistics.intervals; print('scipy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"


@given(st.floats(0, 1000), st.floats(0.1, 500))
def test_chi_square_with_broken_degrees_of_freedom_agrees_with_scipy(x, df):
    assert_close(ours.chi_square_tail(x, df), scipy.stats.chi2.sf(x, df))
