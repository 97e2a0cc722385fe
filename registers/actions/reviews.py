"""Holding a planned review: its outcome moves the step and plans the next one, all or nothing (row 29)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import care_rules
from registers.actions.care_steps import current_step, end, last_change, move, plan
from registers.actions.held_entry import hold_active, recorded, require_not_before, require_past
from registers.actions.review_scores import keep_score
from registers.models import ReviewOutcome, StepReview


@transaction.atomic
def hold_review(
    *,
    review: StepReview,
    outcome: str,
    held_on: date,
    reason: str,
    by,
    next_due_on: date | None = None,
    new_step: int | None = None,
    tool: int | None = None,
    total: int | None = None,
) -> StepReview:
    """Write down what a review came to.

    1. The review is closed with its outcome; a score becomes an assessment of that day.
    2. Up and down: the step ends that day and the next (or `new_step`) begins. Out: the step ends.
    3. Unless the person stepped out, the next review is planned for `next_due_on`, or as the step says.

    Raises ValidationError when the review was held already, the outcome is not possible at the step, the days are out of
    order, or no next day is given where the step has none of its own. Recovery is offered by the page, never done here.
    """
    entry = hold_active(review.entry, by)
    held, step = still_planned(review), current_step(entry)
    if step is None:
        raise ValidationError("Choose a step first: a review is held at a step")
    require_past("held_on", held_on)
    require_not_before("held_on", held_on, last_change(entry), "the last step or review")
    after, next_due_on = consequence(step.step, outcome, held_on, new_step, next_due_on)
    if not reason.strip():
        raise ValidationError({"reason": "Say why"})
    keep_score(entry, held_on, tool, total)
    close(held, step, outcome, held_on, reason, next_due_on, tool, total, by)
    follow(entry, step, after, held_on, reason, next_due_on, by)
    return recorded("review.held", held, entry, by)


def still_planned(review: StepReview) -> StepReview:
    """The row as it is now; the entry is held, so nobody else changes it meanwhile."""
    held = StepReview.objects.filter(pk=review.pk).first()
    if held is None or held.is_held:
        raise ValidationError("Somebody else has closed this review meanwhile. Nothing was saved twice")
    return held


def consequence(step: int, outcome: str, held_on: date, new_step: int | None, next_due_on: date | None):
    """(the step afterwards, None once out; the day of the next review, as named or by default; None once out)"""
    refuse(care_rules.outcome_problem(step, outcome, new_step), "new_step" if new_step else "outcome")
    after = care_rules.step_after(step, outcome, new_step)
    next_due_on = next_due_on or (after and care_rules.default_review(after, held_on))
    refuse(care_rules.next_date_problem(outcome, held_on, next_due_on), "next_due_on")
    return after, next_due_on


def refuse(problem: str | None, field: str) -> None:
    if problem:
        raise ValidationError({field: problem})


def close(review, step, outcome, held_on, reason, next_due_on, tool, total, by) -> None:
    review.outcome, review.held_on, review.reason = ReviewOutcome(outcome), held_on, reason.strip()
    review.step, review.next_due_on, review.tool, review.total = step.step, next_due_on, tool, total
    review.held_by = by
    review.save()


def follow(entry, step, after, held_on, reason, next_due_on, by) -> None:
    """What the outcome means for the step and the next review."""
    if after is None:
        end(step, held_on)
        return
    if after != step.step:
        move(entry, step, after, held_on, reason, by)
    plan(entry, next_due_on, by)
