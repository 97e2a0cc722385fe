"""A worker dies while it stores an extract: the sweep finds the job, and the file is stored once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from operations import jobs
from operations.models import AuditEvent, Job
from practices.models import Upload
from practices.uploads import actions as uploads
from practices.uploads.models import UploadState
from registers.actions import extracts
from registers.jobs import extracts as extract_jobs  # noqa: F401 - it takes the jobs
from registers.models import Consultation
from tests.registers.files.made_extracts import row_of, send
from tests.registers.people import make_entry, make_register

pytestmark = pytest.mark.django_db
KIND = "consultations"


class Killed(BaseException):
    """As a worker ends that is killed: nothing catches it."""


@pytest.fixture
def job(manager, practice):
    """The storing of one file, put down and not begun."""
    make_register(practice)
    make_entry(practice)
    upload = send(manager, practice, KIND, [row_of(KIND)])
    uploads.submit_to_worker(upload=upload, by=manager)
    return Job.objects.get(key__startswith=f"apply:{upload.pk}:")


def upload_of(job):
    return Upload.objects.get(pk=job.payload["upload"])


def die_in(monkeypatch, job, name):
    """Run the job with a worker that is killed when it comes to this function."""

    def killed(*arguments, **options):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(extracts, name, killed)
        with pytest.raises(Killed):
            jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("step", ["read", "store", "finish", "refresh"])
def test_storing_begins_again_wherever_the_worker_died(job, monkeypatch, step):
    die_in(monkeypatch, job, step)
    assert (upload_of(job).state, Consultation.objects.count()) == (UploadState.APPLYING, 0)

    for left in jobs.sweep():
        jobs.run(left)

    assert (upload_of(job).state, Consultation.objects.count()) == (UploadState.SUBMITTED, 1)
    assert AuditEvent.objects.filter(event="upload.submitted").count() == 1


def test_check_that_runs_again_leaves_what_was_submitted_alone(job):
    """Its worker died after the check and before it could say so."""
    check = Job.objects.get(key__startswith=f"check:{job.payload['upload']}:")

    jobs.run(check.pk)

    assert upload_of(job).state == UploadState.APPLYING
    jobs.run(job.pk)
    assert upload_of(job).state == UploadState.SUBMITTED


def test_what_was_stored_is_not_stored_again_when_the_worker_died_after_it(job):
    extracts.apply_extract(upload_of(job), by=upload_of(job).uploaded_by)

    for left in jobs.sweep():
        jobs.run(left)

    job.refresh_from_db()
    assert (job.state, upload_of(job).state, Consultation.objects.count()) == ("done", UploadState.SUBMITTED, 1)
    assert AuditEvent.objects.filter(event="upload.submitted").count() == 1
