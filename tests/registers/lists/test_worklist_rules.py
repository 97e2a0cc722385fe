"""Who is on which worklist, at each rule's edge."""

from datetime import date, timedelta

import pytest

from registers.codes import Tool
from registers.models import EntryState, RegisterEntry
from tests.registers.people import make_entry

TODAY = date(2007, 2, 8)
EIGHT_WEEKS_AGO = date(2006, 12, 14)
STUCK = {
    "step": 2,
    "step_since": EIGHT_WEEKS_AGO,
    "latest_tool": Tool.PHQ9,
    "latest_total": 15,
    "latest_assessed_on": date(2007, 1, 20),
    "step_total": 16,
}


def is_on(queryset):
    return queryset.count() == 1


@pytest.mark.parametrize(("due", "is_overdue"), [(TODAY, False), (TODAY - timedelta(days=1), True), (None, False)])
def test_a_review_is_overdue_on_the_day_after(due, is_overdue, practice):
    make_entry(practice, review_due_on=due)

    assert is_on(RegisterEntry.objects.overdue(TODAY)) is is_overdue


def test_only_active_people_have_overdue_reviews(practice):
    make_entry(practice, state=EntryState.LEFT, review_due_on=date(2006, 1, 1))

    assert not is_on(RegisterEntry.objects.overdue(TODAY))


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [
        ({}, True),
        ({"step_total": 20}, True),  # five points better: not reliable
        ({"step_total": 21}, False),  # six points better
        ({"step_total": 9}, True),  # worse
        ({"step_total": None}, False),  # no total of this tool to hold it against
        ({"step_since": EIGHT_WEEKS_AGO + timedelta(days=1)}, False),
        ({"latest_assessed_on": EIGHT_WEEKS_AGO}, False),  # not assessed again
        ({"latest_total": 9, "step_total": 10}, False),  # below caseness
        ({"latest_total": 10, "step_total": 10}, True),
        ({"latest_tool": Tool.HADS_A}, False),  # no verified reliable change
        ({"latest_tool": Tool.CORE10}, False),
        ({"latest_tool": Tool.GAD7, "latest_total": 15, "step_total": 18}, True),  # three points; GAD-7 needs four
        ({"latest_tool": Tool.GAD7, "latest_total": 15, "step_total": 19}, False),
        ({"step": 0}, False),
        ({"state": EntryState.RECOVERED}, False),
    ],
)
def test_who_is_not_improving(changes, is_found, practice):
    make_entry(practice, **(STUCK | changes))

    assert is_on(RegisterEntry.objects.not_improving(TODAY)) is is_found


@pytest.mark.parametrize(("last", "is_found"), [(date(2006, 8, 1), False), (date(2006, 7, 31), True), (None, True)])
def test_who_had_no_contact_since_a_day(last, is_found, practice):
    make_entry(practice, last_contact_on=last)

    assert is_on(RegisterEntry.objects.without_contact_since(date(2006, 8, 1))) is is_found


@pytest.mark.parametrize(("days", "is_found"), [(60, False), (61, True)])
def test_a_suggestion_waits_too_long_after_sixty_days(days, is_found, practice):
    make_entry(practice, state=EntryState.IDENTIFIED, identified_on=TODAY - timedelta(days=days))

    assert is_on(RegisterEntry.objects.waiting_too_long(TODAY)) is is_found


@pytest.mark.parametrize(
    ("step", "due", "is_found"), [(2, TODAY, False), (0, TODAY, True), (2, None, True), (0, None, True)]
)
def test_who_has_no_plan(step, due, is_found, practice):
    make_entry(practice, step=step, review_due_on=due)

    assert is_on(RegisterEntry.objects.without_plan()) is is_found


@pytest.mark.parametrize(("tool", "is_found"), [(None, True), (Tool.PHQ9, False)])
def test_who_was_not_assessed(tool, is_found, practice):
    make_entry(practice, latest_tool=tool, latest_total=None if tool is None else 0)

    assert is_on(RegisterEntry.objects.not_assessed()) is is_found
