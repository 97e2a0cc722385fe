"""Change over matched practices, clustered by practice: against plain loops, at the edges, and its coverage by simulation."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import example, given
from hypothesis import strategies as st

from measures.statistics.clustered_change import (
    Variances,
    change_of,
    changes,
    clustered_change,
    clustered_changes,
    clustered_half_widths,
    grouped_variances,
)

practice = st.tuples(
    st.one_of(st.none(), st.integers(0, 80)), st.one_of(st.just(0.0), st.floats(1, 1e5)),
    st.integers(0, 80), st.one_of(st.just(0.0), st.floats(1, 1e5)),
)  # fmt: skip


def naive_change(practices, repeats):
    """(difference, half width, ratio, half width of the logarithm), leaving out each in turn; None for what there is none of."""
    matched = [(a, t, b, s) for a, t, b, s in practices if a is not None and t > 0 and s > 0]
    k = len(matched)
    if k < 2:
        return None
    A, T, B, S = (sum(column) for column in zip(*matched, strict=True))
    before, now = A / T, B / S
    without = [((B - b) / (S - s) - now, (A - a) / (T - t) - before) for a, t, b, s in matched]
    variance = (k - 1) / k * sum((one - other) ** 2 for one, other in without)
    effective = max(2, 2 / sum((s / S) ** 2 + (t / T) ** 2 for _, t, _, s in matched))
    t_value, z_value = scipy.stats.t.ppf(0.975, effective - 1), scipy.stats.norm.ppf(0.975)
    half = max(t_value * variance**0.5, z_value * (repeats * (A / T**2 + B / S**2)) ** 0.5) if A + B else None
    if not (A and B):
        return now - before, half, now / before if A else None, None
    log_variance = (k - 1) / k * sum((one / now - other / before) ** 2 for one, other in without)
    log_half = max(t_value * log_variance**0.5, z_value * (repeats * (1 / A + 1 / B)) ** 0.5)
    return now - before, half, now / before, log_half


@given(st.lists(practice, max_size=15), st.sampled_from([1, 3]))
@example([(10, 100.0, 8, 100.0)] * 4, 1)
@example([(10**6, 1e9, 10**6, 1e9), (3, 20.0, 1, 30.0), (0, 5.0, 2, 5.0)], 1)
@example([(0, 10.0, 0, 10.0)] * 3, 1)
def test_change_agrees_with_its_naive_twin(practices, repeats):
    found = (
        clustered_change(*zip(*practices, strict=True), repeats=repeats)
        if practices
        else clustered_change([], [], [], [])
    )
    expected = naive_change(practices, repeats)
    if expected is None:
        assert found.reason in ("no_practices", "one_practice") and found.difference_lower is None
        return
    difference, half, ratio, log_half = expected

    assert found.difference == pytest.approx(difference, rel=1e-6, abs=1e-9)
    assert found.ratio == (None if ratio is None else pytest.approx(ratio))
    if half is None:
        assert found.reason == "no_events" and found.difference_lower is None
    else:
        assert found.difference_upper - found.difference == pytest.approx(half, rel=1e-6, abs=1e-9)
    if log_half is None or log_half > 50:
        assert found.ratio_lower is None and found.ratio_upper is None
    else:
        assert math.log(found.ratio_upper / found.ratio) == pytest.approx(log_half, rel=1e-6)


def test_groups_at_once_are_the_groups_one_by_one():
    random = np.random.default_rng(4)
    a, b = random.poisson(20, 12), random.poisson(15, 12)
    t, s = random.uniform(50, 200, 12), random.uniform(50, 200, 12)
    groups = random.random((12, 3)) < 0.6
    together = clustered_changes(a, t, b, s, groups)

    for group in range(3):
        alone = clustered_change(*(values[groups[:, group]] for values in (a, t, b, s)))
        found = change_of(together, group)
        assert (found.practices, found.reason, found.warnings) == (alone.practices, alone.reason, alone.warnings)
        assert (found.ratio_lower, found.difference_upper) == pytest.approx((alone.ratio_lower, alone.difference_upper))


def test_equal_practices_keep_the_poisson_interval():
    """All alike: the clustered variance is nought, and it must not make the interval vanish."""
    found = clustered_change([10] * 20, [100.0] * 20, [8] * 20, [100.0] * 20)

    assert found.phi == pytest.approx(0)
    expected = 1.959964 * (200 / 2000**2 + 160 / 2000**2) ** 0.5
    assert found.difference_upper - found.difference == pytest.approx(expected, rel=1e-6)
    assert "clustered" not in found.warnings


def test_only_practices_with_both_periods_take_part():
    found = clustered_change([10, 12, None, 9], [100, 100, 100, 100], [8, 9, 7, 9], [100, 100, 100, 0])

    assert found.practices == 2
    assert found.baseline == pytest.approx(22 / 200)


def test_one_practice_has_a_change_and_says_why_no_interval():
    found = clustered_change([10], [100], [8], [100])

    assert (found.difference, found.ratio) == (pytest.approx(-0.02), pytest.approx(0.8))
    assert (found.difference_lower, found.ratio_lower, found.phi) == (None, None, None)
    assert found.reason == "one_practice"


def test_people_counted_in_three_months_carry_the_information_of_one():
    figures = ([10] * 20, [100.0] * 20, [8] * 20, [100.0] * 20)
    once, thrice = clustered_change(*figures), clustered_change(*figures, repeats=3)

    ratio = (thrice.difference_upper - thrice.difference) / (once.difference_upper - once.difference)
    assert ratio == pytest.approx(3**0.5)


def test_one_practice_with_most_of_the_time_is_warned_of():
    found = clustered_change([100, 2, 3], [1000, 20, 30], [90, 2, 2], [1000, 20, 30])

    assert found.warnings[:2] == ("few_practices", "one_large_practice")


def noise(random, practices, between, giant):
    """Nothing changes: each practice has its own rate, and moves by itself from one period to the next."""
    size = random.uniform(100, 900, practices)
    size[0] *= giant
    rate = 0.15 * random.gamma(1 / between, between, (2, practices))
    return random.poisson(rate[0] * size), size, random.poisson(rate[1] * size), size


@pytest.mark.parametrize(("practices", "giant"), [(6, 1), (20, 1), (97, 1), (2, 10), (6, 10), (20, 10)])
def test_trap_23_clustered_intervals_hold_where_poisson_ones_are_too_short(practices, giant):
    """500 comparisons without any change: a 95% interval must hold nought in about 95 of 100, and Poisson's does not."""
    random = np.random.default_rng(2)
    sets = [noise(random, practices, 0.1, giant) for _ in range(500)]
    a, t, b, s = (np.array([one[part] for one in sets], dtype=float).T for part in range(4))
    found = changes(a, t, b, s, np.ones(a.shape, dtype=bool), 1, 0.95)
    poisson_half = 1.96 * found.log_ratio_poisson_variance**0.5

    assert np.mean((found.ratio_lower <= 1) & (found.ratio_upper >= 1)) >= 0.92
    assert np.mean(np.abs(np.log(found.ratio)) <= poisson_half) < 0.75


def test_practices_of_one_size_have_the_textbook_variance():
    """k / (k - 1) times the sum of squared residuals, and k effective practices."""
    a, b = np.array([10.0, 14, 7, 9, 12]), np.array([8.0, 15, 5, 9, 7])
    found = clustered_changes(a, [100.0] * 5, b, [80.0] * 5)
    residuals = (b - b.mean()) / b.sum() - (a - a.mean()) / a.sum()

    assert found.log_ratio_variance[0] == pytest.approx(5 / 4 * np.sum(residuals**2))
    assert found.effective_practices[0] == pytest.approx(5)


@given(st.lists(practice, min_size=1, max_size=15), st.data())
def test_grouped_variances_are_those_of_the_groups_one_by_one(practices, data):
    a, t, b, s = (np.array(column, dtype=float) for column in zip(*practices, strict=True))
    kept = (a >= 0) & (t > 0) & (s > 0)
    many = int(kept.sum())
    groups = np.array(data.draw(st.lists(st.integers(0, 2), min_size=many, max_size=many)), dtype=int)
    together = grouped_variances(a[kept], t[kept], b[kept], s[kept], groups, 3)

    alone = clustered_changes(a[kept], t[kept], b[kept], s[kept], groups[:, None] == np.arange(3))
    assert together.difference == pytest.approx(alone.difference_variance, nan_ok=True)
    assert together.log_ratio == pytest.approx(alone.log_ratio_variance, nan_ok=True)
    assert together.effective_practices == pytest.approx(alone.effective_practices, nan_ok=True)


def test_half_the_interval_has_one_degree_of_freedom_less_than_effective_practices():
    """Trap 23."""
    between = Variances(np.array([0.002, 0.002]), np.array([0.02, 0.02]), np.array([12.0, 1.0]))

    difference, log_ratio = clustered_half_widths(between)

    t = scipy.stats.t.ppf(0.975, 11)
    assert difference[0] == pytest.approx(t * 0.002**0.5)
    assert log_ratio[0] == pytest.approx(t * 0.02**0.5)
    assert np.isnan(difference[1])
