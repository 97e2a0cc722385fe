"""Supervision: arranged, planned ahead, recorded. Dates, minutes and who attended; there is no place for what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock
from workforce.computing import supervision_months
from workforce.jobs import recompute
from workforce.models import Leave, SupervisionArrangement, SupervisionSession, Terms, Worker
from workforce.models.scope import ends_from

LONGEST_PLAN = timedelta(weeks=26)
SHORTEST = 5
State = SupervisionSession.State
# What can be said of a day to come.
AHEAD = {State.PLANNED, State.ON_LEAVE}


@dataclass(frozen=True)
class Planned:
    """How many sessions were planned, how many days had one already, how many fell into leave."""

    added: int
    there: int
    on_leave: int


@dataclass(frozen=True)
class Record:
    """What became of one session."""

    session: SupervisionSession
    state: str
    minutes: int


@transaction.atomic
def arrange(*, worker, supervisor, kind, minutes, every_days, is_pro_rata, start, by) -> SupervisionArrangement:
    """Say who supervises whom. Raises ValidationError for somebody's own supervisor, or when the two have this kind already."""
    hold_workers([worker.pk, supervisor.pk])
    if supervisor.pk == worker.pk:
        raise ValidationError({"supervisor": "Nobody supervises themselves. Choose somebody else"})
    if Worker.objects.filter(pk__in=[worker.pk, supervisor.pk], erased_on__isnull=False).exists():
        raise ValidationError("One of the two records was erased, and names nobody")
    there = SupervisionArrangement.objects.filter(worker=worker, supervisor=supervisor, kind=kind)
    if there.filter(ends_from(start)).exists():
        raise ValidationError({"kind": "The two have an arrangement of this kind already. End it first"})
    arrangement = SupervisionArrangement.objects.create(
        worker=worker,
        supervisor=supervisor,
        kind=kind,
        minutes=minutes,
        every_days=every_days,
        is_pro_rata=is_pro_rata,
        start=start,
    )
    audit.record("supervision.arranged", by=by, about=arrangement, organisation=worker.commissioner)
    recompute.put_down(worker.programme)
    return arrangement


@transaction.atomic
def end_arrangement(*, arrangement, end, by) -> SupervisionArrangement:
    """The last day of an arrangement. What was planned for later goes; what was recorded later refuses the day.

    The supervisor sees the worker for the last time on that day.
    """
    hold_workers([arrangement.worker_id])
    held = SupervisionArrangement.objects.get(pk=arrangement.pk)
    if held.end:
        raise ValidationError("This arrangement has ended already")
    if end < held.start:
        raise ValidationError({"end": "Choose a day that is not before the arrangement began"})
    later = held.sessions.filter(on__gt=end)
    if later.exclude(state=State.PLANNED).exists():
        raise ValidationError({"end": "A session is recorded after this day. Choose a later day"})
    removed = later.delete()[0]
    held.end = end
    held.save()
    audit.record(
        "supervision.ended", by=by, about=held, organisation=held.worker.commissioner, sessions_removed=removed
    )
    recompute_worker(held.worker)
    return held


@transaction.atomic
def plan_sessions(*, arrangement, first, weeks, by) -> Planned:
    """Sessions at the interval of the arrangement, from a first day for some weeks; days of leave are passed over.

    Each lasts as long as the arrangement says for the WTE of its day.
    """
    hold_workers([arrangement.worker_id])
    held = SupervisionArrangement.objects.get(pk=arrangement.pk)
    days = days_of_plan(held, first, timedelta(weeks=weeks))
    there = set(held.sessions.filter(on__in=days).values_list("on", flat=True))
    away = days_on_leave(held.worker, days)
    wanted = [day for day in days if day not in there and day not in away]
    minutes = minutes_on(held, wanted)
    SupervisionSession.objects.bulk_create(
        SupervisionSession(arrangement=held, worker=held.worker, on=day, minutes=minutes[day]) for day in wanted
    )
    planned = Planned(len(wanted), len(there), len(away - there))
    audit.record(
        "supervision.planned", by=by, about=held, organisation=held.worker.commissioner, sessions=planned.added
    )
    recompute_worker(held.worker)
    return planned


def days_of_plan(arrangement, first: date, length: timedelta) -> list[date]:
    """Raises ValidationError when none of them lies within the arrangement."""
    if length > LONGEST_PLAN:
        raise ValidationError({"weeks": f"Plan {LONGEST_PLAN.days // 7} weeks or fewer at once"})
    last = min(first + length - timedelta(days=1), arrangement.end or date.max)
    if first < arrangement.start or first > last:
        raise ValidationError({"first": "Choose a day on which the arrangement holds"})
    return [first + timedelta(days=number) for number in range(0, (last - first).days + 1, arrangement.every_days)]


def minutes_on(arrangement, days) -> dict[date, int]:
    """Day -> how long a session is to last: all of it without a WTE, for one, or where it is not in proportion."""
    if not arrangement.is_pro_rata:
        return dict.fromkeys(days, arrangement.minutes)
    terms = list(Terms.objects.filter(holding__worker=arrangement.worker_id).values_list("start", "end", "wte"))
    wte = {day: sum(part for start, end, part in terms if start <= day and (not end or day <= end)) for day in days}
    return {day: max(SHORTEST, round(arrangement.minutes * (wte[day] or 1))) for day in days}


def days_on_leave(worker, days) -> set[date]:
    spans = list(Leave.objects.filter(worker=worker, start__lte=max(days), end__gte=min(days)))
    return {day for day in days if any(leave.start <= day <= leave.end for leave in spans)}


@transaction.atomic
def record_session(*, session, state, minutes, by) -> SupervisionSession:
    """What became of a session; said again, it corrects what was said."""
    return record_sessions(records=[Record(session, state, minutes)], by=by)[0]


@transaction.atomic
def record_sessions(*, records: Iterable[Record], by) -> list[SupervisionSession]:
    """Several at once, all or none. Raises ValidationError for a session to come that is said to have been held or missed."""
    said = {record.session.pk: record for record in records}
    hold_workers([record.session.worker_id for record in said.values()])
    found = SupervisionSession.objects.filter(pk__in=said).order_by("pk")
    sessions = list(found.select_related("worker__programme", "worker__commissioner"))
    for session in sessions:
        become(session, said[session.pk])
    SupervisionSession.objects.bulk_update(sessions, ["state", "minutes"])
    for session in sessions:
        audit.record(
            "supervision.recorded", by=by, about=session, organisation=session.worker.commissioner, state=session.state
        )
    recompute_workers({session.worker for session in sessions})
    return sessions


def hold_workers(ids: Iterable[int]) -> None:
    """First of all, and in the order of their ids: whoever changes leave or computes months holds the same rows."""
    list(Worker.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk").values_list("pk", flat=True))


def become(session, record: Record) -> None:
    if session.on > clock.today() and record.state not in AHEAD:
        raise ValidationError({"state": "This session is still to come. Record it on its day or later"})
    session.state, session.minutes = State(record.state), record.minutes


def recompute_worker(worker) -> None:
    recompute_workers({worker})


def recompute_workers(workers) -> None:
    """The months of supervision at once, for the page that comes next; what else follows from them soon after."""
    for programme in {worker.programme for worker in workers}:
        supervision_months.refresh(programme, [worker.pk for worker in workers if worker.programme_id == programme.pk])
        recompute.put_down(programme)
