"""The receipt by e-mail of files of every kind: numbers of rows, and nothing that a row or the file's name says (S6)."""

import pytest
from django.core import mail

from operations import jobs, messages
from operations.models import Job, Message
from practices.models import Upload
from practices.uploads import receipts
from practices.uploads.kinds import KINDS
from practices.uploads.models import UploadState

pytestmark = pytest.mark.django_db
SUMMARY = {"added": 12, "changed": 3, "removed": 0, "unchanged": 40, "left_out": 2, "months": ["2007-01"]}


def submitted(by, practice, kind):
    upload = Upload.objects.create(
        kind=kind,
        uploaded_by=by,
        original_name="the-name-somebody-chose.csv",
        sha256="a" * 64,
        state=UploadState.SUBMITTED,
        rows_read=57,
        rows=[{"patient_key": "b" * 64}],
        context={"differences": {"summary": SUMMARY}},
    )
    upload.practices.add(practice)
    receipts.post(upload, by=by)
    return upload


@pytest.mark.parametrize("kind", sorted(name for name in KINDS if name != "monthly_return"))
def test_s6_a_receipt_has_reference_hash_and_counts_and_nothing_of_the_rows(kind, manager, practice):
    upload = submitted(manager, practice, kind)

    letter = Message.objects.get()

    for said in (upload.reference, "a" * 64, "Rows in the file: 57", "New: 12", "Removed: 0"):
        assert said in letter.body
    for unsaid in ("somebody-chose", "b" * 64):
        assert unsaid not in letter.body + letter.subject + letter.period


def test_a_receipt_of_an_extract_goes_to_the_sender_alone(manager, data_officer, practice):
    submitted(manager, practice, "register")

    for job in Job.objects.filter(kind=messages.SEND):
        jobs.run(job.pk)

    assert [sent.to for sent in mail.outbox] == [["manager@example.org"]]
