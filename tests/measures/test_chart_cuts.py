"""Where something else is counted the line is cut on every drawing, and its words, table and file say so; S4 likewise."""

from measures import (
    chart_state_words,
    chart_tables,
    chart_words,
    charts,
    line_drawings,
    small_multiples,
    sparklines,
    svg_charts,
)
from tests.measures.lines import GRID, STEADY, line_of

BREAK = [(GRID[15].replace(day=20), "The clinical system changed")]


def pens(svg):
    """How often the pen of the line is set down."""
    drawn = svg.split('class="line')[1] if 'class="line' in svg else svg.split("<path d=")[-1]
    return drawn.split("/>")[0].count("M")


def test_a_path_lifts_the_pen_at_a_cut_and_nowhere_else():
    places = [(0, 0), (1, 1), (2, 2), (3, 3)]

    assert sparklines.path(places) == "M0 0l0 0l1 1l1 1l1 1"
    assert sparklines.path(places, [2]) == "M0 0l0 0l1 1M2 2l0 0l1 1"


def test_every_drawing_of_a_line_is_cut():
    whole, cut = line_of(), line_of(breaks=BREAK)

    for drawn in (
        lambda line: svg_charts.content(line_drawings.drawing(line, title="A")),
        lambda line: small_multiples.drawing(line, (0, 100), "words"),
        lambda line: line_drawings.sparkline(line, "Ash"),
    ):
        assert (pens(drawn(whole)), pens(drawn(cut))) == (1, 2)


def test_the_interactive_line_is_cut_into_two_with_one_name_in_the_legend():
    data = charts.figure(line_of(breaks=BREAK))["data"]

    before, after = [trace for trace in data if trace["name"] == "GP consultations"]
    assert [value is None for value in before["y"]] == [False] * 15 + [True] * 9
    assert [value is None for value in after["y"]] == [True] * 15 + [False] * 9
    assert ("showlegend" in before, after["showlegend"]) == (False, False)
    assert before["x"] == after["x"]


def test_a_break_in_the_first_month_or_outside_cuts_nothing():
    outside = [(GRID[0], "a"), (GRID[0].replace(year=2004), "b"), (GRID[-1].replace(year=2010), "c")]

    assert line_of(breaks=outside).cuts == []


def test_words_table_and_file_say_what_changed():
    line = line_of(breaks=BREAK)

    words = dict(chart_words.parts(line))["Break in series"]
    assert words.startswith("From May 2006: The clinical system changed. The line is cut there")
    assert "Break in series" not in dict(chart_words.parts(line_of()))
    assert chart_tables.table(line)["rows"][15][-1] == "Break in series: The clinical system changed"
    assert chart_tables.table(line)["head"][-1] == "What happened"
    assert ("break_in_series", words) in chart_tables.analysis_facts(line)


def test_a_chart_says_how_many_months_are_accepted_provisional_and_missing():
    """S4"""
    states = ["not_expected", *["accepted"] * 20, "missing", "provisional", "provisional"]
    line = line_of(states=states)

    said = "20 months accepted, 2 provisional (open circles), 1 missing."
    assert chart_state_words.state_words(line) == said
    assert dict(chart_words.parts(line))["State"] == said
    assert ("months_provisional", 2) in chart_tables.analysis_facts(line)


def test_a_line_without_states_says_nothing_of_them():
    assert chart_state_words.state_words(line_of(STEADY, states=())) == ""
