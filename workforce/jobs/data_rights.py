"""Jobs about requests for workers' data, and the nightly removal of what is over."""

from datetime import timedelta

from django.utils import timezone

from operations import jobs
from operations.quiet import quiet
from practices import clock
from workforce.actions import purging, staff_request_letters, staff_requests
from workforce.models import StaffRequest

PURGE = "workforce.purge"
ASKED_AGAIN = timedelta(seconds=15)


@jobs.handler(staff_requests.CARRY_OUT)
@quiet
def carry_out(job):
    """payload: {"request": id of a StaffRequest}. Not before the worker was written to: erasure takes the address away."""
    request = request_of(job)
    if staff_request_letters.holds_up(request):
        raise jobs.Later(timezone.now() + ASKED_AGAIN)
    return {"counts": staff_requests.carry_out(request=request).counts}


@jobs.on_giving_up
def give_up(job) -> None:
    """Also where the worker died on every attempt, so that nobody could say so there."""
    if job.kind == staff_requests.CARRY_OUT:
        staff_requests.give_up(request=request_of(job))


def request_of(job) -> StaffRequest:
    return StaffRequest.objects.select_related("worker__commissioner").get(pk=job.payload["request"])


@jobs.handler(PURGE)
@quiet
def purge(job):
    """Every row whose time is over."""
    return {"counts": purging.purge(today=clock.today(), at=timezone.now())}


def enqueue_purge(night):
    """Once for each night."""
    return jobs.enqueue(PURGE, key=f"workforce-purge:{night:%Y-%m-%d}")
