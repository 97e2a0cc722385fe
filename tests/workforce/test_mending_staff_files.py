"""A refused staff file comes back with marks, or is mended in the grid (V7)."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from practices.models import Upload
from practices.uploads.models import UploadState
from tests.workforce import roster
from tests.workforce.staff_rows import HELD, VACANT, check
from workforce.actions.staff_files import check_staff_file


@pytest.fixture
def graduates(practice, neighbour, elsewhere):
    programme = roster.make_programme()
    for one in (practice, neighbour, elsewhere):
        roster.join(programme, one)
    return programme


@pytest.fixture
def refused(lead, graduates):
    return check(lead, graduates, VACANT, HELD | {"wte": "60%"})


def marked(client, upload):
    response = client.get(reverse("upload_annotated", args=[upload.pk]))
    return openpyxl.load_workbook(io.BytesIO(response.content))


def in_question(book):
    return book["Staff"][book["To mend"]["G2"].value]


def latest():
    return check_staff_file(Upload.objects.latest("uploaded_at", "state_since"))


def by_workbook(client, programme, upload):
    book, stream = marked(client, upload), io.BytesIO()
    in_question(book).value = 0.6
    book.save(stream)
    file = SimpleUploadedFile(f"mend-{upload.reference}.xlsx", stream.getvalue())
    client.post(reverse("staff_upload", args=[programme.slug]), {"file": file})
    return latest()


def by_grid(client, upload):
    cell = in_question(marked(client, upload))
    fields = {f"cell-{cell.row}-{cell.column}": "0.6", "seen": upload.mended_by.count()}
    assert client.post(reverse("upload_mend", args=[upload.pk]), fields).status_code == 302
    return latest()


def test_both_ways_give_the_same_v7(client_of, lead, graduates, refused):
    client = client_of(lead)
    assert (refused.state, in_question(marked(client, refused)).value) == (UploadState.NEEDS_FIXING, "60%")

    first, second = by_workbook(client, graduates, refused), by_grid(client, refused)

    assert first.context["differences"] == second.context["differences"]
    assert (first.problems, first.mends, second.mends) == (second.problems, refused, refused)


def test_lead_who_leads_another_pct_now_no_longer_opens_what_waits_d6(client_of, graduates, trust, other_trust):
    local_lead = roster.local_lead_of(trust)
    upload = check(local_lead, graduates, VACANT, HELD | {"wte": "60%"})
    local_lead.grants.update(organisation=other_trust)

    assert client_of(local_lead).get(reverse("upload_annotated", args=[upload.pk])).status_code == 404
