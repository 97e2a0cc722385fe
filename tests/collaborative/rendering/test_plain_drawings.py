"""Drawings for the PDF: attributes for classes, fewer elements."""

import re

import pytest

from collaborative.reports.drawings import drawn
from collaborative.reports.plain_drawings import plain, width_of
from tests.collaborative.rendering.report_builder import chart, funnel


def test_no_class_is_left_and_every_one_has_become_attributes():
    drawing = plain('<svg viewBox="0 0 9 9"><path class="line grey" d="M0 0h9"/></svg>')

    assert "class" not in drawing
    assert 'stroke="#768692"' in drawing and 'fill="none"' in drawing and 'stroke-width="2"' in drawing


def test_rule_for_what_is_within_a_group_holds_there_only():
    drawing = plain(
        '<svg viewBox="0 0 9 9"><g class="happened"><path class="cycle" d="M0 0z"/></g><path class="cycle" d="M1 1z"/></svg>'
    )

    inside, outside = re.findall("<path[^>]*>", drawing)
    assert 'stroke="#212b32"' in inside and "stroke=" not in outside


def test_filled_dots_are_one_path_and_open_ones_stay():
    dots = '<circle cx="1" cy="2" r="3"/><circle cx="4" cy="5" r="3"/><circle class="o" cx="7" cy="8" r="3"/>'

    drawing = plain(f'<svg viewBox="0 0 9 9">{dots}</svg>')

    assert drawing.count("<circle") == 1
    assert 'd="M1 2h0M4 5h0"' in drawing and 'stroke-linecap="round"' in drawing


def test_label_that_ends_at_a_place_begins_its_width_before():
    drawing = plain('<svg viewBox="0 0 99 99"><text class="y" x="50" y="9">100</text></svg>')

    assert "text-anchor" not in drawing
    assert f'x="{50 - width_of("100", 10):.1f}"' in drawing


def test_label_with_a_rim_stands_on_a_white_ground():
    drawing = plain('<svg viewBox="0 0 99 99"><text class="m-label" x="50" y="9">mean 4 &amp; more</text></svg>')

    assert drawing.index("<rect") < drawing.index("<text")
    assert "stroke" not in drawing and "mean 4 &amp; more" in drawing


@pytest.mark.parametrize("made", [chart("Elm", "Referrals"), funnel("Referrals", 9)])
def test_every_word_of_a_drawing_is_kept(made):
    words = re.findall(r"<text[^>]*>([^<]*)<", drawn(made))

    assert re.findall(r"<text[^>]*>([^<]*)<", plain(drawn(made))) == words != []


def test_funnel_is_drawn_by_what_was_measured_and_limits_are_cut_off():
    drawing = drawn(funnel("Referrals"))

    dots = re.findall(r'<circle cx="(\d+)" cy="(\d+)"', drawing)
    assert len(dots) == 97
    assert all(22 <= int(height) <= 214 for _, height in dots)
    assert len({height for _, height in dots}) > 20
