"""Work as rows: put it down, claim it by lease, say how far it is, pick up what was left lying.

Whatever dies and when, a row in the state queued, or running past its lease, is found by the sweep.
"""

import logging
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from operations import audit
from operations.heartbeat import beating
from operations.models import Job

logger = logging.getLogger(__name__)

MAXIMUM_ATTEMPTS = 3
SWEPT_AT_ONCE = 500
HANDLERS = {}
# Functions of a job that has failed for good, called in the transaction that says so: whoever put work down tells it there
# what became of it. They stand at their modules by the decorator `on_giving_up`.
GIVING_UP = []


def handler(kind):
    """Register the decorated `function(job)` for jobs of this kind. It may run twice, so it must be idempotent."""

    def register(function):
        HANDLERS[kind] = function
        return function

    return register


def on_giving_up(function):
    """Register the decorated `function(job)` to be told of every job that has failed for good; it may be told twice."""
    GIVING_UP.append(function)
    return function


class Later(Exception):
    """What a handler raises when its work has to wait for something outside: no failure, and no attempt used up."""

    def __init__(self, until):
        super().__init__(until)
        self.until = until


def enqueue(kind, *, key, payload=None, not_before=None):
    """Put work down once per `key` and return its row; the message follows when the transaction commits."""
    defaults = {"kind": kind, "payload": payload or {}, "not_before": not_before or timezone.now()}
    job, _ = Job.objects.get_or_create(key=key, defaults=defaults)
    if job.state == Job.State.QUEUED:
        transaction.on_commit(lambda: publish(job.pk))
    return job


def enqueue_all(kind, payloads, *, not_before=None):
    """As enqueue, for many at once: key -> payload. The sweep publishes those that begin later."""
    due = not_before or timezone.now()
    rows = [Job(kind=kind, key=key, payload=payload, not_before=due) for key, payload in payloads.items()]
    Job.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    ids = list(Job.objects.filter(key__in=payloads, state=Job.State.QUEUED).order_by("id").values_list("id", flat=True))
    transaction.on_commit(lambda: publish_all(ids) if due <= timezone.now() else None)


def publish(job_id, **options) -> bool:
    """Tell a worker that there is work. A dead broker may not stop the person: the sweep will send it again."""
    try:
        current_app.send_task("operations.run_job", [job_id], retry=False, **options)
    except Exception:
        logger.warning("Job %s stays for the sweep: the queue could not be reached", job_id, exc_info=True)
        return False
    return True


def publish_all(ids, **options):
    """Up to the first that the queue does not take: a silent one costs two seconds, which nobody need wait for each."""
    return all(publish(job_id, **options) for job_id in ids)


def claim(job_id):
    """Take the job for one lease and return it, or None when another worker has it or it is finished."""
    now = timezone.now()
    free = Q(state=Job.State.QUEUED, not_before__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    found = Job.objects.filter(free, pk=job_id, attempts__lt=MAXIMUM_ATTEMPTS)
    # Most messages sent again are for work that somebody has by now: SQLite has one writer, whom a look need not wait for.
    claimed = found.exists() and found.update(
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
        with beating(job):
            result = HANDLERS[job.kind](job)
    except Later as later:
        postpone(job, later.until)
    except Exception as error:
        fail(job, error)
    else:
        finish(job, result)


def finish(job, result=None):
    changes = {"state": Job.State.DONE, "progress": 100, "result": result or {}, "error": ""}
    move(job, **changes, finished_at=timezone.now(), lease_until=None)


def postpone(job, until):
    """Back to the queue until a moment, with all its attempts."""
    move(job, state=Job.State.QUEUED, attempts=0, not_before=until, lease_until=None)


def fail(job, error):
    """Back to the queue with a growing pause, or failed for good after the last attempt."""
    logger.exception("Job %s (%s), attempt %s", job.pk, job.kind, job.attempts)
    # Where the database was away, the next statement begins with a connection anew.
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    words = f"{type(error).__name__}: {error}"[:2000]
    if job.attempts >= MAXIMUM_ATTEMPTS:
        give_up(job, words)
    else:
        later = timezone.now() + timedelta(seconds=5 * job.attempts)
        move(job, state=Job.State.QUEUED, error=words, not_before=later, lease_until=None)


@transaction.atomic
def give_up(job, words):
    """Failed for good, and said to whoever wants to know."""
    if move(job, state=Job.State.FAILED, error=words, finished_at=timezone.now(), lease_until=None):
        for tell in GIVING_UP:
            tell(job)


def move(job, **changes) -> bool:
    """Change what this attempt has of the job. False when somebody else has taken it over meanwhile: theirs counts."""
    own = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    if not own.update(**changes):
        return False
    for field, value in changes.items():
        setattr(job, field, value)
    return True


def sweep():
    """Send again what is queued or was left by a dead worker; give up what died on every attempt. Returns the ids sent."""
    now = timezone.now()
    lost = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now, attempts__gte=MAXIMUM_ATTEMPTS)
    for job in lost.order_by("id")[:SWEPT_AT_ONCE]:
        give_up_lost(job)
    left = Q(state=Job.State.QUEUED, not_before__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    ids = list(Job.objects.filter(left).order_by("id").values_list("id", flat=True)[:SWEPT_AT_ONCE])
    # The next sweeps ask again: messages about the same work must not pile up behind something long.
    publish_all(ids, expires=settings.JOB_LEASE_SECONDS)
    return ids


def give_up_lost(job):
    """Whoever cannot bear to be told must not keep the sweep from the rest: it is told again by the next."""
    try:
        give_up(job, "The worker died on every attempt")
    except Exception:
        logger.exception("Job %s (%s) could not be given up", job.pk, job.kind)


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
