"""Actions of a workshop: written by teams, made into cycles, read back at the next one (W3)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from collaborative.actions import workshop_actions as actions
from collaborative.models import ReadingLevel, WorkshopAction
from tests.collaborative.improvement import make_action, make_cycle, make_event


@pytest.fixture
def later(wave):
    return make_event(wave, number=2, held_on=wave.learning_workshop_2_on)


def lines(client, event):
    """What a person reads on the page that reads back."""
    groups = client.get(f"/events/{event.pk}/read-back/").context["groups"]
    return [entry["line"] for group in groups for entry in group["lines"]]


def add(client, event, team, **given):
    data = {"what": "Offer a call first", "who": "Pat", "shared_with": ReadingLevel.WAVE} | given
    return client.post(f"/events/{event.pk}/teams/{team.pk}/actions/new/", data)


def test_w3_team_member_writes_what_the_team_will_do(client_of, team_member, event, team):
    add(client_of(team_member), event, team, due_on="2006-05-01", predicted_effect="A tenth fewer")

    action = WorkshopAction.objects.get()
    assert (action.what, action.due_on, action.team) == ("Offer a call first", date(2006, 5, 1), team)


def test_w3_nobody_writes_for_another_team(client_of, team_member, event, other_team):
    answer = add(client_of(team_member), event, other_team)

    assert answer.status_code == 403
    assert WorkshopAction.objects.count() == 0


def test_w3_action_without_words_is_refused(client_of, team_member, event, team):
    answer = add(client_of(team_member), event, team, what="")

    assert "what" in answer.context["form"].errors
    assert WorkshopAction.objects.count() == 0


def test_w3_action_becomes_a_cycle(event, team, manager):
    action, cycle = make_action(event, team), make_cycle(team, manager)

    actions.link(action=action, cycle=cycle, by=manager)

    action.refresh_from_db()
    assert action.cycle == cycle


def test_w3_cycle_of_another_team_is_not_linked(event, team, other_team, manager):
    with pytest.raises(ValidationError, match="another team"):
        actions.link(action=make_action(event, team), cycle=make_cycle(other_team, manager), by=manager)


def test_w3_action_keeps_its_first_cycle(event, team, manager):
    action = make_action(event, team, cycle=make_cycle(team, manager))

    with pytest.raises(ValidationError, match="already"):
        actions.link(action=action, cycle=make_cycle(team, manager, title="Another"), by=manager)


def test_w3_actions_are_read_back_at_the_next_event(client_of, facilitator, event, later, team, manager):
    cycle = make_cycle(team, manager, state="closed")
    make_action(event, team, cycle=cycle)

    (line,) = lines(client_of(facilitator), later)

    assert line.what == "Offer a call first"
    assert line.cycle["state"] == "Closed, adopt"


def test_w3_cycle_that_is_not_shared_stays_hidden_behind_a_shared_action(
    client_of, commissioner, event, later, team, manager
):
    make_action(event, team, cycle=make_cycle(team, manager, shared_with=ReadingLevel.FACILITATOR))

    (line,) = lines(client_of(commissioner), later)

    assert line.cycle is None
    assert "Telephone review" not in client_of(commissioner).get(f"/events/{later.pk}/read-back/").content.decode()


def test_w3_action_shared_with_the_team_alone_is_not_read_by_others(
    client_of, manager, facilitator, event, later, team
):
    make_action(event, team, shared_with=ReadingLevel.TEAM)

    assert len(lines(client_of(manager), later)) == 1
    assert lines(client_of(facilitator), later) == []


def test_w3_what_came_of_it_is_written_in_the_room(client_of, manager, event, later, team):
    action = make_action(event, team)
    data = {f"action-{action.pk}-outcome": "Not done: no room was free"}

    client_of(manager).post(f"/events/{later.pk}/read-back/{action.pk}/", data)

    action.refresh_from_db()
    assert (action.outcome, action.read_back_at) == ("Not done: no room was free", later)


def test_w3_blank_words_are_refused_and_the_page_says_so(client_of, manager, event, later, team):
    action = make_action(event, team)

    answer = client_of(manager).post(f"/events/{later.pk}/read-back/{action.pk}/", {})

    assert "Say in a few words what came of it" in answer.content.decode()
    action.refresh_from_db()
    assert action.read_back_at is None


def test_w3_other_team_cannot_say_what_came_of_it(client_of, manager, event, later, other_team):
    action = make_action(event, other_team)
    data = {f"action-{action.pk}-outcome": "Nothing"}

    assert client_of(manager).post(f"/events/{later.pk}/read-back/{action.pk}/", data).status_code == 403


def test_w3_action_is_not_read_back_at_its_own_event(event, team, manager):
    with pytest.raises(ValidationError, match="later event"):
        actions.read_back(action=make_action(event, team), event=event, outcome="Done", by=manager)


def test_w3_older_action_never_read_back_comes_again_and_one_read_back_does_not(
    client_of, manager, wave, event, later, team
):
    make_action(event, team, what="Forgotten")
    make_action(event, team, what="Told", read_back_at=later, outcome="Done")
    make_action(later, team, what="Newer")
    third = make_event(wave, number=3, held_on=wave.learning_workshop_3_on)

    assert [line.what for line in lines(client_of(manager), third)] == ["Forgotten", "Newer"]


def test_reading_back_costs_the_same_however_many(
    client_of, facilitator, event, later, team, django_assert_max_num_queries
):
    for number in range(30):
        make_action(event, team, what=f"Action {number}")
    client = client_of(facilitator)
    client.get("/accessibility/")

    with django_assert_max_num_queries(25):
        lines(client, later)


def test_g9_who_does_it_is_told_no_further_than_the_commissioner(
    client_of, event, later, team, facilitator, commissioner, lay_member
):
    make_action(event, team, who="Robin Black")

    told = [
        "Robin Black" in str([line.facts for line in lines(client_of(person), later)])
        for person in (facilitator, commissioner, lay_member)
    ]

    assert told == [True, True, False]
