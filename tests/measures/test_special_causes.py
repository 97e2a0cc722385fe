"""Patterns read back from flags: which months, which side, and what may be claimed for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.special_causes import marks, special_causes
from measures.statistics import codes
from tests.measures.lines import HIGH, LOW, analysis_of, fallen, line_of, mixed, phase_of


def patterns(values, flags, **more):
    line = line_of(values, analysis=analysis_of(values, flags=flags, **more))
    return [(cause.rule, cause.side, cause.rows) for cause in special_causes(line)]


def test_a_shift_is_named_with_all_its_months():
    flags = [0] * 13 + [codes.SHIFT | LOW] * 11

    assert patterns([82.0, *[81.0] * 12, *[65.0] * 11], flags) == [(codes.SHIFT, -1, tuple(range(13, 24)))]


def test_shifts_on_either_side_of_a_gap_are_two():
    values = [70.0] * 10 + [None] + [70.0] * 10
    flags = [codes.SHIFT | LOW] * 10 + [0] + [codes.SHIFT | LOW] * 10

    assert [rows for _, _, rows in patterns(values, flags, phases=[phase_of(0, 20)])] == [
        tuple(range(10)),
        tuple(range(11, 21)),
    ]


def test_the_turning_point_belongs_to_the_rise_and_to_the_fall():
    """Trap 18"""
    values = [*range(71, 78), *range(76, 70, -1)]
    found = patterns(values, [codes.TREND] * 13, phases=[phase_of(0, 12)])

    assert found == [(codes.TREND, 1, tuple(range(7))), (codes.TREND, -1, tuple(range(6, 13)))]


def test_the_step_between_two_rises_is_no_fall():
    values = [*range(71, 78), *range(70, 77)]

    assert patterns(values, [codes.TREND] * 14, phases=[phase_of(0, 13)]) == [
        (codes.TREND, 1, tuple(range(7))),
        (codes.TREND, 1, tuple(range(7, 14))),
    ]


def test_points_outside_are_told_apart_by_their_side():
    values = [100.0, 82.0, 60.0, 99.0]
    flags = [codes.OUTSIDE | HIGH, 0, codes.OUTSIDE | LOW, codes.OUTSIDE | HIGH]

    assert patterns(values, flags, phases=[phase_of(0, 3)]) == [(codes.OUTSIDE, 1, (0, 3)), (codes.OUTSIDE, -1, (2,))]


def test_no_pattern_crosses_from_one_phase_into_the_next():
    """I9"""
    phases = [phase_of(0, 11), phase_of(12, 23)]

    found = patterns([70.0] * 24, [codes.SHIFT | LOW] * 24, phases=phases)

    assert [rows for _, _, rows in found] == [tuple(range(12)), tuple(range(12, 24))]


@pytest.mark.parametrize(
    ("direction", "standing", "tone"),
    [
        ("LOWER_IS_BETTER", "", "improvement"),
        ("HIGHER_IS_BETTER", "", "concern"),
        ("NO_JUDGEMENT", "", "neutral"),
        ("LOWER_IS_BETTER", "moved", "neutral"),
        ("HIGHER_IS_BETTER", "moved", "neutral"),
        ("LOWER_IS_BETTER", "unconfirmed", "neutral"),
        ("HIGHER_IS_BETTER", "unconfirmed", "concern"),
    ],
)
def test_the_colour_of_a_point_claims_no_more_than_the_sentence(direction, standing, tone):
    found = marks(fallen(direction=direction, list_standing=standing))

    assert {mark.tone for mark in found} == {tone}


def test_a_point_of_improvement_and_concern_at_once_is_marked_as_both():
    """Trap 18"""
    assert {mark.tone for mark in marks(mixed())} == {"mixed"}


@given(st.lists(st.tuples(st.none() | st.integers(60, 100), st.integers(0, 15)), min_size=1, max_size=24))
def test_every_pattern_lies_in_flagged_months_with_a_value(points):
    values = [value for value, _ in points]
    flags = [flag for _, flag in points]
    line = line_of(values, analysis=analysis_of(values, flags=flags, phases=[phase_of(0, len(values) - 1)]))

    for cause in special_causes(line):
        assert cause.rows == tuple(sorted(set(cause.rows)))
        assert all(values[row] is not None and flags[row] & cause.rule for row in cause.rows)


@given(st.lists(st.integers(60, 100).filter(lambda value: value != 82), min_size=1, max_size=24))
def test_every_point_outside_or_of_a_shift_is_in_one_pattern(values):
    """Nothing that the rules mark is lost on the way into words."""
    flags = [codes.OUTSIDE | codes.SHIFT | codes.TWO_IN_THREE] * len(values)
    line = line_of(values, analysis=analysis_of(values, flags=flags, phases=[phase_of(0, len(values) - 1)]))

    for rule in (codes.OUTSIDE, codes.SHIFT, codes.TWO_IN_THREE):
        rows = sorted(row for cause in special_causes(line) if cause.rule == rule for row in cause.rows)
        assert rows == list(range(len(values)))


def test_the_months_of_a_long_run_are_marked_on_a_run_chart():
    """By shape as by word, like every other special cause."""
    values = [*[84.0, 80.0] * 8, *[75.0] * 8]
    found = marks(line_of(values, analysis=analysis_of(values, kind="run", flags=[0] * 24)))

    assert [mark.row for mark in found] == list(range(16, 24))
    assert {mark.side for mark in found} == {-1}
    assert {cause.rule for mark in found for cause in mark.causes} == {codes.LONG_RUN}


def test_few_crossings_mark_no_point():
    values = [*[84.0] * 5, *[80.0] * 5, *[84.0] * 5, *[80.0] * 5]

    assert marks(line_of(values, analysis=analysis_of(values, kind="run", flags=[0] * 20))) == []
