"""Process and balancing measures at the end of a month, each at its edge."""

from datetime import date, timedelta

import numpy as np
import pytest

from registers.codes import Tool
from registers.counting.lists import Episodes
from registers.counting.months import NEVER, MonthGrid, day_number
from registers.counting.process import (
    Assessments,
    Reviews,
    Steps,
    assessed_at_outset,
    at_a_step,
    first_assessed_on,
    reassessed_in_time,
    reassessment_due,
    review_overdue,
    review_planned,
    waiting,
    waiting_too_long,
    without_contact,
)

GRID = MonthGrid.between(date(2006, 11, 1), date(2006, 12, 1))
JOINED = date(2006, 6, 1)


def days(*values):
    return np.array([NEVER if value is None else day_number(value) for value in values], dtype=np.int64)


def one_episode(until=None):
    return Episodes.of(np.array([0]), days(JOINED), days(until))


def assessments(*rows):
    """Rows of (days after joining, tool)."""
    whole = [(0, day_number(JOINED + timedelta(days=after)), tool) for after, tool in rows]
    return Assessments(*np.array(whole, dtype=np.int64).reshape(-1, 3).T)


@pytest.mark.parametrize(("after", "expected"), [(-29, False), (-28, True), (0, True), (28, True), (29, False)])
def test_assessed_at_outset_is_within_28_days_either_side(after, expected):
    episode, found = one_episode(), assessments((after, Tool.PHQ9))

    marks = assessed_at_outset(GRID, episode, first_assessed_on(episode, found))
    assert marks.tolist() == [[expected, expected]]


def test_assessment_counts_from_the_month_in_which_it_was_made():
    episode = Episodes.of(np.array([0]), days(date(2006, 11, 25)), days(None))
    found = Assessments(np.array([0]), days(date(2006, 12, 2)), np.array([Tool.PHQ9]))

    assert assessed_at_outset(GRID, episode, first_assessed_on(episode, found)).tolist() == [[False, True]]


@pytest.mark.parametrize(
    ("second", "expected"),
    [((34, Tool.PHQ9), False), ((35, Tool.PHQ9), True), ((84, Tool.PHQ9), True), ((85, Tool.PHQ9), False), ((40, Tool.BDI2), False)],
)  # fmt: skip
def test_reassessed_is_5_to_12_weeks_after_with_the_same_tool(second, expected):
    episode, found = one_episode(), assessments((0, Tool.PHQ9), second)

    assert reassessed_in_time(episode, found, first_assessed_on(episode, found)).tolist() == [expected]


def test_two_tools_at_first_may_each_be_repeated():
    episode = one_episode()
    found = assessments((0, Tool.HADS_A), (0, Tool.HADS_D), (50, Tool.HADS_D))

    assert reassessed_in_time(episode, found, first_assessed_on(episode, found)).tolist() == [True]


def test_reassessment_is_due_twelve_weeks_after_the_first():
    episode = one_episode()
    first = days(date(2006, 9, 8))

    assert first[0] + 84 == GRID.last_days[0] + 1
    assert reassessment_due(GRID, episode, first).tolist() == [[False, True]]


def test_nobody_without_assessment_is_due_for_another():
    episode = one_episode()

    assert not reassessment_due(GRID, episode, first_assessed_on(episode, assessments())).any()
    assert not reassessed_in_time(episode, assessments(), days(None)).any()


def test_waiting_ends_with_a_decision_on_the_last_day():
    identified = days(*[date(2006, 11, 30)] * 4)
    validated = days(None, date(2006, 11, 30), date(2006, 12, 1), None)
    excluded = days(None, None, None, date(2006, 11, 30))

    assert waiting(GRID, identified, validated, excluded)[:, 0].tolist() == [True, False, True, False]


def test_waiting_is_too_long_after_60_days():
    identified = days(date(2006, 10, 1), date(2006, 9, 30))

    assert waiting_too_long(GRID, identified, days(None, None), days(None, None))[:, 0].tolist() == [False, True]


def test_without_contact_looks_at_the_month_and_the_five_before():
    """The marks begin five months before the grid: June to December."""
    june, july = np.zeros((2, 1, 7), dtype=bool)
    june[0, 0], july[0, 1] = True, True
    at_close = np.ones((1, 2), dtype=bool)

    assert without_contact(GRID, june, at_close).tolist() == [[False, True]]
    assert without_contact(GRID, july, at_close).tolist() == [[False, False]]
    assert not without_contact(GRID, june, ~at_close).any()


def one_step(ended_on=None):
    return Steps(np.array([0]), days(date(2006, 10, 1)), days(ended_on))


def reviews(*rows):
    """Rows of (due, held or None)."""
    return Reviews(
        np.zeros(len(rows), dtype=np.int64), days(*(row[0] for row in rows)), days(*(row[1] for row in rows))
    )


def test_step_counts_to_its_last_day():
    assert at_a_step(GRID, 1, one_step(date(2006, 11, 30))).tolist() == [[True, False]]
    assert at_a_step(GRID, 1, one_step(date(2006, 11, 29))).tolist() == [[False, False]]


def test_review_is_planned_until_it_is_held():
    found = reviews((date(2006, 11, 20), date(2006, 12, 5)))

    assert review_planned(GRID, 1, one_step(), found).tolist() == [[True, False]]


def test_next_review_is_planned_when_the_one_before_is_held():
    found = reviews((date(2006, 11, 20), date(2006, 12, 5)), (date(2007, 1, 10), None))

    assert review_planned(GRID, 1, one_step(), found).tolist() == [[True, True]]
    assert review_overdue(GRID, 1, one_step(), found).tolist() == [[True, False]]


def test_review_is_not_yet_planned_before_the_first_step():
    steps = Steps(np.array([0]), days(date(2006, 12, 4)), days(None))

    assert review_planned(GRID, 1, steps, reviews((date(2006, 12, 18), None))).tolist() == [[False, True]]


@pytest.mark.parametrize(("due", "expected"), [(date(2006, 11, 29), True), (date(2006, 11, 30), False)])
def test_review_is_overdue_on_the_day_after_it_was_due(due, expected):
    assert review_overdue(GRID, 1, one_step(), reviews((due, None)))[0, 0] == expected


def test_reviews_of_other_entries_do_not_follow_one_another():
    steps = Steps(np.array([0, 1]), days(date(2006, 10, 1), date(2006, 12, 1)), days(None, None))
    found = Reviews(np.array([0, 1]), days(date(2006, 10, 20), date(2006, 12, 20)), days(date(2006, 10, 20), None))

    assert review_planned(GRID, 2, steps, found).tolist() == [[False, False], [False, True]]
