"""Leave of a worker: days on which no supervision is expected. Why somebody is away is not asked."""

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from workforce.actions.supervision import recompute_worker
from workforce.models import Leave, SupervisionSession, Worker

LONGEST_DAYS = 731
State = SupervisionSession.State


@transaction.atomic
def add_leave(*, worker, start, end, by) -> Leave:
    """From a first day to a last; sessions planned for these days become "on leave". Overlapping leave is refused."""
    held = Worker.objects.select_for_update().get(pk=worker.pk)
    require_free(held.leave.all(), start, end)
    leave = Leave.objects.create(worker=held, start=start, end=end)
    sessions = put_on_leave(leave)
    audit.record("leave.added", by=by, about=leave, organisation=held.commissioner, sessions=sessions)
    recompute_worker(held)
    return leave


@transaction.atomic
def correct_leave(*, leave, start, end, by) -> Leave:
    """Other days. Sessions that were "on leave" on days that no longer are become planned again."""
    held = Worker.objects.select_for_update().get(pk=leave.worker_id)
    leave = fresh(held, leave)
    require_free(held.leave.exclude(pk=leave.pk), start, end)
    take_back(held, leave)
    leave.start, leave.end = start, end
    leave.save()
    put_on_leave(leave)
    audit.record("leave.corrected", by=by, about=leave, organisation=held.commissioner)
    recompute_worker(held)
    return leave


@transaction.atomic
def remove_leave(*, leave, by) -> Worker:
    """Leave that was not taken; its sessions become planned again. Returns whose it was."""
    held = Worker.objects.select_for_update().get(pk=leave.worker_id)
    leave = fresh(held, leave)
    take_back(held, leave)
    audit.record("leave.removed", by=by, about=leave, organisation=held.commissioner)
    leave.delete()
    recompute_worker(held)
    return held


def fresh(worker, leave) -> Leave:
    """As it is now: somebody may have changed it, or taken it back, since the page was opened."""
    found = worker.leave.filter(pk=leave.pk).first()
    if found is None:
        raise ValidationError("This leave has been removed already")
    return found


def require_free(others, start, end) -> None:
    if end < start:
        raise ValidationError({"end": "Choose a last day that is not before the first"})
    if (end - start).days >= LONGEST_DAYS:
        raise ValidationError({"end": "Enter two years of leave or less at once"})
    if others.filter(start__lte=end, end__gte=start).exists():
        raise ValidationError("Some of these days are recorded as leave already. Choose other days")


def put_on_leave(leave) -> int:
    """How many planned sessions fall into it."""
    sessions = leave.worker.sessions.filter(on__gte=leave.start, on__lte=leave.end)
    return sessions.filter(state=State.PLANNED).update(state=State.ON_LEAVE)


def take_back(worker, leave) -> None:
    sessions = worker.sessions.filter(on__gte=leave.start, on__lte=leave.end)
    sessions.filter(state=State.ON_LEAVE).update(state=State.PLANNED)
