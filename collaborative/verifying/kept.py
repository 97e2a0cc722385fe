"""Verification as nightly work: put down when the night's other work is done, its result kept on the job's row."""

import logging
import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from collaborative.verifying.everything import Checked, verify
from operations import anchors, jobs
from operations.models import Job
from operations.verified import KIND

logger = logging.getLogger("collaborative.verifying")
anchor_logger = logging.getLogger("collaborative.anchor")
FINISHED = (Job.State.DONE, Job.State.FAILED)
NIGHT_WORK = ("nightly", "evaluate:night", "register-purge", "register-figures", "workforce-night")


def enqueue_when_night_is_done(night: date) -> Job | None:
    """Once for each night, and not before its recomputes: else it would find what they are about to mend.

    To be asked every few minutes; None while the night's work goes on.
    """
    states = Job.objects.filter(of_night(night)).values_list("state", flat=True)
    if not states or any(state not in FINISHED for state in states):
        return None
    return jobs.enqueue(KIND, key=f"verify:{night:%Y-%m-%d}")


def of_night(night: date) -> Q:
    """The keys under which collaborative.tasks.nightly puts down what computes or removes."""
    found = Q(pk__in=[])
    for name in NIGHT_WORK:
        found |= Q(key__startswith=f"{name}:{night:%Y-%m-%d}")
    return found


@jobs.handler(KIND)
def verify_night(job) -> dict:
    """Anchor the trail first: what is verified then is held to tonight's anchor too."""
    anchor_logger.info("Anchor of the audit trail: %s", write_anchor())
    found = []
    for checked in verify():
        found.append(checked)
        jobs.report(job, 11 * len(found), checked.code)
    return result_of(found)


def write_anchor() -> str:
    """The line, added to the file of anchors; a disk that is full or gone does not stop the verification."""
    anchor = anchors.take()
    try:
        anchors.append(anchor)
    except OSError:
        logger.exception("The anchor could not be written; it is in this log")
    return anchor.line


def result_of(found: Sequence[Checked]) -> dict:
    broken = [checked.code for checked in found if not checked.holds]
    if broken:
        logger.error("Not everything holds: %s. See manage.py verify", ", ".join(broken))
    return {"holds": not broken, "invariants": [checked.as_dict() for checked in found]}


def keep(found: Sequence[Checked]) -> Job:
    """What somebody looked at by hand counts as much as the nightly run, so that mended things show at once."""
    now = timezone.now()
    return Job.objects.create(
        kind=KIND,
        key=f"verify:{now:%Y-%m-%d}:{uuid.uuid4()}",
        state=Job.State.DONE,
        progress=100,
        started_at=now,
        finished_at=now,
        result=result_of(found),
    )
