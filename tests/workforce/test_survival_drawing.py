"""The curve of who is still in a role, as drawn: its steps, its axis, and the people at risk beneath."""

import re

import pytest

from measures.statistics.survival import LOG_LOG, kaplan_meier
from workforce.drawings.survival import BOTTOM, TOP, across, down, months_drawn, survival_chart, ticks


def chart(curve, until=24):
    return survival_chart(
        curve, until, identifier="a", title="Still <here>", words="Half left", at_risk=lambda marks: [len(marks)] * len(marks)
    )  # fmt: skip


def test_the_curve_goes_down_at_the_time_of_the_leaving():
    curve = kaplan_meier([6, 12], [True, False], interval=LOG_LOG)

    (line,) = re.findall(r'<path class="curve" d="([^"]*)"', chart(curve))

    assert line == f"M{across(0, 24)} {down(1)}H{across(6, 24)}V{down(0.5)}H{across(12, 24)}"


def test_whoever_was_last_seen_has_a_stroke():
    curve = kaplan_meier([6, 12], [True, False], interval=LOG_LOG)

    assert f'<path class="seen" d="M{across(12, 24)} {down(0.5) - 4}v8"/>' in chart(curve)


def test_the_scale_goes_from_nobody_to_everybody():
    assert (down(0), down(1)) == (BOTTOM, TOP)


@pytest.mark.parametrize(("months", "reach"), [(7, 24), (24, 24), (25, 30), (60, 60)])
def test_the_axis_reaches_to_the_last_time_in_half_years(months, reach):
    assert months_drawn([kaplan_meier([months], [False])]) == reach


def test_a_long_axis_has_no_more_marks_than_can_be_read():
    assert ticks(120) == [0, 24, 48, 72, 96, 120]


def test_texts_are_escaped_and_the_numbers_at_risk_stand_beneath():
    drawn = chart(kaplan_meier([6, 12], [True, False], interval=LOG_LOG))

    assert "Still &lt;here&gt;" in drawn
    assert drawn.count(">5</text>") == 5
