"""I6: self score beside the facilitator's and a suggestion; who may see and give which."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from collaborative.actions.progress_scores import score_progress, scorer_of
from collaborative.models import ProgressScore
from operations.models import AuditEvent
from tests.collaborative.conftest import two_years
from tests.collaborative.improvement import make_cycle, make_member
from tests.collaborative.pages import words_of

DECEMBER = date(2006, 12, 1)


def score(team, by, value="2.5", month=DECEMBER):
    return score_progress(team=team, month=month, score=Decimal(value), reason="", suggested=2.0, by=by)


def address(team):
    return reverse("team_progress", args=[team.pk])


def test_team_and_facilitator_score_beside_each_other(team, manager, facilitator):
    score(team, manager, "3.0")
    score(team, facilitator, "1.5")

    assert dict(ProgressScore.objects.values_list("scorer", "score")) == {
        "team": Decimal(3),
        "facilitator": Decimal("1.5"),
    }
    assert AuditEvent.objects.filter(event="progress.scored").count() == 2


def test_a_second_score_of_a_month_replaces_the_first_and_the_trail_keeps_it(team, manager):
    score(team, manager, "2.0")
    score(team, manager, "2.5")

    assert ProgressScore.objects.get().score == Decimal("2.5")
    assert AuditEvent.objects.filter(event="progress.scored").latest("id").details["before"] == "2.0"


@pytest.mark.parametrize(
    ("value", "month"), [("2.3", DECEMBER), ("5.5", DECEMBER), ("2.0", date(2007, 3, 1)), ("2.0", date(2005, 1, 1))]
)
def test_scores_lie_in_halves_and_in_months_that_have_begun(team, manager, value, month):
    with pytest.raises(ValidationError):
        score(team, manager, value, month)


@pytest.mark.parametrize("who", ["commissioner", "administrator", "lay_member", "data_officer"])
def test_who_does_not_work_in_the_team_gives_no_score(team, who, request):
    person = request.getfixturevalue(who)

    assert scorer_of(person, team) == ""
    with pytest.raises(PermissionDenied):
        score(team, person)


def test_page_shows_both_scores_the_gap_the_suggestion_and_its_reasons(team, manager, facilitator, client_of):
    make_cycle(team, manager, state="closed")
    score(team, manager, "4.0")
    score(team, facilitator, "2.5")

    page = words_of(client_of(manager).get(address(team)))

    assert "4.0: significant improvement (Dec 2006)" in page
    assert "The team sees the work 1.5 further than the facilitator" in page
    assert "2.5: Changes tested, no improvement yet" in page
    assert "1 cycle closed with what was learned" in page
    assert "Name an aim, a sponsor and a day-to-day lead" in page


def test_a_score_is_given_on_the_page_with_what_was_suggested_then(team, manager, client_of):
    form = {"month": "2006-12", "score": "1.5", "reason": "We have begun"}

    answer = client_of(manager).post(address(team), form)

    assert answer.status_code == 302
    given = ProgressScore.objects.get()
    assert (given.scorer, given.reason, given.suggested) == ("team", "We have begun", Decimal("0.5"))


def test_a_commissioner_reads_and_does_not_score(team, manager, commissioner, client_of):
    score(team, manager)
    client = client_of(commissioner)

    assert "The team says" in words_of(client.get(address(team)))
    assert client.post(address(team), {"month": "2006-12", "score": "1.5"}).status_code == 403


@pytest.mark.parametrize(
    ("who", "status"), [("manager", 404), ("team_member", 404), ("lay_member", 403), ("facilitator", 200)]
)
def test_other_teams_scores_are_not_there(other_team, team, who, status, request, client_of):
    """No league table: a team never reads another's score."""
    person = request.getfixturevalue(who)

    assert client_of(person).get(address(other_team)).status_code == status


def test_list_names_own_teams_alone_and_in_order(team, other_team, manager, facilitator, client_of, wave):
    address = reverse("progress_list", args=[wave.code])

    own, all_of_them = (words_of(client_of(person).get(address)) for person in (manager, facilitator))

    assert team.name in own and other_team.name not in own
    assert all_of_them.index(team.name) < all_of_them.index(other_team.name)


def test_suggestion_counts_only_cycles_that_the_reader_may_read(team, manager, commissioner, client_of):
    make_cycle(team, manager, state="closed")

    page = words_of(client_of(commissioner).get(address(team)))

    assert "0.5: Intent to take part" in page


def test_suggestion_of_a_protected_reader_comes_from_released_figures(
    team, wave, practice, neighbour, manager, client_of
):
    """Two practices make no PCT total for others, so nothing of its change may show in the suggestion."""
    two_years(wave, practice, neighbour)
    make_member(team, part="sponsor")
    make_cycle(team, manager, state="closed")

    page = words_of(client_of(manager).get(address(team)))

    assert "Changes tested, no improvement yet" in page
    assert "more than chance explains: " not in page


def test_list_asks_the_same_number_of_queries_for_more_teams(
    team, other_team, facilitator, client_of, wave, django_assert_max_num_queries
):
    client = client_of(facilitator)
    address = reverse("progress_list", args=[wave.code])
    client.get(address)

    with django_assert_max_num_queries(26):
        client.get(address)


def test_what_was_suggested_is_shown_to_its_own_side_alone(team, facilitator, manager, commissioner, client_of):
    """It rests on what the scorer may see, which others may not."""
    score_progress(team=team, month=DECEMBER, score=Decimal("2.0"), reason="", suggested=4.0, by=facilitator)

    pages = {person: words_of(client_of(person).get(address(team))) for person in (facilitator, manager, commissioner)}

    assert "2.0 4.0" in pages[facilitator]
    assert not any("4.0 " in pages[person].split("Scores by month")[1][:200] for person in (manager, commissioner))
