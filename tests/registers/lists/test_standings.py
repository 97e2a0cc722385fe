"""What is kept beside an entry follows from the rows it follows from."""

from datetime import date

import pytest

from registers.actions import standings
from registers.codes import ContactMode, Tool
from registers.models import CareStep, SeverityToolChoice, StepReview
from tests.registers.people import make_assessment, make_consultation, make_entry


def standing_of(entry, *fields):
    standings.refresh(entry.practice)
    entry.refresh_from_db()
    return tuple(getattr(entry, field) for field in fields)


def make_step(entry, step=2, started_on=date(2006, 4, 1), **fields):
    return CareStep.objects.create(practice=entry.practice, entry=entry, step=step, started_on=started_on, **fields)


def test_the_current_step_counts_and_not_one_that_has_ended(practice):
    entry = make_entry(practice)
    make_step(entry, 1, date(2006, 3, 1), ended_on=date(2006, 3, 31))
    make_step(entry, 3)

    assert standing_of(entry, "step", "step_since") == (3, date(2006, 4, 1))


def test_without_a_current_step_it_is_none(practice):
    entry = make_entry(practice, step=2, step_since=date(2006, 4, 1))

    assert standing_of(entry, "step", "step_since") == (0, None)


def test_the_planned_review_counts_and_not_one_that_was_held(practice):
    entry = make_entry(practice)
    StepReview.objects.create(practice=practice, entry=entry, due_on=date(2007, 3, 1))

    assert standing_of(entry, "review_due_on") == (date(2007, 3, 1),)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"mode": ContactMode.TELEPHONE}, True),
        ({"role": "GMHW"}, True),
        ({"attended": False}, False),
        ({"mode": ContactMode.LETTER}, False),
        ({"mode": ContactMode.OUT_OF_HOURS}, False),
    ],
)
def test_the_last_contact_is_an_attended_one_that_is_counted(changes, counts, practice):
    entry = make_entry(practice)
    make_consultation(entry.person, date(2006, 5, 1))
    make_consultation(entry.person, date(2006, 6, 1), **changes)

    assert standing_of(entry, "last_contact_on") == (date(2006, 6 if counts else 5, 1),)


def test_the_latest_total_keeps_its_tool_and_day(practice):
    entry = make_entry(practice)
    make_assessment(entry.person, date(2006, 3, 1), 18)
    make_assessment(entry.person, date(2006, 6, 1), 7, Tool.GAD7)

    assert standing_of(entry, "latest_tool", "latest_total", "latest_assessed_on") == (
        Tool.GAD7, 7, date(2006, 6, 1),
    )  # fmt: skip


def test_of_two_totals_on_one_day_the_practices_own_tool_counts(practice):
    entry = make_entry(practice)
    SeverityToolChoice.objects.create(practice=practice, tool=Tool.GAD7, since=date(2006, 1, 1))
    make_assessment(entry.person, date(2006, 3, 1), 18)
    make_assessment(entry.person, date(2006, 3, 1), 7, Tool.GAD7)

    assert standing_of(entry, "latest_tool", "latest_total") == (Tool.GAD7, 7)


@pytest.mark.parametrize(("day", "counts"), [(date(2006, 1, 4), True), (date(2006, 1, 3), False)])
def test_a_total_from_long_before_the_episode_is_not_of_it(day, counts, practice):
    entry = make_entry(practice, identified_on=date(2006, 2, 1))
    make_assessment(entry.person, day, 18)

    assert standing_of(entry, "latest_total") == (18 if counts else None,)


def test_the_total_of_the_step_is_the_last_one_at_its_start(practice):
    entry = make_entry(practice)
    make_step(entry, started_on=date(2006, 4, 1))
    for day, total in [(date(2006, 3, 1), 20), (date(2006, 4, 1), 18), (date(2006, 6, 1), 16)]:
        make_assessment(entry.person, day, total)

    assert standing_of(entry, "step_total", "latest_total") == (18, 16)


def test_without_one_before_the_step_it_is_the_first_one_after(practice):
    entry = make_entry(practice)
    make_step(entry, started_on=date(2006, 4, 1))
    for day, total in [(date(2006, 4, 20), 18), (date(2006, 6, 1), 16), (date(2006, 7, 1), 12)]:
        make_assessment(entry.person, day, total)

    assert standing_of(entry, "step_total") == (18,)


def test_the_total_of_the_step_is_never_that_of_another_tool(practice):
    entry = make_entry(practice)
    make_step(entry, started_on=date(2006, 4, 1))
    make_assessment(entry.person, date(2006, 3, 1), 20, Tool.HADS_A)
    make_assessment(entry.person, date(2006, 6, 1), 16)

    assert standing_of(entry, "step_total", "latest_total") == (None, 16)


def test_nothing_of_another_person_or_practice_is_taken(practice, neighbour):
    entry, other = make_entry(practice, 1), make_entry(neighbour, 1)
    make_consultation(other.person, date(2006, 6, 1))
    make_assessment(other.person, date(2006, 6, 1), 16)
    make_step(other)

    assert standing_of(entry, "step", "last_contact_on", "latest_total") == (0, None, None)


def test_only_the_people_who_are_named_are_brought_up_to_date(practice):
    first, second = make_entry(practice, 1), make_entry(practice, 2)
    make_step(first)
    make_step(second)

    assert standings.refresh(practice, people=[first.person_id]) == 1

    second.refresh_from_db()
    assert second.step == 0


def test_d11_a_person_of_another_practice_is_left_alone(practice, neighbour):
    other = make_entry(neighbour, 1)
    make_step(other)

    assert standings.refresh(practice, people=[other.person_id]) == 0


@pytest.mark.parametrize("count", [2, 30])
def test_a_whole_practice_takes_the_same_number_of_queries(count, practice, django_assert_num_queries):
    for number in range(1, count):
        make_step(make_entry(practice, number))

    with django_assert_num_queries(3):
        standings.refresh(practice)
