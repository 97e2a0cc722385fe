"""Versions of returns: submitted whole, succeeded and never changed, accepted by a second person."""

import pytest
from django.core.exceptions import PermissionDenied

from measures.actions import checking
from measures.actions import returns as actions
from measures.models import MonthlyReturn
from operations.models import AuditEvent, Job
from practices.uploads import actions as uploads
from practices.uploads.models import IllegalMove, UploadState
from tests.measures.return_files import line, return_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(manager):
    """Send a file as somebody and check it: `send(line(...), by=manager)` returns the upload."""

    def send_file(*lines, by=manager, codes=("A99001",)):
        upload = uploads.receive(
            by=by, kind="monthly_return", name="return.csv", content=return_file(*lines), may_send_for=codes
        )
        return checking.check_return_file(upload)

    return send_file


@pytest.fixture
def submit(send, manager):
    def submit_file(*lines, by=manager, codes=("A99001",)):
        upload = send(*lines, by=by, codes=codes)
        if upload.state == UploadState.NEEDS_CONFIRMING:
            uploads.confirm(upload, by=by, reasons={key: "as it was" for key in keys(upload)})
        return actions.submit_upload(upload=upload, by=by)

    return submit_file


def keys(upload):
    return [problem["key"] for problem in upload.problems if problem["level"] == "W"]


def test_submitting_makes_a_current_version_with_its_values_and_row(submit, manager):
    (version,) = submit(line())

    assert (version.version, version.state, version.is_current) == (1, "submitted", True)
    assert (version.list_close, version.row_number, version.submitted_by) == (198, 2, manager)
    assert version.upload.sha256


def test_submitting_puts_down_the_recompute_in_the_same_transaction(submit, practice, wave):
    (version,) = submit(line())

    job = Job.objects.get(kind="measures.recompute_practice")
    assert job.payload["wave"] == wave.pk
    assert job.payload["practices"] == [practice.pk]
    assert str(version.upload.pk) in job.key


def test_submitting_writes_one_audit_event_for_the_practice(submit):
    submit(line())

    event = AuditEvent.objects.get(event="return.submitted")
    assert event.organisation_code == "A99001"
    assert event.details["months"][0] | {"reason": ""} == {
        "month": "2006-11", "version": 1, "replaces": None, "reason": ""
    }  # fmt: skip
