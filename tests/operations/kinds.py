"""Kinds of job for the tests with a real worker, which is told to load this module."""

import os
from pathlib import Path

from operations import jobs
from tests.operations import slow_mail  # noqa: F401  letters that hang


@jobs.handler("test.note")
def note(job):
    """Add the number of this attempt to a file; on the first, hang until somebody kills the worker if asked to."""
    with Path(job.payload["file"]).open("a") as file:
        file.write(f"{job.attempts}\n")
    if job.payload.get("hang_on_first") and job.attempts == 1:
        os.read(os.pipe()[0], 1)
    return {"attempt": job.attempts}
