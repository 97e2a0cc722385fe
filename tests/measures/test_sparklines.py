"""Sparklines: small, without script or style, and honest about gaps, provisional months and special causes."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures import line_drawings, sparklines
from tests.measures.lines import FALLEN, STEADY, analysis_of, fallen, line_of, mixed, phase_of

VALUES = [None, *(80.1234 + place % 3 - (place > 15) * 20 for place in range(23))]


@pytest.mark.parametrize("values", [[], [None], [None] * 24, [0] * 24, [5], [1, None, 3]])
def test_any_series_can_be_drawn(values):
    assert ElementTree.fromstring(sparklines.sparkline(values, "words")).tag == "svg"


@given(
    st.lists(st.none() | st.floats(0, 1e9), max_size=36),
    st.none() | st.tuples(st.integers(0, 23), st.floats(0, 50), st.floats(50, 1e9)),
    st.sampled_from([-1, 0, 1]),
)
def test_any_limits_and_marks_can_be_drawn(values, limits, mark):
    svg = sparklines.sparkline(values, "words", limits=limits, mark=mark, tone="better")

    assert ElementTree.fromstring(svg).tag == "svg"
    assert "nan" not in svg


def test_sparkline_breaks_at_a_gap_and_opens_what_is_provisional():
    svg = sparklines.sparkline([1, None, 3, 4], "words <&>", centre=2, open_at=[False, False, False, True])

    assert svg.count("M") == 3
    assert 'class="o"' in svg
    assert "words &lt;&amp;&gt;" in svg


def test_sparkline_is_small_and_has_no_inline_style():
    """Target 27: 388 of them in one page."""
    svg = sparklines.sparkline(VALUES, "x" * 100, centre=80, limits=(0, 60.0, 90.0), mark=-1, tone="better")

    assert len(svg) < 700
    assert "style" not in svg


def test_the_latest_point_is_a_triangle_where_it_is_a_special_cause():
    """By shape, not by colour alone."""
    svg = line_drawings.sparkline(fallen(), "Practice")

    assert 'class="t better"' in svg
    assert "<circle" not in svg


@pytest.mark.parametrize(
    ("line", "classes"),
    [
        (fallen(list_standing="moved"), "t list"),
        (mixed(), "t neutral"),
        (fallen(direction="NO_JUDGEMENT"), "t neutral"),
    ],
)
def test_a_triangle_claims_no_more_than_the_sentence(line, classes):
    assert f'class="{classes}"' in line_drawings.sparkline(line, "Practice")


def test_common_cause_ends_in_a_dot():
    svg = line_drawings.sparkline(line_of(), "Practice")

    assert svg.count("<circle") == 1
    assert 'class="t' not in svg


def test_the_band_of_limits_begins_with_its_phase():
    phases = [phase_of(0, 9), phase_of(10, 23, points=14)]

    whole = line_drawings.sparkline(line_of(), "Practice")
    rebased = line_drawings.sparkline(line_of(analysis=analysis_of(STEADY, phases=phases)), "Practice")

    assert 'class="b" d="M3 ' in whole
    assert 'class="b" d="M42 ' in rebased


def test_no_band_without_limits():
    phases = [phase_of(points=9, strength="none")]

    svg = line_drawings.sparkline(line_of(analysis=analysis_of(STEADY, phases=phases, variation="none")), "Practice")

    assert 'class="b"' not in svg


def test_a_common_scale_begins_at_nought():
    low, high = (sparklines.sparkline([value] * 3, "words", top=100) for value in (0, 100))

    assert 'cy="23"' in low
    assert 'cy="3"' in high


def test_words_of_a_sparkline_say_value_month_points_and_signal():
    """L10"""
    assert 'aria-label="GP consultations, Practice: 64.2 in Jan 2007, 24 points, special cause: improving"' in (
        line_drawings.sparkline(fallen(), "Practice")
    )
    assert FALLEN[-1] == 64.25


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 97.3), (0, 0), (0, 0.004), (3, 1000)])
def test_ticks_are_few_and_within_the_range(low, high):
    marks = sparklines.ticks(low, high)

    assert 1 <= len(marks) <= 6
