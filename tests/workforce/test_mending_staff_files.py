"""A refused staff file comes back with marks, or is mended in the grid (V7)."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from practices.models import Upload
from practices.uploads.actions import confirm, submit_to_worker, warning_keys
from practices.uploads.models import UploadState
from practices.uploads.problems import Problem
from tests.workforce import roster
from tests.workforce.staff_rows import HELD, VACANT, check
from workforce.actions.staff_files import apply_staff_file, check_staff_file
from workforce.models import Post, Terms


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


def stored(upload, by):
    """The upload confirmed and stored, with the WTE that it left in P1."""
    keys = warning_keys(Problem.from_dict(values) for values in upload.problems)
    confirm(upload, by=by, reasons=dict.fromkeys(keys, "It is right"))
    submit_to_worker(upload=upload, by=by)
    done = apply_staff_file(upload, by=by)
    return done.state, list(Terms.objects.values_list("holding__post__number", "wte"))


@pytest.mark.parametrize("way", ["workbook", "grid"])
def test_p9_a_refused_file_is_mended_and_stored_by_either_way(client_of, lead, graduates, refused, way):
    client = client_of(lead)
    assert not Post.objects.exists()

    mended = by_workbook(client, graduates, refused) if way == "workbook" else by_grid(client, refused)

    assert stored(mended, lead) == (UploadState.SUBMITTED, [("P1", Decimal("0.60"))])
    refused.refresh_from_db()
    assert refused.state == UploadState.NEEDS_FIXING
    assert list(refused.mended_by.all()) == [mended]


def test_lead_who_leads_another_pct_now_no_longer_opens_what_waits_d6(client_of, graduates, trust, other_trust):
    local_lead = roster.local_lead_of(trust)
    upload = check(local_lead, graduates, VACANT, HELD | {"wte": "60%"})
    local_lead.grants.update(organisation=other_trust)

    assert client_of(local_lead).get(reverse("upload_annotated", args=[upload.pk])).status_code == 404
