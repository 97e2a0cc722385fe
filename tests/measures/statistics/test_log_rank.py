"""The log-rank test: the reference case, its edges, and a plain second version."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from measures.statistics.log_rank import REASON_WORDS, log_rank
from tests.measures.statistics.vectors import assert_agrees, cases_of


def test_two_groups_as_the_reference_has_them():
    (case,) = cases_of("logrank")
    people, expected = case["input"], case["expected"]

    found = log_rank(people["time"], people["event"], people["group"])

    assert_agrees(found.chi_square, expected["chisq"], case["rel_tol"])
    assert_agrees(found.p, expected["p"], case["rel_tol"])
    assert_agrees(found.observed.tolist(), expected["observed"], case["rel_tol"])
    assert_agrees(found.expected.tolist(), expected["expected"], case["rel_tol"])


@pytest.mark.parametrize(
    ("times", "events", "groups", "reason"),
    [
        ([], [], [], "one_group"),
        ([3, 4], [True, True], ["a", "a"], "one_group"),
        ([3, 4], [False, False], ["a", "b"], "no_events"),
        ([3, 9], [False, True], ["a", "b"], "no_events"),
    ],
)
def test_groups_that_cannot_be_compared_get_a_reason(times, events, groups, reason):
    found = log_rank(times, events, groups)

    assert (found.reason, found.chi_square, found.p) == (reason, None, None)
    assert reason in REASON_WORDS


def test_same_leavings_in_both_groups_show_no_difference():
    times, events = [2, 4, 6, 8] * 2, [True, True, False, True] * 2

    found = log_rank(times, events, ["a"] * 4 + ["b"] * 4)

    assert (found.chi_square, found.p) == (pytest.approx(0, abs=1e-12), pytest.approx(1))


def test_group_never_at_risk_with_others_takes_no_degree_of_freedom():
    times, events = [2, 3, 4, 5, 30], [True, True, True, True, False]
    groups, entries = ["a", "b", "a", "b", "late"], [0, 0, 0, 0, 20]

    with_late = log_rank(times, events, groups, entries)
    without = log_rank(times[:4], events[:4], groups[:4], entries[:4])

    assert with_late.degrees_of_freedom == 1
    assert with_late.chi_square == pytest.approx(without.chi_square)


def naive_log_rank(people):
    """Observed less expected and their covariance, summed over the times of leaving; the last group is redundant."""
    groups = sorted({group for *_, group in people})
    difference, covariance = np.zeros(len(groups)), np.zeros((len(groups), len(groups)))
    for time in sorted({left for _, left, is_event, _ in people if is_event}):
        at_risk = [sum(g == group and entered < time <= left for entered, left, _, g in people) for group in groups]
        events = [sum(g == group and left == time and is_event for _, left, is_event, g in people) for group in groups]
        n, d = sum(at_risk), sum(events)
        share = np.array(at_risk) / n
        difference += np.array(events) - d * share
        if n > 1:
            covariance += d * (n - d) / (n - 1) * (np.diag(share) - np.outer(share, share))
    return difference, covariance


PERSON = st.tuples(st.integers(0, 5), st.integers(6, 20), st.booleans(), st.sampled_from("abc"))


@given(st.lists(PERSON, min_size=2, max_size=40))
def test_log_rank_with_delayed_entry_is_what_its_naive_twin_finds(people):
    entries, times, events, groups = zip(*people, strict=True)

    found = log_rank(times, events, groups, entries)

    difference, covariance = naive_log_rank(people)
    np.testing.assert_allclose(found.observed - found.expected, difference, atol=1e-9)
    if found.reason is None and np.linalg.matrix_rank(covariance) == len(found.groups) - 1:
        kept = difference[:-1]
        statistic = kept @ np.linalg.solve(covariance[:-1, :-1], kept)
        assert found.chi_square == pytest.approx(statistic, rel=1e-6, abs=1e-9)
        assert found.p == pytest.approx(chi2.sf(found.chi_square, len(found.groups) - 1), rel=1e-9)
