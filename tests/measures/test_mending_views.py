"""The two ways to mend a refused return, tried by the cast."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.permissions import Role
from measures.actions.checking import check_return_file
from measures.models import MonthlyReturn
from operations.models import AuditEvent, Job
from practices.models import Grant, Upload
from practices.uploads import storage
from practices.uploads.models import UploadState
from practices.views import mending
from tests.conftest import make_person
from tests.measures.made_returns import line, return_file
from tests.practices.made_files import NHS_NUMBER

pytestmark = pytest.mark.django_db
FAULTS = line(list_close=200, gp_consultations="n/a", extract_date="2006-11-20")
MENDED = {"cell-2-10": "198", "cell-2-11": "142", "cell-2-21": "2007-02-05", "seen": "0"}


def href(name, upload):
    return reverse(name, args=[upload.pk])


@pytest.fixture
def refused(check):
    return check(FAULTS)


def mend(client, upload, **changes):
    return client.post(href("upload_mend", upload), MENDED | {key.replace("_", "-"): changes[key] for key in changes})


def text_of(client, name, upload):
    return client.get(href(name, upload)).content.decode()


def marked(client, upload):
    response = client.get(href("upload_annotated", upload))
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.content))


def sent(client, book, name):
    stream = io.BytesIO()
    book.save(stream)
    client.post(reverse("return_upload"), {"file": SimpleUploadedFile(name, stream.getvalue())})
    return check_return_file(Upload.objects.latest("uploaded_at", "state_since"))


def test_needs_fixing_page_offers_both_ways_and_says_which_is_quicker(client_of, manager, refused):
    """V7."""
    text = text_of(client_of(manager), "upload_detail", refused)

    assert "Quickest here: type the 3 cells in question" in text
    assert href("upload_mend", refused) in text and href("upload_annotated", refused) in text
    assert "for 14 days, for you alone" in text


def test_many_cells_are_quicker_in_a_workbook(client_of, manager, check):
    upload = check(*[line(period=f"2006-{month:02d}", gp_consultations="", list_close="") for month in range(1, 12)])

    assert "Quickest in a spreadsheet program: 22 cells" in text_of(client_of(manager), "upload_detail", upload)


def test_fault_of_the_whole_file_is_mended_in_the_file(client_of, manager, check):
    """B39."""
    content = return_file(FAULTS, columns=[name for name in FAULTS if name != "people_13w"])
    upload = check(content=content)
    client = client_of(manager)

    text = text_of(client, "upload_detail", upload)

    assert "These columns are missing: people_13w: this can only be mended in the file itself" in text
    assert href("upload_mend", upload) not in text
    assert "These columns are missing" in marked(client, upload)["Return"]["A1"].comment.text


def test_every_cell_that_the_list_names_holds_the_mark_and_the_value(client_of, manager, refused):
    """V1, V7."""
    book = marked(client_of(manager), refused)

    lines = list(book["To mend"].iter_rows(min_row=2, values_only=True))
    cells = {row[6]: book["Return"][row[6]] for row in lines}
    assert {address: str(cell.value) for address, cell in cells.items()} == {
        "J2": "200",
        "K2": "n/a",
        "U2": "2006-11-20",
    }
    assert all(row[2] in cells[row[6]].comment.text for row in lines)


def test_workbook_mended_there_goes_in_again_as_it_is(client_of, manager, refused):
    """V7: blank reason, no remark about our own sheet, comments or colours."""
    client = client_of(manager)
    book = marked(client, refused)
    for address, value in (("J2", 198), ("K2", 142), ("U2", date(2007, 2, 5))):
        book["Return"][address] = value

    upload = sent(client, book, f"mend-{refused.reference}.xlsx")

    assert (upload.state, upload.problems, upload.notes, upload.mends) == (UploadState.READY, [], [], refused)


def test_workbook_and_grid_give_the_same_rows(client_of, manager, refused):
    """V7."""
    client = client_of(manager)
    book = marked(client, refused)
    for address, value in (("J2", 198), ("K2", 142), ("U2", "2007-02-05")):
        book["Return"][address] = value
    by_workbook = sent(client, book, "corrected.xlsx")

    mend(client, refused)

    by_grid = check_return_file(Upload.objects.get(mends=refused))
    assert by_grid.rows == by_workbook.rows != []


def test_workbook_sent_back_unchanged_has_the_same_problems(client_of, manager, refused):
    client = client_of(manager)

    upload = sent(client, marked(client, refused), "same.xlsx")

    assert upload.problems == [values | {"sheet": "Return"} for values in refused.problems]


def test_grid_shows_each_cell_in_question_with_its_error(client_of, manager, refused):
    text = text_of(client_of(manager), "upload_mend", refused)

    assert "Row 2: practice_ods A99001, period 2006-11" in text
    assert "list_close, cell J2" in text and "The list does not add up" in text
    assert 'name="cell-2-10"' in text and 'value="200"' in text
    assert 'name="cell-2-5"' not in text


def test_mended_grid_is_a_file_like_any_other(client_of, manager, refused):
    """D24: checked by the same job; nothing is stored until it is submitted."""
    response = mend(client_of(manager), refused)

    upload = Upload.objects.get(mends=refused)
    assert response.url == href("upload_detail", upload)
    assert Job.objects.filter(payload__upload=str(upload.pk), kind="upload.check.monthly_return").exists()
    assert (upload.may_send_for, upload.original_name) == (["A99001"], "return.xlsx")
    assert not MonthlyReturn.objects.exists()


def test_fields_that_are_not_in_question_change_nothing_d14(client_of, manager, refused):
    mend(client_of(manager), refused, cell_2_5="1", may_send_for="A99002", state="ready")

    upload = check_return_file(Upload.objects.get(mends=refused))
    assert upload.rows[0]["counts"]["registered_all"] == 8200
    assert upload.may_send_for == ["A99001"]


def test_field_that_did_not_come_leaves_its_cell_and_a_blank_one_clears_it(client_of, manager, refused):
    fields = {"cell-2-10": "", "cell-2-11": "142", "seen": "0"}

    client_of(manager).post(href("upload_mend", refused), fields)

    found = check_return_file(Upload.objects.get(mends=refused)).problems
    assert [(one["code"], one["column"]) for one in found] == [("E10", "list_close"), ("E12", "extract_date")]


def test_double_click_is_one_file_d26(client_of, manager, refused):
    client = client_of(manager)

    first, second = mend(client, refused), mend(client, refused)

    assert first.url == second.url
    assert Upload.objects.filter(mends=refused).count() == 1


def test_grid_of_a_file_that_was_mended_meanwhile_says_so_d29(client_of, manager, refused):
    client = client_of(manager)
    mend(client, refused)

    response = mend(client, refused, cell_2_11="141")

    assert response.status_code == 409
    assert f"Look at {Upload.objects.get(mends=refused).reference}" in response.content.decode()
    assert Upload.objects.filter(mends=refused).count() == 1


def test_second_mending_goes_in_once_that_was_seen(client_of, manager, refused):
    client = client_of(manager)
    mend(client, refused)

    assert mend(client, refused, cell_2_11="141", seen="1").status_code == 302


def test_grid_without_a_change_is_asked_for_one(client_of, manager, refused):
    response = mend(client_of(manager), refused, cell_2_10="200", cell_2_11="n/a", cell_2_21="2006-11-20")

    assert "Change at least one cell" in response.content.decode()
    assert not Upload.objects.filter(mends=refused).exists()


def test_number_typed_into_a_cell_is_refused_before_it_is_stored_d22(client_of, manager, refused):
    response = mend(client_of(manager), refused, cell_2_11=NHS_NUMBER)

    assert "This contains what looks like an NHS number" in response.content.decode()
    assert not Upload.objects.filter(mends=refused).exists()


def test_more_cells_than_fit_a_page_are_counted(client_of, manager, check, monkeypatch):
    monkeypatch.setattr(mending, "CELLS_ON_A_PAGE", 2)
    upload = check(line(gp_consultations=""), line(period="2006-10", gp_consultations="", list_close=""))

    text = text_of(client_of(manager), "upload_mend", upload)

    assert "2 more cells in question follow" in text


@pytest.mark.parametrize("name", ["upload_annotated", "upload_mend"])
def test_nobody_else_opens_what_waits_d11(name, client_of, refused, facilitator, neighbour):
    stranger = make_person("b@example.org", Role.PRACTICE_MANAGER, organisation=neighbour)

    assert client_of(stranger).get(href(name, refused)).status_code == 404
    assert client_of(facilitator).get(href(name, refused)).status_code == 404


@pytest.mark.parametrize("name", ["upload_annotated", "upload_mend"])
def test_sender_who_has_left_the_practice_no_longer_opens_it_d6(name, client_of, manager, refused, neighbour):
    Grant.objects.filter(person=manager).update(organisation=neighbour)

    assert client_of(manager).get(href(name, refused)).status_code == 404


def test_colleague_is_not_offered_what_waits_for_its_sender(client_of, check, practice):
    upload = check(line(list_open=100, list_added=98, list_removed=0))
    colleague = make_person("c@example.org", Role.PRACTICE_MANAGER, organisation=practice)
    client = client_of(colleague)

    response = client.get(href("upload_annotated", upload))

    assert (upload.state, response.status_code) == (UploadState.NEEDS_CONFIRMING, 302)
    assert "Download the marked workbook" not in text_of(client, "upload_detail", upload)


def test_file_that_is_gone_sends_back_to_its_page(client_of, manager, refused):
    storage.remove(refused.stored_path)

    response = client_of(manager).get(href("upload_annotated", refused), follow=True)

    assert "This file is not kept" in response.content.decode()


def test_file_for_another_practice_is_not_kept_b47(client_of, manager, check, neighbour):
    upload = check(FAULTS, line(practice_ods="A99002"))

    assert (upload.stored_path, upload.kept_until) == ("", None)
    assert "Download the marked workbook" not in text_of(client_of(manager), "upload_detail", upload)


def test_file_with_an_identifier_is_neither_kept_nor_offered_d22(client_of, manager, check):
    upload = check(FAULTS | {"comment": f"see {NHS_NUMBER}"})

    assert upload.stored_path == ""
    assert client_of(manager).get(href("upload_mend", upload)).status_code == 302


def test_taking_out_the_workbook_is_recorded_without_a_value_d36(client_of, manager, refused):
    marked(client_of(manager), refused)

    event = AuditEvent.objects.get(event="upload.annotated")
    assert set(event.details) == {"rows", "sha256"}


def test_warning_is_marked_and_may_be_mended_instead_of_confirmed(client_of, manager, check):
    upload = check(line(list_open=100, list_added=98, list_removed=0))
    client = client_of(manager)

    assert "Must be confirmed" in marked(client, upload)["Return"]["J2"].comment.text
    assert "Mend the cells here" in text_of(client, "upload_detail", upload)


def test_refused_file_can_be_taken_back(client_of, manager, refused):
    client_of(manager).post(href("upload_withdraw", refused))

    refused.refresh_from_db()
    assert (refused.state, refused.stored_path) == (UploadState.WITHDRAWN, "")
