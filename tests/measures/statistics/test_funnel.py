"""Funnels on the reference cases, at their edges, and against a plain second implementation with SciPy."""

from itertools import pairwise

import numpy as np
import pytest
import scipy.stats
from hypothesis import example, given
from hypothesis import strategies as st

from measures.statistics import funnel as funnels
from measures.statistics.exact_tests import binomial_two_sided
from measures.statistics.funnel import (
    curve,
    exact_binomial_limits,
    exact_poisson_limits,
    proportions_funnel,
    rates_funnel,
)
from measures.statistics.multiple_testing import bonferroni
from tests.measures.statistics.vectors import assert_agrees, cases_of, identifier

LIMITS = {"ll998": 0.001, "ll95": 0.025, "ul95": 0.975, "ul998": 0.999}


def binomial_case():
    (case,) = cases_of("funnel_exact_binomial")
    return case["input"]["numerator"], case["input"]["denominator"], case["expected"], case["rel_tol"]


@pytest.mark.parametrize("case", cases_of("funnel_exact_binomial"), ids=identifier)
def test_exact_binomial_limits_as_the_reference_has_them(case):
    n, target = case["input"]["denominator"], case["expected"]["target"]

    for name, share in LIMITS.items():
        assert_agrees(exact_binomial_limits(n, target, share), case["expected"][name], case["rel_tol"], name)


@pytest.mark.parametrize("case", cases_of("funnel_exact_poisson"), ids=identifier)
def test_exact_poisson_limits_as_the_reference_has_them(case):
    for name, share in LIMITS.items():
        found = exact_poisson_limits(case["input"]["expected"], share)
        assert_agrees(found, case["expected"][name], case["rel_tol"], name)


@pytest.mark.parametrize(
    ("name", "share"), [("count_q001", 0.001), ("count_q025", 0.025), ("count_q975", 0.975), ("count_q999", 0.999)]
)
def test_quantile_counts_as_the_reference_has_them(name, share):
    _, n, expected, tolerance = binomial_case()

    assert_agrees(funnels.binomial_quantile(share, n, expected["target"]), expected[name], tolerance, name)


def test_dispersion_and_p_as_the_reference_has_them():
    x, n, expected, tolerance = binomial_case()
    found = proportions_funnel(x, n)

    assert_agrees(found.target, expected["target"], tolerance)
    assert_agrees(found.z, expected["z_natural"], tolerance)
    assert_agrees(found.z_winsorised, expected["z_winsorised"], tolerance)
    assert_agrees(found.dispersion.phi, expected["phi_multiplicative"], tolerance)
    assert_agrees(found.dispersion.tau_squared, expected["tau2_additive_natural"], tolerance)


def test_p_and_their_adjustments_as_the_reference_has_them():
    x, n, expected, tolerance = binomial_case()
    found = proportions_funnel(x, n)

    assert_agrees(binomial_two_sided(x, n, found.target), expected["p_exact_two_sided"], tolerance)
    assert_agrees(found.p, expected["p_midp_two_sided"], tolerance)
    assert_agrees(found.q, expected["p_midp_bh"], tolerance)
    assert_agrees(bonferroni(found.p), expected["p_midp_bonferroni"], tolerance)


def naive_limit(quantile, cumulative, density, probability, size):
    r = 0
    while cumulative(r) < probability * (1 - 1e-13):
        r += 1
    return (r - (cumulative(r) - probability) / density(r)) / size


@given(st.integers(1, 120), st.floats(0.01, 0.99), st.sampled_from(list(LIMITS.values())))
def test_binomial_limit_agrees_with_its_naive_twin(n, target, share):
    coin = scipy.stats.binom(n, target)
    expected = naive_limit(coin.ppf, coin.cdf, coin.pmf, share, n)

    assert exact_binomial_limits([n], target, share)[0] == pytest.approx(expected, rel=1e-7, abs=1e-9)


@given(st.floats(0.01, 100), st.sampled_from(list(LIMITS.values())))
def test_poisson_limit_agrees_with_its_naive_twin(expected_events, share):
    count = scipy.stats.poisson(expected_events)
    expected = naive_limit(count.ppf, count.cdf, count.pmf, share, expected_events)

    assert exact_poisson_limits([expected_events], share)[0] == pytest.approx(expected, rel=1e-7, abs=1e-9)


unit = st.one_of(
    st.tuples(st.just(0), st.just(0)),
    st.tuples(st.none(), st.integers(0, 50)),
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.tuples(st.integers(0, 10**9), st.just(10**9)),
)


def naive_tau_squared(units, target, variance_of):
    """z, winsorised z, phi and tau squared one unit after the other."""
    z = [(x / n - target) / variance_of(n) ** 0.5 for x, n in units]
    low, high = np.quantile(z, [0.1, 0.9])
    drawn_in = [min(max(one, low), high) for one in z]
    phi = sum(one**2 for one in drawn_in) / len(z)
    weights = [1 / variance_of(n) for _, n in units]
    room = sum(weights) - sum(w**2 for w in weights) / sum(weights)
    return z, phi, max(0, (len(z) * phi - (len(z) - 1)) / room)


@given(st.lists(unit, max_size=30))
@example([(5, 10)] * 12)
@example([(0, 30), (30, 30)] + [(12, 30)] * 10)
def test_proportions_funnel_agrees_with_its_naive_twin(units):
    found = proportions_funnel([x for x, _ in units], [n for _, n in units])
    kept = [(x, n) for x, n in units if x is not None and n > 0]
    assert found.units == len(kept)
    if found.reason:
        assert len(kept) < 2 or found.target in (0, 1)
        return

    target = sum(x for x, _ in kept) / sum(n for _, n in kept)
    z, phi, tau_squared = naive_tau_squared(kept, target, lambda n: target * (1 - target) / n)

    assert found.target == pytest.approx(target)
    assert found.z[~np.isnan(found.z)] == pytest.approx(z, rel=1e-6, abs=1e-6)
    assert found.dispersion.phi == pytest.approx(phi, rel=1e-6, abs=1e-9)
    assert found.dispersion.tau_squared == pytest.approx(tau_squared, rel=1e-6, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 300), st.one_of(st.just(0.0), st.floats(0.5, 1e6))), max_size=30))
@example([(100, 1e9), (3, 20.0), (0, 5.0)])
def test_rates_funnel_agrees_with_its_naive_twin(units):
    found = rates_funnel([x for x, _ in units], [t for _, t in units])
    kept = [(x, t) for x, t in units if t > 0]
    if found.reason:
        assert len(kept) < 2 or sum(x for x, _ in kept) == 0
        return

    target = sum(x for x, _ in kept) / sum(t for _, t in kept)
    z, phi, tau_squared = naive_tau_squared(kept, target, lambda t: target / t)

    assert found.z[~np.isnan(found.z)] == pytest.approx(z, rel=1e-6, abs=1e-6)
    assert found.dispersion.phi == pytest.approx(phi, rel=1e-6)
    assert found.dispersion.tau_squared == pytest.approx(tau_squared, rel=1e-6, abs=1e-12)


@given(st.lists(unit, min_size=2, max_size=20))
def test_limits_nest_and_the_wide_ones_are_never_narrower(units):
    found = proportions_funnel([x for x, _ in units], [n for _, n in units])
    if found.reason:
        return
    shown = ~np.isnan(found.denominators)

    narrow, wide = found.exact, found.wide
    edges = [
        wide.outer_lower,
        narrow.outer_lower,
        narrow.inner_lower,
        narrow.inner_upper,
        narrow.outer_upper,
        wide.outer_upper,
    ]
    assert all(np.all(low[shown] <= high[shown] + 1e-12) for low, high in pairwise(edges))
    assert np.all(found.wide_p[shown] >= found.p[shown])


@pytest.mark.parametrize(
    ("x", "n", "reason"),
    [
        ([], [], "no_units"), ([None, 3], [5, 0], "no_units"), ([2], [10], "one_unit"), ([2, None], [10, 4], "one_unit"),
        ([0, 0, 0], [10, 20, 30], "no_events"), ([10, 20], [10, 20], "nothing_but_events"),
    ],
)  # fmt: skip
def test_where_there_is_no_funnel_it_says_why(x, n, reason):
    found = proportions_funnel(x, n)

    assert found.reason == reason
    assert curve(found) is None
    assert np.isnan(found.p).all() and not found.outside_outer.any()


def test_unit_with_nobody_is_without_data_and_never_0_percent():
    """Trap 10."""
    found = proportions_funnel([5, 0, 7, 6], [10, 0, 12, 11])

    assert found.units == 3
    assert np.isnan(found.values[1]) and np.isnan(found.exact.outer_lower[1]) and found.outside_inner[1] == 0


def test_more_affected_than_people_is_no_data_and_warned_of():
    found = proportions_funnel([5, 12, 7], [10, 10, 12])

    assert found.units == 2
    assert "numerator_above_denominator" in found.warnings


def test_two_equal_units_lie_on_the_target():
    found = proportions_funnel([5, 5], [10, 10])

    assert (found.z == 0).all() and found.dispersion.phi == 0 and found.dispersion.tau_squared == 0
    assert found.warnings[0] == "few_units"


def test_one_giant_practice_sets_the_target_and_the_small_ones_are_judged_by_it():
    found = rates_funnel([10**8, 1, 30], [10**9, 100, 100])

    assert found.target == pytest.approx(0.1)
    assert found.exact.outside_outer(found.values).tolist() == [0, -1, 1]


def test_given_target_replaces_the_pooled_one():
    found = rates_funnel([12, 20], [10.0, 19.0], target=1.0)

    assert found.target == 1.0
    assert found.z == pytest.approx([2 / 10**0.5, 1 / 19**0.5])


def homogeneous(units=97, target=0.9, size=40, seed=11):
    random = np.random.default_rng(seed)
    n = random.integers(size // 2, 2 * size, units)
    return random.binomial(n, target), n


def test_trap_15_limits_flag_no_more_than_chance_is_due():
    """97 practices without any difference, 200 times: 0.19 a time are due outside 99.8% limits and 4.85 outside 95%."""
    funnels_of_noise = [proportions_funnel(*homogeneous(seed=seed)) for seed in range(200)]
    inner, outer = (
        np.mean([np.count_nonzero(side(found)) for found in funnels_of_noise])
        for side in (lambda f: f.exact.outside_inner(f.values), lambda f: f.exact.outside_outer(f.values))
    )

    assert 1 < inner < 4.85
    assert outer < 0.194


@given(st.integers(1, 150), st.floats(0.02, 0.98))
def test_a_proportion_is_outside_where_its_exact_tail_is_less_probable_than_the_limit_says(n, target):
    limits = funnels.exact_limits("proportion", target, np.array([float(n)]))
    counts = np.arange(n + 1)
    low = scipy.stats.binom.cdf(counts, n, target) < 0.001 * (1 - 1e-9)
    high = scipy.stats.binom.sf(counts - 1, n, target) < 0.001 * (1 - 1e-9)

    assert limits.outside_outer(counts / n).tolist() == (high.astype(int) - low.astype(int)).tolist()


@given(st.floats(0.05, 80))
def test_a_rate_is_outside_where_its_exact_tail_is_less_probable_than_the_limit_says(expected):
    limits = funnels.exact_limits("rate", 1.0, np.array([expected]))
    counts = np.arange(200)
    low = scipy.stats.poisson.cdf(counts, expected) < 0.025 * (1 - 1e-9)
    high = scipy.stats.poisson.sf(counts - 1, expected) < 0.025 * (1 - 1e-9)

    assert limits.outside_inner(counts / expected).tolist() == (high.astype(int) - low.astype(int)).tolist()


def test_published_upper_limit_lies_one_count_too_low_and_ours_does_not():
    """40 of 40 at 90% happens one time in 68: the reference's formula puts it outside 99.8%, where 1 in 1,000 is due."""
    published = exact_binomial_limits([40], 0.9, 0.999)[0]
    ours = funnels.exact_limits("proportion", 0.9, np.array([40.0])).outer_upper[0]

    assert published < 1
    assert ours == 1


def test_trap_16_limits_never_shrink_where_practices_vary_less_than_chance():
    """Winsorised phi is about 0.7 by chance; FunnelPlotR's multiplicative limits would narrow by it."""
    found = proportions_funnel([20, 30, 40, 50, 25] * 4, [40, 60, 80, 100, 50] * 4)

    assert found.dispersion.phi < 1 and found.dispersion.tau_squared == 0
    assert not found.is_overdispersed
    assert np.array_equal(found.limits.outer_lower, found.exact.outer_lower)


def test_trap_16_one_outlier_is_an_outlier_and_no_overdispersion():
    x, n = homogeneous(target=0.6, size=60)
    x[0], n[0] = 0, 120

    found = proportions_funnel(x, n)

    assert found.dispersion.p < 0.001  # Pearson's chi-square alone would cry over-dispersion
    assert not found.is_overdispersed
    assert found.outside_outer[0] == -1


def test_trap_16_clear_overdispersion_widens_the_limits_and_both_are_there():
    x, n, _, _ = binomial_case()
    found = proportions_funnel(x, n)

    assert found.is_overdispersed and "overdispersed" in found.warnings
    assert np.count_nonzero(found.outside_outer) < np.count_nonzero(found.exact.outside_outer(found.values))
    assert found.limits is found.wide and found.judged_q is found.wide_q


def test_trap_16_limits_below_nought_from_interpolation_are_clipped():
    raw = exact_poisson_limits([2.078], 0.001)
    found = rates_funnel([2, 20, 30], [2.078, 21, 28], target=1.0)

    assert raw[0] < 0
    assert found.exact.outer_lower[0] == 0


def test_curve_passes_through_the_limits_of_the_units():
    x, n = homogeneous()
    found = proportions_funnel(x, n)
    drawn = curve(found)
    place = int(np.flatnonzero(drawn.denominators == n.min())[0])

    assert drawn.exact.inner_upper[place] == found.exact.inner_upper[n.argmin()]
    assert (drawn.denominators[0], drawn.denominators[-1]) == (n.min(), n.max())
    assert np.all(np.diff(drawn.denominators) > 0)


def test_curve_of_practices_of_one_size_is_one_point():
    drawn = curve(proportions_funnel([3, 6, 4], [20, 20, 20]))

    assert drawn.denominators.tolist() == [20]


@pytest.mark.parametrize(("n", "warned"), [(49, True), (50, False)])
def test_small_expected_numbers_are_warned_of(n, warned):
    found = proportions_funnel([5] * 20, [n] * 20, target=0.1)

    assert ("small_expected" in found.warnings) is warned
