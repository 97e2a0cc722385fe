"""What pages read of the roster's months and warnings, computed anew: every night, and soon after the roster changed."""

import uuid
from functools import partial

from django.db import transaction

from operations import jobs
from operations.first_use import when_first_used
from operations.models import Job
from operations.quiet import quiet
from practices.models import Programme
from workforce.computing import supervision_months
from workforce.models import WorkforceProgramme

# Forms ask for a recompute; only the job itself needs pandas.
months = when_first_used("workforce.computing.months")
warnings = when_first_used("workforce.computing.warnings")

RECOMPUTE = "workforce.recompute"


@jobs.handler(RECOMPUTE)
@quiet
def recompute(job):
    """payload: {"programme": id}. Supervision first: months and warnings read it. Returns the numbers of rows that changed."""
    programme = Programme.objects.get(pk=job.payload["programme"])
    return recompute_programme(programme)


@transaction.atomic
def recompute_programme(programme) -> dict[str, int]:
    """One at a time for each programme, or an older reading could be written over a newer one."""
    list(WorkforceProgramme.objects.select_for_update().filter(programme=programme))
    return {
        "supervision_months_written": supervision_months.refresh(programme),
        "months_written": months.refresh(programme),
        "warnings_written": warnings.refresh(programme),
    }


def put_down(programme) -> None:
    """Ask for a recompute once this transaction is there for all to see; one that waits already will do."""
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
