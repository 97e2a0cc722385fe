"""The pages of teams: who is in them, who is missing, what others may see of it."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from collaborative.models import TeamMember
from practices.models import Grant
from tests.collaborative.improvement import make_member, make_partner, make_team
from tests.conftest import make_organisation, make_person, make_practice

MEMBER = {
    "name": "Jo Ferris",
    "stakeholder_kind": "carer",
    "joined_on-day": "7",
    "joined_on-month": "2",
    "joined_on-year": "2006",
}
LEFT = {"left_on-day": "31", "left_on-month": "1", "left_on-year": "2007"}


def page(client, name, *arguments):
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    return response.content.decode()


def plain(html):
    return " ".join(html.split())


# ---- all teams of a wave


def test_teams_stand_in_alphabetical_order(client_of, wave, lay_member, team, other_team):
    other_team.name = "Acorn team"
    other_team.save()

    html = page(client_of(lay_member), "team_list", "W1")

    assert html.index("Acorn team") < html.index("Alder PCT team")


def test_row_7_a_team_without_a_sponsor_is_flagged(client_of, lay_member, team):
    assert "No sponsor named" in page(client_of(lay_member), "team_list", "W1")


def test_a_team_with_a_sponsor_is_not_flagged(client_of, lay_member, team):
    make_member(team, stakeholder_kind="manager", part="sponsor")

    assert "No sponsor named" not in page(client_of(lay_member), "team_list", "W1")


def test_missing_voices_are_said_in_words(client_of, lay_member, team):
    for kind in ("gp", "practice_staff", "secondary_care", "social_services", "voluntary_sector", "service_user"):
        make_member(team, stakeholder_kind=kind)

    assert "No carer yet" in page(client_of(lay_member), "team_list", "W1")


def test_who_has_left_fills_no_kind(client_of, lay_member, team):
    make_member(team, stakeholder_kind="carer", left_on=date(2007, 1, 31))

    assert "carer yet" in page(client_of(lay_member), "team_list", "W1")


@pytest.mark.parametrize("count", [2, 6])
def test_the_list_asks_the_same_number_of_queries_for_many_teams(
    client_of, wave, lay_member, django_assert_max_num_queries, count
):
    for place in range(count):
        trust = make_organisation(f"5V{place}", f"Trust {place}", "commissioner")
        team = make_team(wave, trust, make_practice(wave, f"A9920{place}", f"Practice {place}", trust))
        make_member(team)
    client = client_of(lay_member)

    with django_assert_max_num_queries(12):
        client.get(reverse("team_list", args=["W1"]))


@pytest.mark.parametrize("code", ["A99001", "5W0"])
def test_the_link_of_a_practice_or_pct_leads_to_its_team(client_of, lay_member, team, code):
    response = client_of(lay_member).get(reverse("team_list", args=["W1"]), {"of": code})

    assert response["Location"] == reverse("team_detail", args=[team.pk])


@pytest.mark.parametrize("code", ["A99003", "unknown"])
def test_without_a_team_that_link_shows_all_teams(client_of, lay_member, team, elsewhere, code):
    response = client_of(lay_member).get(reverse("team_list", args=["W1"]), {"of": code})

    assert response.status_code == 200


# ---- one team


@pytest.mark.parametrize("person", ["manager", "team_member", "facilitator", "commissioner"])
def test_names_are_read_by_team_facilitator_and_commissioner(request, client_of, team, person):
    make_member(team, name="Robin Vale", part="sponsor", is_champion=True)

    assert "Robin Vale" in page(client_of(request.getfixturevalue(person)), "team_detail", team.pk)


@pytest.mark.parametrize("person", ["lay_member", "administrator"])
def test_others_read_kinds_and_counts_and_no_name(request, client_of, team, person):
    make_member(team, name="Robin Vale", part="sponsor", is_champion=True)
    make_member(team, name="Sam Keld", left_on=date(2007, 1, 31), left_reason="Moved")

    html = page(client_of(request.getfixturevalue(person)), "team_detail", team.pk)

    assert "GP: 1" in html
    assert "Named, GP" in html
    assert [name for name in ("Robin", "Vale", "Keld", "Moved") if name in html] == []


def test_another_team_reads_no_names_either(client_of, other_team, team, manager):
    make_member(other_team, name="Robin Vale")

    assert "Robin Vale" not in page(client_of(manager), "team_detail", other_team.pk)


def test_row_59_a_champion_is_shown(client_of, manager, team):
    make_member(team, name="Kim Dale", stakeholder_kind="carer", is_champion=True)

    assert "Kim Dale, Carer" in page(client_of(manager), "team_detail", team.pk)


def test_row_60_a_team_that_spans_organisations_says_so(client_of, manager, team, elsewhere):
    make_partner(team, name=elsewhere.name, kind="practice", organisation=elsewhere)

    assert "it has partners in Birch PCT" in page(client_of(manager), "team_detail", team.pk)


def test_a_team_within_one_pct_says_nothing_of_it(client_of, manager, team):
    assert "spans organisations" not in page(client_of(manager), "team_detail", team.pk)


def test_row_11_a_withdrawn_partner_stays_with_date_and_reason(client_of, lay_member, team):
    make_partner(team, left_on=date(2006, 9, 30), left_reason="Its funding ended")

    html = page(client_of(lay_member), "team_detail", team.pk)

    assert "30 Sep 2006" in html and "Its funding ended" in html


def test_row_74_jobcentre_plus_stands_among_the_partners(client_of, lay_member, team):
    make_partner(team, name="Jobcentre, High Street", kind="jobcentre")

    assert "Jobcentre Plus" in page(client_of(lay_member), "team_detail", team.pk)


def test_only_those_who_may_change_see_how(client_of, team, commissioner, manager):
    assert "Change name and aim" not in page(client_of(commissioner), "team_detail", team.pk)
    assert "Change name and aim" in page(client_of(manager), "team_detail", team.pk)


def test_a_member_without_a_role_is_told_how_one_is_given(client_of, facilitator, team, trust):
    person = make_person("carer@example.org")
    make_member(team, name="Jo Ferris", stakeholder_kind="carer", person=person)
    client = client_of(facilitator)
    before = page(client, "team_detail", team.pk)
    Grant.objects.create(person=person, role=Role.TEAM_MEMBER, organisation=trust, starts_on=date(2006, 1, 1))

    assert "gives it under People: Team member, Alder PCT" in plain(before)
    assert "Signs in" in page(client, "team_detail", team.pk)


@pytest.mark.parametrize("name", ["team_detail", "team_edit", "member_create", "journey_list", "survey_list"])
def test_a_team_of_another_wave_looks_like_none(client_of, team, stranger, name):
    assert client_of(stranger).get(reverse(name, args=[team.pk])).status_code == 404


# ---- what is changed


def test_a_facilitator_sets_up_a_team_in_the_browser(client_of, facilitator, trust, wave):
    form = {"organisation": trust.pk, "name": "Alder team", "aim": ""}

    html = client_of(facilitator).post(reverse("team_create", args=["W1"]), form, follow=True).content.decode()

    assert "Alder team is set up" in html
    assert "Beech Surgery" in html


def test_a_member_is_added_with_an_account(client_of, manager, team, team_member):
    form = MEMBER | {"email": team_member.email}

    client_of(manager).post(reverse("member_create", args=[team.pk]), form)

    assert team.members.get().person == team_member


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter name"),
        ({"stakeholder_kind": ""}, "Choose what they come as"),
        ({"email": "nobody@example.org"}, "There is no account of this address"),
        ({"joined_on-day": "31"}, "Enter a real date"),
        ({"name": "943 476 5919"}, "what looks like an NHS number"),
    ],
    ids=str,
)
def test_a_member_that_cannot_be_is_refused(client_of, manager, team, changes, said):
    html = client_of(manager).post(reverse("member_create", args=[team.pk]), MEMBER | changes).content.decode()

    assert said in html
    assert not TeamMember.objects.exists()


def test_a_second_sponsor_is_refused_beside_the_field(client_of, manager, team):
    make_member(team, part="sponsor")

    html = client_of(manager).post(reverse("member_create", args=[team.pk]), MEMBER | {"part": "sponsor"})

    assert "The team has a sponsor already" in html.content.decode()


def test_a_member_ends_and_the_history_keeps_it(client_of, manager, team):
    member = make_member(team, name="Robin Vale")

    html = client_of(manager).post(reverse("member_end", args=[member.pk]), LEFT, follow=True).content.decode()

    assert "Members who have left" in html
    assert "31 Jan 2007" in html


def test_a_partnership_ends_with_a_reason_or_not_at_all(client_of, manager, team):
    partner = make_partner(team)

    html = client_of(manager).post(reverse("partner_end", args=[partner.pk]), LEFT).content.decode()

    assert "Say why it withdraws" in html
    assert team.partners.current(date(2007, 2, 8)).filter(pk=partner.pk).exists()


def test_a_partner_needs_a_code_or_a_name(client_of, manager, team):
    form = {"kind": "other", "joined_on-day": "1", "joined_on-month": "5", "joined_on-year": "2006"}

    html = client_of(manager).post(reverse("partner_create", args=[team.pk]), form).content.decode()

    assert "Enter a code of the directory, or the name of the organisation" in html
