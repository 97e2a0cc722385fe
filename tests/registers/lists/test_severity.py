"""Bands, caseness and reliable change at their edges, from the published figures."""

from datetime import date
from itertools import pairwise

import pytest

from registers.codes import Tool
from registers.severity import Verdict, change_between, courses_of, severity_tools, tools_that_tell_change

TOOLS = severity_tools()

# One total on each side of every cut-point.
BANDS = [
    (Tool.PHQ9, 4, "minimal"), (Tool.PHQ9, 5, "mild"), (Tool.PHQ9, 9, "mild"), (Tool.PHQ9, 10, "moderate"),
    (Tool.PHQ9, 14, "moderate"), (Tool.PHQ9, 15, "moderately severe"), (Tool.PHQ9, 20, "severe"), (Tool.PHQ9, 27, "severe"),
    (Tool.GAD7, 4, "minimal"), (Tool.GAD7, 5, "mild"), (Tool.GAD7, 10, "moderate"), (Tool.GAD7, 15, "severe"),
    (Tool.HADS_A, 7, "normal"), (Tool.HADS_A, 8, "mild"), (Tool.HADS_D, 11, "moderate"), (Tool.HADS_D, 15, "severe"),
    (Tool.CORE10, 10, "none or low"), (Tool.CORE10, 11, "mild"), (Tool.CORE10, 19, "moderate"), (Tool.CORE10, 25, "severe"),
    (Tool.BDI2, 13, "minimal"), (Tool.BDI2, 14, "mild"), (Tool.BDI2, 29, "severe"), (Tool.BDI2, 63, "severe"),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "total", "band"), BANDS)
def test_a_total_lies_in_its_band(tool, total, band):
    assert TOOLS[tool].band_of(total).name == band


@pytest.mark.parametrize("tool", list(Tool))
def test_bands_cover_the_range_without_gap(tool):
    bands = TOOLS[tool].bands

    assert bands[0].lowest == 0
    assert bands[-1].highest == TOOLS[tool].highest
    assert all(before.highest + 1 == after.lowest for before, after in pairwise(bands))


@pytest.mark.parametrize("total", [-1, 28])
def test_e17_a_total_outside_the_range_has_no_band(total):
    with pytest.raises(ValueError, match="PHQ-9 is 0 to 27"):
        TOOLS[Tool.PHQ9].band_of(total)


@pytest.mark.parametrize(("tool", "below"), [(Tool.PHQ9, 9), (Tool.GAD7, 7), (Tool.HADS_A, 7), (Tool.CORE10, 10)])
def test_a_case_begins_at_the_threshold(tool, below):
    assert (TOOLS[tool].is_case(below), TOOLS[tool].is_case(below + 1)) == (False, True)


def test_bdi_has_no_threshold_and_unverified_bands():
    tool = TOOLS[Tool.BDI2]

    assert (tool.is_case(63), tool.bands_verified) == (None, False)


@pytest.mark.parametrize(
    ("tool", "first", "last", "verdict"),
    [
        (Tool.PHQ9, 15, 10, Verdict.UNCHANGED),
        (Tool.PHQ9, 15, 9, Verdict.IMPROVED),
        (Tool.PHQ9, 9, 15, Verdict.WORSE),
        (Tool.GAD7, 12, 9, Verdict.UNCHANGED),
        (Tool.GAD7, 12, 8, Verdict.IMPROVED),
        (Tool.HADS_D, 21, 0, Verdict.NOT_KNOWN),
        (Tool.BDI2, 40, 0, Verdict.NOT_KNOWN),
    ],
)
def test_a_change_is_reliable_from_its_published_size_on(tool, first, last, verdict):
    assert change_between(TOOLS[tool], first, last).verdict == verdict


def test_hads_says_why_nothing_can_be_said():
    assert "no size of reliable change" in change_between(TOOLS[Tool.HADS_A], 15, 5).reason


def test_an_unverified_size_is_said_to_be_unverified():
    assert change_between(TOOLS[Tool.CORE10], 20, 14).reason == "6 points is not verified"


def test_only_verified_tools_tell_change():
    assert [tool.code for tool in tools_that_tell_change()] == ["PHQ9", "GAD7"]


def test_totals_of_two_tools_are_two_courses_without_a_change_between_them():
    courses = courses_of([(Tool.PHQ9, date(2006, 3, 1), 18), (Tool.GAD7, date(2006, 6, 1), 3)])

    assert [(course.tool.code, course.change) for course in courses] == [("PHQ9", None), ("GAD7", None)]


def test_a_course_is_in_order_of_its_days():
    (course,) = courses_of([(Tool.PHQ9, date(2006, 6, 1), 8), (Tool.PHQ9, date(2006, 3, 1), 18)])

    assert (course.change.first, course.change.last, course.change.points) == (18, 8, -10)
