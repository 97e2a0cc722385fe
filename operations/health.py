"""Is it well: can the database and the queue be reached, and does work lie about. Numbers only, nothing about anybody."""

import os
from dataclasses import asdict, dataclass

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from operations.models import Job
from operations.verified import last_holds

# Two sweeps and a start: work that waits longer than this has no worker.
LONGEST_WAIT_SECONDS = 300
# What an unreachable queue raises, by kombu or by the client below it.
OPERATIONAL_ERRORS = (OperationalError, RedisError, OSError)


@dataclass(frozen=True)
class Health:
    """`oldest_waiting_seconds` is None when no work waits, and when the database could not be asked.

    `holds`: whether the invariants did when they were last verified; None before the first time.
    """

    database: bool
    broker: bool
    waiting: int | None
    oldest_waiting_seconds: int | None
    holds: bool | None = None

    @property
    def status(self):
        """Failing: no page can be served. Degraded: pages are served, but something waits for somebody's help."""
        if not self.database:
            return "failing"
        waits_long = (self.oldest_waiting_seconds or 0) > LONGEST_WAIT_SECONDS
        return "degraded" if waits_long or not self.broker or self.holds is False else "well"

    def as_dict(self):
        return {"status": self.status} | asdict(self)


def look():
    """Ask everything once, and return the Health."""
    broker = broker_answers()
    try:
        connection.ensure_connection()
        waiting, oldest = waiting_work()
        holds = last_holds()
    except DatabaseError:
        return Health(database=False, broker=broker, waiting=None, oldest_waiting_seconds=None)
    return Health(database=True, broker=broker, waiting=waiting, oldest_waiting_seconds=oldest, holds=holds)


def waiting_work():
    """How many jobs should have been begun by now, and for how many seconds the oldest has waited."""
    now = timezone.now()
    due = Job.objects.filter(state=Job.State.QUEUED, not_before__lte=now)
    oldest = due.order_by("not_before").values_list("not_before", flat=True).first()
    return due.count(), None if oldest is None else int((now - oldest).total_seconds())


def broker_answers():
    """Whether the queue can be reached: the folder written to, or the server heard of within two seconds."""
    if not settings.REDIS_URL:
        return os.access(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"], os.W_OK)
    try:
        with current_app.connection_for_write() as queue:
            queue.ensure_connection(max_retries=1, timeout=settings.CELERY_BROKER_CONNECTION_TIMEOUT)
    except OPERATIONAL_ERRORS:
        return False
    return True
