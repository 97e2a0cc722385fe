"""Which teams need help, on the wave's page: reasons, no ranks, and only of teams that the reader looks after."""

from datetime import date

import pytest
from django.urls import reverse

from collaborative.dashboards.teams_in_need import teams_in_need
from collaborative.models import ProgressScore
from tests.collaborative.conftest import two_years
from tests.collaborative.improvement import make_cycle, make_member
from tests.collaborative.pages import words_of


def reasons(user, wave):
    return {one.name: one.reasons for one in teams_in_need(user, wave)}


def give(team, by, score, scorer="team", month=date(2007, 1, 1)):
    return ProgressScore.objects.create(team=team, month=month, scorer=scorer, score=score, scored_by=by)


def test_a_team_without_cycle_score_and_sponsor_needs_help(team, facilitator, wave):
    assert reasons(facilitator, wave)[team.name] == [
        "No progress score yet, after learning workshop 2",
        "No PDSA cycle begun yet",
        "No sponsor named",
    ]


def test_the_lower_of_the_two_latest_scores_counts(team, facilitator, manager, wave):
    give(team, manager, 4)
    give(team, facilitator, 2, scorer="facilitator")

    assert "Progress score 2.0 in Jan 2007, after learning workshop 2" in reasons(facilitator, wave)[team.name]


def test_an_old_low_score_is_past(team, facilitator, manager, wave):
    give(team, manager, 1, month=date(2006, 9, 1))
    give(team, manager, 3)

    assert not any("score" in reason for reason in reasons(facilitator, wave)[team.name])


@pytest.mark.parametrize(("closed_on", "is_quiet"), [(date(2007, 1, 9), False), (date(2007, 1, 8), True)])
def test_thirty_days_without_a_cycle_are_quiet(team, facilitator, manager, wave, closed_on, is_quiet):
    make_cycle(team, manager, state="closed", closed_on=closed_on)

    assert any("for 31 days" in reason for reason in reasons(facilitator, wave)[team.name]) is is_quiet


def test_a_team_that_is_well_is_not_listed(team, facilitator, manager, wave):
    make_member(team, part="sponsor")
    give(team, manager, 3)
    make_cycle(team, manager, state="doing", started_on=date(2007, 1, 29))

    assert team.name not in reasons(facilitator, wave)


def test_other_teams_and_lay_members_learn_nothing(team, other_team, manager, lay_member, wave):
    assert other_team.name not in reasons(manager, wave)
    assert reasons(lay_member, wave) == {}


def test_wave_page_shows_it_and_changes_when_a_score_does(
    team, wave, practice, neighbour, elsewhere, facilitator, manager, client_of
):
    """The page is kept under a key: what the list says is part of it."""
    two_years(wave, practice, neighbour, elsewhere)
    client, address = client_of(facilitator), reverse("wave_dashboard", args=[wave.code])
    before = words_of(client.get(address))
    give(team, manager, 1)

    after = words_of(client.get(address))

    assert "No progress score yet" in before and "Teams that need help" in before
    assert "Progress score 1.0 in Jan 2007" in after
