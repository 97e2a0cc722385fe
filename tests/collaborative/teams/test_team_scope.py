"""Whose teams a person works in, reads and changes; every stakeholder kind can hold the role of a team member (T1, G9)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.permissions import Role
from collaborative.actions import teams as actions
from collaborative.models import Barrier, ImprovementTeam, ReadingLevel, StakeholderKind
from practices.models import Succession
from tests.collaborative.improvement import make_barrier, make_member
from tests.conftest import make_organisation, make_person

LEVELS = [
    ("manager", ReadingLevel.TEAM),
    ("clinician", ReadingLevel.TEAM),
    ("team_member", ReadingLevel.TEAM),
    ("facilitator", ReadingLevel.FACILITATOR),
    ("commissioner", ReadingLevel.COMMISSIONER),
    ("administrator", ReadingLevel.WAVE),
    ("lay_member", ReadingLevel.WAVE),
    ("stranger", None),
    ("data_officer", None),
]


@pytest.mark.parametrize(("person", "level"), LEVELS)
def test_each_role_reads_its_own_team_as_deep_as_it_should(request, team, person, level):
    assert team.reading_level(request.getfixturevalue(person)) == level


@pytest.mark.parametrize(("person", "level"), LEVELS)
def test_g9_a_row_is_read_by_those_of_its_level_and_no_others(request, team, person, level):
    """Both ways at each level: shared so far, and one step less."""
    writer = make_person("writer@example.org")
    rows = {shared: make_barrier(team, writer, shared_with=shared) for shared in ReadingLevel}

    seen = set(Barrier.objects.visible_to(request.getfixturevalue(person)))

    assert seen == {row for shared, row in rows.items() if level is not None and shared >= level}


@pytest.mark.parametrize("person", ["manager", "team_member", "commissioner"])
def test_g9_of_another_team_only_what_is_shared_with_the_wave_is_read(request, team, other_team, person):
    writer = make_person("writer@example.org")
    rows = {shared: make_barrier(other_team, writer, shared_with=shared) for shared in ReadingLevel}

    seen = set(Barrier.objects.visible_to(request.getfixturevalue(person)))

    assert seen == {rows[ReadingLevel.WAVE]}


@pytest.mark.parametrize("kind", list(StakeholderKind))
def test_every_stakeholder_kind_can_hold_a_grant_and_write_for_the_own_team(team, other_team, trust, kind):
    person = make_person("partner@example.org", Role.TEAM_MEMBER, organisation=trust)
    make_member(team, stakeholder_kind=kind, person=person)

    assert team.may_change(person)
    assert not other_team.may_change(person)


def test_a_service_user_in_the_team_opens_no_page_of_a_practice(client_of, team, team_member, wave):
    response = client_of(team_member).get(f"/waves/{wave.code}/practices/A99001/")

    assert response.status_code == 404


def test_the_team_of_a_merged_pct_passes_to_its_successor(wave, trust, team):
    successor = make_organisation("5W9", "Willow PCT", "commissioner")
    Succession.objects.create(old=trust, new=successor, on=date(2006, 10, 1), kind="merge")
    person = make_person("new@example.org", Role.COMMISSIONER, organisation=successor)

    assert list(ImprovementTeam.objects.worked_in_by(person)) == [team]


def test_a_merger_to_come_passes_nothing_on(wave, trust, team):
    successor = make_organisation("5W9", "Willow PCT", "commissioner")
    Succession.objects.create(old=trust, new=successor, on=date(2007, 3, 1), kind="merge")
    person = make_person("new@example.org", Role.COMMISSIONER, organisation=successor)

    assert not ImprovementTeam.objects.worked_in_by(person).exists()


def test_a_practice_that_has_withdrawn_reads_no_drafts_any_more(team, practice, manager, facilitator):
    partner = team.partners.get(organisation=practice)
    actions.end_partner(partner=partner, left_on=date(2007, 2, 7), left_reason="No time", by=facilitator)

    assert team.reading_level(manager) == ReadingLevel.WAVE
    with pytest.raises(PermissionDenied):
        actions.change_team(team=team, name="Ours", aim="", by=manager)
