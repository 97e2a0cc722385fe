"""The pages of staff files: sending one, what it changes, the receipt, the template, the roster."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practices.models import Upload
from tests.workforce import roster
from tests.workforce.staff_rows import HELD, VACANT, check, staff_file, take
from workforce.files.staff_schema import NAMES
from workforce.models import Terms


@pytest.fixture
def graduates(practice, neighbour):
    programme = roster.make_programme()
    for one in (practice, neighbour):
        roster.join(programme, one)
    return programme


@pytest.fixture
def page(client_of, lead):
    return client_of(lead)


def text_of(response):
    return response.content.decode()


def detail(upload):
    return reverse("upload_detail", args=[upload.pk])


def send(client, content, name="staff.csv"):
    return client.post(reverse("staff_upload", args=["graduates"]), {"file": SimpleUploadedFile(name, content)})


def test_the_page_says_for_whom_one_sends_and_what_the_file_holds(page):
    text = text_of(page.get(reverse("staff_upload", args=["graduates"])))

    assert "You send for Alder PCT (5W0)" in text
    assert [name for name in NAMES if name not in text] == []
    assert "No staff file has been sent yet." in text


def test_a_file_that_is_sent_leads_to_its_own_page(page):
    response = send(page, staff_file(HELD))

    upload = Upload.objects.get()
    assert response.url == detail(upload)
    assert (upload.kind, upload.may_send_for, upload.context["by_trust"]) == ("staff", ["5W0"], False)


def test_no_file_is_an_error_on_the_page(page):
    assert "Select a file to upload" in text_of(page.post(reverse("staff_upload", args=["graduates"])))


def test_the_page_before_submitting_says_what_changes_and_names_nobody(page, lead, graduates):
    take(lead, graduates, HELD)

    text = text_of(page.get(detail(check(lead, graduates, HELD | {"band": "6"}, VACANT))))

    assert "1 new, 1 changed, 0 unchanged" in text
    assert "Band or grade: 5, new: 6" in text
    assert "Nothing is taken away" in text
    assert "Kim Alder" not in text


def test_a_change_of_name_is_shown_to_the_lead(page, lead, graduates):
    take(lead, graduates, HELD)

    text = text_of(page.get(detail(check(lead, graduates, HELD | {"name": "Kim Oak"}))))

    assert "Name of the member of staff: Kim Alder, new: Kim Oak" in text


def test_a_file_that_changes_nothing_has_nothing_to_submit(page, lead, graduates):
    take(lead, graduates, HELD)

    text = text_of(page.get(detail(check(lead, graduates, HELD))))

    assert "nothing will change" in text
    assert "Nothing to submit" in text
    assert "Check and submit" not in text
    assert reverse("upload_submit", args=[Upload.objects.first().pk]) not in text


def test_submitting_leaves_the_storing_to_a_worker(page, lead, graduates):
    upload = check(lead, graduates, VACANT)

    page.post(reverse("upload_submit", args=[upload.pk]))

    upload.refresh_from_db()
    assert upload.state == "applying"


def test_the_receipt_says_how_much_was_stored_and_links_onwards(page, lead, graduates):
    upload = take(lead, graduates, HELD, VACANT)

    text = text_of(page.get(detail(upload)))

    assert "Staff file stored" in text
    assert upload.sha256 in text
    assert reverse("roster", args=["graduates"]) in text


def test_a_refused_file_links_the_template_and_the_roster(page, lead, graduates):
    text = text_of(page.get(detail(check(lead, graduates, HELD | {"wte": "22.5 h"}))))

    assert "must be a part of full time, not hours" in text
    assert reverse("roster_file", args=["graduates", "xlsx"]) in text


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_fresh_template_has_every_column_and_no_row(page, lead, graduates, extension):
    content = page.get(reverse("staff_template", args=["graduates", extension])).content

    upload = check(lead, graduates, content=content, name=f"staff.{extension}")

    assert [problem["code"] for problem in upload.problems] == ["B3"]


def test_a_filled_in_workbook_is_taken(page, lead, graduates):
    """A 0.6 and a 5 typed into cells are numbers there, and a day is a day."""
    book = openpyxl.load_workbook(io.BytesIO(page.get(reverse("staff_template", args=["graduates", "xlsx"])).content))
    numbers = {"wte": 0.6, "post_wte": 1.0, "band": 5.0}
    book["Staff"].append([numbers.get(name, HELD.get(name)) for name in NAMES])
    stream = io.BytesIO()
    book.save(stream)

    take(lead, graduates, content=stream.getvalue(), name="staff.xlsx")

    assert Terms.objects.values_list("band", "wte").get() == ("5", Terms.objects.get().wte)


@pytest.mark.parametrize("name", ["staff_template", "roster_file"])
def test_there_are_no_other_formats(page, name):
    assert page.get(reverse(name, args=["graduates", "pdf"])).status_code == 404


def test_the_roster_goes_out_with_names_and_pay_for_its_lead_alone(page, lead, graduates, client_of, manager):
    take(lead, graduates, HELD)

    response = page.get(reverse("roster_file", args=["graduates", "csv"]))

    assert "Kim Alder" in text_of(response)
    assert "roster-graduates.csv" in response["Content-Disposition"]
    assert client_of(manager).get(reverse("roster_file", args=["graduates", "csv"])).status_code == 403


def test_nobody_else_opens_the_file(lead, graduates, client_of, manager, practice, trust):
    upload = check(lead, graduates, HELD)
    worker = roster.staff_member_at(trust, roster.make_worker(graduates, trust))

    assert client_of(manager).get(detail(upload)).status_code == 404
    assert client_of(worker).get(detail(upload)).status_code == 404
    assert client_of(worker).post(reverse("upload_submit", args=[upload.pk])).status_code == 404


def test_the_page_asks_as_many_queries_however_many_files_were_sent(page, lead, graduates):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            page.get(reverse("staff_upload", args=["graduates"]))
        return len(queries)

    check(lead, graduates, VACANT)
    asked()
    with_one = asked()
    for number in range(4):
        check(lead, graduates, VACANT | {"post_number": f"P{number}"})

    assert asked() == with_one


def test_checking_and_storing_ask_as_many_queries_however_many_rows_there_are(lead, graduates):
    def asked(rows):
        with CaptureQueriesContext(connection) as queries:
            take(lead, graduates, *rows)
        return len(queries)

    def rows(letter, number):
        names = [f"{letter}{one}" for one in range(number)]
        return [HELD | {"post_number": f"P{name}", "staff_number": name, "name": name} for name in names]

    asked(rows("A", 2))

    assert asked(rows("B", 40)) == asked(rows("C", 2))
