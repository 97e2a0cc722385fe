"""Steps of care: one at a time, each with its review."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from operations.models import AuditEvent
from registers.actions import life_cycle
from registers.actions.care_steps import end_care, plan_review, start_step
from registers.actions.reviews import hold_review
from registers.models import CareStep, EntryState, RegisterEntry, StepReview
from tests.registers.people import make_entry, make_step

TODAY = date(2007, 2, 8)


def start(entry, by, **values):
    asked = {"step": 2, "started_on": date(2007, 2, 5), "reason": "Mild, first seen", "due_on": None} | values
    return start_step(entry=entry, by=by, **asked)


def problem_of(caught):
    return caught.value.message_dict


def test_a_first_step_plans_its_review_by_default(entry, clinician):
    start(entry, clinician)

    planned = StepReview.objects.get(entry=entry)
    assert (planned.due_on, planned.is_held) == (date(2007, 3, 5), False)


def test_the_standing_of_the_entry_follows(entry, clinician):
    start(entry, clinician)

    entry.refresh_from_db()
    assert (entry.step, entry.review_due_on) == (2, date(2007, 3, 5))


def test_another_step_ends_the_one_before_it_and_moves_the_review(entry, review, clinician):
    start(entry, clinician, step=3, started_on=TODAY)

    assert list(CareStep.objects.values_list("step", "ended_on")) == [(2, TODAY), (3, None)]
    moved = StepReview.objects.get()
    assert (moved.pk, moved.due_on, moved.first_due_on) == (review.pk, date(2007, 3, 22), date(2007, 1, 30))


@pytest.mark.parametrize("step", [4, 5])
def test_steps_4_and_5_ask_for_the_day_of_the_review(entry, clinician, step):
    with pytest.raises(ValidationError) as caught:
        start(entry, clinician, step=step)

    assert "due_on" in problem_of(caught)
    assert not CareStep.objects.exists()


def test_a_step_needs_a_reason(entry, clinician):
    with pytest.raises(ValidationError) as caught:
        start(entry, clinician, reason="  ")

    assert "reason" in problem_of(caught)


@pytest.mark.parametrize(
    "values",
    [
        {"started_on": date(2007, 2, 9)},
        {"started_on": date(2006, 2, 28)},
        {"started_on": date(2007, 1, 1), "step": 3},
        {"step": 2},
    ],
    ids=["in the future", "before the list", "before the step before", "the same step"],
)
def test_a_step_out_of_order_is_refused(entry, review, clinician, values):
    with pytest.raises(ValidationError):
        start(entry, clinician, **values)

    assert CareStep.objects.count() == 1


def test_a_step_after_stepping_out_begins_no_earlier(entry, review, clinician):
    hold_review(review=review, outcome="out", held_on=TODAY, reason="Well", by=clinician)

    with pytest.raises(ValidationError):
        start(entry, clinician, started_on=date(2007, 2, 7))
    assert start(entry, clinician, started_on=TODAY).step == 2


@pytest.mark.parametrize("state", [EntryState.IDENTIFIED, EntryState.VALIDATED, EntryState.LEFT, EntryState.EXCLUDED])
def test_only_people_on_the_list_have_steps(practice, clinician, state):
    with pytest.raises(ValidationError):
        start(make_entry(practice, 3, state=state), clinician)


@pytest.mark.parametrize("who", ["data_officer", "commissioner", "facilitator", "administrator"])
def test_d12_others_cannot_start_a_step(entry, request, who):
    with pytest.raises(PermissionDenied):
        start(entry, request.getfixturevalue(who))


def test_37_the_event_says_that_a_step_began_and_not_which(entry, clinician):
    step = start(entry, clinician)

    event = AuditEvent.objects.get(event="care_step.started")
    assert (event.about_id, event.actor_id, event.organisation_code) == (str(step.pk), clinician.pk, "A99001")
    assert event.details == {"entry": entry.pk}


def test_a_review_is_put_off_and_its_first_day_stays(entry, review, clinician):
    plan_review(entry=entry, due_on=date(2007, 2, 20), by=clinician)
    plan_review(entry=entry, due_on=date(2007, 3, 1), by=clinician)

    moved = StepReview.objects.get()
    assert (moved.due_on, moved.first_due_on) == (date(2007, 3, 1), date(2007, 1, 30))


def test_a_review_is_planned_for_today_at_the_earliest(entry, review, clinician):
    plan_review(entry=entry, due_on=TODAY, by=clinician)
    with pytest.raises(ValidationError) as caught:
        plan_review(entry=entry, due_on=date(2007, 2, 7), by=clinician)

    assert "due_on" in problem_of(caught)


def test_a_year_mistyped_is_refused(entry, review, clinician):
    with pytest.raises(ValidationError):
        plan_review(entry=entry, due_on=date(2017, 2, 20), by=clinician)


def test_nobody_without_a_step_has_a_planned_review(entry, clinician):
    with pytest.raises(ValidationError):
        plan_review(entry=entry, due_on=date(2007, 2, 20), by=clinician)


def ended(practice, number, last_day):
    """Somebody whose episode is over, as a file or a move left it: the step is open still."""
    entry = make_entry(practice, number, state=EntryState.LEFT, active_to=last_day)
    make_step(entry)
    return entry


def test_with_their_episodes_steps_end_and_planned_reviews_go(practice):
    ended(practice, 1, TODAY)
    ended(practice, 2, date(2007, 1, 31))

    end_care(RegisterEntry.objects.filter(practice=practice))

    assert list(CareStep.objects.order_by("entry").values_list("ended_on", flat=True)) == [TODAY, date(2007, 1, 31)]
    assert not StepReview.objects.exists()


def test_an_episode_that_ended_before_its_step_began_leaves_the_days_in_order(practice):
    ended(practice, 1, date(2006, 12, 1))

    end_care(RegisterEntry.objects.filter(practice=practice))

    assert CareStep.objects.get().ended_on == date(2007, 1, 2)


def test_whoever_is_on_the_list_keeps_step_and_review(entry, review):
    end_care(RegisterEntry.objects.filter(practice=entry.practice))

    assert CareStep.objects.get().ended_on is None
    assert StepReview.objects.filter(outcome="").exists()


def test_steps_of_a_practice_end_in_two_statements(practice, django_assert_num_queries):
    for number in range(1, 6):
        ended(practice, number, TODAY)

    with django_assert_num_queries(2):
        end_care(RegisterEntry.objects.filter(practice=practice))


def test_leaving_the_list_ends_step_and_review(entry, review, clinician):
    life_cycle.move(entry=entry, to="left", on=TODAY, reason="moved", by=clinician)

    assert CareStep.objects.get().ended_on == TODAY
    assert not StepReview.objects.exists()
