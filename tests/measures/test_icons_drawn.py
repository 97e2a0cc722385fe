"""Icons: a letter, an arrow and words; none without enough points; no judgement where none may be claimed."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from measures import icons_drawn
from tests.measures.lines import FALLEN, STEADY, analysis_of, fallen, line_of, mixed, phase_of


@pytest.mark.parametrize(
    ("line", "letter", "tone", "text"),
    [
        (line_of(), "C", "common", "Common cause"),
        (fallen(), "L", "better", "Improving, low"),
        (fallen(direction="HIGHER_IS_BETTER", variation="concern_low"), "L", "worse", "Concern, low"),
        (fallen(direction="NO_JUDGEMENT", variation="neutral_low"), "L", "neutral", "Changed, low"),
        (fallen(list_standing="moved"), "L", "list", "List changed, low"),
        (fallen(list_standing="unconfirmed"), "L", "neutral", "Changed, low"),
        (mixed(), "L", "neutral", "Both ways, low"),
    ],
)
def test_variation_is_a_letter_a_word_and_a_colour(line, letter, tone, text):
    """L6, trap 18"""
    icon = icons_drawn.variation(line)

    assert (icon.letter, icon.tone, icon.text) == (letter, tone, text)


def test_variation_says_how_many_points_it_rests_on():
    """L2: never an icon without stating n points."""
    assert icons_drawn.variation(fallen()).words == (
        "GP consultations, Jan 2007, 13 points: special cause, improvement, low"
    )


@pytest.mark.parametrize(
    ("kind", "phases", "text"),
    [
        ("u", [phase_of(points=9, strength="none")], "No icon: 9 points, 13 needed"),
        ("run", [], "No icon: run chart, no signal: common cause"),
        ("table", [], "No icon: many months are equal"),
        ("line", [], "No icon: too few points off the median, 10 needed"),
    ],
)
def test_without_limits_there_is_no_icon_but_a_reason(kind, phases, text):
    """L2"""
    icon = icons_drawn.variation(line_of(analysis=analysis_of(STEADY, kind=kind, phases=phases, variation="none")))

    assert (icon.letter, icon.text) == ("", text)
    assert "<svg" not in icon.drawing


def test_a_short_run_chart_says_how_many_points_an_icon_needs():
    values = STEADY[:11]
    line = line_of(values, analysis=analysis_of(values, kind="run", why="short", phases=[], variation="none"))

    assert icons_drawn.variation(line).text == "No icon: 11 points, 13 needed"


def test_an_icon_of_an_earlier_month_is_dated_and_grey():
    """Trap 6: the last observed month, not the latest of the grid."""
    values = [*FALLEN[:22], None, None]

    icon = icons_drawn.variation(replace(fallen(), values=values))

    assert icon.text == "Improving, low, Nov 2006"
    assert "app-icon--stale" in icon.drawing


def test_an_icon_of_the_month_before_is_dated_and_keeps_its_colour():
    """The newest month is still being sent."""
    icon = icons_drawn.variation(replace(fallen(), values=[*FALLEN[:23], None]))

    assert icon.text == "Improving, low, Dec 2006"
    assert "app-icon--stale" not in icon.drawing


def test_a_line_without_any_value_says_so():
    values = [None] * 24
    line = line_of(values, analysis=analysis_of(values, phases=[], assurance="not_assured"), target=75)

    assert icons_drawn.variation(line).text == "No value"
    assert icons_drawn.assurance(line).text == "Target not judged: no value"


def test_a_run_chart_judges_no_target_since_it_has_no_limits():
    line = line_of(analysis=analysis_of(STEADY, kind="run", phases=[], assurance="not_assured"), target=75)

    assert icons_drawn.assurance(line).text == "Target not judged: a run chart has no limits"


@pytest.mark.parametrize(
    ("assurance", "letter", "text"),
    [("pass", "P", "Meets target"), ("fail", "F", "Misses target"), ("hit_or_miss", "?", "Hit or miss")],
)
def test_assurance_is_a_letter_and_a_word(assurance, letter, text):
    icon = icons_drawn.assurance(line_of(analysis=analysis_of(STEADY, assurance=assurance), target=75))

    assert (icon.letter, icon.text) == (letter, text)
    assert "75" in icon.words


def test_assurance_without_a_target_or_a_steady_line_has_no_icon():
    """Trap 17"""
    no_target = icons_drawn.assurance(line_of())
    changing = icons_drawn.assurance(line_of(analysis=analysis_of(STEADY, assurance="not_assured"), target=75))

    assert (no_target.letter, no_target.text) == ("", "No target")
    assert (changing.letter, changing.text) == ("", "Target not judged: the line is changing")


@pytest.mark.parametrize("line", [line_of(), fallen(), mixed()])
def test_the_drawing_is_markup_with_an_accessible_name_and_no_style(line):
    """L10"""
    drawing = icons_drawn.variation_icon(line)

    assert ElementTree.fromstring(drawing).find("svg").get("aria-label") == icons_drawn.variation(line).words
    assert "style" not in drawing


def test_a_template_prints_the_drawing_and_escapes_its_texts():
    line = replace(fallen(), title="<b>GP</b>")

    printed = Template("{{ drawing }}").render(Context({"drawing": icons_drawn.variation_icon(line)}))

    assert printed.startswith("<span")
    assert "&lt;b&gt;GP" in printed
