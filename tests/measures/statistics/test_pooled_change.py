"""From a baseline to now: difference and ratio with intervals, against plain sums, at the edges, and with practices that vary."""

from math import exp, log, sqrt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from measures.statistics.pooled_change import Clustering, PooledRate, pooled_change

events = st.one_of(st.integers(0, 3), st.integers(0, 400), st.integers(0, 10**9))
times = st.one_of(st.just(0), st.integers(1, 50), st.integers(1, 10**9))


def rate(count, time, share=1):
    return PooledRate(count, time, count / share)


def naive(a, t, b, s, share=1):
    """(difference, its half width, ratio, its half width as a logarithm): the Poisson formulas, written out once more."""
    if not (a and t and s):
        return None
    difference = b / s - a / t
    half = 1.96 * sqrt(share * a / t**2 + share * b / s**2)
    log_half = 1.96 * sqrt(share / a + share / b) if b else None
    return difference, half, (b / s) / (a / t), log_half


@given(events, times, events, times, st.sampled_from([1, 2, 3]))
@example(0, 10, 5, 10, 1)
@example(5, 10, 0, 10, 1)
@example(7, 7, 7, 7, 3)
@example(1, 10**9, 10**9, 1, 3)
def test_change_agrees_with_its_naive_twin(a, t, b, s, share):
    found, expected = pooled_change(rate(a, t, share), rate(b, s, share)), naive(a, t, b, s, share)
    if expected is None:
        assert found is None
        return
    difference, half, ratio, log_half = expected

    assert (found.difference, found.ratio) == (pytest.approx(difference, abs=1e-12), pytest.approx(ratio))
    assert found.difference_upper - found.difference == pytest.approx(half, rel=1e-6, abs=1e-9)
    assert found.difference - found.difference_lower == pytest.approx(half, rel=1e-6, abs=1e-9)
    if log_half is None:
        assert (found.ratio_lower, found.ratio_upper) == (None, None)
    else:
        assert found.ratio_upper == pytest.approx(exp(log(ratio) + log_half))


def test_ratio_as_the_reference_gives_it():
    """epitools 0.5-10.1, rateratio.wald: 41 events in 30,500 against 63 in 31,900."""
    found = pooled_change(rate(63, 31_900), rate(41, 30_500))

    # The reference uses 1.959964 where the handbook says 1.96.
    expected = (0.680666146239917, 0.459340293184136, 1.00863435999805)
    assert (found.ratio, found.ratio_lower, found.ratio_upper) == pytest.approx(expected, rel=1e-4)


def test_people_counted_thrice_widen_the_interval_and_keep_the_ratio():
    """M4"""
    pooled, one_month = (pooled_change(rate(300, 1, share), rate(240, 1, share)) for share in (1, 3))

    assert one_month.ratio == pooled.ratio
    assert one_month.ratio_lower < pooled.ratio_lower < pooled.ratio_upper < one_month.ratio_upper


def test_the_worked_example():
    """300 and 240 events over equal time: 20% fewer, 32.5 to 5.2."""
    found = pooled_change(rate(300, 1), rate(240, 1))

    ends = [round((end - 1) * 100, 1) for end in (found.ratio, found.ratio_lower, found.ratio_upper)]
    assert ends == [-20.0, -32.5, -5.2]
    assert (found.difference, found.is_clustered) == (-60, False)


def test_without_a_baseline_event_or_time_there_is_no_change():
    assert pooled_change(rate(0, 10), rate(5, 10)) is None
    assert pooled_change(rate(5, 0), rate(5, 10)) is None
    assert pooled_change(rate(5, 10), rate(5, 0)) is None


def test_the_wider_of_both_intervals_counts_and_says_so():
    """Trap 23: practices that vary make the interval wider."""
    found = pooled_change(rate(300, 1000), rate(240, 1000), Clustering(0.09, 0.3))

    assert found.is_clustered
    assert found.difference_upper - found.difference == pytest.approx(0.09)
    assert log(found.ratio_upper / found.ratio) == pytest.approx(0.3)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.floats(0, 1))
def test_practices_never_make_an_interval_narrower(a, b, between):
    """A variance that came out small among few practices is chance."""
    plain = pooled_change(rate(a, 1000), rate(b, 1000))
    found = pooled_change(rate(a, 1000), rate(b, 1000), Clustering(between, between))

    assert found.difference_upper >= plain.difference_upper
    assert found.ratio_upper is None or found.ratio_upper >= plain.ratio_upper


def test_an_interval_of_a_ratio_that_has_no_bounds_is_none():
    found = pooled_change(rate(30, 1000), rate(20, 1000), Clustering(0.002, 1e9))

    assert (found.ratio_lower, found.ratio_upper) == (None, None)
    assert found.difference_upper > found.difference
