"""A worker that somebody starts anew whenever it dies, and a practice that sends files."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from measures.actions import checking
from measures.computing.recompute import recompute_wave
from operations.models import Job
from practices.models import Organisation, Upload
from tests.faults import points
from tests.faults.invariants import assert_invariants
from tests.measures.made_returns import return_file
from tests.operations.real_worker import ROOT, kill, start_afresh, surroundings

PATIENCE_SECONDS = 120
FILES = Path(live_settings.CELERY_BEAT_SCHEDULE_FILENAME).parent


@pytest.fixture(autouse=True)
def shared_files(settings):
    """Files where a worker of its own process finds them; none of an earlier test."""
    settings.DATA_DIR = FILES
    for name in ("uploads", "faults"):
        shutil.rmtree(FILES / name, ignore_errors=True)


@pytest.fixture(scope="module")
def pool():
    return "threads"


@pytest.fixture(scope="module")
def more_surroundings():
    """What a module's worker has in its environment besides."""
    return {}


@pytest.fixture(scope="module")
def supervised(django_db_setup, django_db_blocker, tmp_path_factory, pool, more_surroundings):
    """The log of a worker and a schedule that run while this module is tested, with a lease of two seconds."""
    with django_db_blocker.unblock():
        environment = surroundings() | {"JOB_LEASE_SECONDS": "2"} | more_surroundings
        start_afresh()
    log = tmp_path_factory.mktemp("worker") / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.supervised", pool],
            cwd=ROOT,
            env=environment | {"PYTHONWARNINGS": "ignore"},
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
    yield log
    kill(process)


@pytest.fixture
def life(supervised, wave, practice):
    """What the worker says, of a wave that has been computed; at the end nothing is under way, and the invariants hold."""
    recompute_wave(wave=wave)
    yield supervised
    until(nothing_waits, supervised)
    assert_invariants()


def nothing_waits() -> bool:
    return not Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).exists()


def until(condition, log):
    """Ask again until it is true; the worker's words and the jobs when it never is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            jobs = list(Job.objects.values_list("kind", "state", "attempts", "lease_until", "error"))
            raise AssertionError(f"{jobs}\n{log.read_text()[-4000:]}")
        time.sleep(0.05)


@pytest.fixture
def send(manager, practice):
    """Send a return file as the page does: `send(line(...))` returns the upload, of which a worker is told."""

    def send_file(*lines, content=None):
        file = SimpleUploadedFile("return.csv", return_file(*lines) if content is None else content)
        practices = Organisation.objects.filter(pk=practice.pk)
        return checking.receive_return_file(by=manager, file=file, acting_scope="Ash Surgery", practices=practices)

    return send_file


@pytest.fixture
def reaches(supervised):
    """reaches(upload, state, ...): wait until a worker has brought it to one of them; returns it as it is then."""

    def wait(upload, *states):
        until(lambda: Upload.objects.filter(pk=upload.pk, state__in=states).exists(), supervised)
        return Upload.objects.get(pk=upload.pk)

    return wait


@pytest.fixture
def dies(supervised):
    """dies(place): the next worker that comes there is killed; the test fails if none ever came."""
    armed = []

    def arm(place, times=1):
        armed.append(place)
        points.arm(place, times)

    yield arm
    assert not [place for place in armed if points.is_armed(place)]
