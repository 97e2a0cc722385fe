"""Questions that a flagged point raises, what is done about them, and how they end (I8)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from collaborative.models import FollowUp, ImprovementTeam
from operations import audit
from practices import clock

FIELDS = ("question", "root_cause", "action", "owner", "due_on", "cycle", "shared_with")
CLOSED = (FollowUp.State.DONE, FollowUp.State.DROPPED)


@transaction.atomic
def ask(
    *, team: ImprovementTeam, practice, measure: str, month: date, signal: str, asked_after: date | None, by, **fields
) -> FollowUp:
    """Ask what happened in a month of a practice's chart, or of the PCT's where `practice` is None.

    `signal` is what the chart said to whoever asks. Raises PermissionDenied for whoever may not write for the team.
    """
    team.require_may_change(by)
    follow_up = FollowUp(
        team=team,
        practice=practice,
        measure=measure,
        month=month,
        signal=signal[:200],
        asked_after=asked_after,
        created_by=by,
        created_at=clock.now(),
    )
    take(follow_up, fields)
    follow_up.save(force_insert=True)
    record("follow_up.asked", follow_up, by)
    return follow_up


@transaction.atomic
def change(*, follow_up: FollowUp, by, **fields) -> FollowUp:
    """Change the question, its cause or its action while it is open."""
    held = held_open(follow_up, by)
    take(held, fields)
    held.save(update_fields=list(fields))
    record("follow_up.changed", held, by, fields=sorted(fields))
    return held


@transaction.atomic
def close(*, follow_up: FollowUp, state: str, note: str, checked_month: date | None, check_result: str, by) -> FollowUp:
    """Done or dropped, with a note. What the next return showed is kept in the words of whoever closes it."""
    held = held_open(follow_up, by)
    if state not in CLOSED:
        raise ValidationError({"state": "Choose whether it is done or dropped"})
    if not note.strip():
        raise ValidationError({"closing_note": "Say how it ended"})
    held.state, held.closing_note, held.closed_on = state, note.strip(), clock.today()
    held.checked_month, held.check_result = checked_month, check_result[:300]
    held.save(update_fields=["state", "closing_note", "closed_on", "checked_month", "check_result"])
    record("follow_up.closed", held, by, state=state)
    return held


def held_open(follow_up: FollowUp, by) -> FollowUp:
    """The row, held for this change. Raises ValidationError once somebody has closed it."""
    held = FollowUp.objects.select_for_update(of=("self",)).select_related("team").get(pk=follow_up.pk)
    held.team.require_may_change(by)
    if not held.is_open:
        raise ValidationError("This question was closed already")
    return held


def take(follow_up: FollowUp, fields: dict) -> None:
    """Only what people write; a cycle only of the same team."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise ValueError(f"These may not be set: {', '.join(sorted(unknown))}")
    cycle = fields.get("cycle")
    if cycle is not None and cycle.team_id != follow_up.team_id:
        raise ValidationError({"cycle": "Choose a cycle of this team"})
    for name, value in fields.items():
        setattr(follow_up, name, value)


def record(event: str, follow_up: FollowUp, by, **details) -> None:
    """Which question, never its words."""
    place = follow_up.practice or follow_up.team.organisation
    audit.record(event, by=by, about=follow_up, organisation=place, measure=follow_up.measure, **details)
