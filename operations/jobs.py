"""Work as rows: put it down, claim it by lease, say how far it is, pick up what was left lying.

Whatever dies and when, a row in the state queued, or running past its lease, is found by the sweep.
"""

import logging
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from operations import audit
from operations.models import Job

logger = logging.getLogger(__name__)

MAXIMUM_ATTEMPTS = 3
HANDLERS = {}


def handler(kind):
    """Register the decorated `function(job)` for jobs of this kind. It may run twice, so it must be idempotent."""

    def register(function):
        HANDLERS[kind] = function
        return function

    return register


def enqueue(kind, *, key, payload=None):
    """Put work down once per `key` and return its row; the message follows when the transaction commits."""
    job, _ = Job.objects.get_or_create(key=key, defaults={"kind": kind, "payload": payload or {}})
    if job.state == Job.State.QUEUED:
        transaction.on_commit(lambda: publish(job.pk))
    return job


def publish(job_id):
    """Tell a worker that there is work. A dead broker may not stop the person: the sweep will send it again."""
    try:
        current_app.send_task("operations.run_job", [job_id], retry=False)
    except Exception:
        logger.warning("Job %s stays for the sweep: the queue could not be reached", job_id, exc_info=True)


def claim(job_id):
    """Take the job for one lease and return it, or None when another worker has it or it is finished."""
    now = timezone.now()
    free = Q(state=Job.State.QUEUED, not_before__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    claimed = Job.objects.filter(free, pk=job_id, attempts__lt=MAXIMUM_ATTEMPTS).update(
        state=Job.State.RUNNING,
        attempts=F("attempts") + 1,
        lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        started_at=now,
    )
    return Job.objects.get(pk=job_id) if claimed else None


def report(job, progress, text=""):
    """Say how far the job is, in per cent, and extend its lease."""
    job.progress, job.progress_text = progress, text
    job.lease_until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    job.save(update_fields=["progress", "progress_text", "lease_until"])


def extend_leases(found):
    """Another lease for those of the jobs that are running, for work that knows its row and not its job."""
    lease_until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    found.filter(state=Job.State.RUNNING).update(lease_until=lease_until)


def run(job_id):
    """Claim the job and do it. What goes wrong is written on the row, never lost in a log only."""
    job = claim(job_id)
    if job is None:
        return
    try:
        result = HANDLERS[job.kind](job)
    except Exception as error:
        fail(job, error)
    else:
        finish(job, result)


def finish(job, result=None):
    job.state, job.progress, job.result, job.error = Job.State.DONE, 100, result or {}, ""
    job.finished_at, job.lease_until = timezone.now(), None
    job.save()


def fail(job, error):
    """Back to the queue with a growing pause, or failed for good after the last attempt."""
    logger.exception("Job %s (%s), attempt %s", job.pk, job.kind, job.attempts)
    job.error = f"{type(error).__name__}: {error}"[:2000]
    job.lease_until = None
    if job.attempts >= MAXIMUM_ATTEMPTS:
        job.state, job.finished_at = Job.State.FAILED, timezone.now()
    else:
        job.state = Job.State.QUEUED
        job.not_before = timezone.now() + timedelta(seconds=5 * job.attempts)
    job.save()


def sweep():
    """Send again what is queued or was left by a dead worker; give up what died on every attempt. Returns the ids sent."""
    now = timezone.now()
    Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now, attempts__gte=MAXIMUM_ATTEMPTS).update(
        state=Job.State.FAILED, finished_at=now, lease_until=None, error="The worker died on every attempt"
    )
    left = Q(state=Job.State.QUEUED, not_before__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    ids = list(Job.objects.filter(left).order_by("id").values_list("id", flat=True)[:500])
    for job_id in ids:
        publish(job_id)
    return ids


@transaction.atomic
def retry(job, *, by):
    """Put failed work down again with all its attempts; False when it has not failed, or somebody else was quicker."""
    again = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.QUEUED, attempts=0, progress=0, error="", finished_at=None, not_before=timezone.now()
    )
    if again:
        audit.record("job_retried", by=by, about=job, kind=job.kind)
        transaction.on_commit(lambda: publish(job.pk))
    return bool(again)
