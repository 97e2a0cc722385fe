"""kill -9 of the worker at every stage of an upload (D25): it goes on by itself, and nothing is lost or counted twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from collaborative.tasks import NIGHTLY
from measures.actions.returns import submit_upload
from measures.models import MonthlyReturn, Series
from operations import jobs
from operations.models import AuditEvent, Job
from practices.uploads.models import UploadState
from practices.uploads.reading import READERS
from tests.faults import points
from tests.faults.conftest import nothing_waits, until
from tests.faults.threads import at_once
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db(transaction=True)

CHECK, RECOMPUTE = "upload.check.monthly_return", "measures.recompute_practice"


@pytest.mark.parametrize(
    "place",
    [
        f"after claiming {CHECK}",
        "before reading",
        "after reading",
        "after checking rows",
        "after recording upload.checked",
        f"before finishing {CHECK}",
    ],
)
def test_a_check_whose_worker_is_killed_ends_by_itself(send, reaches, dies, life, place):
    """D25"""
    dies(place)

    upload = reaches(send(line()), UploadState.READY)

    assert len(upload.rows) == 1
    assert AuditEvent.objects.filter(event="upload.checked", about_id=str(upload.pk)).count() == 1


def ready(send, reaches, **changes):
    return reaches(send(line(**changes)), UploadState.READY)


@pytest.mark.parametrize(
    "place",
    [
        f"after claiming {RECOMPUTE}",
        "after writing series",
        f"before finishing {RECOMPUTE}",
        "before evaluating",
        "after evaluating",
    ],
)
def test_figures_are_those_of_a_clean_run_whenever_the_worker_is_killed(send, reaches, dies, life, manager, place):
    """D25"""
    upload = ready(send, reaches)
    dies(place)

    submit_upload(upload=upload, by=manager)

    until(nothing_waits, life)
    assert Series.objects.exists()
    assert MonthlyReturn.objects.get().version == 1


def all_done(kind):
    found = Job.objects.filter(kind=kind)
    return found.exists() and not found.exclude(state=Job.State.DONE).exists()


def test_the_nightly_run_of_a_killed_worker_is_done_by_the_next(send, reaches, dies, life, manager):
    """D25, D30"""
    submit_upload(upload=ready(send, reaches), by=manager)
    until(nothing_waits, life)
    Series.objects.all().delete()
    dies("after writing series")

    job = jobs.enqueue(NIGHTLY, key="nightly:2007-02-08")

    until(lambda: all_done(NIGHTLY), life)
    job.refresh_from_db()
    assert job.attempts == 2
    assert Series.objects.exists()


def test_a_correction_is_counted_while_the_old_version_is_being_computed(send, reaches, life, manager):
    """D25, D28: the old version's run is in the middle when the new version comes; SQLite has the new one wait for it."""
    submit_upload(upload=ready(send, reaches), by=manager)
    corrected = reaches(send(line(gp_consultations=150)), UploadState.READY)
    until(nothing_waits, life)
    points.arm("pause writing series")
    request_recompute(corrected)
    until(lambda: points.was_reached("pause writing series"), life)

    with ThreadPoolExecutor() as pool:
        submission = pool.submit(at_once(submit_upload), upload=corrected, by=manager)
        if connection.vendor == "postgresql":
            submission.result()
        points.disarm("pause writing series")
        submission.result()

    assert list(MonthlyReturn.objects.order_by("version").values_list("version", "is_current")) == [
        (1, False),
        (2, True),
    ]


def request_recompute(upload):
    version = MonthlyReturn.objects.get()
    payload = {"wave": version.wave_id, "practice": version.practice_id}
    jobs.enqueue(RECOMPUTE, key=f"again:{upload.pk}", payload=payload)


def test_a_reader_that_is_killed_reads_again(send, reaches, dies, life):
    """D25: what kills the child once is no fault of the file."""
    dies("reader killed")

    assert reaches(send(line()), UploadState.READY).rows


def test_a_file_that_kills_its_reader_three_times_is_refused_and_others_go_on(send, reaches, dies, life):
    """D25"""
    dies("reader killed", times=READERS)

    upload = reaches(send(line()), UploadState.NEEDS_FIXING)

    assert "too large to read" in upload.problems[0]["message"]
    assert ready(send, reaches).rows


def test_a_file_that_kills_every_worker_is_given_up_on_its_page_unasked(send, reaches, dies, life):
    """D25: nobody opens the page, and still it says so."""
    dies("before reading", times=jobs.MAXIMUM_ATTEMPTS)

    upload = reaches(send(line()), UploadState.FAILED)

    assert upload.progress_text == "The file could not be checked. Nothing was changed. Try again"
    assert Job.objects.get(key__startswith=f"check:{upload.pk}").error == "The worker died on every attempt"


def test_the_schedule_twice_asks_for_each_night_once(life):
    """D30: two beats at once."""
    for _ in range(2):
        jobs.current_app.send_task("collaborative.nightly")

    until(lambda: all_done(NIGHTLY), life)
    assert Job.objects.filter(kind=NIGHTLY).count() == 1
