"""A small world in which everything holds: one return sent, checked, submitted, accepted and computed by the ordinary way."""

import pytest
from django.utils import timezone

from collaborative import tasks as collaborative_tasks  # noqa: F401  the handlers
from measures import tasks as measures_tasks  # noqa: F401
from measures.actions import acceptance
from operations import jobs
from operations.models import Job
from registers.actions import summaries
from tests.measures import conftest as sending
from tests.measures.made_returns import line

check, submit = sending.check, sending.submit


def run_jobs():
    """Everything that is to be done, here and now; what fails waits for another time."""
    while waiting := list(
        Job.objects.filter(state="queued", not_before__lte=timezone.now()).values_list("pk", flat=True)
    ):
        for pk in waiting:
            jobs.run(pk)


def count_registers():
    summaries.refresh_all()


@pytest.fixture
def version(submit, facilitator):
    """The accepted return of November 2006."""
    (sent,) = submit(line())
    accepted = acceptance.accept_return(version=sent, by=facilitator)
    run_jobs()
    return accepted
