"""Invitations, registration, the facilitator's list, and who may see which names and counts (W2)."""

import pytest

from collaborative.actions import attendances as actions
from collaborative.dashboards.attendances import attendance_summary
from collaborative.models import Attendance
from tests.collaborative.improvement import make_attendance, make_member


@pytest.fixture
def listed(event, team, other_team, practice, neighbour, elsewhere):
    """Four people of two teams: two came, one sent apologies, one did not come."""
    make_attendance(event, team, name="Gil Ash", stakeholder_kind="gp", practice=practice)
    make_attendance(event, team, name="Mo Beech", stakeholder_kind="manager", practice=neighbour, status="apologies")
    make_attendance(
        event, other_team, name="Cy Cedar", stakeholder_kind="gp", practice=elsewhere, status="did_not_attend"
    )
    make_attendance(event, other_team, name="Col Birch", stakeholder_kind="commissioner")


def page(client, event):
    return client.get(f"/events/{event.pk}/attendance/")


def test_w2_whole_teams_are_invited_at_once(event, team, other_team, facilitator, practice):
    make_member(team, "Gil Ash", "gp", organisation=practice)
    make_member(team, "Left Early", "carer", left_on="2006-03-01")
    make_member(other_team, "Cy Cedar")

    actions.invite_teams(event=event, teams=[team], by=facilitator)

    row = event.attendances.get()
    assert (row.name, row.status, row.team, row.practice) == ("Gil Ash", "invited", team, practice)


def test_w2_inviting_again_leaves_who_is_on_the_list(event, team, facilitator):
    member = make_member(team)
    make_attendance(event, team, member=member, status="apologies")

    invited = actions.invite_teams(event=event, teams=[team], by=facilitator)

    assert invited == []
    assert event.attendances.get().status == "apologies"


def test_w2_summary_of_the_facilitator_names_who_was_absent(event, listed, facilitator):
    summary = attendance_summary(event, facilitator)

    assert (summary.everybody.expected, summary.everybody.attended, summary.everybody.rate) == (4, 2, 50)
    assert summary.absent_practices == ("Beech Surgery", "Cedar Surgery")
    assert summary.absent_teams == ()
    assert [team.name for team in summary.teams] == ["Alder PCT team", "Birch PCT team"]


def test_w2_managers_and_commissioners_stand_apart(event, listed, facilitator):
    leaders = attendance_summary(event, facilitator).leaders

    assert [(one.name, one.expected, one.attended) for one in leaders] == [("Manager", 1, 0), ("Commissioner", 1, 1)]


def test_w2_kinds_from_whom_nobody_came_are_named(event, listed, facilitator):
    missing = attendance_summary(event, facilitator).missing_kinds

    assert "Carer" in missing and "Service user" in missing
    assert "GP" not in missing


def test_w2_commissioner_sees_counts_and_the_own_team_by_name(event, listed, commissioner, trust):
    summary = attendance_summary(event, commissioner)

    assert [team.name for team in summary.teams] == ["Alder PCT team"]
    assert (summary.other_teams.expected, summary.other_teams.attended) == (2, 1)
    assert (summary.absent_practices, summary.absent_practice_count) == (None, 2)
    assert {practice.name for practice in summary.practices} == {"Ash Surgery", "Beech Surgery"}


def test_w2_summary_for_everybody_names_no_place(event, listed):
    summary = attendance_summary(event)

    assert summary.teams == summary.practices == ()
    assert summary.absent_teams is None and summary.absent_practices is None
    assert summary.everybody.attended == 2


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("facilitator", {"Gil Ash", "Mo Beech", "Cy Cedar", "Col Birch"}),
        ("administrator", {"Gil Ash", "Mo Beech", "Cy Cedar", "Col Birch"}),
        ("commissioner", {"Gil Ash", "Mo Beech"}),
        ("manager", {"Gil Ash"}),
        ("clinician", set()),
        ("lay_member", set()),
        ("data_officer", set()),
        ("stranger", set()),
    ],
)
def test_w2_names_are_for_whom_the_matrix_says(request, event, listed, who, names):
    person = request.getfixturevalue(who)

    assert {row.name for row in Attendance.objects.visible_to(person)} == names


@pytest.mark.parametrize(
    ("who", "status"), [("commissioner", 200), ("manager", 403), ("clinician", 403), ("stranger", 404)]
)
def test_w2_page_of_counts_is_for_whom_the_matrix_says(request, client_of, event, listed, who, status):
    assert page(client_of(request.getfixturevalue(who)), event).status_code == status


def test_w2_page_of_a_commissioner_holds_no_name_of_another_team(client_of, commissioner, event, listed):
    html = page(client_of(commissioner), event).content.decode()

    assert "Gil Ash" in html
    for hidden in ("Cy Cedar", "Col Birch", "Cedar Surgery", "Birch PCT"):
        assert hidden not in html


def test_w2_list_is_downloaded_at_once_with_names_one_may_see(client_of, commissioner, event, listed):
    answer = client_of(commissioner).get(f"/events/{event.pk}/attendance/list.csv")

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,Team,Practice,Practice name,Kind,Status"
    assert lines[1] == "Gil Ash,Alder PCT team,A99001,Ash Surgery,GP,Attended"
    assert len(lines) == 3


def test_w2_registering_oneself(client_of, clinician, own_member, coming):
    client_of(clinician).post(f"/events/{coming.pk}/attendance/register/", {"coming": "yes"})

    row = coming.attendances.get()
    assert (row.member, row.status, row.name) == (own_member, "registered", "Cleo Ash")


def test_w2_apologies_take_the_place_of_the_registration(client_of, clinician, own_member, coming):
    client = client_of(clinician)
    client.post(f"/events/{coming.pk}/attendance/register/", {"coming": "yes"})
    client.post(f"/events/{coming.pk}/attendance/register/", {"coming": "no"})

    assert coming.attendances.get().status == "apologies"


def test_w2_nobody_registers_for_what_is_over(client_of, clinician, own_member, event):
    client_of(clinician).post(f"/events/{event.pk}/attendance/register/", {"coming": "yes"})

    assert event.attendances.count() == 0


def test_w2_own_entry_is_all_that_a_clinician_sees(client_of, clinician, own_member, event, listed):
    make_attendance(event, own_member.team, name="Cleo Ash", member=own_member)

    html = client_of(clinician).get(f"/events/{event.pk}/").content.decode()

    assert "Cleo Ash" in html and "Gil Ash" not in html


def test_w2_one_tap_signs_a_person_in_and_answers_with_the_line(client_of, facilitator, event, team):
    row = make_attendance(event, team, status="invited")

    answer = client_of(facilitator).post(
        f"/attendances/{row.pk}/mark/", {"status": "attended"}, headers={"HX-Request": "true"}
    )

    row.refresh_from_db()
    assert (row.status, row.signed_in_at is not None) == ("attended", True)
    assert "Not here after all" in answer.content.decode() and "<html" not in answer.content.decode()


def test_w2_without_script_the_tap_returns_to_the_line(client_of, facilitator, event, team):
    row = make_attendance(event, team, status="attended")

    answer = client_of(facilitator).post(f"/attendances/{row.pk}/mark/", {"status": "registered"})

    row.refresh_from_db()
    assert answer["Location"] == f"/events/{event.pk}/attendance/list/#person-{row.pk}"
    assert (row.status, row.signed_in_at) == ("registered", None)


def test_w2_made_up_status_is_refused(client_of, facilitator, event, team):
    row = make_attendance(event, team, status="invited")

    answer = client_of(facilitator).post(f"/attendances/{row.pk}/mark/", {"status": "famous"})

    row.refresh_from_db()
    assert (answer.status_code, row.status) == (400, "invited")


def test_w2_closing_the_list_sets_who_did_not_come(client_of, facilitator, event, listed, team):
    make_attendance(event, team, name="No Show", status="registered")

    client_of(facilitator).post(f"/events/{event.pk}/attendance/list/close/")

    statuses = dict(event.attendances.values_list("name", "status"))
    assert statuses["No Show"] == "did_not_attend"
    assert statuses["Mo Beech"] == "apologies"


def test_w2_list_of_today_is_not_closed(client_of, facilitator, today, team):
    row = make_attendance(today, team, status="registered")

    client_of(facilitator).post(f"/events/{today.pk}/attendance/list/close/")

    row.refresh_from_db()
    assert row.status == "registered"


def test_w2_attendance_costs_the_same_however_many(client_of, facilitator, event, team, django_assert_max_num_queries):
    for number in range(40):
        make_attendance(event, team, name=f"Person {number}")
    client = client_of(facilitator)
    client.get("/accessibility/")

    with django_assert_max_num_queries(25):
        page(client, event)
