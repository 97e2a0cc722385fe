"""Variation and assurance icons: which month they speak of, when they keep silent, the edge of a target."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.definitions import HIGHER_IS_BETTER, LOWER_IS_BETTER, NO_JUDGEMENT
from measures.statistics import icons
from measures.statistics.codes import ASSURANCES, HIGH, LOW, OUTSIDE, SHIFT, VARIATIONS
from tests.measures.statistics.vectors import column

FIRM = np.array([2], dtype=np.int8)
NONE = np.array([0], dtype=np.int8)


def variation(flags, values, better=1, strength=FIRM):
    found = icons.variation(np.array(flags, dtype=np.uint8).reshape(-1, 1), column(values), better, strength)
    return VARIATIONS[found.icon[0]], int(found.row[0])


def assurance(values, target, better=1, flags=None, phases=None, strength=FIRM, lower=40.0, upper=60.0):
    values = column(values)
    flags = np.zeros(values.shape, dtype=np.uint8) if flags is None else np.array(flags, dtype=np.uint8).reshape(-1, 1)
    phases = np.zeros(values.shape, dtype=int) if phases is None else np.array(phases).reshape(-1, 1)
    lower, upper = np.broadcast_to(lower, values.shape), np.broadcast_to(upper, values.shape)
    found = icons.assurance(flags, values, lower, upper, phases, np.array([target]), better, strength)
    return ASSURANCES[found[0]]


@pytest.mark.parametrize(
    ("flag", "better", "icon"),
    [
        (OUTSIDE | HIGH, 1, "improvement_high"),
        (OUTSIDE | HIGH, -1, "concern_high"),
        (OUTSIDE | HIGH, 0, "neutral_high"),
        (SHIFT | LOW, 1, "concern_low"),
        (SHIFT | LOW, -1, "improvement_low"),
        (SHIFT | LOW, 0, "neutral_low"),
        (0, -1, "common_cause"),
    ],
)
def test_icon_of_side_and_direction(flag, better, icon):
    assert variation([0, flag], [50, 50], better) == (icon, 1)


def test_trap_18_an_earlier_signal_does_not_stay_lit():
    """One package takes the last special cause anywhere: years later the icon would still shine."""
    assert variation([0, OUTSIDE | HIGH, 0], [50, 70, 50]) == ("common_cause", 2)


def test_trap_6_a_missing_latest_month_leaves_the_icon_at_the_last_observed_one():
    assert variation([0, SHIFT | HIGH, 0], [50, 51, None]) == ("improvement_high", 1)


def test_without_limits_or_without_values_there_is_no_icon():
    assert variation([SHIFT | HIGH], [51], strength=NONE) == ("none", 0)
    assert variation([0, 0], [None, None]) == ("none", -1)
    assert variation([], []) == ("none", -1)


def test_directions_are_those_of_the_definitions():
    assert [icons.better_of(way) for way in (HIGHER_IS_BETTER, LOWER_IS_BETTER, NO_JUDGEMENT)] == [1, -1, 0]


@pytest.mark.parametrize(
    ("target", "better", "word"),
    [
        (30, 1, "pass"),
        (70, 1, "fail"),
        (50, 1, "hit_or_miss"),
        (70, -1, "pass"),
        (30, -1, "fail"),
        (50, -1, "hit_or_miss"),
        (30, 0, "no_target"),
        (np.nan, 1, "no_target"),
    ],
)
def test_assurance_of_a_stable_phase(target, better, word):
    assert assurance([50] * 8, target, better) == word


@pytest.mark.parametrize("limit", [40.0, 60.0])
@pytest.mark.parametrize("better", [1, -1])
def test_trap_17_a_target_on_a_limit_is_hit_or_miss(limit, better):
    """Others let a target on the limit pass or fail; here it does neither, not by the last bit either."""
    assert assurance([50] * 8, limit, better) == "hit_or_miss"
    assert assurance([50] * 8, limit * (1 + 1e-12), better) == "hit_or_miss"


def test_trap_9_assurance_uses_raw_limits():
    """Limits of -5 to 105: nought is within reach of this process, however the chart is clipped."""
    assert assurance([50] * 8, 0.0, 1, lower=-5.0, upper=105.0) == "hit_or_miss"


def test_trap_17_nothing_is_assured_with_special_cause_or_without_limits():
    recent = [0, 0, SHIFT | HIGH, 0, 0, 0, 0, 0, 0]

    assert assurance([50] * 9, 30, flags=recent) == "not_assured"
    assert assurance([50] * 9, 30, strength=NONE) == "not_assured"
    assert assurance([50] * 9, np.nan, flags=recent, strength=NONE) == "no_target"


def test_special_cause_before_the_last_seven_observed_points_is_past():
    past = [0, SHIFT | HIGH, 0, 0, 0, 0, 0, 0, 0]

    assert assurance([50] * 9, 30, flags=past) == "pass"
    assert assurance([50, 50, None, 50, 50, 50, 50, 50, 50], 30, flags=past) == "not_assured"


def test_assurance_reads_the_latest_phase_alone():
    phases, flags = [0] * 2 + [1] * 3, [0, OUTSIDE | LOW, 0, 0, 0]
    lower = np.array([10, 10, 40, 40, 40.0]).reshape(-1, 1)

    assert assurance([50] * 5, 30, flags=flags, phases=phases, lower=lower) == "pass"


def test_limits_that_differ_by_month_count_by_the_widest():
    """A target that one month's limits include may be missed by chance in such a month."""
    lower = np.array([40, 25, 40, 40.0]).reshape(-1, 1)

    assert assurance([50] * 4, 30, lower=lower) == "hit_or_miss"
    assert assurance([50, None, 50, 50], 30, lower=lower) == "pass"


def test_a_phase_without_points_assures_nothing():
    assert assurance([50, 50, None], 30, phases=[0, 0, 1]) == "not_assured"


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=6, max_size=6), min_size=1, max_size=4))
def test_last_observed_month_as_its_twin(columns):
    values = np.column_stack([column(series) for series in columns])

    expected = [max((row for row, value in enumerate(series) if value is not None), default=-1) for series in columns]

    assert icons.last_observed(values).tolist() == expected
