"""What runs by the calendar: every night exactly once, whatever the beats do."""

from datetime import UTC, date, datetime

import pytest

import measures.tasks  # noqa: F401  registers the handlers, as the worker does at its start
from collaborative.tasks import due_nights, enqueue_due_nights, latest_night
from operations import jobs
from operations.models import Job

pytestmark = pytest.mark.django_db


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def keys():
    return list(Job.objects.order_by("key").values_list("key", flat=True))


def test_two_beats_at_once_make_one_nightly_job():
    """D30."""
    enqueue_due_nights(at(22, 2))
    enqueue_due_nights(at(22, 2))

    assert keys() == ["nightly:2026-11-22"]


def test_beat_stopped_for_26_hours_makes_up_each_missed_night_once():
    """D30."""
    enqueue_due_nights(at(20, 2))
    for minute in (0, 5, 10):
        enqueue_due_nights(at(22, 3, minute))

    assert keys() == ["nightly:2026-11-20", "nightly:2026-11-21", "nightly:2026-11-22"]


def test_night_belongs_to_the_london_date():
    """In summer 01:30 UTC is 02:30 in London, in winter it is not yet two."""
    assert latest_night(datetime(2026, 7, 2, 1, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert latest_night(datetime(2026, 12, 2, 1, 30, tzinfo=UTC)) == date(2026, 12, 1)


def test_nothing_is_due_again_before_two_the_next_night():
    enqueue_due_nights(at(22, 2))

    assert due_nights(at(23, 1, 59)) == []
    assert due_nights(at(23, 2)) == [date(2026, 11, 23)]


def test_nightly_job_computes_every_measured_wave(wave, practice):
    job = enqueue_due_nights(at(22, 2))[0]

    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert len(job.result["series_written"]) == 1
    assert wave.computations.get().kind == "nightly"


def test_nightly_job_that_runs_twice_writes_nothing_the_second_time(wave, practice):
    for day in (22, 23):
        jobs.run(enqueue_due_nights(at(day, 2))[0].pk)

    assert [run.series_written for run in wave.computations.order_by("id")] == [12, 0]
