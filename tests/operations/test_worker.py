"""A real Celery worker in a process of its own: work is done, survives the worker, and survives the queue (D25, D27)."""

import pytest
from django.utils import timezone

from operations import jobs
from operations.models import Job
from tests.operations.real_worker import empty_the_queue, kill, start_afresh, wait_for, worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def notes(tmp_path):
    return tmp_path / "notes"


@pytest.fixture
def log(tmp_path):
    return tmp_path / "worker.log"


@pytest.fixture(autouse=True)
def empty_queue():
    start_afresh()


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
