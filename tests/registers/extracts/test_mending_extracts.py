"""A refused extract comes back with marks, or is mended in the grid: people and events (V7)."""

import io

import openpyxl
import pytest
from django.urls import reverse

from operations.models import AuditEvent
from practices.models import Upload
from practices.uploads.models import UploadState
from registers.actions.extracts import check_extract
from registers.actions.profiles import create_profile
from tests.practices.test_uploads_forgetting import everything_in_the_database
from tests.registers.extracts.sent import post
from tests.registers.files.made_extracts import csv_of, row_of, send
from tests.registers.people import key_of, make_entry, make_register

pytestmark = pytest.mark.django_db
# A fault of each kind: column, what stands there, what is right.
FAULTS = {
    "register": ("sex", "X", "F"),
    "consultations": ("date", "2007-03-14", "2006-11-14"),
    "referrals": ("service", "cmhx", "cmht"),
    "sick_notes": ("duration_n", "two", "2"),
    "assessments": ("total", "28", "14"),
}


@pytest.fixture(autouse=True)
def register(practice):
    make_entry(practice)
    return make_register(practice)


@pytest.fixture
def refused(manager, practice):
    def send_with_fault(kind):
        column, wrong, _ = FAULTS[kind]
        # Events are of somebody on the register; a register file brings people of its own.
        known = [key_of(f"A99001 {number}") for number in ((2, 3) if kind == "register" else (1, 1))]
        return send(manager, practice, kind, [row_of(kind, known[0]), row_of(kind, known[1], **{column: wrong})])

    return send_with_fault


def summary_of(upload):
    return upload.context["differences"]["summary"]


def marked(client, upload):
    response = client.get(reverse("upload_annotated", args=[upload.pk]))
    return openpyxl.load_workbook(io.BytesIO(response.content))


def in_question(book):
    """The cell of the first line of the list of marks."""
    sheet = book.worksheets[0]
    return sheet[book["To mend"]["G2"].value]


def by_workbook(client, practice, upload, right):
    book, stream = marked(client, upload), io.BytesIO()
    in_question(book).value = right
    book.save(stream)
    post(client, practice, stream.getvalue(), kind=upload.kind, name=f"mend-{upload.reference}.xlsx")
    return check_extract(Upload.objects.latest("uploaded_at", "state_since"))


def by_grid(client, upload, right):
    cell = in_question(marked(client, upload))
    fields = {f"cell-{cell.row}-{cell.column}": right, "seen": upload.mended_by.count()}
    response = client.post(reverse("upload_mend", args=[upload.pk]), fields)
    assert response.status_code == 302, response.content.decode()
    return check_extract(Upload.objects.latest("uploaded_at", "state_since"))


@pytest.mark.parametrize("kind", FAULTS)
def test_both_ways_give_the_same_v7(client_of, manager, practice, refused, kind):
    client, upload, (_, wrong, right) = client_of(manager), refused(kind), FAULTS[kind]
    assert upload.state == UploadState.NEEDS_FIXING
    assert str(in_question(marked(client, upload)).value) == wrong

    first, second = by_workbook(client, practice, upload, right), by_grid(client, upload, right)

    assert summary_of(first) == summary_of(second)
    assert first.problems == second.problems
    assert (first.mends, second.mends) == (upload, upload)


def test_refused_file_goes_once_its_mended_version_is_submitted(client_of, manager, refused):
    client, upload = client_of(manager), refused("consultations")
    mended = by_grid(client, upload, "2006-11-14")
    assert mended.state == UploadState.READY

    client.post(reverse("upload_submit", args=[mended.pk]))

    upload.refresh_from_db()
    assert (upload.stored_path, upload.kept_until) == ("", None)
    assert AuditEvent.objects.filter(event="upload.mended", about_id=str(upload.pk)).exists()


def test_key_stands_in_the_grid_by_its_beginning_and_in_no_event_d37(client_of, manager, refused):
    upload, key = refused("consultations"), key_of("A99001 1")

    text = client_of(manager).get(reverse("upload_mend", args=[upload.pk])).content.decode()

    assert f"patient_key {key[:8]}…" in text
    assert key not in text
    assert AuditEvent.objects.filter(event="upload.mend_opened").exists()
    assert key not in str(list(AuditEvent.objects.values("details")))


def test_mending_writes_no_key_into_any_table_d37(client_of, manager, refused):
    upload = refused("consultations")

    mended = by_grid(client_of(manager), upload, "2006-11-14")

    assert mended.state != UploadState.NEEDS_FIXING
    assert everything_in_the_database().count(key_of("A99001 1")) == 1


def test_file_with_an_import_profile_is_read_with_it_again(client_of, manager, practice):
    profile = create_profile(
        practice=practice, kind="register", by=manager, name="Ours", system="x", columns={"sex": "Gender"}
    )
    content = csv_of("register", [row_of("register", key_of("A99001 2"), sex="X")]).replace(b",sex,", b",Gender,")
    upload = send(manager, practice, "register", content, profile=profile)

    mended = by_grid(client_of(manager), upload, "F")

    assert mended.state in (UploadState.READY, UploadState.NEEDS_CONFIRMING)
    assert mended.context["profile"] == profile.pk


def test_file_too_large_for_a_workbook_is_told_by_its_list(client_of, manager, refused):
    """B14."""
    upload = refused("referrals")
    Upload.objects.filter(pk=upload.pk).update(rows_read=20_001)

    text = client_of(manager).get(reverse("upload_detail", args=[upload.pk])).content.decode()

    assert "Download the marked workbook" not in text
    assert reverse("upload_problems_xlsx", args=[upload.pk]) in text
