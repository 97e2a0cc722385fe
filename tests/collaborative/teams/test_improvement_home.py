"""The first page of improvement work: one's own teams first, then what each wave has for everybody."""

import re

import pytest
from django.urls import reverse

from accounts.permissions import Role
from tests.conftest import make_person


def home(client):
    return client.get(reverse("improvement_home"))


@pytest.mark.parametrize("person", ["manager", "team_member", "commissioner"])
def test_the_own_team_is_there_and_no_other(request, client_of, team, other_team, person):
    html = home(client_of(request.getfixturevalue(person))).content.decode()

    assert "Alder PCT team" in html
    assert "Birch PCT team" not in html


def test_a_facilitator_has_every_team_of_the_wave(client_of, facilitator, team, other_team):
    html = home(client_of(facilitator)).content.decode()

    assert html.index("Alder PCT team") < html.index("Birch PCT team")


def test_a_lay_member_works_in_no_team_and_is_led_to_what_is_shared(client_of, lay_member, team):
    html = home(client_of(lay_member)).content.decode()

    assert "You work in no team" in html
    assert reverse("team_list", args=["W1"]) in html


def test_who_takes_part_in_no_wave_is_told_whom_to_ask(client_of, trust):
    person = make_person("alone@example.org", Role.LAY_MEMBER, organisation=trust)

    assert "You take part in no wave" in home(client_of(person)).content.decode()


@pytest.mark.parametrize("person", ["data_officer", "stranger"])
def test_others_are_refused(request, client_of, team, person):
    assert home(client_of(request.getfixturevalue(person))).status_code == 403


@pytest.mark.parametrize(
    "address", ["/waves/W1/practices/A99001/", "/waves/W1/pcts/5W0/", "/waves/W1/"], ids=["practice", "pct", "wave"]
)
def test_dashboards_lead_to_the_teams(client_of, commissioner, team, returned, address):
    html = client_of(commissioner).get(address).content.decode()

    assert reverse("team_list", args=["W1"]) in html


def test_who_reads_no_improvement_work_is_not_led_there(client_of, data_officer, returned):
    html = client_of(data_officer).get("/waves/W1/practices/A99001/").content.decode()

    assert reverse("team_list", args=["W1"]) not in html


@pytest.mark.parametrize("person", ["lay_member", "manager", "facilitator", "administrator", "commissioner"])
def test_no_link_leads_to_a_page_that_is_refused(request, client_of, team, person):
    client = client_of(request.getfixturevalue(person))
    pages = [home(client), client.get(reverse("team_detail", args=[team.pk]))]
    links = {href for page in pages for href in re.findall(r'href="(/(?:waves|teams)/[^"]*)"', page.content.decode())}

    assert [href for href in sorted(links) if client.get(href).status_code in (403, 404)] == []
