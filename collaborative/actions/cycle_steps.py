"""The steps of a PDSA cycle: planned, doing, studying, closed; or cancelled. No step leads back.

Each takes the `version` that the person saw, is one transaction with its audit event, and raises ValidationError by field for
what the step asks for, ChangedMeanwhile when somebody was first, PermissionDenied for whoever may not write for the team.
"""

import hashlib
from datetime import date

from collaborative.actions.cycle_changes import changing, past_day, record_moved, require_state, written
from collaborative.actions.cycles import TAKEN_OVER, create
from collaborative.models import PdsaCycle
from practices import clock, months

State, Decision, Answer = PdsaCycle.State, PdsaCycle.Decision, PdsaCycle.Answer


def start(*, cycle: PdsaCycle, version: int, on: date, by) -> PdsaCycle:
    """Planned to doing. Locks the prediction: from here on nobody changes what was predicted."""
    with changing(cycle, version=version, by=by) as fresh:
        require_state(fresh, State.PLANNED)
        fresh.prediction = written(fresh.prediction, "prediction", "Write the prediction before doing starts")
        first = fresh.team.wave.first_month
        fresh.started_on = past_day(on, "on", since=first, since_words="the wave's first month")
        fresh.prediction_locked_at = clock.now()
        fresh.state = State.DOING
        record_moved("cycle.started", fresh, by, on=fresh.started_on.isoformat(), **locked(fresh))
    return fresh


def locked(cycle: PdsaCycle) -> dict:
    """What the trail keeps of a prediction, so that a later change of the row would show against it."""
    return {
        "prediction_sha256": hashlib.sha256(cycle.prediction.encode()).hexdigest(),
        "measure": cycle.measure,
        "direction": cycle.predicted_direction,
        "percent": None if cycle.predicted_percent is None else str(cycle.predicted_percent),
        "by_month": months.period(cycle.predicted_by) if cycle.predicted_by else "",
    }


def finish_doing(
    *,
    cycle: PdsaCycle,
    version: int,
    on: date,
    done_as_planned: str,
    observations: str,
    by,
    unexpected_events: str = "",
) -> PdsaCycle:
    """Doing to studying."""
    with changing(cycle, version=version, by=by) as fresh:
        require_state(fresh, State.DOING)
        fresh.ended_on = past_day(on, "on", since=fresh.started_on, since_words="doing started")
        fresh.done_as_planned = one_of(Answer, done_as_planned, "done_as_planned", "Choose whether it went as planned")
        fresh.observations = written(observations, "observations", "Enter what you saw")
        fresh.unexpected_events = unexpected_events.strip()
        fresh.state = State.STUDYING
        record_moved("cycle.studied", fresh, by, on=fresh.ended_on.isoformat(), done_as_planned=done_as_planned)
    return fresh


def close(
    *,
    cycle: PdsaCycle,
    version: int,
    on: date,
    result: str,
    learning: str,
    matched_prediction: str,
    decision: str,
    by,
    next_steps: str = "",
) -> tuple[PdsaCycle, PdsaCycle | None]:
    """Studying to closed. (The cycle, the next of its ramp): to adapt makes the next one, with all but a prediction."""
    with changing(cycle, version=version, by=by) as fresh:
        require_state(fresh, State.STUDYING)
        fresh.closed_on = past_day(on, "on", since=fresh.ended_on, since_words="doing ended")
        fresh.result = written(result, "result", "Enter the result")
        fresh.learning = written(learning, "learning", "Enter what you learned: a cycle is closed with learning")
        chosen = "Choose whether the result matched the prediction"
        fresh.matched_prediction = one_of(Answer, matched_prediction, "matched_prediction", chosen)
        fresh.decision = one_of(Decision, decision, "decision", "Choose adopt, adapt or abandon")
        fresh.next_steps = next_steps.strip()
        fresh.state = State.CLOSED
        following = next_cycle(fresh, by) if fresh.decision == Decision.ADAPT else None
        moved_on = {"next": following.pk} if following else {}
        record_moved("cycle.closed", fresh, by, on=fresh.closed_on.isoformat(), decision=fresh.decision, **moved_on)
    return fresh, following


def next_cycle(cycle: PdsaCycle, by) -> PdsaCycle:
    """The next of its ramp, to be adapted; it starts no earlier than this one ended."""
    taken = {name: getattr(cycle, name) for name in TAKEN_OVER}
    return create(team=cycle.team, ramp=cycle.ramp, by=by, practices=list(cycle.practices.all()), **taken)


def cancel(*, cycle: PdsaCycle, version: int, reason: str, by, on: date | None = None) -> PdsaCycle:
    """Stop an open cycle, with the reason. What was predicted stays locked."""
    with changing(cycle, version=version, by=by) as fresh:
        require_state(fresh, State.PLANNED, State.DOING, State.STUDYING)
        fresh.cancelled_reason = written(reason, "reason", "Say why the cycle is cancelled")
        since = fresh.ended_on or fresh.started_on
        fresh.cancelled_on = past_day(on or clock.today(), "on", since=since, since_words="the step before")
        fresh.state = State.CANCELLED
        record_moved("cycle.cancelled", fresh, by, on=fresh.cancelled_on.isoformat())
    return fresh


def one_of(choices, value: str, field: str, message: str) -> str:
    return choices(written(value if value in choices.values else "", field, message))
