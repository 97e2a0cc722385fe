"""Two periods against each other, on the reference cases, at the edges, and against a second implementation."""

import math

import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.statistics import comparisons as ours
from tests.measures.statistics.vectors import assert_agrees, cases_of, identifier


@pytest.mark.parametrize("case", cases_of("pooled_proportion"), ids=identifier)
def test_pooled_proportions_as_the_reference_has_them(case):
    x, n, k, expected = case["input"]["x"], case["input"]["n"], case["options"]["k"], case["expected"]
    pooled = (sum(x[-k:]), sum(n[-k:]), sum(x[:k]), sum(n[:k]))
    found, wald = ours.compare_proportions(*pooled), ours.wald_difference(*pooled)

    assert pooled == tuple(expected[name] for name in ("last_x", "last_n", "baseline_x", "baseline_n"))
    for value, name in (
        (found.ratio.value, "risk_ratio"), (found.ratio.lower, "rr_lower"), (found.ratio.upper, "rr_upper"),
        (found.difference.value, "difference"), (found.difference.lower, "newcombe_lower"),
        (found.difference.upper, "newcombe_upper"), (found.p, "chisq_p"),
        (wald.lower, "wald_diff_lower"), (wald.upper, "wald_diff_upper"),
    ):  # fmt: skip
        assert_agrees(value, expected[name], case["rel_tol"], name)


@pytest.mark.parametrize("case", cases_of("rate_ratio"), ids=identifier)
def test_rate_ratios_as_the_reference_has_them(case):
    figures = [case["input"][name] for name in ("x1", "t1", "x0", "t0")]
    exact, mid_p, wald = (f(*figures) for f in (ours.exact_rate_ratio, ours.mid_p_rate_ratio, ours.wald_rate_ratio))

    for value, name in (
        (exact.value, "rate_ratio"), (exact.lower, "exact_lower"), (exact.upper, "exact_upper"),
        (ours.exact_rate_p(*figures), "exact_p"), (wald.lower, "wald_lower"), (wald.upper, "wald_upper"),
        (mid_p.value, "midp_estimate"), (mid_p.lower, "midp_lower"), (mid_p.upper, "midp_upper"),
    ):  # fmt: skip
        assert_agrees(value, case["expected"][name], case["rel_tol"], name)


counts, times = st.integers(0, 60), st.floats(0.1, 1e4)


@settings(max_examples=30)
@given(counts, times, counts, times)
def test_exact_rate_ratio_is_clopper_and_pearsons(this, this_time, that, that_time):
    found = ours.exact_rate_ratio(this, this_time, that, that_time)
    if this + that == 0:
        assert found is None
        return
    share = scipy.stats.binomtest(this, this + that).proportion_ci(0.95, "exact")
    scale = that_time / this_time

    assert found.lower == pytest.approx(share.low / (1 - share.low) * scale, rel=1e-6)
    if that:
        assert found.upper == pytest.approx(share.high / (1 - share.high) * scale, rel=1e-6)
    else:
        assert found.upper is None and found.value == math.inf


@settings(max_examples=30)
@given(counts, times, counts, times)
def test_mid_p_interval_lies_within_the_exact_one(this, this_time, that, that_time):
    if not (this and that):
        return
    exact = ours.exact_rate_ratio(this, this_time, that, that_time)
    found = ours.mid_p_rate_ratio(this, this_time, that, that_time)

    assert exact.lower <= found.lower <= found.value <= found.upper <= exact.upper


@given(counts, times, counts, times)
def test_exact_p_is_the_binomial_test_given_all_events(this, this_time, that, that_time):
    found = ours.exact_rate_p(this, this_time, that, that_time)
    if this + that == 0:
        assert found is None
        return

    expected = scipy.stats.binomtest(this, this + that, this_time / (this_time + that_time)).pvalue
    assert found == pytest.approx(expected, rel=1e-6)


people = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(people, people)
def test_chi_square_p_agrees_with_scipy(this, that):
    found = ours.chi_square_p(*this, *that)
    table = [[this[0], this[1] - this[0]], [that[0], that[1] - that[0]]]
    if not 0 < this[0] + that[0] < this[1] + that[1]:
        assert found is None
        return

    assert found == pytest.approx(scipy.stats.chi2_contingency(table, correction=False).pvalue, rel=1e-7, abs=1e-150)


@given(people, people)
def test_difference_lies_in_its_interval_and_turns_with_the_periods(this, that):
    there, back = ours.newcombe_difference(*this, *that), ours.newcombe_difference(*that, *this)

    assert -1 - 1e-9 <= there.lower <= there.value <= there.upper <= 1 + 1e-9
    assert (there.lower, there.upper) == pytest.approx((-back.upper, -back.lower), abs=1e-12)


@given(counts, times, counts, times)
def test_rate_difference_has_a_width_even_without_events(this, this_time, that, that_time):
    found = ours.rate_difference(this, this_time, that, that_time, per=100)

    assert found.value == pytest.approx(100 * (this / this_time - that / that_time))
    assert found.lower < found.value < found.upper


@pytest.mark.parametrize(
    "compare",
    [
        ours.compare_proportions, ours.newcombe_difference, ours.wald_difference, ours.risk_ratio, ours.chi_square_p,
        ours.rate_difference, ours.wald_rate_ratio, ours.exact_rate_ratio, ours.mid_p_rate_ratio, ours.exact_rate_p,
    ],
)  # fmt: skip
@pytest.mark.parametrize("figures", [(0, 0, 3, 10), (3, 10, 0, 0)])
def test_without_denominator_nothing_is_compared(compare, figures):
    assert compare(*figures) is None


def test_no_event_before_leaves_a_difference_and_no_ratio():
    found = ours.compare_proportions(5, 50, 0, 40)

    assert found.ratio is None
    assert found.difference.value == pytest.approx(0.1)


def test_no_event_now_is_a_ratio_of_nought_without_interval():
    assert ours.risk_ratio(0, 50, 5, 40) == ours.Interval(0.0, None, None)
    assert ours.wald_rate_ratio(0, 50, 5, 40) == ours.Interval(0.0, None, None)
    assert ours.mid_p_rate_ratio(0, 50, 5, 40).lower == 0


@pytest.mark.parametrize(
    ("fixed", "picked", "warning"),
    [
        (True, False, None), (False, False, "window_chosen_afterwards"), (True, True, "picked_as_extreme"),
        (False, True, "picked_as_extreme"),
    ],
)  # fmt: skip
def test_trap_23_regression_to_the_mean_is_warned_of(fixed, picked, warning):
    assert ours.regression_to_the_mean_warning(window_fixed_before=fixed, picked_as_extreme=picked) == warning
