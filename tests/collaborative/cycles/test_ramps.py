"""Ramps: a staircase from one patient to all practices, and the same as a table (I3)."""

from django.urls import reverse

from collaborative.dashboards.ramps import staircase
from collaborative.models import PdsaRamp, ReadingLevel
from tests.collaborative.improvement import make_cycle, make_idea


def ramp_of(team, by, *scales, shared_with=ReadingLevel.WAVE):
    first = make_cycle(team, by, scale=scales[0], shared_with=shared_with)
    rest = [make_cycle(team, by, ramp=first.ramp, scale=scale, shared_with=shared_with) for scale in scales[1:]]
    return first.ramp, [first, *rest]


def page_of(client, ramp):
    return client.get(reverse("ramp_detail", args=[ramp.pk]))


def test_i3_wider_tests_stand_higher_and_later_ones_further_right(team, manager):
    _, cycles = ramp_of(team, manager, 1, 3, 5)

    boxes = staircase(cycles).boxes

    assert [int(box.y) for box in boxes] == sorted((int(box.y) for box in boxes), reverse=True)
    assert [int(box.x) for box in boxes] == sorted({int(box.x) for box in boxes})


def test_the_sentence_says_depth_and_reach(team, manager):
    _, cycles = ramp_of(team, manager, 1, 3)

    assert staircase(cycles).sentence == "2 cycles, from one patient to one practice."


def test_the_table_names_every_box_of_the_drawing(client_of, manager, team):
    ramp, cycles = ramp_of(team, manager, 1, 2, 3)

    page = page_of(client_of(manager), ramp).content.decode()

    for cycle in cycles:
        assert f">Cycle {cycle.number}</text>" in page and f">Cycle {cycle.number}: {cycle.title}</a>" in page


def test_a_ramp_without_a_cycle_that_one_may_read_is_not_there(client_of, lay_member, team, manager):
    ramp, _ = ramp_of(team, manager, 1, shared_with=ReadingLevel.FACILITATOR)

    assert page_of(client_of(lay_member), ramp).status_code == 404


def test_only_the_cycles_that_one_may_read_are_drawn(client_of, lay_member, team, manager):
    ramp, _ = ramp_of(team, manager, 1)
    make_cycle(team, manager, ramp=ramp, scale=5, shared_with=ReadingLevel.TEAM)

    assert "1 cycle, with one patient." in page_of(client_of(lay_member), ramp).content.decode()


def test_an_idea_that_is_not_shared_is_not_named(client_of, lay_member, team, manager):
    ramp, _ = ramp_of(team, manager, 1)
    PdsaRamp.objects.update(idea=make_idea(team, manager, title="Not for all yet"))

    assert "Not for all yet" not in page_of(client_of(lay_member), ramp).content.decode()


def test_a_ramp_is_renamed(client_of, manager, team):
    ramp, _ = ramp_of(team, manager, 1)

    client_of(manager).post(reverse("ramp_rename", args=[ramp.pk]), {"title": "Call first"})

    ramp.refresh_from_db()
    assert ramp.title == "Call first"


def test_a_ramp_that_the_team_keeps_to_itself_is_not_known_to_its_facilitator(client_of, facilitator, team, manager):
    """G9: what is shared with the team alone has no name on anybody else's form."""
    ramp = make_cycle(team, manager, title="Quiet try", shared_with=ReadingLevel.TEAM).ramp
    client = client_of(facilitator)

    assert client.get(f"/ramps/{ramp.pk}/").status_code == 404
    assert b"Quiet try" not in client.get(f"/teams/{team.pk}/cycles/new/").content
