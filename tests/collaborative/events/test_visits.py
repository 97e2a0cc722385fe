"""A facilitator's visits: date, purpose, actions (row 26)."""

import pytest

from collaborative.models import ReadingLevel, Visit
from tests.collaborative.improvement import make_visit

DATA = {
    "visited_on": "2007-02-06",
    "visitor": "Fran Hill",
    "purpose": "Look at the list",
    "actions": "Search again in March",
    "shared_with": ReadingLevel.FACILITATOR,
}


def test_row_26_facilitator_writes_down_a_visit(client_of, facilitator, team, practice):
    client_of(facilitator).post(f"/teams/{team.pk}/visits/new/", DATA | {"practice": practice.pk})

    visit = Visit.objects.get()
    assert (visit.practice, visit.purpose, visit.actions) == (practice, "Look at the list", "Search again in March")


@pytest.mark.parametrize(
    ("field", "value"), [("visited_on", "2007-02-09"), ("purpose", ""), ("actions", "943 476 5919")]
)
def test_row_26_visit_is_refused_with_a_bad_value(client_of, facilitator, team, field, value):
    answer = client_of(facilitator).post(f"/teams/{team.pk}/visits/new/", DATA | {field: value})

    assert field in answer.context["form"].errors
    assert Visit.objects.count() == 0


def test_row_26_practice_of_another_team_cannot_be_chosen(client_of, facilitator, team, elsewhere):
    answer = client_of(facilitator).post(f"/teams/{team.pk}/visits/new/", DATA | {"practice": elsewhere.pk})

    assert "practice" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("who", "rows"), [("manager", 1), ("team_member", 1), ("facilitator", 1), ("commissioner", 0), ("lay_member", 0)]
)
def test_row_26_visit_is_read_by_the_team_and_its_facilitator(request, client_of, team, who, rows):
    make_visit(team)

    answer = client_of(request.getfixturevalue(who)).get(f"/teams/{team.pk}/visits/")

    assert len(answer.context["table"]["rows"]) == rows


def test_row_26_team_reads_and_does_not_write(client_of, manager, team):
    visit = make_visit(team)
    client = client_of(manager)

    assert client.post(f"/teams/{team.pk}/visits/new/", DATA).status_code == 403
    assert client.get(f"/visits/{visit.pk}/edit/").status_code == 403


def test_row_26_visit_is_changed(client_of, facilitator, team):
    visit = make_visit(team)

    client_of(facilitator).post(f"/visits/{visit.pk}/edit/", DATA)

    visit.refresh_from_db()
    assert visit.purpose == "Look at the list"
