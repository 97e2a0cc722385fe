"""The pages through which a file comes in, tried by the cast."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from measures.actions.checking import check_return_file
from measures.models import MonthlyReturn
from operations.models import AuditEvent, Job
from practices.models import Grant, Upload
from practices.uploads.models import UploadState
from tests.conftest import make_person
from tests.measures.made_returns import COLUMNS, line, return_file

pytestmark = pytest.mark.django_db


def post_file(client, content, name="return.csv"):
    return client.post(reverse("return_upload"), {"file": SimpleUploadedFile(name, content)})


def page(client, upload):
    return client.get(reverse("upload_detail", args=[upload.pk]))


def test_upload_page_says_for_whom_one_sends(client_of, manager):
    response = client_of(manager).get(reverse("return_upload"))

    assert response.status_code == 200
    assert b"Ash Surgery" in response.content


def test_a_file_is_stored_and_its_check_put_down(client_of, manager):
    """C5."""
    response = post_file(client_of(manager), return_file())

    upload = Upload.objects.get()
    assert response.url == reverse("upload_detail", args=[upload.pk])
    assert upload.may_send_for == ["A99001"]
    assert Job.objects.get(kind="upload.check.monthly_return").payload == {"upload": str(upload.pk)}


def test_the_page_waits_while_the_file_is_checked(client_of, manager):
    client = client_of(manager)
    post_file(client, return_file())
    upload = Upload.objects.get()

    response = page(client, upload)

    assert reverse("upload_progress", args=[upload.pk]) in response.content.decode()
    assert b"Waiting to be checked" in response.content


def test_a_poll_sends_to_the_page_when_the_check_is_over(client_of, manager, check):
    upload = check()

    response = client_of(manager).get(reverse("upload_progress", args=[upload.pk]))

    assert response["HX-Redirect"] == reverse("upload_detail", args=[upload.pk])


def test_nothing_chosen_is_said_on_the_page(client_of, manager):
    """B1."""
    response = client_of(manager).post(reverse("return_upload"), {})

    assert "Select a file to upload" in response.content.decode()
    assert not Upload.objects.exists()


def test_two_files_at_once_are_refused(client_of, manager):
    """B20."""
    files = [SimpleUploadedFile("a.csv", return_file()), SimpleUploadedFile("b.csv", return_file())]

    response = client_of(manager).post(reverse("return_upload"), {"file": files})

    assert "Choose one file" in response.content.decode()


def test_a_facilitator_may_not_upload_for_practices(client_of, facilitator):
    response = post_file(client_of(facilitator), return_file())

    assert response.status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize("name", ["upload_detail", "upload_progress", "upload_problems_csv", "upload_problems_xlsx"])
def test_another_practice_never_sees_an_upload(name, client_of, check, neighbour, make_manager):
    """D11."""
    upload = check()

    response = client_of(make_manager(neighbour)).get(reverse(name, args=[upload.pk]))

    assert response.status_code == 404


@pytest.fixture
def make_manager():
    return lambda practice: make_person(f"{practice.ods_code}@example.org", "practice_manager", organisation=practice)


def test_a_file_with_faults_shows_them_all_at_once(client_of, manager, check):
    """V1: place, what was found, what is wrong and what to do."""
    upload = check(line(list_close=200, gp_consultations="n/a", extract_date="2006-11-20"))

    text = page(client_of(manager), upload).content.decode()

    assert upload.state == UploadState.NEEDS_FIXING
    assert "There is a problem" in text
    assert "180 + 24 - 6 is 198, but list_close is 200" in text
    assert "gp_consultations" in text and "n/a" in text
    assert "was taken before Nov 2006 had ended" in text


def test_a_problem_names_the_cell_as_the_person_sees_it(client_of, manager, check):
    """V1: blank rows, another order and another name of the column change the address, and it follows."""
    columns = ["list_close", *[name for name in COLUMNS if name != "list_close"]]
    content = return_file(line(list_close=200), columns=columns).decode()
    content = content.replace("list_close", "On the list at the end", 1).replace("\r\n", "\r\n\r\n", 1).encode()
    upload = check(content=content)

    text = page(client_of(manager), upload).content.decode()

    assert "Row 3, column list_close (‘On the list at the end’), cell A3" in text


def test_all_problems_can_be_had_as_csv(client_of, manager, check):
    upload = check(line(list_close=200), line(period="2006-10", list_close=201))

    response = client_of(manager).get(reverse("upload_problems_csv", args=[upload.pk]))

    assert response["Content-Type"].startswith("text/csv")
    assert response.content.decode("utf-8-sig").count("does not add up") == 2


def test_all_problems_can_be_had_as_a_sheet(client_of, manager, check):
    """V1: what it is about and the message first, codes last; with the month, though the rows are forgotten."""
    upload = check(line(), line(period="2006-12", list_open=198, list_close=201, extract_date="2007-01-05"))

    response = client_of(manager).get(reverse("upload_problems_xlsx", args=[upload.pk]))

    sheet = openpyxl.load_workbook(io.BytesIO(response.content))["Problems"]
    headings, first = list(sheet.values)[:2]
    assert headings[:3] == ("Row", "Month", "What is wrong") and headings[-1] == "Code"
    assert first[:3] == (3, "2006-12", "The list does not add up: 198 + 24 - 6 is 216, but list_close is 201")
    assert (first[headings.index("Cell")], first[-1]) == ("J3", "E6")
    assert sheet.freeze_panes == "A2" and sheet.column_dimensions["C"].width > 40


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-2+3", "+cmd"])
def test_what_was_found_is_no_formula_in_the_sheet(client_of, manager, check, text):
    """D20."""
    upload = check(line(gp_consultations=text))

    response = client_of(manager).get(reverse("upload_problems_xlsx", args=[upload.pk]))

    sheet = openpyxl.load_workbook(io.BytesIO(response.content))["Problems"]
    found = sheet.cell(2, 1 + [cell.value for cell in sheet[1]].index("Found"))
    assert (found.value, found.data_type) == (text, "s")


def test_a_file_of_another_practice_is_one_clear_question(client_of, manager, check, neighbour):
    """C13, B47: no list of row errors."""
    upload = check(*[line(practice_ods="A99002", period=f"2006-{month:02}", list_close=1) for month in range(3, 12)])

    text = page(client_of(manager), upload).content.decode()

    assert "Is this the right file?" in text
    assert len(upload.problems) == 1
    assert AuditEvent.objects.get(event="upload.wrong_practice").details["codes"] == ["A99002"]


def test_warnings_are_confirmed_with_a_reason_each(client_of, manager, check):
    """V3."""
    upload = check(line(gp_consultations=15))
    client = client_of(manager)
    assert b"Is this right?" in page(client, upload).content

    client.post(reverse("upload_confirm", args=[upload.pk]), {"reason_0": "one doctor was away"})

    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    assert list(upload.confirmations.values()) == ["one doctor was away"]


def test_a_warning_without_a_reason_stops_there(client_of, manager, check):
    upload = check(line(gp_consultations=15))

    response = client_of(manager).post(reverse("upload_confirm", args=[upload.pk]), {})

    assert "Say why row 2, column gp_consultations is right" in response.content.decode()
    upload.refresh_from_db()
    assert upload.state == UploadState.NEEDS_CONFIRMING


def test_a_reason_may_not_hold_an_nhs_number(client_of, manager, check):
    """D22: free text is searched too."""
    upload = check(line(gp_consultations=15))

    response = client_of(manager).post(
        reverse("upload_confirm", args=[upload.pk]), {"reason_0": "patient 943 476 5919 was away"}
    )

    assert "what looks like an NHS number" in response.content.decode()


def test_the_differences_say_what_is_new(client_of, manager, check):
    """C6."""
    text = page(client_of(manager), check()).content.decode()

    assert "1 new, 0 changed, 0 unchanged" in text
    assert "Nothing is changed until you submit" in text


def test_the_differences_say_what_changes_from_old_to_new(client_of, manager, check, submit):
    submit(line())

    text = page(client_of(manager), check(line(gp_consultations=150))).content.decode()

    assert "0 new, 1 changed, 0 unchanged" in text
    assert "what changes" in text and "142" in text and "150" in text


def test_submitting_leads_to_the_receipt(client_of, manager, check):
    """S6: reference, hash, values, who and when."""
    upload = check()
    client = client_of(manager)

    client.post(reverse("upload_submit", args=[upload.pk]))

    text = page(client, upload).content.decode()
    upload.refresh_from_db()
    assert upload.reference in text and upload.sha256 in text and "gp_consultations 142" in text
    assert reverse("practice_dashboard", args=["W1", "A99001"]) in text
    assert MonthlyReturn.objects.get().is_current


def test_the_same_file_again_says_when_it_came(client_of, manager, submit, check):
    """B20, D26: nothing to submit, and a link to what is there."""
    (version,) = submit(line())

    text = page(client_of(manager), check(line())).content.decode()

    assert "You sent this same file on" in text
    assert "already received" in text and reverse("return_detail", args=[version.pk]) in text
    assert "upload_submit" not in text and "/submit/" not in text


def test_of_two_files_for_one_month_the_second_is_compared_again(client_of, manager, check):
    """D26: the race has one winner, and the other is told."""
    first, second = check(line()), check(line(gp_consultations=150))
    client = client_of(manager)
    client.post(reverse("upload_submit", args=[first.pk]))

    response = client.post(reverse("upload_submit", args=[second.pk]), follow=True)

    assert "Somebody else has sent figures" in response.content.decode()
    assert MonthlyReturn.objects.get().gp_consultations == 142
    second.refresh_from_db()
    assert check_return_file(second).state == UploadState.READY


def test_a_file_can_be_taken_back(client_of, manager, check):
    upload = check()

    client_of(manager).post(reverse("upload_withdraw", args=[upload.pk]))

    upload.refresh_from_db()
    assert (upload.state, upload.stored_path) == (UploadState.WITHDRAWN, "")


def test_a_check_whose_worker_died_every_time_does_not_stay_open(client_of, manager):
    """O1: an upload never stays "Checking"."""
    client = client_of(manager)
    post_file(client, return_file())
    upload = Upload.objects.get()
    Job.objects.update(state=Job.State.FAILED)

    text = page(client, upload).content.decode()

    assert "could not be checked" in text
    assert reverse("upload_check_again", args=[upload.pk]) in text


@pytest.fixture
def officer_of_two(practice, neighbour):
    person = make_person("two@example.org", "data_officer", organisation=practice)
    Grant.objects.create(person=person, role="data_officer", organisation=neighbour, starts_on=date(2006, 1, 1))
    return person


def two_practices():
    return return_file(line(), line(practice_ods="A99002"))


def upload_as(client, content):
    post_file(client, content)
    return check_return_file(Upload.objects.get())


def test_one_file_for_several_practices_when_all_are_chosen(client_of, officer_of_two):
    """B56, R7."""
    client = client_of(officer_of_two)
    client.post(reverse("acting_scope_choose"), {"scope": "all", "next": "/"})

    upload = upload_as(client, two_practices())
    client.post(reverse("upload_submit", args=[upload.pk]))

    assert upload.state == UploadState.READY
    assert MonthlyReturn.objects.count() == 2


def test_a_file_for_several_practices_is_refused_when_one_is_chosen(client_of, officer_of_two):
    """B47, R7: the grants would cover both; the chosen scope does not."""
    upload = upload_as(client_of(officer_of_two), two_practices())

    assert upload.state == UploadState.NEEDS_FIXING
    assert [problem["code"] for problem in upload.problems] == ["B47"]


def test_an_upload_for_several_practices_is_not_submitted_from_one(client_of, officer_of_two):
    """D6, R7: the scope is asked again when submitting."""
    client = client_of(officer_of_two)
    client.post(reverse("acting_scope_choose"), {"scope": "all", "next": "/"})
    upload = upload_as(client, two_practices())
    grant = Grant.objects.get(person=officer_of_two, organisation__ods_code="A99001")
    client.post(reverse("acting_scope_choose"), {"scope": str(grant.pk), "next": "/"})

    response = client.post(reverse("upload_submit", args=[upload.pk]))

    assert response.status_code == 404
    assert not MonthlyReturn.objects.exists()


def test_posting_other_fields_changes_nothing(client_of, manager, check):
    """D14: mass assignment."""
    upload = check()
    forged = {"state": "accepted", "accepted_by": 1, "practice": "A99002", "version": 9, "may_send_for": "A99002"}

    client_of(manager).post(reverse("upload_submit", args=[upload.pk]), forged)

    version = MonthlyReturn.objects.get()
    assert (version.state, version.accepted_by, version.practice.ods_code, version.version) == (
        "submitted",
        None,
        "A99001",
        1,
    )
