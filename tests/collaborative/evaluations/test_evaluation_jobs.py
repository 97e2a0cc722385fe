"""Evaluations follow the figures: after each return, every night, whatever dies."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

import measures.tasks  # noqa: F401  registers the handlers, as the worker does at its start
from collaborative import evaluation_jobs
from collaborative.actions.cycle_evaluations import request_evaluation
from collaborative.models import CycleEvaluation
from collaborative.tasks import enqueue_evaluations
from measures.computing.recompute import recompute_wave
from measures.models import Computation
from operations import jobs
from operations.models import Job

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 22, 2, tzinfo=UTC)


def waiting():
    return list(Job.objects.filter(kind__startswith="collaborative.evaluate", state=Job.State.QUEUED).order_by("pk"))


def run_all():
    for job in waiting():
        jobs.run(job.pk)


def change_a_return(wave, practice):
    """As accepting a corrected return does: the figures of one practice are computed anew."""
    practice.returns.filter(month="2006-07-01").update(gp_consultations=999)
    recompute_wave(wave=wave, kind=Computation.Kind.INCREMENTAL, practices=[practice.pk])


def test_a_return_is_followed_by_the_evaluation_without_waiting_for_the_night(wave, cycle, practice):
    run_all()
    before = CycleEvaluation.objects.get(cycle=cycle).digest

    change_a_return(wave, practice)
    run_all()

    assert CycleEvaluation.objects.get(cycle=cycle).digest != before


def test_figures_that_stayed_the_same_ask_for_nothing(wave, cycle):
    run_all()

    recompute_wave(wave=wave)

    assert waiting() == []


def test_the_request_is_undone_with_the_figures_that_it_is_about(wave, cycle, practice, monkeypatch):
    """It is put down in the transaction of the recompute: neither is there without the other."""
    run_all()
    monkeypatch.setattr("measures.computing.recompute.FOLLOWERS", [evaluation_jobs.request_after, fail])

    with pytest.raises(RuntimeError):
        change_a_return(wave, practice)

    assert waiting() == []


def fail(run):
    raise RuntimeError


def test_a_dead_worker_loses_nothing(wave, cycle):
    """Its job stays with a lease that runs out, and the sweep sends it again."""
    (job,) = waiting()
    jobs.claim(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    for job_id in jobs.sweep():
        jobs.run(job_id)

    assert CycleEvaluation.objects.filter(cycle=cycle).exists()


def test_a_job_that_is_not_there_is_put_down_by_the_schedule(wave, cycle):
    Job.objects.all().delete()

    enqueue_evaluations(NIGHT)

    key = evaluation_jobs.key_of(wave.pk, Computation.objects.pointer(wave).content_version)
    assert [job.key for job in waiting()] == ["evaluate:night:2026-11-22", key]


def test_the_schedule_asks_once_however_often_it_looks(wave, cycle):
    for minute in (0, 5, 10):
        enqueue_evaluations(NIGHT + timedelta(minutes=minute))

    assert len(waiting()) == 2


def test_an_unchanged_night_writes_no_row(wave, cycle):
    enqueue_evaluations(NIGHT)
    run_all()
    enqueue_evaluations(NIGHT + timedelta(days=1))
    run_all()

    assert Job.objects.get(key="evaluate:night:2026-11-23").result == {"written": {"W1": 0}}


def test_each_change_of_a_cycle_has_a_job_of_its_own(team, cycle):
    """One that runs already may have read the cycle as it was."""
    run_all()

    request_evaluation(team=team)
    request_evaluation(team=team)

    assert len(waiting()) == 2


def test_what_is_stored_is_current_when_the_job_of_its_figures_is_done(wave, cycle, practice):
    run_all()
    assert evaluation_jobs.is_evaluated(wave, Computation.objects.pointer(wave))

    change_a_return(wave, practice)

    assert not evaluation_jobs.is_evaluated(wave, Computation.objects.pointer(wave))
