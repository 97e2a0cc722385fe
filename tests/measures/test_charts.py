"""Figures that plotly itself accepts, and the words, tables and files that say the same."""

import json
from dataclasses import replace
from datetime import date

import plotly.graph_objects as graph_objects
import pytest

from measures import chart_tables, chart_words, charts
from measures.chart_lines import Band, Line, Signal
from practices import months

GRID = months.month_range(date(2005, 2, 1), date(2007, 1, 1))
BANDS = [
    Band(date(2006, 3, 7), date(2006, 7, 10), "Action period 1"),
    Band(date(2006, 7, 11), date(2006, 11, 6), "Action period 2"),
    Band(date(2006, 11, 7), date(2007, 2, 1), "Action period 3"),
]
VALUES = [None, *(80.1234 + place % 3 - (place > 15) * 20 for place in range(23))]
SIGNAL = Signal("long_run", 23, 22, 81.1234, 9, 7, 3, 7)


@pytest.fixture
def line():
    return Line(
        identifier="gp_consultations",
        title="GP consultations",
        unit="per 100 people on the list a month",
        direction="LOWER_IS_BETTER",
        months=GRID,
        values=VALUES,
        signal=SIGNAL,
        numerators=[None, *range(140, 163)],
        denominators=[None, *(189.5,) * 23],
        lists=[None, *range(180, 203)],
        registered=[None, *(8200,) * 23],
        registered_values=[None, *(17.1,) * 23],
        states=["missing", *["accepted"] * 21, "provisional", "provisional"],
        reasons=["no_return", *[""] * 23],
        contributors=[0, *[1] * 23],
    )


@pytest.mark.parametrize("draw", [charts.figure, charts.three_line_figure])
@pytest.mark.parametrize("workshop", [None, date(2006, 3, 1)])
def test_plotly_accepts_the_figure(line, draw, workshop):
    figure = draw(line, BANDS, workshop=workshop)

    assert graph_objects.Figure(figure).to_plotly_json()["data"]


REFERENCES = [
    charts.Reference("The wave", VALUES),
    charts.Reference("Middle half of the wave's practices", [None, *(50,) * 23], [None, *(90,) * 23]),
]


@pytest.mark.parametrize("reference", REFERENCES)
def test_plotly_accepts_what_a_line_is_compared_with(line, reference):
    figure = charts.figure(line, reference=reference)

    assert graph_objects.Figure(figure).to_plotly_json()["data"][-3]["name"] == "GP consultations"


@pytest.mark.parametrize("reference", REFERENCES)
def test_figure_is_plain_json_of_at_most_4_kb(line, reference):
    payload = json.dumps(charts.sent(charts.figure(line, BANDS, reference=reference)), separators=(",", ":"))

    assert len(payload) <= 4_096
    assert "template" not in payload


def test_months_that_are_not_accepted_are_drawn_open(line):
    """S4"""
    symbols = charts.figure(line)["data"][0]["marker"]["symbol"]

    assert symbols[-3:] == ["circle", "circle-open", "circle-open"]


def test_a_month_without_a_value_is_a_gap_and_never_nought(line):
    """C8"""
    trace = charts.figure(line)["data"][0]

    assert trace["y"][0] is None
    assert trace["connectgaps"] is False


def test_the_centre_line_is_named(line):
    assert charts.figure(line)["data"][1]["name"] == "Median of 23 points: 81.1"


def test_no_centre_line_below_ten_useful_points(line):
    """L2"""
    few = replace(line, signal=Signal("too_few_points", 9, 8, 81.0))

    assert [trace["name"] for trace in charts.figure(few)["data"]] == [
        "GP consultations",
        "On the list at the end of the month",
    ]


def test_on_the_clock_of_the_collaborative_workshop_1_is_month_0(line):
    figure = charts.figure(line, BANDS, workshop=date(2006, 3, 1))

    assert figure["data"][0]["x"][GRID.index(date(2006, 3, 1))] == 0
    assert figure["layout"]["shapes"][0]["x0"] == pytest.approx(0.19, abs=0.01)


def test_a_change_of_definition_is_a_line_on_the_chart(line):
    """M1"""
    figure = charts.figure(replace(line, breaks=[(date(2006, 4, 1), "Definition 1.1")]))

    assert figure["layout"]["shapes"][0]["type"] == "line"
    assert figure["layout"]["annotations"][0]["text"] == "Definition 1.1"


def test_bands_outside_the_months_shown_are_left_out(line):
    early = replace(line, months=GRID[:6], values=VALUES[:6], lists=(), states=())

    assert charts.figure(early, BANDS)["layout"]["shapes"] == []


@pytest.mark.parametrize(
    ("signal", "words"),
    [
        (SIGNAL, "9 points in a row on one side of the median, where chance explains at most 7"),
        (
            Signal("few_crossings", 23, 22, 81.0, 5, 7, 3, 7),
            "crosses the median 3 times, where chance gives at least 7",
        ),
        (Signal("both", 23, 22, 81.0, 9, 7, 3, 7), "and only 3 crossings of it"),
        (Signal("none", 23, 22, 81.0, 5, 7, 9, 7), "Nothing is flagged: the longest run is 5"),
        (
            Signal("too_few_points", 9, 8, 81.0),
            "Nothing is flagged: 8 points lie off the median, and the rules need 10",
        ),
    ],
)
def test_the_sentence_names_the_rule_or_says_why_nothing_is_flagged(line, signal, words):
    """L1, L8"""
    assert words in chart_words.sentence(replace(line, signal=signal))


@pytest.mark.parametrize(
    ("direction", "verdict"),
    [("LOWER_IS_BETTER", "better"), ("HIGHER_IS_BETTER", "worse"), ("NO_JUDGEMENT", "different")],
)
def test_verdict_follows_the_direction_of_the_measure(line, direction, verdict):
    """M3: a measure without a better direction is never called better or worse."""
    assert chart_words.verdict(replace(line, direction=direction)) == verdict


@pytest.mark.parametrize(
    ("standing", "direction", "verdict"),
    [
        ("moved", "LOWER_IS_BETTER", "list"),
        ("moved", "HIGHER_IS_BETTER", "list"),
        ("unconfirmed", "LOWER_IS_BETTER", "different"),
        ("unconfirmed", "HIGHER_IS_BETTER", "worse"),
    ],
)
def test_no_improvement_is_claimed_that_the_list_may_have_made(line, standing, direction, verdict):
    assert chart_words.verdict(replace(line, list_standing=standing, direction=direction)) == verdict


def test_without_a_signal_there_is_no_verdict(line):
    assert chart_words.verdict(replace(line, signal=Signal("none", 23, 22, 81.0))) == ""


def test_the_sentence_says_how_many_months_are_provisional_or_missing(line):
    said = chart_words.how_sure(line)

    assert "2 of them provisional and drawn open" in said
    assert "1 without one" in said


def test_the_table_says_why_there_is_no_value(line):
    """M4, L10"""
    first = chart_tables.table(line)["rows"][0]

    assert first[0] == "Feb 2005"
    assert first[3]["text"] == "no return"
    assert first[-1] == "No return yet"


def test_the_file_holds_the_figures_of_the_chart_under_its_metadata(line):
    """L9"""
    rows = chart_tables.csv_rows(line, [("measure", "GP consultations")])

    assert rows[0] == ["measure", "GP consultations"]
    assert rows[2][0] == "month"
    assert rows[-1][:4] == ["2007-01", 162, 189.5, VALUES[-1]]
    assert rows[-1][-3] == "Provisional, not yet accepted"


def test_figures_of_others_are_whole_and_stars_stay_stars(line):
    others = replace(line, is_protected=True, values=[None, *(80,) * 23], numerators=["*"] * 24)

    row = chart_tables.table(others)["rows"][-1]

    assert (row[1]["text"], row[3]["text"]) == ("*", "80")


def test_one_late_point_does_not_turn_the_verdict(line):
    values = [*line.values[:-1], 200.0]

    assert chart_words.verdict(replace(line, values=values)) == "better"


def test_a_percentage_stands_close_to_its_number():
    assert chart_words.with_unit("5", "% of people") == "5% of people"
