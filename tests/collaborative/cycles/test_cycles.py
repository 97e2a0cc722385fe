"""Cycles are written down, changed, shared and corrected."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from collaborative.actions import cycle_tasks, cycles
from collaborative.models import CycleCorrection, PdsaRamp, ReadingLevel
from operations.models import AuditEvent
from tests.collaborative.improvement import make_action, make_cycle, make_event, make_follow_up, make_idea, make_item

PLAN = {
    "title": "Telephone review",
    "question": "Will people accept a call instead?",
    "prediction": "One in ten appointments saved",
    "planned_start": date(2007, 2, 12),
}


def test_i1_four_answers_make_a_cycle_in_a_ramp_of_its_own(team, manager, practice):
    cycle = cycles.create(team=team, by=manager, practices=[practice], **PLAN)

    assert (cycle.state, cycle.number, cycle.ramp.title) == ("planned", 1, "Telephone review")
    assert cycle.shared_with == ReadingLevel.FACILITATOR
    assert AuditEvent.objects.get(event="cycle.made").organisation_code == practice.ods_code


def test_i3_a_cycle_in_a_known_ramp_is_its_next(team, manager):
    ramp = make_cycle(team, manager).ramp

    cycle = cycles.create(team=team, by=manager, ramp=ramp, **PLAN)

    assert cycle.number == 2
    assert PdsaRamp.objects.count() == 1


def test_a_ramp_of_another_team_is_refused(team, other_team, manager):
    ramp = PdsaRamp.objects.create(team=other_team, title="Theirs")

    with pytest.raises(ValidationError, match="a ramp of this team"):
        cycles.create(team=team, by=manager, ramp=ramp, **PLAN)


def test_a_practice_of_another_team_is_refused(team, manager, elsewhere):
    with pytest.raises(ValidationError, match="practices of this team"):
        cycles.create(team=team, by=manager, practices=[elsewhere], **PLAN)


def test_a_principle_of_another_wave_is_refused(team, manager, programme, wave):
    wave.pk, wave.code, wave.number = None, "W2", 2
    wave.save()

    with pytest.raises(ValidationError, match="a principle of this wave"):
        cycles.create(team=team, by=manager, principle=make_item(wave), **PLAN)


@pytest.mark.parametrize(
    ("prediction", "field"),
    [
        ({"predicted_direction": "fall", "predicted_percent": 10, "predicted_by": date(2007, 3, 1)}, "measure"),
        ({"measure": "referrals", "predicted_direction": "fall", "predicted_percent": 10}, "predicted_by"),
        ({"measure": "referrals", "predicted_direction": "fall", "predicted_by": date(2007, 3, 1)}, "predicted_percent"),
        ({"measure": "referrals", "predicted_percent": 10}, "predicted_direction"),
        (
            {"measure": "referrals", "predicted_direction": "fall", "predicted_percent": 101, "predicted_by": date(2007, 3, 1)},
            "predicted_percent",
        ),
        (
            {"measure": "referrals", "predicted_direction": "rise", "predicted_percent": 5, "predicted_by": date(2007, 1, 1)},
            "predicted_by",
        ),
        ({"measure": "happiness"}, "measure"),
    ],
)  # fmt: skip
def test_a_measurable_prediction_is_whole_or_not_there(prediction, field, team, manager):
    with pytest.raises(ValidationError) as refusal:
        cycles.create(team=team, by=manager, **PLAN | prediction)

    assert list(refusal.value.message_dict) == [field]


def test_that_nothing_changes_is_a_prediction_without_a_per_cent(team, manager):
    given = {
        "measure": "referrals",
        "predicted_direction": "same",
        "predicted_percent": 5,
        "predicted_by": date(2007, 3, 1),
    }

    cycle = cycles.create(team=team, by=manager, **PLAN | given)

    assert (cycle.predicted_direction, cycle.predicted_percent) == ("same", None)


def test_a_workshop_action_becomes_one_cycle_and_never_two(wave, team, manager):
    action = make_action(make_event(wave), team)
    cycle = cycles.create(team=team, by=manager, origin=action, **PLAN)

    with pytest.raises(ValidationError, match="a cycle already"):
        cycles.create(team=team, by=manager, origin=action, **PLAN)

    action.refresh_from_db()
    assert action.cycle == cycle


def test_i8_a_question_from_a_chart_becomes_a_cycle(team, manager):
    follow_up = make_follow_up(team, manager)

    cycle = cycles.create(team=team, by=manager, origin=follow_up, **PLAN)

    follow_up.refresh_from_db()
    assert follow_up.cycle == cycle


def test_i5_a_cycle_from_an_idea_has_it_in_its_ramp(team, manager):
    idea = make_idea(team, manager)

    assert cycles.create(team=team, by=manager, idea=idea, **PLAN).ramp.idea == idea


def test_who_may_only_read_writes_no_cycle(team, commissioner):
    with pytest.raises(PermissionDenied):
        cycles.create(team=team, by=commissioner, **PLAN)


def test_a_change_says_which_parts_and_not_what(team, manager):
    cycle = make_cycle(team, manager)

    cycles.edit(cycle=cycle, version=1, by=manager, title="Another name", question=cycle.question)

    details = AuditEvent.objects.get(event="cycle.changed").details
    assert details["fields"] == ["title"]
    assert "Another name" not in str(details)


@pytest.mark.parametrize("field", ["state", "shared_with", "prediction_locked_at", "team"])
def test_what_is_no_part_of_the_plan_is_not_edited(field, team, manager):
    with pytest.raises(ValidationError, match="cannot be changed"):
        cycles.edit(cycle=make_cycle(team, manager), version=1, by=manager, **{field: 1})


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_cycle_that_has_ended_is_not_edited(state, team, manager):
    with pytest.raises(ValidationError):
        cycles.edit(cycle=make_cycle(team, manager, state=state), version=1, by=manager, title="Another name")


@pytest.mark.parametrize("field", ["observations", "done_as_planned"])
def test_what_ending_asked_for_is_not_taken_away_again(field, team, manager):
    with pytest.raises(ValidationError, match="doing has ended"):
        cycles.edit(cycle=make_cycle(team, manager, state="studying"), version=1, by=manager, **{field: ""})


def test_a_closed_cycle_can_be_shared_further(team, manager):
    cycle = make_cycle(team, manager, state="closed")

    shared = cycles.share(cycle=cycle, version=1, shared_with=ReadingLevel.WAVE, by=manager)

    assert shared.shared_with == ReadingLevel.WAVE
    assert AuditEvent.objects.get(event="cycle.shared").details["after"] == 4


def test_a_correction_keeps_what_stood_there_and_why_it_was_wrong(team, manager):
    cycle = make_cycle(team, manager, state="closed")

    mended = cycles.correct(
        cycle=cycle, version=1, reason="Wrong list", by=manager, result="None came", learning=cycle.learning
    )

    correction = CycleCorrection.objects.get()
    assert (correction.field, correction.before, correction.reason) == ("result", "Fewer came", "Wrong list")
    assert (mended.result, mended.state) == ("None came", "closed")


@pytest.mark.parametrize("field", ["prediction", "measure", "decision", "closed_on", "state"])
def test_a_correction_does_not_reach_the_prediction_or_the_decision(field, team, manager):
    with pytest.raises(ValidationError):
        cycles.correct(
            cycle=make_cycle(team, manager, state="closed"), version=1, reason="Wrong", by=manager, **{field: "adapt"}
        )


@pytest.mark.parametrize(
    "wrong", [{"learning": ""}, {"ended_on": date(2006, 4, 1)}, {"ended_on": date(2006, 6, 15)}, {"started_on": None}]
)
def test_a_correction_leaves_nothing_out_and_no_date_out_of_order(wrong, team, manager):
    with pytest.raises(ValidationError):
        cycles.correct(cycle=make_cycle(team, manager, state="closed"), version=1, reason="Wrong", by=manager, **wrong)

    assert not CycleCorrection.objects.exists()


def test_a_task_is_added_done_and_removed_with_a_trace_each(team, manager):
    cycle = make_cycle(team, manager)

    task = cycle_tasks.add(cycle=cycle, what="Print the list", who="Pat Grey", due_on=date(2007, 2, 9), by=manager)
    assert cycle_tasks.tick(task=task, by=manager).done_on == date(2007, 2, 8)
    cycle_tasks.remove(task=task, by=manager)

    assert cycle.tasks.count() == 0
    assert AuditEvent.objects.filter(event__startswith="cycle.task_").count() == 3


def test_tasks_of_a_closed_cycle_stay_as_they_are(team, manager):
    with pytest.raises(ValidationError, match="its tasks stay as they are"):
        cycle_tasks.add(cycle=make_cycle(team, manager, state="closed"), what="Too late", by=manager)
