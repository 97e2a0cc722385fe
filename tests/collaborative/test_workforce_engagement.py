"""Row 7: managers' and commissioners' engagement beside retention and throughput."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from collaborative.dashboards.workforce_engagement import carried_over
from collaborative.models import Attendance
from tests.collaborative.improvement import make_event, make_member, make_team
from tests.collaborative.pages import words_of
from tests.collaborative.workforce import NAMES, three_trusts
from tests.conftest import make_organisation, make_person
from tests.workforce import roster


@pytest.fixture
def graduates(wave, trust, other_trust):
    """A sponsor in Alder PCT alone; one of its two managers came."""
    programme = three_trusts(wave, [trust, other_trust, make_organisation("5W2", "Cherry PCT", "commissioner")])
    roles = programme.waves.get()
    team = make_team(roles, trust)
    make_team(roles, other_trust)
    make_member(team, "Sam Sponsorson", "commissioner", part="sponsor")
    event = make_event(roles)
    for number, status in enumerate(("attended", "apologies")):
        Attendance.objects.create(event=event, team=team, name=f"M{number}", stakeholder_kind="manager", status=status)
    return programme


def words(client, person):
    client.force_login(person)
    return words_of(client.get(reverse("workforce_engagement", args=["graduates"])))


def guide_of(programme):
    return make_person("guide@example.org", Role.FACILITATOR, wave=programme.waves.get())


def test_no_sponsor_raises_a_flag_in_words(client, graduates):
    found = words(client, roster.lead_of(graduates))

    assert "Alder PCT Named 1 of 2" in found
    assert "Birch PCT No sponsor named" in found
    assert "Cherry PCT No team, so no sponsor named" in found
    assert "PCTs with a sponsor named 1 of 3" in found


def test_it_says_how_few_pcts_there_are_and_claims_no_cause(client, graduates):
    """Row 7: with a handful of PCTs nothing follows from engagement and retention side by side."""
    found = words(client, roster.lead_of(graduates))

    assert "These are 3 PCTs: too few to tell whether PCTs whose managers take part keep their workers longer" in found
    assert "2 of them have no sponsor named" in found


def test_the_lead_sees_who_stayed_beside_it(client, graduates):
    found = words(client, roster.lead_of(graduates))

    assert "Leavers, 12 months" in found
    assert "Leavers 2 left the role" in found


def test_the_facilitator_sees_engagement_by_pct_and_retention_of_the_whole_protected(client, graduates):
    found = words(client, guide_of(graduates))

    assert "Alder PCT Named 1 of 2" in found
    assert "Leavers, 12 months" not in found
    assert "Leavers * 0 to 7" in found


def test_a_commissioner_sees_the_own_pct(client, graduates, trust):
    found = words(client, make_person("commissioner@example.org", Role.COMMISSIONER, organisation=trust))

    assert "Alder PCT Named" in found
    assert "Birch PCT" not in found
    assert "Leavers, 12 months" not in found


def test_an_event_without_managers_is_no_nought(client, graduates, other_trust):
    assert "nobody was invited" in words(client, roster.lead_of(graduates))


def test_nobody_is_named(client, graduates):
    """D13."""
    for person in (roster.lead_of(graduates), guide_of(graduates)):
        found = words(client, person)
        assert not any(name in found for name in [*NAMES, "Sponsorson"])


def test_a_lay_member_may_not(client, graduates):
    client.force_login(make_person("lay@example.org", Role.LAY_MEMBER, wave=graduates.waves.get()))

    assert client.get(reverse("workforce_engagement", args=["graduates"])).status_code == 403


def test_what_merged_pcts_did_stands_beside_the_new_one():
    now = {1: 3, 2: 3}

    assert carried_over({1: (1, 2), 2: (3, 4), 5: (0, 1)}, lambda key: now.get(key, key)) == {3: (4, 6), 5: (0, 1)}
