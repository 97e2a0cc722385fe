"""Figures of lines with limits: what is drawn of phases, limits, special causes and targets, and how little of it is sent."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import plotly.graph_objects as graph_objects
import pytest

from measures import chart_traces, charts
from measures.chart_lines import Band
from tests.measures.lines import FALLEN, GRID, STEADY, analysis_of, fallen, line_of, mixed, phase_of

SCRIPT = Path(__file__).resolve().parents[2] / "static/js/charts.js"
BANDS = [
    Band(date(2006, 3, 7), date(2006, 7, 10), "AP1"),
    Band(date(2006, 7, 11), date(2006, 11, 6), "AP2"),
    Band(date(2006, 11, 7), date(2007, 2, 1), "AP3"),
]


def trace(figure, name):
    return next(trace for trace in figure["data"] if trace["name"].startswith(name))


def with_phases(*phases, values=STEADY, **more):
    return line_of(values, analysis=analysis_of(values, phases=phases), **more)


def varying(values=FALLEN):
    """Limits of every month of their own, as p and u charts have them."""
    phase = phase_of(frozen_at=12)
    lower, upper = (tuple(limit + row % 5 / 7 for row in range(24)) for limit in (70.0, 94.0))
    return replace(phase, lower=lower, upper=upper)


LINES = {
    "common cause": line_of(),
    "special cause": fallen(target=75),
    "both": mixed(),
    "two phases": with_phases(phase_of(0, 9), phase_of(10, 23, strength="firm")),
    "no limits": with_phases(phase_of(points=9, strength="none")),
    "run": line_of(analysis=analysis_of(STEADY, kind="run", why="short", phases=[phase_of(strength="none")])),
    "no value": line_of([None] * 24, analysis=analysis_of([None] * 24, phases=[])),
}


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("workshop", [None, date(2006, 3, 1)])
def test_plotly_accepts_the_figure(name, workshop):
    figure = charts.figure(LINES[name], BANDS, workshop=workshop)

    assert graph_objects.Figure(figure).to_plotly_json()["data"]


@pytest.mark.parametrize(("strength", "name", "dash"), [("trial", "Trial limits", "dash"), ("firm", "Limits", None)])
def test_limits_on_trial_are_dashed_and_firm_ones_solid(strength, name, dash):
    """L2"""
    drawn = trace(charts.figure(with_phases(phase_of(strength=strength))), name)

    assert drawn["line"].get("dash") == dash
    assert drawn["y"] == [70.0, 70.0]


def test_the_centre_line_says_from_which_months_it_comes():
    assert trace(charts.figure(fallen()), "Mean")["name"] == "Mean of 13 points to Feb 2006: 82.0"


def test_the_frozen_baseline_is_marked():
    """Trap 8"""
    layout = charts.figure(fallen())["layout"]

    assert (layout["shapes"][-1]["x0"], layout["shapes"][-1]["x1"]) == ("2005-02-01", "2006-02-28")
    assert layout["annotations"][-1]["text"] == "baseline"


def test_earlier_phases_stay_and_the_pen_is_lifted_between_them():
    """I9"""
    figure = charts.figure(with_phases(phase_of(0, 9, centre=90.0), phase_of(10, 23, centre=70.0)))

    assert trace(figure, "Mean")["x"] == ["2005-02", "2005-11", None, "2005-12", "2007-01"]
    assert trace(figure, "Mean")["y"] == [90.0, 90.0, None, 70.0, 70.0]


def test_a_rebase_is_an_upright_line_with_its_reason():
    """I9"""
    line = with_phases(
        phase_of(0, 9), phase_of(10, 23), phase_notes=[(date(2005, 12, 1), "telephone first at all branches")]
    )

    layout = charts.figure(line)["layout"]

    assert layout["shapes"][0]["x0"] == "2005-12-01"
    assert layout["annotations"][0]["text"] == "Rebased: telephone first at all…"


def test_limits_are_cut_off_for_display_alone():
    """Trap 9"""
    line = with_phases(phase_of(limits=(-4.4, 105.4)), unit="% of people")

    limits = [drawn for drawn in charts.figure(line)["data"] if drawn["name"] == "Trial limits"]

    assert [drawn["y"] for drawn in limits] == [[0, 0], [100, 100]]
    assert line.analysis.phases[0].upper[0] == 105.4


def test_special_causes_are_marked_by_shape_colour_and_word():
    """L10: never by colour alone."""
    drawn = trace(charts.figure(fallen()), "Special cause: improvement")

    assert drawn["marker"]["symbol"] == "triangle-down"
    assert drawn["marker"]["color"] == chart_traces.BLUE
    assert drawn["text"] == "below lower limit; shift, low"
    assert len(drawn["x"]) == 11


def test_no_circle_shows_from_behind_a_special_cause():
    line = fallen()
    drawn = chart_traces.rate_trace(line, line.months)
    marked = {month for trace in chart_traces.special_traces(line, line.months) for month in trace["x"]}

    small = {month for month, size in zip(line.months, drawn["marker"]["size"], strict=True) if size == 0}
    assert small == marked
    assert drawn["marker"]["opacity"] == 1


def test_a_special_cause_that_is_provisional_stays_open():
    """S4"""
    states = ["accepted"] * 23 + ["provisional"]

    drawn = trace(charts.figure(fallen(states=states)), "Special cause")

    assert drawn["marker"]["symbol"] == ["triangle-down"] * 10 + ["triangle-down-open"]


def test_improvement_and_concern_at_once_is_a_diamond_with_both_reasons():
    """Trap 18"""
    drawn = trace(charts.figure(mixed()), "Special cause: improvement and concern at once")

    assert drawn["marker"]["symbol"] == "diamond"
    assert drawn["text"] == "below lower limit; trend, rising; shift, low"


@pytest.mark.parametrize(
    "line", [fallen(direction="NO_JUDGEMENT"), fallen(list_standing="moved"), fallen(list_standing="unconfirmed")]
)
def test_no_colour_claims_what_the_words_do_not(line):
    names = [drawn["name"] for drawn in charts.figure(line)["data"]]

    assert "Special cause: neither better nor worse" in names
    assert not any("improvement" in name or "concern" in name for name in names)


def test_the_target_is_a_line_with_its_name():
    assert trace(charts.figure(fallen(target=75)), "Target")["y"] == [75, 75]


def test_below_ten_useful_points_nothing_but_the_line_is_drawn():
    """L2"""
    values = STEADY[:9]
    line = line_of(values, analysis=analysis_of(values, kind="line", why="few_useful", phases=[], variation="none"))

    names = [drawn["name"] for drawn in charts.figure(line)["data"]]

    assert names == ["GP consultations", "On the list at the end of the month"]


def test_the_heaviest_figure_is_sent_in_4_kb():
    """Target 28: limits by month, special causes, a target, three bands, a baseline and the others' middle half."""
    line = line_of(FALLEN, analysis=fallen().analysis, target=75)
    line = replace(line, analysis=replace(line.analysis, phases=(varying(),)))
    reference = charts.Reference("Middle half of the wave's practices", [50.5] * 24, [90.5] * 24)

    payload = json.dumps(charts.sent(charts.figure(line, BANDS, reference=reference)), separators=(",", ":"))

    assert len(payload) <= 4_096


def test_what_is_sent_is_put_back_by_the_script():
    figure = charts.figure(fallen(), BANDS)
    sent = charts.sent(figure)

    put_back = [{"x": sent["x"]} | drawn for drawn in sent["data"]]

    assert put_back == figure["data"]
    assert sent["x"] == [f"{month:%Y-%m}" for month in GRID]


def test_the_script_has_the_template_that_is_not_sent():
    line = next(line for line in SCRIPT.read_text().splitlines() if line.startswith("const TEMPLATE = "))

    assert json.loads(line.removeprefix("const TEMPLATE = ").removesuffix(";")) == charts.TEMPLATE
