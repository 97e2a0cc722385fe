"""A real Celery worker in a process of its own: work is done, survives the worker, and survives the queue (D25, D27)."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.db import connection
from django.utils import timezone

from operations import jobs
from operations.models import Job

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


def address_of_test_database():
    """What DATABASE_URL must say for a process of its own to see this test's rows."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


def surroundings():
    """The worker's environment: this test's database and queue, a short lease and a quick sweep."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "collaborative.settings",
        "DATABASE_URL": address_of_test_database(),
        "DATA_DIR": str(Path(live_settings.CELERY_BEAT_SCHEDULE_FILENAME).parent),
        "JOB_LEASE_SECONDS": "1",
        "JOB_SWEEP_SECONDS": "1",
    }


@contextmanager
def worker(log):
    """A worker with the schedule inside, in a group of its own; whatever is left of the group is killed at the end."""
    command = "-m celery --quiet -A collaborative worker --pool threads --concurrency 2 --beat --without-gossip"
    command += " --without-mingle --loglevel WARNING --include tests.operations.kinds"
    with log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, *command.split()],
            cwd=ROOT,
            env=surroundings(),
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    """As a power cut would: the worker and its schedule at once, with no word before."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def notes(tmp_path):
    return tmp_path / "notes"


@pytest.fixture
def log(tmp_path):
    return tmp_path / "worker.log"


@pytest.fixture(autouse=True)
def empty_queue():
    """No message of an earlier test, and no schedule that remembers one."""
    empty_the_queue()
    folder = Path(live_settings.CELERY_BEAT_SCHEDULE_FILENAME)
    for remembered in folder.parent.glob(f"{folder.name}*"):
        remembered.unlink()


def empty_the_queue():
    if live_settings.REDIS_URL:
        with jobs.current_app.connection_for_write() as queue:
            queue.default_channel.queue_purge("celery")
        return
    messages = Path(live_settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
    shutil.rmtree(messages)
    messages.mkdir()


def wait_for(condition, process, log):
    """Ask again until it is true; a worker that ended or a minute without an answer fails, with the worker's words."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


def is_done(job):
    return Job.objects.filter(pk=job.pk, state=Job.State.DONE).exists()


def test_worker_does_work_of_the_same_key_once(notes, log):
    """D26"""
    first = jobs.enqueue("test.note", key="twice", payload={"file": str(notes)})
    second = jobs.enqueue("test.note", key="twice", payload={"file": str(notes)})
    last = jobs.enqueue("test.note", key="after it", payload={"file": str(notes)})

    with worker(log) as process:
        wait_for(lambda: is_done(first) and is_done(last), process, log)

    assert first == second
    assert notes.read_text() == "1\n1\n"


def test_work_of_a_killed_worker_is_taken_over_with_no_human_action(notes, log):
    """D25"""
    job = jobs.enqueue("test.note", key="killed", payload={"file": str(notes), "hang_on_first": True})
    with worker(log) as first:
        wait_for(notes.exists, first, log)
        kill(first)
    assert Job.objects.get(pk=job.pk).state == Job.State.RUNNING

    with worker(log) as second:
        wait_for(lambda: is_done(job), second, log)

    assert notes.read_text() == "1\n2\n"


def test_work_survives_a_queue_that_was_emptied(notes, log):
    """D27"""
    job = jobs.enqueue("test.note", key="wiped", payload={"file": str(notes)})
    empty_the_queue()

    with worker(log) as process:
        wait_for(lambda: is_done(job), process, log)

    assert Job.objects.get(pk=job.pk).finished_at <= timezone.now()
