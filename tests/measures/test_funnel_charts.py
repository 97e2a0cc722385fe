"""What a funnel and deciles draw, list and say: released figures only, shapes beside colours, no rank, no name out of scope."""

from dataclasses import replace

import pytest

from measures import funnel_charts
from measures.funnel_charts import Funnel, Limits, Point, figure, zone_of

SIZES = [100.0, 200.0, 300.0]
LIMITS = Limits(SIZES, [40, 50, 55], [90, 80, 75], [30, 40, 50], [100, 90, 80])
WIDER = Limits(SIZES, [20, 25, 30], [120, 110, 100], [10, 15, 20], [140, 130, 120])
ASH = Point("Ash Surgery", "A99001", 90, 120, 120, 75, is_exact=True, href="/ash/")
BEECH = Point("Beech Surgery", "A99002", 250, 250, 250, 100, "above_998", 0.001, href="/beech/")
HIDDEN = Point("", "", 60, 300, 300, 20, "below_998", 0.002)


def funnel(*points, **more):
    found = {"title": "GP", "unit": "per 100 people", "size_title": "Person-months", "target": 65.0, "limits": LIMITS}
    return Funnel(**found | {"points": points, "period": "Oct 2006 to Dec 2006"} | more)


def trace(drawn, name):
    return next(one for one in drawn["data"] if one["name"] == name)


@pytest.mark.parametrize(
    ("rate", "zone"),
    [
        (65, "inside"),
        (90, "inside"),
        (90.1, "above_95"),
        (100, "above_95"),
        (100.1, "above_998"),
        (40, "inside"),
        (39.9, "below_95"),
        (29.9, "below_998"),
    ],
)
def test_on_a_limit_is_inside_it(rate, zone):
    assert zone_of(rate, 40, 90, 30, 100) == zone


def test_both_sets_of_limits_are_drawn_where_over_dispersion_is_allowed_for():
    """L4: the wider ones are named, those of chance alone stay beside them."""
    names = [one["name"] for one in figure(funnel(ASH, wider=WIDER))["data"]]

    assert names.count("99.8% limits") == 2
    assert names.count("99.8%, over-dispersion allowed for") == 2
    assert "99.8%, over-dispersion allowed for" not in [one["name"] for one in figure(funnel(ASH))["data"]]


def test_each_zone_has_its_shape_and_its_name():
    """Never by colour alone."""
    drawn = figure(funnel(ASH, BEECH, HIDDEN))

    symbols = {one["name"]: one["marker"]["symbol"] for one in drawn["data"] if one["mode"] == "markers"}
    assert symbols == {
        "Inside the 95% limits": "circle",
        "Above the 99.8% limits": "triangle-up",
        "Below the 99.8% limits": "triangle-down",
    }


def test_a_marked_practice_is_a_diamond_with_its_name():
    """L5"""
    drawn = figure(funnel(replace(ASH, is_marked=True), BEECH))

    marked = trace(drawn, "Marked")
    assert (marked["text"], marked["marker"]["symbol"]) == (["Ash Surgery"], "diamond")
    assert len(trace(drawn, "Above the 99.8% limits")["x"]) == 1


def test_dots_stand_in_the_order_of_where_they_lie_so_that_none_is_told_by_its_place():
    points = [replace(HIDDEN, size=size, zone="inside") for size in (300, 100, 200)]

    assert trace(figure(funnel(*points)), "Inside the 95% limits")["x"] == [100, 200, 300]


def test_a_dot_outside_the_scope_has_no_name_anywhere():
    drawn = figure(funnel(ASH, HIDDEN))

    hover = trace(drawn, "Below the 99.8% limits")["text"][0]
    assert hover.startswith("A practice that you do not see by name: 20 (60 of 300)")
    assert [row[0]["text"] for row in funnel_charts.table(funnel(ASH, HIDDEN), "x")["rows"]] == ["Ash Surgery"]


def test_the_table_is_alphabetical_and_shows_denominators():
    rows = funnel_charts.table(funnel(BEECH, ASH), "Practices")["rows"]

    assert [row[0]["text"] for row in rows] == ["Ash Surgery", "Beech Surgery"]
    assert [row[2]["text"] for row in rows] == ["120", "250"]
    assert [row[5] for row in rows] == ["exact", "rounded"]


def test_the_sentence_counts_who_lies_outside():
    said = funnel_charts.sentence(funnel(ASH, BEECH, HIDDEN, wider=WIDER))

    assert "3 practices around an average of 65.0 per 100 people" in said
    assert "2 lie outside the 95% limits that allow for over-dispersion, 2 of these outside the 99.8% limits" in said


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (ASH, "Ash Surgery: 75.0 per 100 people (90 of 120), 10.0 above the average of 65.0; inside the 95% limits."),
        (replace(ASH, rate=65.04), "Ash Surgery: 65.0 per 100 people (90 of 120), at the average of 65.0; inside the 95% limits."),
        (BEECH, "Beech Surgery: 100 per 100 people (250 of 250), 35 above the average of 65.0; above the 99.8% limits."),
    ],
)  # fmt: skip
def test_where_am_i_says_the_absolute_difference_and_no_rank(point, words):
    """L5"""
    assert funnel_charts.where_words(funnel(point), point) == words


def test_a_protected_average_is_said_as_a_whole_number():
    assert funnel(ASH, target=64.6, is_protected=True).average == "65"


def test_the_file_names_those_in_scope_and_gives_the_others_without_name_or_code():
    rows = funnel_charts.csv_rows(funnel(BEECH, ASH, HIDDEN))

    assert [row[:2] for row in rows] == [["A99001", "Ash Surgery"], ["A99002", "Beech Surgery"], [None, "not named"]]


def test_the_drawing_is_as_high_as_its_highest_dot():
    drawn = figure(funnel(replace(BEECH, rate=500)))

    assert drawn["layout"]["yaxis"]["range"][1] >= 500
