"""Holding a review: its outcome moves the step and plans the next one."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from operations.models import AuditEvent
from registers.actions.reviews import hold_review
from registers.codes import Tool
from registers.models import Assessment, CareStep, EntryState, RegisterEntry, StepReview
from tests.registers.people import make_assessment, make_entry, make_step

TODAY = date(2007, 2, 8)


def hold(review, by, outcome="continue", **values):
    return hold_review(review=review, outcome=outcome, by=by, **({"held_on": TODAY, "reason": "As agreed"} | values))


def refused(review, by, **values):
    """The fields that the refusal names; nothing was changed by it."""
    with pytest.raises(ValidationError) as caught:
        hold(review, by, **values)
    assert not StepReview.objects.get(pk=review.pk).is_held
    return set(caught.value.message_dict)


def test_going_on_keeps_the_step_and_plans_the_next_review(review, clinician):
    hold(review, clinician)

    held, planned = StepReview.objects.order_by("due_on")
    assert (held.outcome, held.step, held.held_by, held.next_due_on) == ("continue", 2, clinician, planned.due_on)
    assert planned.due_on == date(2007, 3, 8)
    assert CareStep.objects.get().ended_on is None


@pytest.mark.parametrize(("outcome", "after", "due"), [("up", 3, date(2007, 3, 22)), ("down", 1, date(2007, 2, 22))])
def test_stepping_moves_the_step_and_plans_by_the_new_one(review, clinician, outcome, after, due):
    hold(review, clinician, outcome)

    assert list(CareStep.objects.values_list("step", "started_on", "ended_on", "reason")) == [
        (2, date(2007, 1, 2), TODAY, ""),
        (after, TODAY, None, "As agreed"),
    ]
    assert StepReview.objects.get(outcome="").due_on == due


def test_somebody_in_crisis_steps_up_to_5_at_once(review, clinician):
    hold(review, clinician, "up", new_step=5, next_due_on=date(2007, 2, 15))

    assert CareStep.objects.get(ended_on=None).step == 5


def test_stepping_up_to_4_asks_for_the_next_date(entry, clinician):
    review = make_step(entry, step=3)[1]

    assert refused(review, clinician, outcome="up") == {"next_due_on"}


def test_stepping_out_ends_the_step_and_leaves_the_entry_active(review, clinician):
    hold(review, clinician, "out")

    assert CareStep.objects.get().ended_on == TODAY
    assert not StepReview.objects.filter(outcome="").exists()
    entry = RegisterEntry.objects.get()
    assert (entry.state, entry.step, entry.review_due_on) == (EntryState.ACTIVE, 0, None)


def test_29_stepping_out_has_no_next_date(review, clinician):
    assert refused(review, clinician, outcome="out", next_due_on=date(2007, 3, 1)) == {"next_due_on"}


@pytest.mark.parametrize("outcome", ["continue", "up", "down", "refer"])
def test_29_no_other_outcome_has_its_next_date_on_the_day_of_the_review(review, clinician, outcome):
    assert refused(review, clinician, outcome=outcome, next_due_on=TODAY) == {"next_due_on"}


def test_a_score_becomes_an_assessment_of_that_day(review, clinician):
    hold(review, clinician, tool=Tool.PHQ9, total=7)

    assert list(Assessment.objects.values_list("day", "tool", "total")) == [(TODAY, 1, 7)]
    entry = RegisterEntry.objects.get()
    assert (entry.latest_tool, entry.latest_total) == (Tool.PHQ9, 7)


@pytest.mark.parametrize(
    ("tool", "total", "field"),
    [(Tool.PHQ9, 28, "total"), (Tool.GAD7, 22, "total"), (Tool.PHQ9, None, "total"), (None, 7, "tool")],
)
def test_e17_a_score_outside_its_tool_is_refused(review, clinician, tool, total, field):
    assert refused(review, clinician, tool=tool, total=total) == {field}


def test_the_same_score_of_that_day_is_kept_once(review, clinician):
    make_assessment(review.entry.person, TODAY, 7)

    hold(review, clinician, tool=Tool.PHQ9, total=7)

    assert Assessment.objects.count() == 1


def test_another_score_of_that_day_is_refused(review, clinician):
    make_assessment(review.entry.person, TODAY, 8)

    assert refused(review, clinician, tool=Tool.PHQ9, total=7) == {"total"}


@pytest.mark.parametrize("held_on", [date(2007, 2, 9), date(2007, 1, 1)], ids=["in the future", "before the step"])
def test_a_review_is_held_between_its_step_and_today(review, clinician, held_on):
    assert refused(review, clinician, held_on=held_on) == {"held_on"}


def test_a_review_is_not_held_before_the_one_before_it(review, clinician):
    hold(review, clinician)
    planned = StepReview.objects.get(outcome="")

    assert refused(planned, clinician, held_on=date(2007, 2, 7)) == {"held_on"}


def test_an_outcome_needs_a_reason(review, clinician):
    assert refused(review, clinician, reason=" ") == {"reason"}


def test_a_review_is_held_once(review, clinician, manager):
    hold(review, clinician)

    with pytest.raises(ValidationError, match="meanwhile"):
        hold(review, manager, "out")
    assert StepReview.objects.get(pk=review.pk).outcome == "continue"


def test_nothing_is_held_of_somebody_who_has_left(practice, clinician):
    review = make_step(make_entry(practice, 5, state=EntryState.LEFT))[1]

    with pytest.raises(ValidationError):
        hold(review, clinician)


def test_d11_somebody_of_another_practice_cannot_hold_it(neighbour, clinician):
    review = make_step(make_entry(neighbour, 1))[1]

    with pytest.raises(PermissionDenied):
        hold(review, clinician)


def test_d37_the_event_holds_no_score_outcome_or_reason(review, clinician):
    hold(review, clinician, "up", tool=Tool.PHQ9, total=19, reason="Much worse")

    event = AuditEvent.objects.get(event="review.held")
    assert event.details == {"entry": review.entry_id}
