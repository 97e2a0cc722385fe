"""When the schedule sends what."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from collaborative.celery import app
from collaborative.verifying.findings import ON_ITS_WAY
from practices.uploads.actions import SPARED

LONDON = ZoneInfo("Europe/London")


def test_work_of_a_worker_that_died_twice_is_taken_up_within_two_minutes():
    """D25: a lease, and a sweep, for each death; the rest is for starting and working."""
    sweep = settings.CELERY_BEAT_SCHEDULE["sweep"]["schedule"].total_seconds()

    assert 2 * (settings.JOB_LEASE_SECONDS + sweep) <= 120


def test_a_file_that_a_killed_process_left_is_gone_within_two_minutes():
    """I6: what is spared, and a sweep; verification finds fault with it from then on."""
    sweep = settings.CELERY_BEAT_SCHEDULE["left-files"]["schedule"]

    assert SPARED + sweep <= ON_ITS_WAY


@pytest.mark.parametrize("name", ["sweep", "left-files", "nightly-if-missed"])
def test_a_question_that_nobody_took_up_is_gone_when_the_next_is_asked(name):
    """A day without a worker leaves one of each, not thousands."""
    entry = settings.CELERY_BEAT_SCHEDULE[name]

    assert entry["options"]["expires"] == entry["schedule"].total_seconds()


@pytest.mark.parametrize("day", [datetime(2007, 1, 10, tzinfo=LONDON), datetime(2007, 7, 10, tzinfo=LONDON)])
def test_nightly_run_is_at_two_in_london_in_winter_and_in_summer(day):
    entry = settings.CELERY_BEAT_SCHEDULE["nightly"]["schedule"]
    entry.app, entry.nowfun = app, lambda: day + timedelta(minutes=1)

    last_run, interval, _ = entry.remaining_delta(day)

    assert settings.CELERY_BEAT_SCHEDULE["nightly"]["task"] == "collaborative.nightly"
    assert app.timezone.key == "Europe/London"
    assert (last_run + interval).astimezone(LONDON) == day.replace(hour=2)


@pytest.mark.parametrize(
    "name", ["operations.sweep", "operations.run_job", "collaborative.nightly", "collaborative.remove_left_files"]
)
def test_every_scheduled_task_is_one_that_a_worker_knows(name):
    app.loader.import_default_modules()

    assert name in app.tasks
