"""The queue refuses, is silent, or is wiped: what was put down is done when it is back, with no hand (D27)."""

import shutil
import socket

import pytest
from celery import Celery
from django.conf import settings as live_settings
from django.db import connection

from operations import jobs
from operations.models import Job
from practices.uploads.models import UploadState
from tests.faults import points
from tests.faults.conftest import FILES, until
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port():
    """Of a server that takes calls and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        yield silent.getsockname()[1]


@pytest.fixture(params=["refused", "silent"])
def queue_away(request, port, monkeypatch):
    """The queue of this process at an address where nobody listens, or nobody answers."""
    if request.param == "refused":
        port = 1
    lost = Celery("lost", broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    lost.conf.update(
        broker_transport_options={"socket_timeout": 1, "socket_connect_timeout": 1},
        broker_connection_timeout=1,
        task_publish_retry=False,
    )
    monkeypatch.setattr(jobs, "current_app", lost)


def test_a_file_sent_while_the_queue_is_away_is_checked_when_it_is_back(queue_away, send, reaches, life):
    """D27: the page answers, and the sweep of a worker finds the work."""
    assert reaches(send(line()), UploadState.READY).rows


def wipe_the_queue():
    if live_settings.REDIS_URL:
        with jobs.current_app.connection_for_write() as queue:
            queue.default_channel.client.flushdb()
        return
    shutil.rmtree(FILES / "broker" / "queue")


def test_work_whose_message_was_wiped_is_done_by_a_worker_that_lives_on(life):
    """D27: everything in the queue is gone, the tables of who listens included."""
    job = Job.objects.create(kind="measures.nightly", key="nightly:2007-02-08")
    wipe_the_queue()

    until(lambda: Job.objects.get(pk=job.pk).state == Job.State.DONE, life)


def test_a_worker_survives_a_message_that_nobody_can_read(life, send, reaches):
    """What once ended the worker of the embedded default: a message looked at before it was written."""
    if live_settings.REDIS_URL:
        pytest.skip("The folder of messages is the embedded default's")
    (FILES / "broker" / "queue").mkdir(parents=True, exist_ok=True)
    (FILES / "broker" / "queue" / "0_half.celery.msg").touch()
    said = life.read_text()

    assert reaches(send(line()), UploadState.READY).rows
    assert "worker ended" not in life.read_text()[len(said) :]


def test_a_worker_whose_database_goes_away_while_it_computes_begins_again(life, send, reaches):
    """D34: the server ends the connection in the middle of a check."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    points.arm("pause checking rows")
    upload = send(line())
    until(lambda: points.was_reached("pause checking rows"), life)

    end_other_connections()
    points.disarm("pause checking rows")

    assert reaches(upload, UploadState.READY).rows


def end_other_connections():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
