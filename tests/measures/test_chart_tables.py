"""The table and the files of a chart with limits: the same figures, with what they come from."""

from dataclasses import replace

import pytest

from measures import chart_tables
from tests.measures.lines import STEADY, analysis_of, fallen, line_of, mixed, phase_of


def texts(row):
    return [cell["text"] if isinstance(cell, dict) else cell for cell in row]


def test_the_table_has_centre_limits_and_special_cause():
    """L10"""
    table = chart_tables.table(fallen())

    assert texts(table["head"]) == [
        "Month", "Numerator", "Denominator", "Rate", "Mean", "Lower limit", "Upper limit",
        "Per 1,000 registered", "On the list", "Special cause", "State",
    ]  # fmt: skip
    assert texts(table["rows"][-1])[3:7] == ["64.2", "82.0", "70.0", "94.0"]
    assert texts(table["rows"][-1])[-2] == "Improvement: below lower limit; shift, low"


@pytest.mark.parametrize(
    "line", [fallen(), line_of(), mixed(), line_of(analysis=analysis_of(STEADY, kind="run", why="short"))]
)
def test_every_row_has_a_cell_for_every_head(line):
    table = chart_tables.table(line)

    assert {len(row) for row in table["rows"]} == {len(table["head"])}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (fallen(direction="NO_JUDGEMENT"), "Below lower limit; shift, low"),
        (fallen(list_standing="moved"), "Below lower limit; shift, low"),
        (mixed(), "Improvement and concern at once: below lower limit; trend, rising; shift, low"),
    ],
)
def test_the_word_of_a_point_claims_no_more_than_its_colour(line, words):
    assert chart_tables.rows(line)[-1].special_cause == words


def test_the_page_cuts_limits_off_and_the_file_keeps_them_raw():
    """Trap 9"""
    line = line_of(analysis=analysis_of(STEADY, phases=[phase_of(limits=(-4.4, 94.0))]))

    assert texts(chart_tables.table(line)["rows"][0])[5] == "0.00"
    assert chart_tables.file_rows(line)[0][chart_tables.FILE_HEAD.index("lower_limit")] == -4.4


def test_months_of_each_phase_have_their_own_centre():
    """I9"""
    phases = [phase_of(0, 9, centre=90.0), phase_of(10, 23, points=14, centre=70.0)]

    rows = chart_tables.rows(line_of(analysis=analysis_of(STEADY, phases=phases)))

    assert [(row.phase, row.centre) for row in (rows[9], rows[10])] == [(1, 90.0), (2, 70.0)]


def test_the_file_says_which_chart_by_which_rules_and_from_which_months():
    """L9"""
    facts = dict(chart_tables.analysis_facts(fallen(target=75)))

    assert facts["chart"] == "u chart"
    assert facts["rules_applied"].startswith("NHS Making Data Count rules")
    assert facts["phase_1"].startswith("Feb 2005 to Jan 2007: trial limits, drawn dashed, from 13 months to Feb 2006")
    assert facts["target"] == "75.0"
    assert facts["direction"] == "Lower is better."
    assert facts["mark_star"] == "* is a count of 0 to 7, withheld"


def test_every_row_of_the_file_fits_its_head():
    for row in chart_tables.file_rows(fallen()):
        assert len(row) == len(chart_tables.FILE_HEAD)


def test_without_an_analysis_the_table_has_no_empty_columns():
    line = line_of()
    plain = replace(line, analysis=None)

    assert "Lower limit" not in texts(chart_tables.table(plain)["head"])
