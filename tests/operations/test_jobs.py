"""Leases: whoever lost one leaves the work to whoever has it now; what failed for good is told."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from operations import heartbeat, jobs
from operations.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """The jobs of which it was said that they failed for good."""
    found = []
    monkeypatch.setattr(jobs, "GIVING_UP", [found.append])
    return found


def running(*, attempts=1, lease=timedelta(minutes=1)):
    return Job.objects.create(
        kind="test", key="one", state=Job.State.RUNNING, attempts=attempts, lease_until=timezone.now() + lease
    )


def lost(attempts):
    return running(attempts=attempts, lease=-timedelta(seconds=1))


def test_work_of_a_lost_lease_ends_as_its_new_owner_says():
    """D25: a worker that was believed dead comes back with an answer."""
    late = lost(1)
    jobs.claim(late.pk)

    jobs.finish(late, {"from": "the late one"})

    late.refresh_from_db()
    assert (late.state, late.attempts, late.result) == (Job.State.RUNNING, 2, {})


def test_a_failure_of_a_lost_lease_takes_no_attempt():
    late = lost(1)
    jobs.claim(late.pk)

    jobs.fail(late, RuntimeError("too late"))

    assert Job.objects.get().state == Job.State.RUNNING


def test_a_claimed_job_is_claimed_once():
    job = lost(1)

    assert jobs.claim(job.pk).attempts == 2
    assert jobs.claim(job.pk) is None


def test_what_died_on_every_attempt_is_told_once(told):
    """D25: nobody need look at it for that."""
    job = lost(jobs.MAXIMUM_ATTEMPTS)

    jobs.sweep()
    jobs.sweep()

    assert told == [job]
    assert Job.objects.get().state == Job.State.FAILED


def test_what_failed_on_the_last_attempt_is_told(told):
    job = running(attempts=jobs.MAXIMUM_ATTEMPTS)

    jobs.fail(job, RuntimeError("again"))

    assert told == [job]


def test_what_will_be_tried_again_is_not_told(told):
    jobs.fail(running(), RuntimeError("once"))

    assert told == []


@pytest.mark.parametrize(("attempt", "is_extended"), [(2, True), (1, False)])
def test_only_the_present_attempt_extends_the_lease(attempt, is_extended):
    job = running(attempts=2)

    heartbeat.extend(job.pk, attempt)

    assert (Job.objects.get().lease_until != job.lease_until) is is_extended


def test_a_lease_is_extended_for_as_long_as_the_work_lasts(settings, monkeypatch):
    settings.JOB_LEASE_SECONDS = 0.01
    beaten = threading.Event()
    monkeypatch.setattr(heartbeat, "extend", lambda *_: beaten.set())

    with heartbeat.beating(running()):
        assert beaten.wait(60)


def test_what_the_sweep_sends_again_does_not_pile_up(monkeypatch, settings):
    sent = []
    monkeypatch.setattr(jobs, "publish", lambda job_id, **options: sent.append((job_id, options)) or True)
    job = lost(1)

    jobs.sweep()

    assert sent == [(job.pk, {"expires": settings.JOB_LEASE_SECONDS})]


def test_a_silent_queue_is_tried_once_for_many(monkeypatch):
    tried = []
    monkeypatch.setattr(jobs, "publish", lambda job_id: tried.append(job_id))

    jobs.publish_all([1, 2, 3])

    assert tried == [1]


def test_one_that_cannot_be_given_up_keeps_nobody_from_the_rest(monkeypatch):
    def refuse(job):
        raise RuntimeError("cannot")

    monkeypatch.setattr(jobs, "GIVING_UP", [refuse])
    lost(jobs.MAXIMUM_ATTEMPTS)
    waiting = Job.objects.create(kind="test", key="other")

    assert waiting.pk in jobs.sweep()
