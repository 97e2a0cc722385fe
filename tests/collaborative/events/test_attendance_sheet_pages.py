"""A pasted or uploaded list: compared first, stored when confirmed, all of it or nothing (W2)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collaborative.models import Attendance
from practices.exports import xlsx_bytes
from tests.collaborative.improvement import make_attendance

GOOD = "Name,Team,Practice,Kind,Status\nPat Grey,,,,attended\nKim Ash,Alder PCT,A99001,Carer,apologies\n"


@pytest.fixture
def client(client_of, facilitator):
    return client_of(facilitator)


@pytest.fixture
def pat(event, team):
    return make_attendance(event, team, status="invited")


def check(client, event, text=GOOD):
    return client.post(f"/events/{event.pk}/attendance/sheet/", {"pasted": text})


def store(client, event, payload):
    return client.post(f"/events/{event.pk}/attendance/sheet/store/", {"payload": payload}, follow=True)


def rows(event):
    return sorted(event.attendances.values_list("name", "status"))


def test_w2_checking_shows_differences_and_stores_nothing(client, event, pat):
    answer = check(client, event)

    assert answer.context["counts"] == {"added": 1, "changed": 1, "unchanged": 0, "removed": 0}
    assert "Was: Invited" in answer.content.decode()
    assert rows(event) == [("Pat Grey", "invited")]


def test_w2_confirmed_list_is_stored(client, event, pat, team, practice):
    store(client, event, check(client, event).context["payload"])

    added = event.attendances.get(name="Kim Ash")
    assert rows(event) == [("Kim Ash", "apologies"), ("Pat Grey", "attended")]
    assert (added.team, added.practice, added.stakeholder_kind) == (team, practice, "carer")


def test_w2_same_list_twice_changes_nothing(client, event, pat):
    store(client, event, check(client, event).context["payload"])
    before = list(event.attendances.values())

    again = check(client, event)
    store(client, event, again.context["payload"])

    assert again.context["counts"] == {"added": 0, "changed": 0, "unchanged": 2, "removed": 0}
    assert list(event.attendances.values()) == before


def test_w2_one_bad_row_refuses_the_whole_list(client, event, pat):
    answer = check(client, event, GOOD + "Jo Elm,Elm PCT,,Carer,\n")

    html = answer.content.decode()
    assert "payload" not in answer.context
    assert "Row 4, column team" in html and "a team of this wave" in html
    assert rows(event) == [("Pat Grey", "invited")]


def test_w2_list_that_has_moved_on_is_compared_again(client, event, pat):
    payload = check(client, event).context["payload"]
    Attendance.objects.filter(pk=pat.pk).update(status="apologies")

    answer = store(client, event, payload)

    assert "has changed since" in answer.content.decode()
    assert rows(event) == [("Pat Grey", "apologies")]


def test_w2_checked_list_of_another_event_is_not_stored(client, event, today, pat):
    payload = check(client, event).context["payload"]

    store(client, today, payload)
    store(client, event, payload + "x")

    assert today.attendances.count() == 0
    assert rows(event) == [("Pat Grey", "invited")]


def test_w2_workbook_is_read_like_a_pasted_list(client, event, pat):
    content = xlsx_bytes({"Attendance": (["Name", "Status"], [["Pat Grey", "Attended"]])})
    file = SimpleUploadedFile("list.xlsx", content)

    answer = client.post(f"/events/{event.pk}/attendance/sheet/", {"pasted": "", "file": file})

    assert answer.context["counts"]["changed"] == 1


def test_w2_downloaded_list_can_be_sent_back_as_it_is(client, event, pat):
    file = client.get(f"/events/{event.pk}/attendance/list.csv").content

    answer = client.post(
        f"/events/{event.pk}/attendance/sheet/", {"pasted": "", "file": SimpleUploadedFile("list.csv", file)}
    )

    assert answer.context["counts"] == {"added": 0, "changed": 0, "unchanged": 1, "removed": 0}


@pytest.mark.parametrize("text", ["", "Pat Grey\nKim Ash", "Name,NHS number\nPat Grey,943 476 5919\n"])
def test_w2_what_is_no_list_is_refused(client, event, pat, text):
    answer = check(client, event, text)

    assert "payload" not in answer.context
    assert answer.context["form"].errors or answer.context["problems"]["rows"]
    assert rows(event) == [("Pat Grey", "invited")]


def test_w2_number_of_a_patient_is_not_repeated(client, event, pat):
    html = check(client, event, "Name,Status\n943 476 5919,yes\n").content.decode()

    assert html.count("943 476 5919") <= 1  # in the box in which it was typed, and in no message
