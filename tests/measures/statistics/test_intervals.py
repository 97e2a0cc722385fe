"""Intervals on published and reference figures, at their edges, and against a second implementation with SciPy."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics.intervals import byar, exact_poisson, wilson
from tests.measures.statistics.vectors import assert_agrees, cases_of, identifier

CONFIDENCES = {"95": 0.95, "998": 0.998}


@pytest.mark.parametrize("case", cases_of("wilson_ci"), ids=identifier)
def test_wilson_as_the_reference_has_it(case):
    expected, times = case["expected"], case["options"]["multiplier"]

    for name, confidence in CONFIDENCES.items():
        found = wilson(case["input"]["x"], case["input"]["n"], confidence)
        assert_agrees(found.values * times, expected["value"], case["rel_tol"])
        assert_agrees(found.lower * times, expected[f"lower{name}"], case["rel_tol"])
        assert_agrees(found.upper * times, expected[f"upper{name}"], case["rel_tol"])


@pytest.mark.parametrize("case", cases_of("byar_ci"), ids=identifier)
def test_byar_as_the_reference_has_it(case):
    expected, times = case["expected"], case["options"]["multiplier"]

    for name, confidence in CONFIDENCES.items():
        found = byar(case["input"]["x"], case["input"]["n"], confidence)
        assert_agrees(found.values * times, expected["value"], case["rel_tol"])
        assert_agrees(found.lower * times, expected[f"lower{name}"], case["rel_tol"])
        assert_agrees(found.upper * times, expected[f"upper{name}"], case["rel_tol"])


@pytest.mark.parametrize("case", cases_of("byar_ci"), ids=identifier)
def test_trap_22_byar_is_exact_below_ten_events_and_only_there(case):
    x, t = case["input"]["x"], case["input"]["n"]
    same = byar(x, t).upper == exact_poisson(x, t).upper

    assert ["Exact" if one else "Byars" for one in same] == case["expected"]["method"]


def test_trap_22_nobody_has_a_lower_end_of_nought_and_everybody_an_upper_end_of_one():
    assert wilson([0, 7], [7, 7]).lower[0] == 0 and wilson([0, 7], [7, 7]).upper[1] == 1
    assert byar([0], [10]).lower[0] == 0 and byar([0], [10]).upper[0] > 0


@pytest.mark.parametrize("confidence", [95, 1, 0, -0.95])
def test_trap_22_a_confidence_of_95_is_refused_and_not_guessed(confidence):
    """The reference takes 95 and 0.95 for the same."""
    for interval in (wilson, byar, exact_poisson):
        with pytest.raises(ValueError, match="between 0 and 1"):
            interval([3], [10], confidence)


def test_without_denominator_there_is_no_interval():
    for found in (wilson([0, np.nan], [0, 5]), byar([0, np.nan], [0, 5]), exact_poisson([0, np.nan], [0, 5])):
        assert np.isnan([found.values, found.lower, found.upper]).all()


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([0.8, 0.95, 0.998]))
def test_wilson_ends_are_where_the_score_test_is_just_significant(x, extra, confidence):
    n = x + extra
    found = wilson([x], [n], confidence)
    z = scipy.stats.norm.ppf((1 + confidence) / 2)

    for end in (found.lower[0], found.upper[0]):
        assert abs(x / n - end) == pytest.approx(z * (end * (1 - end) / n) ** 0.5, abs=1e-9)


@given(st.integers(0, 2000), st.floats(1e-3, 1e9))
def test_exact_poisson_ends_have_the_tails_they_promise(x, t):
    found = exact_poisson([x], [t])

    assert scipy.stats.poisson.cdf(x, found.upper[0] * t) == pytest.approx(0.025, rel=1e-6)
    if x:
        assert scipy.stats.poisson.sf(x - 1, found.lower[0] * t) == pytest.approx(0.025, rel=1e-6)


@given(st.integers(10, 10**9))
def test_byar_is_near_the_exact_interval(x):
    near, exact = byar([x], [1]), exact_poisson([x], [1])

    assert near.lower[0] == pytest.approx(exact.lower[0], rel=0.005)
    assert near.upper[0] == pytest.approx(exact.upper[0], rel=0.005)
