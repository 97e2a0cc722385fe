"""Jobs about one person's data, and the nightly purge."""

from django.utils import timezone

from operations import jobs
from operations.quiet import quiet
from practices import clock
from registers.actions import data_requests, purging
from registers.models import DataRequest

PURGE = "registers.purge"


@jobs.handler(data_requests.CARRY_OUT)
@quiet
def carry_out(job):
    """payload: {"request": id of a DataRequest}."""
    return {"counts": data_requests.carry_out(request=request_of(job)).counts}


@jobs.on_giving_up
def give_up(job) -> None:
    """Also where the worker died on every attempt, so that nobody could say so there."""
    if job.kind == data_requests.CARRY_OUT:
        data_requests.give_up(request=request_of(job))


def request_of(job) -> DataRequest:
    return DataRequest.objects.select_related("practice").get(pk=job.payload["request"])


@jobs.handler(PURGE)
@quiet
def purge(job):
    """Every row whose time is over."""
    return {"counts": purging.purge(today=clock.today(), at=timezone.now())}


def enqueue_purge(night):
    """Once for each night."""
    return jobs.enqueue(PURGE, key=f"register-purge:{night:%Y-%m-%d}")
