"""What the database itself refuses, whoever writes to it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from registers.models import CareStep, Intervention, LocalOffer, StepReview, WorkSupportReferral
from tests.registers.people import make_entry, make_screening, make_step

DAY = date(2007, 2, 5)
LATER = date(2007, 3, 5)


def assert_refused(name, make):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make()
    # SQLite names the columns of a unique constraint and not the constraint.
    assert name in str(caught.value) or "UNIQUE" in str(caught.value)


def test_a_person_is_at_one_step_at_a_time(entry, review):
    values = {"practice": entry.practice, "entry": entry, "step": 3, "started_on": DAY}

    assert_refused("one_current_step", lambda: CareStep.objects.create(**values))


@pytest.mark.parametrize("step", [0, 6])
def test_there_are_five_steps(entry, step):
    values = {"practice": entry.practice, "entry": entry, "step": step, "started_on": DAY}

    assert_refused("care_step_known", lambda: CareStep.objects.create(**values))


def test_one_review_is_planned_at_a_time(entry, review):
    values = {"practice": entry.practice, "entry": entry, "due_on": LATER}

    assert_refused("one_planned_review", lambda: StepReview.objects.create(**values))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("review_outcome_has_next_date", {"outcome": "continue", "held_on": DAY}),
        ("review_outcome_has_next_date", {"outcome": "refer", "held_on": DAY, "next_due_on": DAY}),
        ("review_outcome_has_next_date", {"outcome": "out", "held_on": DAY, "next_due_on": LATER}),
        ("review_outcome_has_next_date", {"outcome": "sideways", "held_on": DAY, "next_due_on": LATER}),
        ("review_outcome_has_next_date", {"outcome": "", "held_on": DAY, "step": 2}),
        ("review_score_has_tool", {"outcome": "out", "held_on": DAY, "total": 7}),
        ("held_review_has_step", {"outcome": "out", "held_on": DAY, "step": None}),
    ],
)
def test_29_a_review_has_its_outcome_day_and_next_date_together(entry, name, values):
    step = {"step": 2} if values["outcome"] and "step" not in values else {}
    values = {"practice": entry.practice, "entry": entry, "due_on": DAY} | step | values

    assert_refused(name, lambda: StepReview.objects.create(**values))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("intervention_taken_up_after_offer", {"taken_up": True, "taken_up_on": date(2007, 2, 4)}),
        ("intervention_taken_up_after_offer", {"taken_up": False, "taken_up_on": LATER}),
        ("intervention_taken_up_after_offer", {"taken_up": None, "taken_up_on": LATER}),
        ("intervention_ends_after_taken_up", {"taken_up": None, "ended_on": LATER}),
        ("intervention_ends_after_taken_up", {"taken_up": True, "taken_up_on": LATER, "ended_on": DAY}),
        ("intervention_ends_after_taken_up", {"taken_up": False, "ended_on": LATER}),
    ],
)
def test_what_was_not_taken_up_neither_begins_nor_ends(entry, name, values):
    values = {"practice": entry.practice, "entry": entry, "kind": "cbt", "offered_on": DAY} | values

    assert_refused(name, lambda: Intervention.objects.create(**values))


def test_an_offer_is_for_steps_in_order(practice):
    values = {"practice": practice, "name": "Group", "kind": "group", "first_step": 3, "last_step": 2}

    assert_refused("offer_steps_in_order", lambda: LocalOffer.objects.create(**values))


@pytest.mark.parametrize(("claim_on", "due_on"), [(None, LATER), (DAY, None), (DAY, DAY)])
def test_41_an_interview_is_due_after_a_claim_and_never_without(entry, claim_on, due_on):
    values = {"practice": entry.practice, "entry": entry, "scheme": "Adviser", "referred_on": DAY}
    values |= {"claim_on": claim_on, "interview_due_on": due_on}

    assert_refused("work_interview_due_after_claim", lambda: WorkSupportReferral.objects.create(**values))


def test_38_a_screening_is_planned_once_for_a_week(entry):
    make_screening(entry)

    assert_refused("one_screening_a_stage", lambda: make_screening(entry))


def test_a_step_of_another_entry_is_no_obstacle(practice, review):
    assert make_step(make_entry(practice, 13))
