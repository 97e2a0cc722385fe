"""The steps of a cycle and what each asks for; no step leads back, and what was predicted stays as it was."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from collaborative.actions import cycle_steps as steps
from collaborative.actions import cycles as actions
from collaborative.actions.cycle_changes import ChangedMeanwhile
from collaborative.models import PdsaCycle
from operations.models import AuditEvent
from tests.collaborative.improvement import make_cycle

PREDICTED = {
    "prediction": "One in ten appointments saved",
    "measure": "gp_consultations",
    "predicted_direction": "fall",
    "predicted_percent": 10,
    "predicted_by": date(2006, 9, 1),
}
CLOSING = {
    "on": date(2006, 6, 14),
    "result": "Fewer came",
    "learning": "Lunch time works",
    "matched_prediction": "partly",
}


def planned(team, by, **fields):
    return make_cycle(team, by, **PREDICTED | fields)


def test_i1_doing_starts_with_a_prediction_and_locks_it(team, manager):
    cycle = planned(team, manager)

    started = steps.start(cycle=cycle, version=1, on=date(2006, 4, 3), by=manager)

    assert (started.state, started.started_on, started.version) == ("doing", date(2006, 4, 3), 2)
    assert started.is_locked


def test_doing_does_not_start_without_a_prediction(team, manager):
    cycle = make_cycle(team, manager)

    with pytest.raises(ValidationError, match="Write the prediction before doing starts"):
        steps.start(cycle=cycle, version=1, on=date(2006, 4, 3), by=manager)

    cycle.refresh_from_db()
    assert (cycle.state, cycle.version) == ("planned", 1)


@pytest.mark.parametrize("field", ["prediction", "measure", "predicted_direction", "predicted_percent", "predicted_by"])
def test_a_locked_prediction_is_not_changed_by_the_action(field, team, manager):
    cycle = steps.start(cycle=planned(team, manager), version=1, on=date(2006, 4, 3), by=manager)

    with pytest.raises(ValidationError, match="locked"):
        actions.edit(cycle=cycle, version=2, by=manager, **{field: PREDICTED[field]})


def test_where_it_is_tested_is_locked_too(team, manager, practice):
    """It says whose measure the prediction is held against."""
    cycle = steps.start(cycle=planned(team, manager), version=1, on=date(2006, 4, 3), by=manager)

    with pytest.raises(ValidationError, match="locked"):
        actions.edit(cycle=cycle, version=2, by=manager, practices=[practice])


def test_the_trail_keeps_what_was_predicted_but_not_its_words(team, manager):
    steps.start(cycle=planned(team, manager), version=1, on=date(2006, 4, 3), by=manager)

    details = AuditEvent.objects.get(event="cycle.started").details
    assert (details["measure"], details["direction"], details["percent"]) == ("gp_consultations", "fall", "10.0")
    assert PREDICTED["prediction"] not in str(details)


@pytest.mark.parametrize(
    ("day", "words"), [(date(2007, 2, 9), "not in the future"), (date(2004, 1, 1), "the wave's first month")]
)
def test_doing_starts_on_a_day_that_can_be(day, words, team, manager):
    with pytest.raises(ValidationError, match=words):
        steps.start(cycle=planned(team, manager), version=1, on=day, by=manager)


def test_today_is_not_in_the_future(team, manager):
    started = steps.start(cycle=planned(team, manager), version=1, on=date(2007, 2, 8), by=manager)

    assert started.started_on == date(2007, 2, 8)


def test_doing_does_not_end_before_it_started(team, manager):
    cycle = make_cycle(team, manager, state="doing")

    with pytest.raises(ValidationError, match="not before doing started, 3 April 2006"):
        steps.finish_doing(
            cycle=cycle, version=1, on=date(2006, 4, 2), done_as_planned="yes", observations="Well", by=manager
        )


@pytest.mark.parametrize(("field", "value"), [("observations", " "), ("done_as_planned", "maybe")])
def test_studying_asks_what_was_seen(field, value, team, manager):
    given = {"done_as_planned": "yes", "observations": "Most liked it"} | {field: value}

    with pytest.raises(ValidationError) as refusal:
        steps.finish_doing(
            cycle=make_cycle(team, manager, state="doing"), version=1, on=date(2006, 5, 2), by=manager, **given
        )

    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize("field", ["result", "learning", "matched_prediction", "decision"])
def test_closing_asks_for_result_learning_match_and_decision(field, team, manager):
    given = CLOSING | {"decision": "adopt"} | {field: ""}

    with pytest.raises(ValidationError) as refusal:
        steps.close(cycle=make_cycle(team, manager, state="studying"), version=1, by=manager, **given)

    assert list(refusal.value.message_dict) == [field]


def test_i3_to_adapt_makes_the_next_cycle_of_the_ramp(team, manager, practice):
    cycle = make_cycle(team, manager, state="studying", practices=[practice], scale=2, measure="gp_consultations")

    closed, following = steps.close(cycle=cycle, version=1, by=manager, decision="adapt", **CLOSING)

    assert (closed.state, following.state, following.ramp, following.number) == ("closed", "planned", cycle.ramp, 2)
    assert (following.scale, following.measure, list(following.practices.all())) == (2, "gp_consultations", [practice])


def test_the_next_cycle_makes_a_prediction_of_its_own(team, manager):
    cycle = make_cycle(team, manager, state="studying", **PREDICTED)

    _, following = steps.close(cycle=cycle, version=1, by=manager, decision="adapt", **CLOSING)

    assert (following.prediction, following.predicted_direction, following.is_locked) == ("", "", False)


@pytest.mark.parametrize("decision", ["adopt", "abandon"])
def test_to_adopt_or_abandon_makes_none(decision, team, manager):
    cycle = make_cycle(team, manager, state="studying")

    _, following = steps.close(cycle=cycle, version=1, by=manager, decision=decision, **CLOSING)

    assert following is None
    assert cycle.ramp.cycles.count() == 1


@pytest.mark.parametrize("state", ["planned", "doing", "studying"])
def test_every_open_cycle_can_be_cancelled_with_a_reason(state, team, manager):
    cycle = make_cycle(team, manager, state=state)

    cancelled = steps.cancel(cycle=cycle, version=1, reason="The room was lost", by=manager)

    assert (cancelled.state, cancelled.cancelled_on) == ("cancelled", date(2007, 2, 8))


STEPS = {
    "start": lambda cycle, by: steps.start(cycle=cycle, version=1, on=date(2006, 7, 3), by=by),
    "finish": lambda cycle, by: steps.finish_doing(
        cycle=cycle, version=1, on=date(2006, 7, 3), done_as_planned="yes", observations="Well", by=by
    ),
    "close": lambda cycle, by: steps.close(
        cycle=cycle, version=1, by=by, decision="adopt", **CLOSING | {"on": date(2006, 7, 3)}
    ),
    "cancel": lambda cycle, by: steps.cancel(cycle=cycle, version=1, reason="No", by=by),
}
OPEN_STEPS = {
    "planned": {"start", "cancel"},
    "doing": {"finish", "cancel"},
    "studying": {"close", "cancel"},
    "closed": set(),
    "cancelled": set(),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", OPEN_STEPS)
def test_each_state_has_its_steps_and_no_other(state, step, team, manager):
    """No way back: a closed or cancelled cycle has none."""
    cycle = make_cycle(team, manager, **PREDICTED, state=state)
    if step in OPEN_STEPS[state]:
        STEPS[step](cycle, manager)
        return

    with pytest.raises(ValidationError, match="this step is not open"):
        STEPS[step](cycle, manager)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_an_old_version_is_refused(step, team, manager, clinician):
    cycle = make_cycle(team, manager)
    actions.edit(cycle=cycle, version=1, by=clinician, title="Another name")

    with pytest.raises(ChangedMeanwhile) as clash:
        STEPS[step](cycle, manager)

    assert clash.value.cycle.title == "Another name"


def test_a_reader_takes_no_step(team, commissioner, manager):
    with pytest.raises(PermissionDenied):
        steps.start(cycle=planned(team, manager), version=1, on=date(2006, 4, 3), by=commissioner)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "doing", "prediction": ""},
        {"state": "doing", "prediction_locked_at": None},
        {"state": "studying", "observations": ""},
        {"state": "studying", "ended_on": date(2006, 4, 1)},
        {"state": "closed", "learning": ""},
        {"state": "closed", "closed_on": date(2006, 4, 4)},
        {"state": "cancelled", "cancelled_reason": ""},
        {"state": "planned", "predicted_direction": "fall"},
        {"state": "planned", "measure": "gp_consultations", "predicted_percent": 10},
    ],
    ids=lambda broken: " ".join(broken),
)
def test_the_database_refuses_what_no_step_makes(broken, team, manager):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_cycle(team, manager, **broken)


def test_a_prediction_written_after_its_month_is_known_as_such(team, manager):
    started = steps.start(cycle=planned(team, manager), version=1, on=date(2006, 4, 3), by=manager)

    assert started.is_predicted_afterwards
    assert started.days_locked_late == 311


def test_states_and_audit_go_together(team, manager):
    cycle = planned(team, manager)
    cycle = steps.start(cycle=cycle, version=1, on=date(2006, 4, 3), by=manager)
    steps.cancel(cycle=cycle, version=2, reason="The room was lost", by=manager)

    events = AuditEvent.objects.filter(about_id=str(cycle.pk), about_kind="collaborative.pdsacycle")
    assert [(one.event, one.details["state"]) for one in events] == [
        ("cycle.cancelled", PdsaCycle.State.CANCELLED),
        ("cycle.started", PdsaCycle.State.DOING),
    ]


@pytest.fixture
def asked(monkeypatch):
    """The teams whose evaluation was asked for."""
    teams = []
    monkeypatch.setattr("collaborative.actions.cycle_changes.request_evaluation", lambda *, team: teams.append(team))
    return teams


@pytest.mark.parametrize(
    ("state", "step"), [(state, step) for state, steps in OPEN_STEPS.items() for step in sorted(steps)]
)
def test_every_step_asks_what_the_data_say(state, step, team, manager, asked):
    STEPS[step](make_cycle(team, manager, **PREDICTED, state=state), manager)

    assert asked == [team]


def test_a_corrected_date_asks_again_and_a_change_of_words_in_a_plan_does_not(team, manager, asked):
    actions.edit(cycle=make_cycle(team, manager), version=1, by=manager, title="Another name")
    assert asked == []

    closed = make_cycle(team, manager, state="closed")
    actions.correct(cycle=closed, version=1, reason="Wrong day", by=manager, ended_on=date(2006, 5, 30))
    assert asked == [team]
