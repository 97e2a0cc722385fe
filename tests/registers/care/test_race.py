"""Two people hold the same review, or choose a step, at the same moment: one of them is told so."""

from datetime import date

import pytest

from registers.actions.care_steps import start_step
from registers.actions.reviews import hold_review
from registers.models import CareStep, StepReview
from tests.collaborative.rivals import RIVALS, at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
TODAY = date(2007, 2, 8)


def test_a_review_is_held_by_one_of_several(review, clinician):
    won = at_once(
        lambda number: hold_review(review=review, outcome="up", held_on=TODAY, reason=f"Rival {number}", by=clinician)
    )

    assert len([one for one in won if one]) == 1
    assert StepReview.objects.filter(entry=review.entry).count() == 2
    assert CareStep.objects.get(ended_on=None).step == 3


def test_a_step_is_chosen_by_one_of_several(entry, clinician):
    won = at_once(
        lambda number: start_step(entry=entry, step=2, started_on=TODAY, reason="Mild", due_on=None, by=clinician)
    )

    assert (len([one for one in won if one]), RIVALS) == (1, 4)
    assert CareStep.objects.count() == StepReview.objects.count() == 1
