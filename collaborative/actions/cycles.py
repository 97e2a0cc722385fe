"""Cycles are written down, changed while they are open, shared and corrected. Steps are in cycle_steps.py."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from collaborative.actions.cycle_changes import changing, past_day, record, record_moved, require_state, written
from collaborative.models import CycleCorrection, ImprovementTeam, PdsaCycle, PdsaRamp, ReadingLevel
from measures.definitions import all_definitions
from practices import clock, months
from practices.models import Organisation

State, Direction = PdsaCycle.State, PdsaCycle.Direction

# Locked when doing starts. Where it is tested says whose measure it is held against, so that is locked too.
LOCKED_FIELDS = ("prediction", "measure", "predicted_direction", "predicted_percent", "predicted_by", "practices")
FREE_PLAN_FIELDS = (
    "title", "owner", "scale", "principle", "driver", "objective", "question", "data_plan", "test_population",
    "test_size", "planned_start", "planned_end",
)  # fmt: skip
PLAN_FIELDS = (*FREE_PLAN_FIELDS, *LOCKED_FIELDS)
DO_FIELDS = ("done_as_planned", "observations", "unexpected_events")
STUDY_FIELDS = ("result", "matched_prediction", "learning", "next_steps")
EDITABLE = {
    State.PLANNED: PLAN_FIELDS,
    State.DOING: (*FREE_PLAN_FIELDS, *DO_FIELDS),
    State.STUDYING: (*FREE_PLAN_FIELDS, *DO_FIELDS, *STUDY_FIELDS),
    State.CLOSED: (),
    State.CANCELLED: (),
}
# A closed cycle is not opened again: what was written wrongly is corrected, with a reason.
CORRECTABLE = ("title", "started_on", "ended_on", *DO_FIELDS, *STUDY_FIELDS)
# What the next cycle of a ramp takes over. Never the prediction: each cycle makes its own.
TAKEN_OVER = (
    "title", "owner", "scale", "principle", "driver", "objective", "question", "data_plan", "test_population",
    "measure", "shared_with",
)  # fmt: skip


@transaction.atomic
def create(*, team: ImprovementTeam, by, ramp: PdsaRamp | None = None, idea=None, origin=None, **fields) -> PdsaCycle:
    """Write down a planned cycle, in a ramp or as the first of a new one, from a workshop action or follow-up if any.

    Raises ValidationError by field, PermissionDenied for whoever may not write for the team.
    """
    team.require_may_change(by)
    practices = fields.pop("practices", ())
    refuse_unknown(fields, (*PLAN_FIELDS, "shared_with"))
    cycle = PdsaCycle(
        team=team,
        ramp=ramp or PdsaRamp.objects.create(team=team, title=fields["title"], idea=idea),
        created_by=by,
        created_at=clock.now(),
        **fields,
    )
    cycle.number = next_number(cycle.ramp)
    check_plan(cycle, practices)
    cycle.save(force_insert=True)
    cycle.practices.set(practices)
    if origin is not None:
        link_origin(origin, cycle)
    record("cycle.made", cycle, by, ramp=cycle.ramp_id, number=cycle.number, **origin_details(origin))
    return cycle


def next_number(ramp: PdsaRamp) -> int:
    """The row is held, so that two who add to one ramp at once get two numbers."""
    held = PdsaRamp.objects.select_for_update().get(pk=ramp.pk)
    return (held.cycles.aggregate(last=Max("number"))["last"] or 0) + 1


def link_origin(origin, cycle: PdsaCycle) -> None:
    """`origin` is a WorkshopAction or a FollowUp: it becomes one cycle, never two."""
    linked = type(origin).objects.filter(pk=origin.pk, team=cycle.team, cycle__isnull=True).update(cycle=cycle)
    if not linked:
        raise ValidationError("This has become a cycle already, or belongs to another team")


def origin_details(origin) -> dict:
    return {"from": f"{origin._meta.model_name} {origin.pk}"} if origin is not None else {}


def edit(*, cycle: PdsaCycle, version: int, by, **fields) -> PdsaCycle:
    """Change what may be changed in the cycle's present state. Raises ValidationError, also for what is locked."""
    with changing(cycle, version=version, by=by) as fresh:
        refuse_unknown(fields, EDITABLE[fresh.state])
        practices = fields.pop("practices", None)
        changed = [name for name, value in fields.items() if getattr(fresh, name) != value]
        for name in changed:
            setattr(fresh, name, fields[name])
        if practices is not None and set(practices) != set(fresh.practices.all()):
            changed.append("practices")
        check_plan(fresh, fresh.practices.all() if practices is None else practices)
        if practices is not None:
            fresh.practices.set(practices)
        if changed:
            record("cycle.changed", fresh, by, fields=sorted(changed))
    return fresh


def refuse_unknown(fields: dict, allowed) -> None:
    for name in fields:
        if name not in allowed:
            locked = name in LOCKED_FIELDS
            raise ValidationError(
                "The prediction was locked when doing started" if locked else "This cannot be changed"
            )


def check_plan(cycle: PdsaCycle, practices) -> None:
    """Everything that a plan names belongs to the team and its wave, its dates are in order, its prediction is whole."""
    written(cycle.title, "title", "Enter a short title")
    check_belongs(cycle, practices)
    if cycle.planned_start and cycle.planned_end and cycle.planned_end < cycle.planned_start:
        raise ValidationError({"planned_end": "Enter an end that is not before the planned start"})
    if not cycle.is_locked:
        check_prediction(cycle)
    if cycle.state == State.STUDYING:
        for name in ("observations", "done_as_planned"):
            written(getattr(cycle, name), name, "This cannot be blank any more: doing has ended")


def check_belongs(cycle: PdsaCycle, practices) -> None:
    team = cycle.team
    if cycle.ramp.team_id != team.pk:
        raise ValidationError({"ramp": "Choose a ramp of this team"})
    for field in ("principle", "driver"):
        chosen = getattr(cycle, field)
        if chosen is not None and chosen.wave_id != team.wave_id:
            raise ValidationError({field: f"Choose a {field} of this wave"})
    if not {one.pk for one in practices} <= set(practices_of(team).values_list("pk", flat=True)):
        raise ValidationError({"practices": "Choose practices of this team"})


def practices_of(team: ImprovementTeam):
    """The practices that take part in a team or have done so, in alphabetical order."""
    return Organisation.objects.filter(team_partnerships__team=team, kind=Organisation.Kind.PRACTICE).distinct()


def check_prediction(cycle: PdsaCycle) -> None:
    """The measurable part is whole or not there; a fall or rise says by how much."""
    if cycle.measure and cycle.measure not in all_definitions():
        raise ValidationError({"measure": "Choose one of the measures"})
    direction, percent, by = cycle.predicted_direction, cycle.predicted_percent, cycle.predicted_by
    if not direction:
        if percent is not None or by is not None:
            raise ValidationError({"predicted_direction": "Choose which way it goes, or leave the prediction blank"})
        return
    if not cycle.measure:
        raise ValidationError({"measure": "Choose the measure that you predict"})
    if by is None:
        raise ValidationError({"predicted_by": "Choose the month by which it shows"})
    if direction == Direction.SAME:
        cycle.predicted_percent = None
    elif percent is None or percent <= 0:
        raise ValidationError({"predicted_percent": "Enter by how many per cent, more than 0"})
    if direction == Direction.FALL and percent > 100:
        raise ValidationError({"predicted_percent": "Nothing can fall by more than 100%"})
    if by != months.first_of(by) or (cycle.planned_start and by < months.first_of(cycle.planned_start)):
        raise ValidationError({"predicted_by": "Choose a month that is not before the start"})


def share(*, cycle: PdsaCycle, version: int, shared_with: int, by) -> PdsaCycle:
    """Let more people read a cycle, or fewer; in any state."""
    with changing(cycle, version=version, by=by) as fresh:
        before, fresh.shared_with = fresh.shared_with, ReadingLevel(shared_with)
        # What is said about a cycle is read as widely as the cycle at most.
        fresh.comments.filter(shared_with__gt=fresh.shared_with).update(shared_with=fresh.shared_with)
        record("cycle.shared", fresh, by, before=before, after=fresh.shared_with)
    return fresh


def correct(*, cycle: PdsaCycle, version: int, reason: str, by, **fields) -> PdsaCycle:
    """Mend what was written wrongly in a closed cycle; what stood there is kept beside it, with the reason."""
    with changing(cycle, version=version, by=by) as fresh:
        require_state(fresh, State.CLOSED)
        refuse_unknown(fields, CORRECTABLE)
        reason = written(reason, "reason", "Say what was wrong")
        changed = {name: getattr(fresh, name) for name, value in fields.items() if getattr(fresh, name) != value}
        if not changed:
            raise ValidationError("Nothing is different from what stands there")
        for name in changed:
            setattr(fresh, name, fields[name])
        check_corrected(fresh)
        CycleCorrection.objects.bulk_create(
            CycleCorrection(
                cycle=fresh, field=name, before=words(before), reason=reason, corrected_by=by, corrected_at=clock.now()
            )
            for name, before in changed.items()
        )
        record_moved("cycle.corrected", fresh, by, fields=sorted(changed))
    return fresh


def check_corrected(cycle: PdsaCycle) -> None:
    """A correction may not leave a closed cycle without what closing asked for."""
    for name in ("title", "observations", "result", "learning", "done_as_planned", "matched_prediction"):
        written(getattr(cycle, name), name, "This cannot be blank in a closed cycle")
    past_day(cycle.started_on, "started_on", since=cycle.team.wave.first_month, since_words="the wave's first month")
    past_day(cycle.ended_on, "ended_on", since=cycle.started_on, since_words="doing started")
    if cycle.ended_on > cycle.closed_on:
        raise ValidationError({"ended_on": f"Doing ended before the cycle was closed, on {cycle.closed_on:%-d %B %Y}"})


def words(value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
