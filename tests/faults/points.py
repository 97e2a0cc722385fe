"""Places where a process of a fault test dies, or takes long: a real worker loads this module (--include).

A place is armed by a file of its name in the folder of faults; whoever comes by kills itself there as `kill -9` would,
once for each letter in the file. Tests arm, the worker dies at exactly that place, and nothing else is changed.
"""

import os
import signal
import time
from functools import wraps
from pathlib import Path

from django.conf import settings

from collaborative import tasks as calendar
from measures.actions import checking
from measures.computing import recompute
from operations import audit, jobs
from practices.uploads import reading

LONGEST_PAUSE_SECONDS = 30


def folder() -> Path:
    return Path(settings.CELERY_BEAT_SCHEDULE_FILENAME).parent / "faults"


def file_of(place) -> Path:
    return folder() / place.replace(":", "-")


def arm(place, times=1):
    folder().mkdir(exist_ok=True)
    file_of(place).write_text("x" * times)


def is_armed(place) -> bool:
    return file_of(place).exists()


def strike(place) -> bool:
    """Whether the place was armed, and one time less now."""
    try:
        left = file_of(place).read_text()[1:]
    except FileNotFoundError:
        return False
    if left:
        file_of(place).write_text(left)
    else:
        file_of(place).unlink()
    return True


def die_at(place):
    if strike(place):
        os.kill(os.getpid(), signal.SIGKILL)


def disarm(place):
    file_of(place).unlink(missing_ok=True)


def was_reached(place) -> bool:
    return file_of(f"{place} reached").exists()


def pause_at(place):
    """Wait while the place is armed: until the test takes the file away."""
    began = time.monotonic()
    while is_armed(place) and time.monotonic() - began < LONGEST_PAUSE_SECONDS:
        arm(f"{place} reached")
        time.sleep(0.05)


def around(module, name, place_of):
    """Put the places "before ..." and "after ..." around a function; `place_of` names the work from its arguments."""
    function = getattr(module, name)

    @wraps(function)
    def watched(*arguments, **named):
        die_at(f"before {place_of(*arguments, **named)}")
        result = function(*arguments, **named)
        place = place_of(*arguments, **named)
        die_at(f"after {place}")
        pause_at(f"pause {place}")
        return result

    setattr(module, name, watched)


def kind_of(job, *_):
    return job.kind


def claim_and_die(job_id):
    job = claimed(job_id)
    if job:
        die_at(f"after claiming {job.kind}")
    return job


class KilledOnce(list):
    """The command of the reader; where it is armed, one that is killed as on a machine that is out of memory."""

    def __iter__(self):
        return iter(["/bin/sh", "-c", "kill -9 $$"]) if strike("reader killed") else super().__iter__()


def install():
    around(jobs, "finish", lambda job, *_: f"finishing {job.kind}")
    around(audit, "record", lambda event, **_: f"recording {event}")
    around(recompute, "write_series", lambda *_: "writing series")
    around(calendar, "evaluate_wave", lambda **_: "evaluating")
    around(checking, "check_rows", lambda *_: "checking rows")
    jobs.claim = claim_and_die
    reading.COMMAND = KilledOnce(reading.COMMAND)
    around(checking, "read_file", lambda *_: "reading")


claimed = jobs.claim
