"""The jobs of staff files: each may run twice, and what breaks is shown on the upload's page and nowhere in words."""

import pytest

from operations import jobs
from operations.models import Job
from practices.uploads.actions import submit_to_worker
from tests.workforce import roster
from tests.workforce.staff_rows import HELD, VACANT, check, receive
from workforce.actions import staff_files
from workforce.jobs.staff_uploads import APPLY, CHECK
from workforce.models import Post


@pytest.fixture
def graduates(practice, neighbour):
    programme = roster.make_programme()
    for one in (practice, neighbour):
        roster.join(programme, one)
    return programme


def run(kind):
    job = Job.objects.get(kind=kind)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_the_job_checks_and_the_other_stores(lead, graduates):
    upload = receive(lead, graduates, VACANT)
    run(CHECK)
    upload.refresh_from_db()
    submit_to_worker(upload=upload, by=lead)

    job = run(APPLY)

    assert job.result == {"state": "submitted"}
    assert Post.objects.count() == 1


def test_storing_twice_stores_once(lead, graduates):
    upload = check(lead, graduates, VACANT)
    submit_to_worker(upload=upload, by=lead)
    run(APPLY)
    Job.objects.filter(kind=APPLY).update(state=Job.State.QUEUED, attempts=0)

    job = run(APPLY)

    assert job.state == Job.State.DONE
    assert Post.objects.count() == 1


@pytest.mark.parametrize(("kind", "action"), [(CHECK, "check_staff_file"), (APPLY, "apply_staff_file")])
def test_what_breaks_for_good_is_shown_and_its_words_stay_out_of_the_job(lead, graduates, monkeypatch, kind, action):
    upload = receive(lead, graduates, HELD)
    if kind == APPLY:
        staff_files.check_staff_file(upload)
        upload.move_to("ready") if upload.state == "needs_confirming" else None
        submit_to_worker(upload=upload, by=lead)
    Job.objects.filter(kind=kind).update(attempts=jobs.MAXIMUM_ATTEMPTS - 1)
    monkeypatch.setattr(staff_files, action, broken)

    job = run(kind)

    upload.refresh_from_db()
    assert (upload.state, job.state) == ("failed", Job.State.FAILED)
    assert "Kim Alder" not in job.error


def broken(upload, **_):
    raise ValueError("Key (name)=(Kim Alder) already exists")
