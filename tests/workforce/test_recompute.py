"""The nightly job of the workforce, and the one that follows a change."""

from datetime import date

import pytest

from operations import jobs
from operations.models import Job
from tests.workforce import roster
from workforce.jobs import recompute
from workforce.models import EarlyWarning, WorkforceMonth

NIGHT = date(2007, 2, 8)


@pytest.fixture
def graduates(trust, practice):
    programme = roster.make_programme()
    roster.hold(roster.make_post(programme, trust, practice), roster.make_worker(programme, trust))
    return programme


def test_a_night_makes_one_job_a_programme_however_often_it_is_asked(graduates):
    asked = [recompute.enqueue_all(NIGHT), recompute.enqueue_all(NIGHT)]

    assert [len(found) for found in asked] == [1, 1]
    assert Job.objects.filter(kind=recompute.RECOMPUTE).count() == 1


def test_the_job_computes_months_and_warnings_and_a_second_run_changes_nothing(graduates):
    first, second = (recompute.recompute_programme(graduates) for _ in range(2))

    assert WorkforceMonth.objects.count() == first["months_written"] == 13
    assert EarlyWarning.objects.count() == first["warnings_written"] == 2
    assert set(second.values()) == {0}


def test_two_changes_wait_for_one_job(graduates, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        recompute.put_down(graduates)
        recompute.put_down(graduates)

    assert Job.objects.get(kind=recompute.RECOMPUTE).payload == {"programme": graduates.pk}


def test_what_goes_wrong_is_said_by_its_kind_and_never_quotes_a_row(graduates, monkeypatch):
    def fail(programme):
        raise ValueError("Sparrow, band 5")

    monkeypatch.setattr(recompute, "recompute_programme", fail)
    (job,) = recompute.enqueue_all(NIGHT)

    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.error == "WentWrong: ValueError"
