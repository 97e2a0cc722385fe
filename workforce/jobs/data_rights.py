"""Jobs about requests for workers' data, and the nightly removal of what is over."""

from django.utils import timezone

from operations import jobs
from operations.quiet import quiet
from practices import clock
from workforce.actions import purging, staff_requests
from workforce.models import StaffRequest

PURGE = "workforce.purge"


@jobs.handler(staff_requests.CARRY_OUT)
@quiet
def carry_out(job):
    """payload: {"request": id of a StaffRequest}."""
    request = StaffRequest.objects.select_related("worker__commissioner").get(pk=job.payload["request"])
    try:
        done = staff_requests.carry_out(request=request)
    except Exception:
        if job.attempts >= jobs.MAXIMUM_ATTEMPTS:
            staff_requests.give_up(request=request)
        raise
    return {"counts": done.counts}


@jobs.handler(PURGE)
@quiet
def purge(job):
    """Every row whose time is over."""
    return {"counts": purging.purge(today=clock.today(), at=timezone.now())}


def enqueue_purge(night):
    """Once for each night."""
    return jobs.enqueue(PURGE, key=f"workforce-purge:{night:%Y-%m-%d}")
