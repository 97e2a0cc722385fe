"""The files of the demonstration: those that its returns came from, and those for a visitor to send."""

import csv
import io

import pytest

from accounts.models import User
from collaborative.demonstration.samples import sample_files
from measures.actions.checking import check_return_file
from measures.fields import COUNT_FIELDS
from measures.models import MonthlyReturn
from measures.return_files.return_schema import KIND
from operations.models import AuditEvent
from practices import months, stored_files
from practices.models import Upload
from practices.uploads import actions as uploads
from practices.uploads import storage


def file_lines(upload):
    """row number -> the line of the file, by column."""
    text = storage.read(upload.stored_path).decode("utf-8-sig")
    return dict(enumerate(csv.DictReader(io.StringIO(text)), start=2))


def as_written(row, name):
    reason = row.not_available.get(name)
    return f"NA:{reason}" if reason else str(getattr(row, name))


def test_every_stored_version_stands_in_the_line_of_the_file_that_it_names():
    lines = {upload.pk: file_lines(upload) for upload in Upload.objects.all()}

    for row in MonthlyReturn.objects.select_related("practice", "wave"):
        line = lines[row.upload_id][row.row_number]
        assert [line["wave_code"], line["practice_ods"], line["period"]] == [
            row.wave.code,
            row.practice.ods_code,
            months.period(row.month),
        ]
        assert [line[name] for name in COUNT_FIELDS] == [as_written(row, name) for name in COUNT_FIELDS]


def test_every_file_has_the_hash_and_size_that_are_recorded():
    for upload in Upload.objects.all():
        content = storage.read(upload.stored_path)

        assert (stored_files.digest(content), len(content)) == (upload.sha256, upload.size)


def test_two_files_came_in_as_a_person_sends_them():
    received = AuditEvent.objects.filter(event="return.submitted")

    assert sorted(received.values_list("organisation_code", flat=True)) == ["A99016", "A99019"]


# ---- files for a visitor to send


@pytest.fixture
def check(db):
    """Receive a sample as its sender would, and check it; returns the upload."""

    def receive_and_check(email, name):
        sender = User.objects.get(email=email)
        codes = [grant.organisation.ods_code for grant in sender.grants.select_related("organisation")]
        content = sample_files()[name]
        upload = uploads.receive(by=sender, kind=KIND, name=name, content=content, may_send_for=codes)
        return check_return_file(upload)

    return receive_and_check


def test_sample_with_mistakes_is_refused_for_each_of_them(check):
    upload = check("manager@example.org", "A99001-2007-01-with-mistakes.csv")

    assert upload.state == "needs_fixing"
    errors = {problem["column"] for problem in upload.problems if problem["level"] == "E"}
    assert errors == {"list_close", "gp_consultations", "extract_date"}


@pytest.mark.parametrize(
    ("email", "name", "rows"),
    [("manager@example.org", "A99001-2007-01.csv", 1), ("data-officer@example.org", "three-practices.csv", 4)],
)
def test_mended_samples_can_be_submitted(check, email, name, rows):
    upload = check(email, name)

    assert upload.state in ("ready", "needs_confirming")
    assert len(upload.rows) == rows
