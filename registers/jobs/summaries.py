"""Jobs that count practices' months: one practice after a change, and all of them every night."""

from operations import jobs
from operations.quiet import quiet
from practices.models import Organisation
from registers.actions import summaries

REFRESH_ALL = "registers.refresh_all"


@jobs.handler(summaries.REFRESH)
@quiet
def refresh_practice(job):
    """payload: {"practice": id}."""
    practice = Organisation.objects.get(pk=job.payload["practice"])
    return {"months_written": summaries.refresh(practice)}


@jobs.handler(REFRESH_ALL)
@quiet
def refresh_all(job):
    """Everything from its rows; after correct refreshes by day there is nothing to write."""

    def report(done, of):
        jobs.report(job, 100 * done // of, f"Counted {done} of {of} registers.")

    return {"months_written": summaries.refresh_all(report)}


def enqueue_refresh_all(night):
    """Once for each night."""
    return jobs.enqueue(REFRESH_ALL, key=f"register-figures:{night:%Y-%m-%d}")
