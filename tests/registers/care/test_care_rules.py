"""The rules of stepped care alone, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers import care_rules
from registers.care_rules import CONTINUE, DOWN, OUT, REFER, UP

DAY = date(2007, 1, 8)
days = st.dates(date(2004, 1, 1), date(2009, 12, 31))
steps = st.integers(1, 5)
outcomes = st.sampled_from([CONTINUE, UP, DOWN, OUT, REFER])


@pytest.mark.parametrize(("step", "due"), [(1, date(2007, 1, 22)), (2, date(2007, 2, 5)), (3, date(2007, 2, 19))])
def test_a_review_is_due_14_28_or_42_days_after(step, due):
    assert care_rules.default_review(step, DAY) == due


@pytest.mark.parametrize("step", [4, 5])
def test_the_service_sets_the_review_of_steps_4_and_5(step):
    assert care_rules.default_review(step, DAY) is None


def test_row_34_a_review_is_overdue_from_the_day_after_it_was_due():
    assert not care_rules.is_overdue(DAY, DAY)
    assert care_rules.is_overdue(DAY, DAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("step", "outcome", "wanted", "after"),
    [(2, UP, None, 3), (2, UP, 5, 5), (3, DOWN, None, 2), (4, DOWN, 1, 1), (3, CONTINUE, None, 3), (3, REFER, None, 3)],
)
def test_an_outcome_leads_to_a_step(step, outcome, wanted, after):
    assert care_rules.outcome_problem(step, outcome, wanted) is None
    assert care_rules.step_after(step, outcome, wanted) == after


@pytest.mark.parametrize(
    ("step", "outcome", "wanted"),
    [(5, UP, None), (1, DOWN, None), (3, UP, 2), (3, DOWN, 4), (3, CONTINUE, 4), (3, OUT, 1)],
)
def test_an_outcome_that_is_not_possible_at_a_step_is_said_so(step, outcome, wanted):
    assert care_rules.outcome_problem(step, outcome, wanted)


@given(step=steps, outcome=outcomes, wanted=st.none() | steps)
def test_a_possible_outcome_leads_to_one_of_the_five_steps_or_out(step, outcome, wanted):
    if care_rules.outcome_problem(step, outcome, wanted) is None:
        after = care_rules.step_after(step, outcome, wanted)
        assert (after is None) == (outcome == OUT)
        assert after in (None, 1, 2, 3, 4, 5)
        assert outcome != UP or after > step
        assert outcome != DOWN or after < step


@given(outcome=outcomes, held_on=days, ahead=st.none() | st.integers(-400, 800))
def test_29_an_outcome_has_a_later_next_date_unless_out(outcome, held_on, ahead):
    next_due_on = None if ahead is None else held_on + timedelta(days=ahead)

    is_accepted = care_rules.next_date_problem(outcome, held_on, next_due_on) is None

    assert is_accepted == (next_due_on is None if outcome == OUT else ahead is not None and 1 <= ahead <= 366)


def test_41_the_interview_is_due_six_weeks_from_the_claim():
    assert care_rules.interview_due(date(2007, 1, 4)) == date(2007, 2, 15)
    assert care_rules.interview_due(None) is None


def test_38_screening_is_due_at_6_weeks_12_weeks_and_8_months():
    assert care_rules.perinatal_weeks(date(2006, 6, 14)) == {
        "six_weeks": date(2006, 7, 24),
        "twelve_weeks": date(2006, 9, 4),
        "eight_months": date(2007, 2, 12),
    }


@given(day=days)
def test_38_every_day_of_a_week_leads_to_the_same_three_mondays(day):
    weeks = care_rules.perinatal_weeks(day)

    assert weeks == care_rules.perinatal_weeks(care_rules.monday_of(day))
    assert {monday.weekday() for monday in weeks.values()} == {0}


@pytest.mark.parametrize(
    ("day", "later"), [(date(2006, 6, 30), date(2007, 2, 28)), (date(2006, 1, 31), date(2006, 9, 30))]
)
def test_months_later_end_with_a_shorter_month(day, later):
    assert care_rules.months_later(day, 8) == later
