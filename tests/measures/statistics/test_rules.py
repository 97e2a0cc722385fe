"""The rules of Making Data Count: at their edges, the traps by name, and against the plain second implementation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics import rules
from measures.statistics.long_runs import long_run
from measures.statistics.run_chart import longest_run_limit
from tests.measures.statistics import naive_rules
from tests.measures.statistics.vectors import column

CENTRE, NEAR, FAR = 50.0, 2.0, 3.0


def level(values, at):
    return np.full((len(values), 1), at)


def one_phase(values):
    return np.zeros((len(values), 1), dtype=int)


def shift_of(values, length=7, phases=None):
    phases = one_phase(values) if phases is None else np.array(phases).reshape(-1, 1)
    return rules.shift(column(values), level(values, CENTRE), phases, length)


def trend_of(values, points=7, phases=None):
    phases = one_phase(values) if phases is None else np.array(phases).reshape(-1, 1)
    return rules.trend(column(values), phases, points)


def pair_of(values, beyond_limits=True, phases=None):
    phases = one_phase(values) if phases is None else np.array(phases).reshape(-1, 1)
    levels = (level(values, CENTRE + distance) for distance in (0, -NEAR, NEAR, -FAR, FAR))
    return rules.two_in_three(column(values), *levels, phases, beyond_limits=beyond_limits)


def rows(marks):
    return np.flatnonzero(marks[:, 0]).tolist()


def test_trap_1_shift_needs_seven_points_and_six_are_none():
    assert rows(shift_of([49, *[51] * 7, 49]).members) == [1, 2, 3, 4, 5, 6, 7]
    assert rows(shift_of([49, *[51] * 6, 49]).members) == []


def test_trap_1_trend_of_seven_points_is_six_differences():
    assert rows(trend_of([5, 1, 2, 3, 4, 5, 6, 7, 6]).members) == [1, 2, 3, 4, 5, 6, 7]
    assert rows(trend_of([5, 1, 2, 3, 4, 5, 6, 5]).members) == []


def test_the_seventh_point_completes_and_each_further_one_too():
    assert rows(shift_of([49, *[51] * 8]).completing) == [7, 8]
    assert rows(trend_of([5, 1, 2, 3, 4, 5, 6, 7, 8]).completing) == [7, 8]


def test_trap_2_a_value_on_the_mean_breaks_a_shift():
    """Six above, one on the line, six above: the run rules of Anhoej would skip it, this rule does not."""
    assert rows(shift_of([51] * 6 + [50] + [51] * 6).members) == []


def test_trap_2_on_the_mean_is_told_with_a_tolerance():
    """The means of R and of NumPy differ in the last bit: 0.1 + 0.2 is on a line at 0.3."""
    assert rules.sides(np.array([0.1 + 0.2, 0.3 + 1e-6, 0.3 - 1e-6]), np.array(0.3)).tolist() == [0, 1, -1]


def test_trap_2_a_tie_breaks_a_trend():
    assert rows(trend_of([1, 2, 3, 3, 4, 5, 6, 7]).members) == []


def test_trap_2_equal_ratios_are_a_tie_even_when_they_differ_in_the_last_bit():
    assert rows(trend_of([0.1, 0.2, 0.3, 0.1 + 0.2, 0.4, 0.5, 0.6]).members) == []


def test_trap_3_a_point_beyond_the_limit_counts_since_november_2023():
    values = [50, 53.5, 52.5, 51, 50]

    assert rows(pair_of(values).members) == [1, 2]
    assert rows(pair_of(values, beyond_limits=False).members) == []


def test_two_in_three_marks_only_points_beyond_two_sigma_and_completes_with_the_third():
    found = pair_of([49, 52.5, 51, 52.5, 49])

    assert rows(found.members) == [1, 3]
    assert rows(found.completing) == [3]


def test_two_in_three_needs_the_third_on_the_same_side():
    assert rows(pair_of([49, 52.5, 49, 52.5, 49]).members) == []


def test_two_points_at_an_end_have_no_third():
    assert rows(pair_of([52.5, 52.5]).members) == []


def test_on_the_near_limit_or_on_the_limit_is_not_beyond():
    on_the_limit = rules.outside(column([53, 47]), level([0, 0], 47.0), level([0, 0], 53.0))

    assert rows(pair_of([52, 52, 51]).members) == []
    assert rows(on_the_limit.members) == []


def test_a_limit_that_does_not_exist_is_never_crossed():
    found = rules.outside(column([1e6, -1e6]), level([0, 0], np.nan), level([0, 0], np.nan))

    assert rows(found.members) == []


@pytest.mark.parametrize("missing", [1, 3, 6])
def test_trap_6_a_missing_month_breaks_shift_and_trend(missing):
    """The reference stops with an error at a missing value inside a rising stretch; here it is no pattern, everywhere."""
    rising = [51, 52, 53, 54, 55, 56, 57]
    rising[missing] = None

    assert rows(shift_of(rising).members) == []
    assert rows(trend_of(rising).members) == []


def test_trap_6_a_missing_month_breaks_two_in_three():
    assert rows(pair_of([52.5, None, 52.5]).members) == []


def test_trap_7_rules_begin_again_at_the_boundary_of_a_phase():
    phases = [0] * 4 + [1] * 4

    assert rows(shift_of([51] * 8, phases=phases).members) == []
    assert rows(trend_of(list(range(8)), phases=phases).members) == []
    assert rows(pair_of([51] * 3 + [52.5] * 2 + [51] * 3, phases=phases).members) == []


def test_trap_7_a_whole_pattern_after_the_boundary_is_found():
    assert rows(shift_of([51] * 10, phases=[0] * 3 + [1] * 7).members) == [3, 4, 5, 6, 7, 8, 9]


def test_a_peak_that_ends_a_rise_and_begins_a_fall_takes_the_side_to_its_right():
    found = trend_of([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1])

    assert found.side[:, 0].tolist() == [1] * 6 + [-1] * 7


def test_series_of_different_phases_are_judged_side_by_side():
    values = np.column_stack([column([51] * 8), column([51] * 8)])
    phases = np.array([[0, 0]] * 2 + [[0, 1]] * 6)

    found = rules.shift(values, np.full(values.shape, CENTRE), phases, 7)

    assert found.members[:, 0].all()
    assert not found.members[:, 1].any()


def test_no_rule_stumbles_over_no_months_or_one():
    for values in ([], [51]):
        assert rows(shift_of(values).members) == rows(trend_of(values).members) == rows(pair_of(values).members) == []


# ---- against the plain twin

VALUE = st.one_of(st.none(), st.integers(44, 56), st.sampled_from([50.0, 0.0, 1e9, 53.0, 52.0, 50 + 1e-12, 0.1 + 0.2]))
SERIES = st.lists(VALUE, max_size=30)


@st.composite
def a_series(draw):
    """Values from few levels, so that runs and ties are common, and the phases that they fall into."""
    values = draw(st.one_of(SERIES, st.lists(st.sampled_from([48, 49, 51, 52.5, 53.5]), max_size=30)))
    if draw(st.booleans()):
        values = sorted(values, key=lambda value: -1 if value is None else value)
    starts = draw(st.sets(st.integers(1, 29), max_size=2))
    return values, [sum(start <= row for start in starts) for row in range(len(values))]


@given(a_series(), st.integers(2, 9))
def test_shift_as_its_twin(series, length):
    values, phases = series
    found = shift_of(values, length, phases)

    members, completing = naive_rules.same_side(values, [CENTRE] * len(values), phases, length)

    assert found.members[:, 0].tolist() == members
    assert found.completing[:, 0].tolist() == completing


@given(a_series(), st.integers(3, 8))
def test_trend_as_its_twin(series, points):
    values, phases = series
    found = trend_of(values, points, phases)

    members, completing = naive_rules.trend(values, phases, points)
    side = [naive_rules.trend_side(values, phases, points, row) for row in range(len(values))]

    assert found.members[:, 0].tolist() == members
    assert found.completing[:, 0].tolist() == completing
    assert found.side[:, 0].tolist() == side


@given(a_series(), st.booleans())
def test_two_in_three_as_its_twin(series, beyond_limits):
    values, phases = series
    found = pair_of(values, beyond_limits, phases)

    ends = []
    for way in (1, -1):
        near, far = ([CENTRE + way * distance] * len(values) for distance in (NEAR, FAR))
        members, completing = naive_rules.two_in_three(
            values, [CENTRE] * len(values), near, far, phases, way, beyond_limits
        )
        ends.append(completing)
        assert (found.side[:, 0] == way).tolist() == members
    assert found.completing[:, 0].tolist() == [one or other for one, other in zip(*ends, strict=True)]


@given(a_series())
def test_outside_as_its_twin(series):
    values, _ = series
    lower, upper = level(values, 47.0), level(values, 53.0)

    found = rules.outside(column(values), lower, upper)

    assert found.members[:, 0].tolist() == naive_rules.outside(values, [47.0] * len(values), [53.0] * len(values))


@given(a_series())
def test_long_run_as_its_twin(series):
    values, phases = series
    numbers = np.array(phases, dtype=int).reshape(-1, 1)

    found = long_run(column(values), level(values, CENTRE), numbers)

    expected = naive_rules.long_run(values, [CENTRE] * len(values), phases, longest_run_limit)
    assert found.members[:, 0].tolist() == expected


@given(st.lists(st.lists(VALUE, min_size=12, max_size=12), min_size=2, max_size=5))
def test_many_series_at_once_are_each_as_alone(columns):
    together = np.column_stack([column(values) for values in columns])
    phases = np.zeros(together.shape, dtype=int)

    found = rules.shift(together, np.full(together.shape, CENTRE), phases, 3)

    for place, values in enumerate(columns):
        assert found.members[:, place].tolist() == shift_of(values, 3).members[:, 0].tolist()
