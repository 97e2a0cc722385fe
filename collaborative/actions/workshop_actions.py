"""What teams say at an event that they will do; made into cycles, and read back at the next event (W3)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from collaborative.models import WorkshopAction
from operations import audit

ACTION_FIELDS = ["what", "who", "due_on", "measure", "predicted_effect", "shared_with"]


@transaction.atomic
def add_action(*, event, team, by, **fields):
    action = WorkshopAction(event=event, team=team)
    set_fields(action, fields)
    action.save(force_insert=True)
    audit.record("workshop_action_added", by=by, about=action, organisation=team.organisation, event_id=event.pk)
    return action


@transaction.atomic
def change_action(*, action, by, **fields):
    changed = set_fields(action, fields)
    action.save()
    audit.record("workshop_action_changed", by=by, about=action, organisation=action.team.organisation, changed=changed)
    return action


def set_fields(action, values):
    """Set the allowed fields; returns the names of those that differ."""
    unknown = set(values) - set(ACTION_FIELDS)
    if unknown:
        raise ValueError(f"These may not be set: {', '.join(sorted(unknown))}")
    changed = sorted(name for name, value in values.items() if getattr(action, name) != value)
    for name, value in values.items():
        setattr(action, name, value)
    return changed


@transaction.atomic
def link(*, action, cycle, by):
    """The cycle that came of an action. Refused with ValidationError where it is another team's, or the action has one."""
    if cycle.team_id != action.team_id:
        raise ValidationError("This cycle belongs to another team")
    if action.cycle_id and action.cycle_id != cycle.pk:
        raise ValidationError("This action has a cycle already")
    action.cycle = cycle
    action.save(update_fields=["cycle"])
    audit.record(
        "workshop_action_made_a_cycle", by=by, about=action, organisation=action.team.organisation, cycle=cycle.pk
    )
    return action


@transaction.atomic
def read_back(*, action, event, outcome, by):
    """What came of an action, said at a later event of the same wave; said again it is put in the place of what was said."""
    if event.wave_id != action.event.wave_id or event.held_on <= action.event.held_on:
        raise ValidationError("An action is read back at a later event of its wave")
    action.read_back_at, action.outcome = event, outcome
    action.save(update_fields=["read_back_at", "outcome"])
    audit.record(
        "workshop_action_read_back", by=by, about=action, organisation=action.team.organisation, event_id=event.pk
    )
    return action
