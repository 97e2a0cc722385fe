"""What pages read of the roster's months and warnings, computed anew: every night, and soon after the roster changed."""

import uuid
from functools import partial

from django.db import transaction

from operations import jobs
from operations.first_use import when_first_used
from operations.models import Job
from operations.quiet import quiet
from practices.models import Programme
from workforce.computing import kept, supervision_months
from workforce.models import WorkforceProgramme

# Forms ask for a recompute; only the job itself needs pandas.
months = when_first_used("workforce.computing.months")
warnings = when_first_used("workforce.computing.warnings")
turnover = when_first_used("workforce.dashboards.turnover")
retention = when_first_used("workforce.dashboards.retention")
supervision = when_first_used("workforce.dashboards.supervision")
variation = when_first_used("workforce.dashboards.variation")
overdue = when_first_used("workforce.dashboards.supervision_overdue")
vacancies = when_first_used("workforce.dashboards.vacancies")
throughput = when_first_used("workforce.dashboards.throughput")

RECOMPUTE = "workforce.recompute"


def keepers() -> tuple:
    """Each of (programme, number of its roster) -> how many figures are others than before."""
    return (
        turnover.keep_parts,
        retention.keep_behind,
        supervision.keep_behind,
        overdue.keep_overdue,
        variation.keep_behind,
        vacancies.keep_partly_held,
        throughput.keep_behind,
    )


@jobs.handler(RECOMPUTE)
@quiet
def recompute(job):
    """payload: {"programme": id}. Supervision first: months and warnings read it. Returns the numbers of rows that changed."""
    programme = Programme.objects.get(pk=job.payload["programme"])
    return recompute_programme(programme)


def recompute_programme(programme) -> dict[str, int]:
    """Rows first, then the figures that are made of them; no form waits for the figures, which take the longest."""
    number, written = recompute_rows(programme)
    return {**written, "figures_written": keep_figures(programme, number)}


@transaction.atomic
def recompute_rows(programme) -> tuple[int, dict[str, int]]:
    """The number of the roster as it was read, and how many rows changed."""
    hold(programme)
    number = kept.number_of(programme)
    return number, {
        "supervision_months_written": supervision_months.refresh(programme),
        "months_written": months.refresh(programme),
        "warnings_written": warnings.refresh(programme),
    }


@transaction.atomic
def keep_figures(programme, number: int) -> int:
    """How many are others than before; none once the roster has changed again: the job that follows keeps its own."""
    hold(programme)
    if kept.number_of(programme) != number:
        return 0
    return sum(keep(programme, number) for keep in keepers())


def hold(programme) -> None:
    """One at a time for each programme, or an older reading could be written over a newer one."""
    list(WorkforceProgramme.objects.select_for_update().filter(programme=programme))


def put_down(programme) -> None:
    """What was kept is not read any longer; ask for a recompute once this transaction is there for all to see.

    A recompute that waits already will do.
    """
    kept.changed(programme.pk)
    transaction.on_commit(partial(enqueue_recompute, programme.pk))


def enqueue_recompute(programme: int) -> None:
    waiting = Job.objects.filter(kind=RECOMPUTE, state=Job.State.QUEUED, payload__programme=programme)
    if not waiting.exists():
        jobs.enqueue(RECOMPUTE, key=f"workforce:{programme}:{uuid.uuid4()}", payload={"programme": programme})


def enqueue_all(night) -> list[Job]:
    """Once for each night and each programme that has a roster."""
    programmes = WorkforceProgramme.objects.order_by("programme").values_list("programme", flat=True)
    return [
        jobs.enqueue(RECOMPUTE, key=f"workforce-night:{night:%Y-%m-%d}:{pk}", payload={"programme": pk})
        for pk in programmes
    ]
