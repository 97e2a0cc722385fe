"""The step of care at which a person is, one at a time, and the review that is planned at it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Greatest

from practices import clock
from registers.actions.held_entry import hold_active, recorded, require_not_before, require_past
from registers.care_rules import default_review, due_problem
from registers.models import CareStep, RegisterEntry, StepReview


@transaction.atomic
def start_step(*, entry: RegisterEntry, step: int, started_on: date, reason: str, due_on: date | None, by) -> CareStep:
    """Put a person at a step, and plan its review: on `due_on`, or as the step says. Ends the step before it that day.

    Raises ValidationError for dates out of order, for the step at which the person is already, and for a step without a
    default (4 and 5) when no day is named.
    """
    held = hold_active(entry, by)
    current = current_step(held)
    require_past("started_on", started_on)
    require_not_before("started_on", started_on, held.active_from, "the person was on the list")
    require_not_before("started_on", started_on, last_change(held), "the last step or review")
    if current and current.step == step:
        raise ValidationError({"step": f"The person is at step {step} already"})
    if not reason.strip():
        raise ValidationError({"reason": "Say why"})
    new = move(held, current, step, started_on, reason, by)
    plan(held, named_or_default(step, started_on, due_on), by)
    return recorded("care_step.started", new, held, by)


def named_or_default(step: int, day: date, due_on: date | None) -> date:
    """The day that somebody named, else that of the step. Raises ValidationError where there is neither, or it cannot be."""
    due_on = due_on or default_review(step, day)
    if due_on is None:
        raise ValidationError({"due_on": f"Enter the day of the next review: the service sets it at step {step}"})
    if problem := due_problem(day, due_on):
        raise ValidationError({"due_on": problem})
    return due_on


def current_step(entry: RegisterEntry) -> CareStep | None:
    return CareStep.objects.filter(entry=entry, ended_on__isnull=True).first()


def last_change(entry: RegisterEntry) -> date | None:
    """The latest day on which a step began or ended or a review was held; nothing is put before it."""
    steps = CareStep.objects.filter(entry=entry).aggregate(began=Max("started_on"), ended=Max("ended_on"))
    held = StepReview.objects.filter(entry=entry).aggregate(held=Max("held_on"))
    return max((day for day in (*steps.values(), *held.values()) if day), default=None)


def planned_review(entry: RegisterEntry) -> StepReview | None:
    return StepReview.objects.filter(entry=entry, outcome="").first()


def move(entry: RegisterEntry, current: CareStep | None, step: int, day: date, reason: str, by) -> CareStep:
    """End the current step on a day and begin another on it; the entry is held by the caller."""
    end(current, day)
    return CareStep.objects.create(
        practice=entry.practice,
        entry=entry,
        step=step,
        started_on=day,
        reason=reason.strip(),
        recorded_by=by,
        recorded_at=clock.now(),
    )


def end(current: CareStep | None, day: date) -> None:
    if current:
        current.ended_on = day
        current.save(update_fields=["ended_on"])


def plan(entry: RegisterEntry, due_on: date, by) -> StepReview:
    """The one planned review of an entry, moved to a day or made."""
    review = planned_review(entry) or StepReview(practice=entry.practice, entry=entry, due_on=due_on)
    if review.due_on != due_on:
        review.first_due_on = review.first_due_on or review.due_on
    review.due_on, review.recorded_by, review.recorded_at = due_on, by, clock.now()
    review.save()
    return review


@transaction.atomic
def plan_review(*, entry: RegisterEntry, due_on: date, by) -> StepReview:
    """Plan the next review, or move the planned one to another day; the day of the first plan is kept.

    Raises ValidationError for somebody without a step, and for a day that has passed.
    """
    held = hold_active(entry, by)
    if current_step(held) is None:
        raise ValidationError("Choose a step first: its review is planned with it")
    if due_on < clock.today():
        raise ValidationError({"due_on": "Choose today or a day to come"})
    if problem := due_on > clock.today() and due_problem(clock.today(), due_on):
        raise ValidationError({"due_on": problem})
    return recorded("review.planned", plan(held, due_on, by), held, by)


def end_care(entries) -> None:
    """When episodes end: their steps end with them, and reviews that will not take place are taken away; two statements.

    `entries` are any of one practice or of one person; those that are not over are left alone. For the action that ends
    episodes, inside its transaction and under its audit event. A step that began later ends on the day it began.
    """
    over = entries.filter(active_to__isnull=False).order_by()
    last_day = RegisterEntry.objects.filter(pk=OuterRef("entry_id")).values("active_to")[:1]
    current = CareStep.objects.filter(entry__in=over, ended_on__isnull=True)
    current.update(ended_on=Greatest(F("started_on"), Subquery(last_day)))
    StepReview.objects.filter(entry__in=over, outcome="").delete()
