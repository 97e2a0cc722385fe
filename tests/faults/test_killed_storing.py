"""kill -9 of the worker that stores a large file: it is stored once, by the next (D25)."""

import pytest

from operations.models import AuditEvent
from practices.uploads import actions as uploads
from practices.uploads.models import UploadState
from registers.models import Consultation
from tests.registers.files.made_extracts import row_of
from tests.registers.files.made_extracts import send as send_extract
from tests.registers.people import make_entry, make_register

pytestmark = pytest.mark.django_db(transaction=True)

KIND, STORING = "consultations", "registers.apply_extract"


@pytest.mark.parametrize(
    "place", [f"after claiming {STORING}", "after recording upload.submitted", f"before finishing {STORING}"]
)
def test_a_file_is_stored_once_whenever_the_worker_is_killed(manager, practice, reaches, dies, life, place):
    """D25"""
    make_register(practice)
    make_entry(practice)
    upload = send_extract(manager, practice, KIND, [row_of(KIND)])
    dies(place)

    uploads.submit_to_worker(upload=upload, by=manager)

    reaches(upload, UploadState.SUBMITTED)
    assert Consultation.objects.count() == 1
    assert AuditEvent.objects.filter(event="upload.submitted", about_id=str(upload.pk)).count() == 1
