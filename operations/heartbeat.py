"""Keeps the lease of a piece of work for as long as the process that does it lives."""

import logging
import threading
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from operations.models import Job

logger = logging.getLogger(__name__)

BEATS_A_LEASE = 3
# Work that takes longer than this hangs: its lease runs out, and somebody else begins it anew.
LONGEST_RUN = timedelta(hours=2)


@contextmanager
def beating(job):
    """While the block runs, extend the lease again and again from a thread of its own, which the database need not answer."""
    over = threading.Event()
    thread = threading.Thread(
        target=beat, args=(job.pk, job.attempts, over), daemon=True, name=f"lease of job {job.pk}"
    )
    thread.start()
    try:
        yield
    finally:
        over.set()


def beat(job_id, attempt, over):
    """`over` is set when the work is done. A lease that was lost meanwhile is not taken back."""
    give_up_at = timezone.now() + LONGEST_RUN
    try:
        while not over.wait(settings.JOB_LEASE_SECONDS / BEATS_A_LEASE) and timezone.now() < give_up_at:
            extend(job_id, attempt)
    finally:
        # The connection is this thread's own.
        connection.close()


def extend(job_id, attempt):
    try:
        lease_until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        Job.objects.filter(pk=job_id, attempts=attempt, state=Job.State.RUNNING).update(lease_until=lease_until)
    except DatabaseError as fault:
        logger.warning("The lease of job %s could not be extended: %s", job_id, type(fault).__name__)
        connection.close()
