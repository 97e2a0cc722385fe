"""Kaplan-Meier: the reference cases, delayed entry, its edges, and a plain second version with loops over people."""

from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics.survival import (
    INTERVALS,
    REASON_WORDS,
    WARNING_WORDS,
    kaplan_meier,
    number_at_risk,
)
from tests.measures.statistics.vectors import assert_agrees, cases_of

COLUMNS = {"times": "time", "at_risk": "n_risk", "events": "n_event", "censored": "n_censor", "survival": "survival"}


def assert_columns_agree(found, case, columns):
    for field, name in columns.items():
        assert_agrees(getattr(found, field).tolist(), case["expected"][name], case["rel_tol"], name)


@pytest.mark.parametrize(("interval", "name"), [("log", "log"), ("log-log", "loglog"), ("plain", "plain")])
def test_right_censored_as_the_reference_has_it(interval, name):
    (case,) = cases_of("kaplan_meier")

    found = kaplan_meier(case["input"]["time"], case["input"]["event"], interval=interval)

    limits = {"standard_error": "se_survival", "lower": f"{name}_lower", "upper": f"{name}_upper"}
    assert_columns_agree(found, case, COLUMNS | limits)


@pytest.mark.parametrize(("interval", "name"), [("log", "log"), ("log-log", "loglog")])
def test_median_and_its_interval_as_the_reference_has_them(interval, name):
    (case,) = cases_of("kaplan_meier")
    expected = case["expected"]

    found = kaplan_meier(case["input"]["time"], case["input"]["event"], interval=interval)

    assert found.median == expected["median"]
    assert found.median_interval == (expected[f"median_{name}_lower"], expected[f"median_{name}_upper"])


def test_survival_at_times_and_restricted_mean_as_the_reference_has_them():
    """The error is that of the mean (1.38), not the variance of the times that lifelines gives."""
    (case,) = cases_of("kaplan_meier")
    found = kaplan_meier(case["input"]["time"], case["input"]["event"])

    mean, error = found.restricted_mean(case["options"]["rmean_to"])

    at = found.at(case["options"]["at"]).tolist()
    assert_agrees(at, case["expected"]["survival_at"], case["rel_tol"])
    assert_agrees(mean, case["expected"]["rmean"], case["rel_tol"])
    assert_agrees(error, case["expected"]["rmean_se"], case["rel_tol"])


def test_delayed_entry_as_the_reference_has_it():
    (case,) = cases_of("kaplan_meier_delayed_entry")
    people = case["input"]

    found = kaplan_meier(people["exit"], people["event"], entries=people["entry"], interval="log-log")

    assert_columns_agree(found, case, COLUMNS | {"lower": "loglog_lower", "upper": "loglog_upper"})


def test_trap_25_people_in_post_at_the_start_bias_survival_upward_without_their_entry():
    """Ten leave at 1 to 10 months; only those still in post at 5 are seen. Without entry all seem to reach 5."""
    times, events = [6, 7, 8, 9, 10], [True] * 5

    ignored = kaplan_meier(times, events)
    counted = kaplan_meier(times, events, entries=[5] * 5)

    assert (ignored.start, counted.start) == (0, 5)
    assert ignored.at([5])[0] == 1
    assert np.isnan(counted.at([4])[0])


def test_trap_25_one_leaver_among_one_ends_the_curve_unless_it_starts_at_five_at_risk():
    times, events = [2, 10, 11, 12, 13, 14], [True, True, False, True, False, False]
    entries = [1, 3, 4, 5, 6, 7]

    plain = kaplan_meier(times, events, entries=entries)
    later = kaplan_meier(times, events, entries=entries, least_at_risk=5)

    assert plain.survival.max() == 0
    assert set(plain.warnings) == {"small_risk_set", "interrupted"}
    assert (later.start, later.survival[0], later.at_risk[0]) == (2, 0.8, 5)
    assert np.isnan(later.at([1])[0])


def test_least_at_risk_changes_nothing_where_enough_are_at_risk_from_the_start():
    (case,) = cases_of("kaplan_meier")
    people = case["input"]

    found = kaplan_meier(people["time"], people["event"], least_at_risk=5)

    assert_columns_agree(found, case, COLUMNS)


def test_no_risk_set_large_enough_gives_a_reason_and_no_curve():
    found = kaplan_meier([3, 4], [True, False], least_at_risk=5)

    assert (found.reason, len(found.times), found.median) == ("fewer_at_risk", 0, None)


def test_nobody_gives_a_reason_and_no_curve():
    found = kaplan_meier([], [])

    assert (found.reason, found.people, found.restricted_mean(12)) == ("no_one", 0, None)
    assert set(REASON_WORDS) == {"no_one", "fewer_at_risk"}
    assert np.isnan(found.at([0, 5])).all()


def test_people_without_time_at_risk_are_left_out_and_counted():
    found = kaplan_meier([3, 5, 5, np.nan], [True, True, False, True], entries=[3, 6, 0, 0])

    assert (found.people, found.left_out) == (1, 3)
    assert "left_out" in found.warnings
    assert set(WARNING_WORDS) >= set(found.warnings)


def test_when_all_leave_survival_is_nought_without_an_interval():
    found = kaplan_meier([1, 2], [True, True])

    assert found.survival.tolist() == [0.5, 0]
    assert np.isnan([found.standard_error[1], found.lower[1], found.upper[1]]).all()
    assert found.at([99]).tolist() == [0]


def test_nothing_is_said_beyond_the_last_person_still_in_post():
    found = kaplan_meier([4, 9], [True, False])

    assert found.at([9, 10]).tolist() == pytest.approx([0.5, np.nan], nan_ok=True)
    assert (found.restricted_mean(10), found.restricted_mean(0)) == (None, None)


def test_without_a_leaver_survival_is_one_and_there_is_no_median():
    found = kaplan_meier([4, 9], [False, False], interval="log-log")

    assert found.survival.tolist() == [1, 1]
    assert (found.median, found.median_interval) == (None, (None, None))
    assert np.isnan(found.lower).all()


def test_median_is_the_middle_of_a_stretch_at_one_half():
    """Two of four have left from month 3 to month 8: the middle is 5.5, as R and the textbooks have it."""
    assert kaplan_meier([2, 3, 8, 9], [True] * 4).median == 5.5


def test_limits_stay_between_nought_and_one():
    for interval in INTERVALS:
        found = kaplan_meier([1, 2, 3, 4], [True, False, True, False], interval=interval)

        assert np.nanmin(found.lower) >= 0
        assert np.nanmax(found.upper) <= 1


def test_interval_at_times_is_that_of_the_step_before():
    found = kaplan_meier([2, 4, 6, 8], [True, True, False, False])

    lower, upper = found.interval_at([1, 5])

    assert np.isnan([lower[0], upper[0]]).all()
    assert (lower[1], upper[1]) == (found.lower[1], found.upper[1])


def test_unknown_interval_is_refused():
    with pytest.raises(ValueError, match="log-log"):
        kaplan_meier([1], [True], interval="arcsine")


def test_number_at_risk_for_the_line_under_a_chart():
    assert number_at_risk([3, 6, 6, 12], [0, 3, 6, 12, 13]).tolist() == [4, 4, 3, 1, 0]
    assert number_at_risk([3, 6, 6, 12], [0, 3, 6, 12], entries=[0, 0, 3, 6]).tolist() == [0, 2, 2, 1]


TIME = st.one_of(st.integers(0, 12), st.floats(0, 40))
PEOPLE = st.lists(st.tuples(TIME, TIME, st.booleans()), max_size=30)


def naive_curve(people):
    """(time, at risk, events, survival, standard error) by looking at every person at every time of leaving."""
    followed = [person for person in people if person[1] > person[0]]
    survival, total, rows = 1.0, 0.0, []
    for time in sorted({left for _, left, _ in followed}):
        at_risk = sum(entered < time <= left for entered, left, _ in followed)
        events = sum(left == time and is_event for _, left, is_event in followed)
        survival *= 1 - events / at_risk
        total += events / (at_risk * (at_risk - events)) if at_risk > events else (inf if events else 0)
        rows.append((time, at_risk, events, survival, survival * sqrt(total) if total < inf else np.nan))
    return rows


@given(PEOPLE)
def test_curve_with_delayed_entry_is_what_its_naive_twin_finds(people):
    entries, times, events = zip(*people, strict=True) if people else ((), (), ())

    found = kaplan_meier(times, events, entries=entries)

    columns = (found.times, found.at_risk, found.events, found.survival, found.standard_error)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    expected = naive_curve(people)
    assert len(rows) == len(expected)
    for row, wanted in zip(rows, expected, strict=True):
        assert row == pytest.approx(wanted, rel=1e-9, nan_ok=True)


@given(PEOPLE, st.integers(1, 30))
def test_restricted_mean_is_the_area_under_the_naive_curve(people, until):
    everyone = [(-inf, left, is_event) for _, left, is_event in people]
    found = kaplan_meier([left for _, left, _ in everyone], [is_event for *_, is_event in everyone])

    mean = found.restricted_mean(until)

    if mean is not None:
        edges = [0.0, *(min(row[0], until) for row in naive_curve(everyone)), until]
        heights = [1.0, *(row[3] for row in naive_curve(everyone))]
        area = sum(height * (b - a) for height, a, b in zip(heights, edges, edges[1:], strict=False))
        assert mean[0] == pytest.approx(area, abs=1e-9)
        assert 0 <= mean[0] <= until
