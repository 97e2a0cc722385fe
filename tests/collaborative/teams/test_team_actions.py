"""Teams are set up by those who answer for the wave or its PCT; members and partners that leave stay on record (row 11)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.permissions import Role
from collaborative.actions import teams as actions
from operations.models import AuditEvent
from practices.models import Organisation, WaveMembership
from tests.collaborative.improvement import make_member, make_partner
from tests.conftest import make_organisation, make_person

MEMBER = {"name": "Jo Ferris", "stakeholder_kind": "carer", "joined_on": date(2006, 2, 7)}


@pytest.mark.parametrize("person", ["facilitator", "administrator"])
def test_a_new_team_has_the_practices_of_its_pct(request, wave, trust, practice, neighbour, elsewhere, person):
    by = request.getfixturevalue(person)

    team = actions.create_team(wave=wave, organisation=trust, name="Alder", by=by)

    assert [partner.name for partner in team.partners.all()] == ["Ash Surgery", "Beech Surgery"]
    assert AuditEvent.objects.filter(event="team.created", organisation_code="5W0").exists()


def test_a_practice_that_has_left_the_wave_is_no_partner_of_a_new_team(wave, trust, practice, neighbour, facilitator):
    WaveMembership.objects.filter(practice=neighbour).update(left_on=date(2006, 9, 30))

    team = actions.create_team(wave=wave, organisation=trust, name="Alder", by=facilitator)

    assert [partner.name for partner in team.partners.all()] == ["Ash Surgery"]


@pytest.mark.parametrize("person", ["manager", "commissioner", "lay_member", "team_member"])
def test_nobody_else_sets_up_a_team(request, wave, other_trust, elsewhere, person):
    with pytest.raises(PermissionDenied):
        actions.create_team(wave=wave, organisation=other_trust, name="B", by=request.getfixturevalue(person))


def test_a_facilitator_of_one_pct_sets_up_its_team_and_no_other(wave, trust, other_trust, practice, elsewhere):
    person = make_person("pct-facilitator@example.org", Role.FACILITATOR, organisation=trust)

    assert list(actions.may_set_up(person, wave)) == [trust]


def test_a_pct_has_one_team_a_wave(wave, trust, team, facilitator):
    with pytest.raises(PermissionDenied):
        actions.create_team(wave=wave, organisation=trust, name="Second", by=facilitator)


def test_a_pct_that_has_no_practice_any_more_is_not_offered(wave, trust, facilitator):
    trust.child_links.update(end=date(2006, 9, 30))

    assert trust not in actions.may_set_up(facilitator, wave)


def test_a_team_has_one_sponsor_at_a_time(team, facilitator):
    make_member(team, part="sponsor")

    with pytest.raises(ValidationError) as refusal:
        actions.add_member(team=team, part="sponsor", by=facilitator, **MEMBER)
    assert refusal.value.message_dict == {"part": ["The team has a sponsor already. End or change that part first"]}


def test_after_the_sponsor_has_left_another_takes_the_part(team, facilitator):
    member = make_member(team, part="sponsor")
    actions.end_member(member=member, left_on=date(2007, 1, 31), by=facilitator)

    actions.add_member(team=team, part="sponsor", by=facilitator, **MEMBER)

    assert team.members.filter(part="sponsor").count() == 2


def test_the_audit_trail_names_no_member(team, facilitator):
    member = actions.add_member(team=team, by=facilitator, **MEMBER)
    actions.change_member(member=member, by=facilitator, **MEMBER | {"name": "Jo Vale"})

    details = [str(event.details) for event in AuditEvent.objects.filter(event__startswith="team_member")]
    assert len(details) == 2
    assert not any("Jo" in text for text in details)


def test_row_11_a_withdrawn_partner_stays_with_its_reason(team, facilitator):
    partner = make_partner(team)

    actions.end_partner(partner=partner, left_on=date(2007, 1, 31), left_reason="Funding ended", by=facilitator)

    stored = team.partners.get(pk=partner.pk)
    assert (stored.left_on, stored.left_reason) == (date(2007, 1, 31), "Funding ended")


def test_what_has_ended_is_not_ended_again(team, facilitator):
    partner = make_partner(team, left_on=date(2006, 9, 30), left_reason="Funding ended")

    with pytest.raises(ValidationError, match="ended already"):
        actions.end_partner(partner=partner, left_on=date(2007, 1, 31), left_reason="Again", by=facilitator)


def test_nobody_leaves_before_joining(team, facilitator):
    with pytest.raises(ValidationError, match="from 7 February 2006 on"):
        actions.end_partner(partner=make_partner(team), left_on=date(2006, 2, 6), left_reason="No time", by=facilitator)


def test_an_organisation_is_a_partner_once(team, practice, facilitator):
    with pytest.raises(ValidationError, match="is a partner already"):
        actions.add_partner(
            team=team, organisation=practice, name="", kind="practice", joined_on=date(2006, 5, 1), by=facilitator
        )


def test_a_team_may_span_organisations(team, other_trust, elsewhere, facilitator):
    far = make_organisation("A99004", "Damson Surgery", "practice", other_trust)

    partner = actions.add_partner(
        team=team, organisation=far, name="", kind="practice", joined_on=date(2006, 5, 1), by=facilitator
    )

    assert partner.name == "Damson Surgery"


@pytest.mark.parametrize("person", ["commissioner", "lay_member", "administrator", "data_officer", "stranger"])
def test_only_the_team_and_its_facilitator_change_it(request, team, person):
    with pytest.raises(PermissionDenied):
        actions.add_member(team=team, by=request.getfixturevalue(person), **MEMBER)


def test_of_two_who_set_up_a_team_at_once_the_second_is_told(wave, trust, team, facilitator, monkeypatch):
    monkeypatch.setattr(actions, "may_set_up", lambda user, wave: Organisation.objects.all())

    with pytest.raises(ValidationError, match="set up meanwhile"):
        actions.create_team(wave=wave, organisation=trust, name="Second", by=facilitator)
