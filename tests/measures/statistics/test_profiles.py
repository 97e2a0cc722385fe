"""The rule sets against the reference program NHSRplotthedots 0.2.2, and precedence."""

from dataclasses import replace

import numpy as np
import pytest

from measures.statistics import icons
from measures.statistics.codes import ASSURANCES, HIGH, LOW, OUTSIDE, SHIFT, TREND, TWO_IN_THREE, VARIATIONS
from measures.statistics.limits import individuals
from measures.statistics.profiles import (
    ANHOEJ,
    MAKING_DATA_COUNT,
    NELSON,
    NHSRPLOTTHEDOTS_0_2_2,
    PROFILES,
    RULES,
    WESTERN_ELECTRIC,
    judge,
    sides_of_point,
)
from tests.measures.statistics.vectors import assert_agrees, cases_of, column, identifier

CASES = cases_of("ptd_xmr")
BETTER = {"increase": 1, "decrease": -1, "neutral": 0}
RULE_FIELDS = {
    "outside": "rule_outside_limits",
    "trend": "rule_trend_7",
    "two_in_three": "rule_two_in_three",
    "shift": "rule_shift_7",
}
KIND_NAMES = {
    "outside": ("Below LCL", "Above UCL"),
    "trend": ("7 Point Trend (Decreasing)", "7 Point Trend (Increasing)"),
    "two_in_three": ("2 in 3 Below CL", "2 in 3 Above CL"),
    "shift": ("7 Points Below CL", "7 Points Above CL"),
}
ASSURANCE_NAMES = {"hit_or_miss": "inconsistent", "pass": "pass", "fail": "fail", "no_target": None}
# Without any variation there are no limits; the reference compares the target with nothing and says "inconsistent" (trap 5).
WITHOUT_LIMITS = "P-ptd-19-constant"


def phases_of(case):
    return np.array(case["expected"]["rebase_group"]).reshape(-1, 1)


def counted_of(values, phases, first):
    """The first so many points of each phase, all of them without a number."""
    if first is None:
        return ~np.isnan(values)
    rank = np.array([np.sum(phases[:row] == phases[row]) for row in range(len(phases))]).reshape(-1, 1)
    return ~np.isnan(values) & (rank < first)


def chart_of(case):
    values, phases = column(case["input"]["value"]), phases_of(case)
    options = case["options"]
    counted = counted_of(values, phases, options["fix_after_n_points"])
    drawn = individuals(values, phases, counted, screened=options["screen_outliers"], guarded=False)
    return values, drawn.centre, drawn.lower, drawn.upper, drawn.near_lower, drawn.near_upper, phases


def kinds(judged):
    """The reference's name of what each point is, after precedence."""
    names = ["Common Cause"] * len(judged.flags)
    for row in range(len(names)):
        for rule, side in sides_of_point(judged, row, 0).items():
            names[row] = KIND_NAMES[rule][side > 0]
            break
    return names


def point_types(judged, better):
    """The reference's word for each point from the flags alone."""
    flags = judged.flags[:, 0]
    side = (flags & HIGH != 0).astype(int) - (flags & LOW != 0)
    words = {1: "special_cause_improvement", -1: "special_cause_concern"}
    neutral = {1: "special_cause_neutral_high", -1: "special_cause_neutral_low"}
    return ["common_cause" if way == 0 else words[way * better] if better else neutral[way] for way in side]


@pytest.mark.parametrize("case", CASES, ids=identifier)
@pytest.mark.parametrize("rule", RULE_FIELDS)
def test_rule_marks_the_points_that_the_reference_marks(case, rule):
    judged = judge(*chart_of(case), NHSRPLOTTHEDOTS_0_2_2)

    found = judged.found[rule].members[:, 0].tolist()

    assert_agrees(found, case["expected"][RULE_FIELDS[rule]], case["rel_tol"], rule)


@pytest.mark.parametrize("case", CASES, ids=identifier)
def test_two_in_three_since_november_2023(case):
    """Trap 3: Making Data Count counts the points beyond the limits too; P-ptd-10 has both answers."""
    judged = judge(*chart_of(case), MAKING_DATA_COUNT)

    found = judged.found["two_in_three"].members[:, 0].tolist()

    assert_agrees(found, case["derived"]["rule_two_in_three_mdc2023"], case["rel_tol"])


@pytest.mark.parametrize("case", CASES, ids=identifier)
def test_kind_and_flag_of_every_point_follow_the_precedence(case):
    judged = judge(*chart_of(case), NHSRPLOTTHEDOTS_0_2_2)

    assert_agrees(kinds(judged), case["expected"]["special_cause_type"], case["rel_tol"])
    assert_agrees((judged.flags[:, 0] != 0).tolist(), case["expected"]["special_cause_flag"], case["rel_tol"])


@pytest.mark.parametrize("case", CASES, ids=identifier)
def test_point_type_from_the_flags_alone(case):
    judged = judge(*chart_of(case), NHSRPLOTTHEDOTS_0_2_2)

    found = point_types(judged, BETTER[case["options"]["improvement_direction"]])

    assert_agrees(found, case["expected"]["point_type"], case["rel_tol"])


@pytest.mark.parametrize("case", CASES, ids=identifier)
def test_variation_icon_speaks_of_the_last_observed_month(case):
    """Trap 6: in P-ptd-27 the latest month is missing after a shift; the reference says common cause, and that is wrong."""
    values, *rest = chart_of(case)
    judged = judge(values, *rest, NHSRPLOTTHEDOTS_0_2_2)

    found = icons.variation(
        judged.flags, values, BETTER[case["options"]["improvement_direction"]], np.array([1], dtype=np.int8)
    )

    expected = "improvement_high" if case["id"] == "P-ptd-27-last-missing" else case["expected"]["variation_icon"]
    assert VARIATIONS[found.icon[0]] == expected
    assert found.row[0] == max(row for row in range(len(values)) if not np.isnan(values[row, 0]))


@pytest.mark.parametrize("case", CASES, ids=identifier)
def test_target_against_the_limits_of_the_last_phase(case):
    _, _, lower, upper, *_ = chart_of(case)
    target = case["options"]["target"]

    found = icons.against_target(
        lower[-1], upper[-1], np.nan if target is None else target, BETTER[case["options"]["improvement_direction"]]
    )

    name = ASSURANCES[found[0]]
    if case["id"] == WITHOUT_LIMITS:
        assert name == "not_assured"
    else:
        assert ASSURANCE_NAMES[name] == case["expected"]["assurance_icon"]


def drawn(values, centre=50.0, sigma=1.0, phases=None):
    """A chart with given limits: one phase unless told."""
    values = column(values)
    levels = [np.full(values.shape, centre + sigma * distance) for distance in (0, -3, 3, -2, 2)]
    return values, *levels, None if phases is None else np.array(phases).reshape(-1, 1)


def test_trap_18_a_point_is_improvement_and_concern_at_once_and_both_are_told():
    """Below the lower limit, and the first of seven rising points: the limit comes first, the trend is not lost."""
    judged = judge(*drawn([46, 48.5, 49, 49.5, 50.5, 51, 51.5]))

    assert sides_of_point(judged, 0, 0) == {"outside": -1, "trend": 1}
    assert judged.flags[0, 0] == OUTSIDE | TREND | LOW


def test_precedence_is_outside_then_trend_then_two_in_three_then_shift():
    judged = judge(*drawn([50.5, 51, 51.5, 52.5, 52.6, 52.7, 53.5, 51]))

    every = OUTSIDE | TREND | TWO_IN_THREE | SHIFT | HIGH
    assert judged.flags[6, 0] == every
    assert list(sides_of_point(judged, 6, 0)) == ["outside", "trend", "two_in_three", "shift"]
    assert judged.flags[7, 0] == SHIFT | HIGH


def test_where_there_are_no_limits_no_rule_judges():
    """Under thirteen points a phase has a centre line only; a long run above it is no special cause of this chart."""
    values, centre, lower, *_ = drawn([51, 52, 53, 54, 55, 56, 57, 58])
    nothing = np.full_like(lower, np.nan)

    judged = judge(values, centre, nothing, nothing, nothing, nothing, None)

    assert not judged.flags.any()


def test_a_month_with_one_limit_is_judged():
    """A g chart has no lower limit."""
    values, centre, lower, upper, _, near_upper, _ = drawn([51, 49, 54])
    nothing = np.full_like(lower, np.nan)

    judged = judge(values, centre, nothing, upper, nothing, near_upper, None)

    assert judged.flags[:, 0].tolist() == [0, 0, OUTSIDE | HIGH]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_every_profile_judges_by_each_of_its_rules(profile):
    judged = judge(*drawn([50, 51] * 10), profile)

    assert tuple(judged.found) == profile.rules
    assert set(profile.rules) <= set(RULES)


@pytest.mark.parametrize("profile", [WESTERN_ELECTRIC, NELSON, ANHOEJ], ids=lambda profile: profile.name)
def test_expert_profiles_set_no_flags_for_icons(profile):
    judged = judge(*drawn([51] * 20 + [54]), profile)

    assert any(found.members.any() for found in judged.found.values())
    assert not judged.flags.any()


def test_another_shift_length_is_a_profile_of_its_own():
    """Six or seven is one choice for the whole collaborative (trap 1)."""
    six = replace(MAKING_DATA_COUNT, name="six", shift=6)
    values = [51] * 6 + [49]

    assert judge(*drawn(values), six).found["shift"].members[:, 0].tolist() == [True] * 6 + [False]
    assert not judge(*drawn(values)).found["shift"].members.any()


def test_anhoej_profile_marks_the_long_run_without_limits():
    judged = judge(*drawn([51, 49] * 4 + [51] * 9), ANHOEJ)

    assert judged.found["long_run"].members[:, 0].tolist() == [False] * 8 + [True] * 9


def test_no_months_are_no_flags():
    assert judge(*drawn([])).flags.shape == (0, 1)
