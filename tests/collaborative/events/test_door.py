"""Signing in at the door on a phone, without an account (W2)."""

import pytest

from collaborative.actions import attendances as actions
from collaborative.dashboards.attendances import attendance_summary
from tests.collaborative.improvement import make_attendance


def door_of(event):
    return f"/sign-in/{event.sign_in_token}/"


def sign_in(client, event, name="Pat Grey", place=""):
    return client.post(door_of(event), {"name": name, "place": place})


def test_w2_name_on_the_list_is_signed_in(client, today, team):
    row = make_attendance(today, team, name="Pat Grey", status="invited")

    answer = sign_in(client, today, " dr pat  GREY")

    row.refresh_from_db()
    assert answer.status_code == 200
    assert (row.status, row.to_confirm) == ("attended", False)


def test_w2_name_off_the_list_waits_and_is_not_counted(client, today, team, facilitator):
    sign_in(client, today, "Kim Ash", "Ash Surgery")

    row = today.attendances.get()
    assert (row.name, row.place_said, row.to_confirm) == ("Kim Ash", "Ash Surgery", True)
    summary = attendance_summary(today, facilitator)
    assert (summary.everybody.expected, summary.to_confirm) == (0, 1)


def test_w2_answer_is_the_same_whether_or_not_one_is_on_the_list(client, today, team):
    make_attendance(today, team, name="Pat Grey", status="invited")

    known, unknown = (sign_in(client, today, name).content for name in ("Pat Grey", "Kim Ash"))

    assert known == unknown


def test_w2_two_people_of_one_name_are_left_to_the_facilitator(client, today, team, other_team):
    make_attendance(today, team, name="Sam Lee", status="invited")
    make_attendance(today, other_team, name="Sam Lee", status="invited")

    sign_in(client, today, "Sam Lee")

    assert today.attendances.filter(status="invited").count() == 2
    assert today.attendances.get(to_confirm=True).name == "Sam Lee"


def test_w2_page_shows_nobodys_name(client, today, team):
    make_attendance(today, team, name="Pat Grey")

    assert "Pat" not in client.get(door_of(today)).content.decode()


@pytest.mark.parametrize("name", ["", "P", "..", "Mr X 943 476 5919"])
def test_w2_short_or_strange_name_is_refused(client, today, name):
    answer = sign_in(client, today, name)

    assert "name" in answer.context["form"].errors
    assert today.attendances.count() == 0


def test_w2_page_is_shut_on_every_other_day_and_looks_like_a_made_up_address(client, event, coming):
    made_up = client.get("/sign-in/no-such-token/")
    answers = [client.get(door_of(event)), client.get(door_of(coming)), sign_in(client, event)]

    assert "not open" in made_up.content.decode()
    assert {answer.content for answer in answers} == {made_up.content}
    assert event.attendances.count() == 0


def test_w2_same_name_twice_waits_once(client, today):
    sign_in(client, today, "Kim Ash")
    sign_in(client, today, "kim ash")

    assert today.attendances.count() == 1


def test_w2_page_played_with_is_stopped(client, today, monkeypatch):
    monkeypatch.setattr("collaborative.door.MOST_IN_A_MINUTE", 2)

    answers = [sign_in(client, today, f"Person {letter * 3}").status_code for letter in "abc"]

    assert answers == [200, 200, 429]
    assert today.attendances.count() == 2


def test_w2_notice_shows_the_address_as_a_code(client_of, facilitator, today):
    html = client_of(facilitator).get(f"/events/{today.pk}/door/").content.decode()

    assert f"http://testserver{door_of(today)}" in html
    assert '<path d="M16 16h4v4h-4z' in html


def test_w2_facilitator_says_that_it_was_somebody_on_the_list(client_of, facilitator, today, team):
    listed = make_attendance(today, team, name="Patricia Grey", status="invited")
    actions.sign_in(event=today, name="Pat Grey", place="")
    waiting = today.attendances.get(to_confirm=True)

    client_of(facilitator).post(f"/attendances/{waiting.pk}/confirm/", {"same_as": listed.pk, "name": "Pat Grey"})

    listed.refresh_from_db()
    assert (today.attendances.count(), listed.status) == (1, "attended")


def test_w2_facilitator_confirms_a_new_person(client_of, facilitator, today, team, practice):
    actions.sign_in(event=today, name="Kim Ash", place="")
    row = today.attendances.get()
    data = {"name": "Kim Ash", "stakeholder_kind": "carer", "team": team.pk, "practice": practice.pk}

    client_of(facilitator).post(f"/attendances/{row.pk}/confirm/", data)

    row.refresh_from_db()
    assert (row.to_confirm, row.team, row.practice, row.stakeholder_kind) == (False, team, practice, "carer")


def test_w2_facilitator_takes_a_made_up_name_off(client_of, facilitator, today, team):
    actions.sign_in(event=today, name="Mickey", place="")
    kept = make_attendance(today, team)
    client = client_of(facilitator)

    for row in today.attendances.all():
        client.post(f"/attendances/{row.pk}/refuse/")

    assert list(today.attendances.all()) == [kept]
