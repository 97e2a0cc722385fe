"""Charts as SVG: centre and limits of every phase, special causes by shape, words that are never cut off."""

from datetime import date
from xml.etree import ElementTree

import pytest

from measures import chart_words, charts, line_drawings, svg_charts, svg_files
from measures.chart_lines import Band
from practices import months
from tests.measures.lines import GRID, STEADY, analysis_of, fallen, line_of, mixed, phase_of

SVG = "{http://www.w3.org/2000/svg}"


def drawn(line, **more):
    return svg_charts.chart(line_drawings.drawing(line, title="Title", **more), "chart")


@pytest.mark.parametrize("values", [[], [None], [None] * 24, [0] * 24, [5], [1, None, 3]])
def test_any_series_can_be_drawn(values):
    drawing = svg_charts.Drawing("Title", "Description", values, values, [""] * len(values))

    assert ElementTree.fromstring(svg_charts.chart(drawing, "a")).tag == "svg"


def test_a_drawing_names_its_bands_and_its_list():
    svg = drawn(line_of(), bands=[Band(date(2006, 3, 7), date(2006, 7, 10), "AP1")])

    assert "AP1" in svg
    assert "On the list, at most 200" in svg
    assert "style" not in svg


def test_bands_outside_the_months_shown_are_left_out():
    assert "AP1" not in drawn(line_of(), bands=[Band(date(2008, 3, 7), date(2008, 7, 10), "AP1")])


@pytest.mark.parametrize(("strength", "name"), [("trial", "limit trial"), ("firm", "limit")])
def test_limits_on_trial_are_dashed(strength, name):
    svg = drawn(line_of(analysis=analysis_of(STEADY, phases=[phase_of(strength=strength)])))

    assert svg.count(f'<path class="{name}"') == 2


def test_no_limits_are_drawn_that_do_not_stand():
    phases = [phase_of(points=9, strength="none")]

    assert 'class="limit' not in drawn(line_of(analysis=analysis_of(STEADY, phases=phases, variation="none")))


def test_earlier_phases_stay_beside_the_line_that_begins_the_new_one():
    """I9"""
    phases = [phase_of(0, 9), phase_of(10, 23, points=14)]
    line = line_of(analysis=analysis_of(STEADY, phases=phases), phase_notes=[(date(2005, 12, 1), "telephone first")])

    svg = drawn(line)

    assert svg.count('<path class="c"') == 2
    assert svg.count('<path class="limit trial"') == 4
    assert "Rebased: telephone first" in svg


def test_special_causes_are_triangles_with_their_words():
    svg = drawn(fallen())

    assert svg.count('class="t better"') == 11
    assert "Jan 2007: special cause, below lower limit; shift, low" in svg
    assert svg.count("<circle") == 13


def test_a_point_that_is_both_is_a_diamond():
    assert drawn(mixed()).count("l5 6l-5 6l-5 -6z") == 7


def test_a_limit_below_nought_is_drawn_at_nought():
    """Trap 9: for display only."""
    line = line_of(analysis=analysis_of(STEADY, phases=[phase_of(limits=(-4.4, 94.0))]))

    assert line_drawings.drawing(line, title="T").levels[0].lower == [0] * 24


def test_a_limit_of_a_percentage_is_drawn_at_100_at_most():
    """Trap 9"""
    phases = [phase_of(limits=(70.0, 105.4))]
    line = line_of(unit="% of people", analysis=analysis_of(STEADY, phases=phases))

    assert line_drawings.drawing(line, title="T").levels[0].upper == [100] * 24


def test_limits_that_vary_are_drawn_month_by_month():
    assert svg_charts.steps([3.0, 3.0, 4.0, None, 5.0], 0, 10, lambda value: value) == "M0 3H20V4H30M40 5H50"


def test_the_target_is_named():
    assert ">target</text>" in drawn(line_of(target=75))


def test_a_file_stands_alone_with_its_words_and_source():
    """L9, L14"""
    line = fallen()
    drawing = line_drawings.drawing(line, title="A title that is longer than one line of the file has room for, by far")

    root = ElementTree.fromstring(svg_files.svg_file(drawing, chart_words.parts(line), "Source & rule"))
    text = " ".join("".join(part.itertext()) for part in root.iter(f"{SVG}text"))

    assert root.find(f"{SVG}style") is not None
    for heading, words in chart_words.parts(line):
        assert f"{heading}: {words}" in text
    assert "Source & rule" in text


def test_the_months_stand_beneath():
    assert f">{GRID[0]:%b %y}</text>" in drawn(line_of())
    assert months.label(GRID[0]) == "Feb 2005"


def test_a_scale_that_does_not_begin_at_nought_says_so():
    """Limits that lie close together have room; whoever looks is told that the scale is cut."""
    near = line_of([*STEADY], analysis=analysis_of(STEADY, phases=[phase_of()]))

    assert "scale from " in drawn(near)
    assert "scale from " in charts.figure(near)["layout"]["yaxis"]["title"]["text"]
    assert charts.figure(near)["layout"]["yaxis"]["range"][0] > 0


def test_a_scale_begins_at_nought_where_values_lie_far_apart():
    far = line_of([5, 50, *STEADY[2:]])

    assert "scale from" not in drawn(far)
    assert "range" not in charts.figure(far)["layout"]["yaxis"]
