"""A real Celery worker in a process of its own, over the database and the queue of this test run."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings as live_settings
from django.db import connection

from operations import jobs

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120


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


def start_afresh():
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
    """Ask again until it is true; a worker that ended or two minutes without an answer fail, with the worker's words."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
