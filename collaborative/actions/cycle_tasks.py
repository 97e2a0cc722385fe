"""Tasks of a cycle: added, done, removed. Only of an open cycle: a closed one is what it was."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from collaborative.actions.cycle_changes import record, written
from collaborative.models import CycleTask, PdsaCycle
from practices import clock


def open_cycle(cycle: PdsaCycle, by) -> PdsaCycle:
    """The cycle, held until the transaction ends, so that nobody closes it meanwhile."""
    cycle.team.require_may_change(by)
    held = PdsaCycle.objects.select_for_update(of=("self",)).select_related("team__organisation").get(pk=cycle.pk)
    if not held.is_open:
        raise ValidationError("This cycle is closed, so its tasks stay as they are")
    return held


@transaction.atomic
def add(*, cycle: PdsaCycle, what: str, by, who: str = "", due_on: date | None = None, place: str = "") -> CycleTask:
    held = open_cycle(cycle, by)
    what = written(what, "what", "Enter what is to be done")
    task = CycleTask.objects.create(cycle=held, what=what, who=who, due_on=due_on, place=place)
    record("cycle.task_added", held, by, task=task.pk)
    return task


@transaction.atomic
def tick(*, task: CycleTask, by) -> CycleTask:
    """Done today, or not done after all."""
    held = open_cycle(task.cycle, by)
    task = CycleTask.objects.select_for_update().get(pk=task.pk)
    task.done_on = None if task.done_on else clock.today()
    task.save(update_fields=["done_on"])
    record("cycle.task_done" if task.done_on else "cycle.task_open_again", held, by, task=task.pk)
    return task


@transaction.atomic
def remove(*, task: CycleTask, by) -> None:
    held = open_cycle(task.cycle, by)
    record("cycle.task_removed", held, by, task=task.pk)
    task.delete()
