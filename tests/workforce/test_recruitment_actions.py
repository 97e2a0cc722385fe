"""Candidates move through the stages in order, one by one and several at once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from operations.models import AuditEvent
from tests.workforce import roster
from workforce import pipeline
from workforce.actions import recruitment as actions
from workforce.models import STAGES, Candidate

DAY = date(2006, 2, 1)


@pytest.fixture
def intake(graduates, lead):
    intake = roster.make_intake(graduates)
    actions.add_candidates(intake=intake, interested_on=DAY, how_many=4, by=lead)
    return intake


def test_candidates_get_the_next_numbers(intake, lead):
    actions.add_candidates(intake=intake, interested_on=DAY, how_many=2, is_graduate=True, by=lead)

    assert list(intake.candidates.values_list("number", "is_graduate")) == [
        *((number, None) for number in range(1, 5)),
        (5, True),
        (6, True),
    ]


def test_several_move_to_the_same_stage(intake, lead):
    moved = actions.move(intake=intake, numbers=[1, 3], stage="applied_on", on=DAY, by=lead)

    assert moved == 2
    assert list(intake.candidates.filter(applied_on=DAY).values_list("number", flat=True)) == [1, 3]


def test_all_move_or_nobody_and_the_refusal_says_who_cannot(intake, lead):
    actions.move(intake=intake, numbers=[1], stage="applied_on", on=DAY, by=lead)

    with pytest.raises(ValidationError, match="Candidates 2, 3: not at the stage before: Formal application"):
        actions.move(intake=intake, numbers=[1, 2, 3], stage="briefed_on", on=DAY, by=lead)

    assert not intake.candidates.filter(briefed_on__isnull=False).exists()


@pytest.mark.parametrize("on", [date(2006, 1, 31), date(2007, 2, 9)])
def test_a_stage_is_not_reached_before_the_last_nor_in_the_future(intake, lead, on):
    with pytest.raises(ValidationError):
        actions.move(intake=intake, numbers=[1], stage="applied_on", on=on, by=lead)


def test_candidates_of_another_intake_are_not_moved(graduates, intake, lead):
    other = roster.make_intake(graduates, "2005")
    actions.add_candidates(intake=other, interested_on=DAY, how_many=9, by=lead)

    with pytest.raises(ValidationError, match="of this intake"):
        actions.move(intake=intake, numbers=[1, 9], stage="applied_on", on=DAY, by=lead)


def test_whoever_is_out_does_not_move_on(intake, lead):
    actions.take_out(intake=intake, numbers=[1, 2], outcome="no_reply", on=DAY, by=lead)

    with pytest.raises(ValidationError, match="Candidates 2"):
        actions.move(intake=intake, numbers=[2, 3], stage="applied_on", on=DAY, by=lead)


def test_only_an_offer_can_be_declined(intake, lead):
    with pytest.raises(ValidationError, match="no offer"):
        actions.take_out(intake=intake, numbers=[1], outcome="declined", on=DAY, by=lead)


def test_the_last_entry_is_taken_back_step_by_step(intake, lead):
    actions.move(intake=intake, numbers=[1], stage="applied_on", on=DAY, by=lead)
    actions.take_out(intake=intake, numbers=[1], outcome="withdrew", on=DAY, by=lead)
    candidate = intake.candidates.get(number=1)

    back = [actions.take_back(candidate=candidate, by=lead) for _ in range(2)][-1]

    assert (back.outcome, back.out_on, back.applied_on) == ("", None, None)
    with pytest.raises(ValidationError, match="after the interest"):
        actions.take_back(candidate=candidate, by=lead)


def test_the_database_counts_as_the_candidates_stand(intake, lead):
    """Row 10: the counts that the page adds up are those of the rows."""
    for stage in list(STAGES)[1:]:
        actions.move(intake=intake, numbers=[1], stage=stage, on=DAY, by=lead)
    actions.move(intake=intake, numbers=[2], stage="applied_on", on=DAY, by=lead)
    actions.take_out(intake=intake, numbers=[2], outcome="not_selected", on=DAY, by=lead)

    counts = {(stage, outcome): number for (_, stage, outcome), number in Candidate.objects.counts().items()}

    assert counts == {("started_on", ""): 1, ("applied_on", "not_selected"): 1, ("interested_on", ""): 2}
    assert [stage.reached for stage in pipeline.stages(counts, STAGES)] == [4, 2, 1, 1, 1, 1, 1]


@pytest.mark.parametrize("how_many", [0, 501])
def test_too_many_at_once_are_refused(intake, lead, how_many):
    with pytest.raises(ValidationError, match="1 to 500"):
        actions.add_candidates(intake=intake, interested_on=DAY, how_many=how_many, by=lead)


def test_an_intake_has_a_name_of_its_own(graduates, intake, lead):
    with pytest.raises(ValidationError, match="already"):
        actions.open_intake(programme=graduates, training="MHP_DIP", name=intake.name, opens_on=DAY, places=25, by=lead)


def test_the_trail_keeps_numbers(intake, lead):
    actions.move(intake=intake, numbers=[1, 3], stage="applied_on", on=DAY, by=lead)

    event = AuditEvent.objects.get(event="candidates.moved")
    assert event.details == {"numbers": [1, 3], "stage": "applied_on", "on": "2006-02-01"}
