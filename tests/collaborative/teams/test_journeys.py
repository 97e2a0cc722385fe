"""The patient's journey: steps in order, waits added up, a picture served safely, dated versions, linked to cycles both ways."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from collaborative.actions import journeys as actions
from collaborative.dashboards.journeys import totals_of
from collaborative.models import JourneyMap, JourneyStep, ReadingLevel
from tests.collaborative.improvement import make_cycle, make_drawn_journey, make_journey
from tests.collaborative.teams.test_pictures import png

MAP = {
    "title": "Back to work",
    "mapped_on-day": "3",
    "mapped_on-month": "4",
    "mapped_on-year": "2006",
    "shared_with": "2",
}


def picture_file(content=None, name="map.png"):
    return SimpleUploadedFile(name, content or png(), "image/png")


def names(journey):
    return [step.what for step in journey.steps.all()]


@pytest.fixture
def journey(team, manager):
    return make_journey(team, manager, {"what": "Rings"}, {"what": "Sees a GP"}, {"what": "Is referred"})


# ---- waits


def steps(*waits):
    return [JourneyStep(wait_days=wait, minutes=10) for wait in waits]


def test_waits_are_added_up():
    assert totals_of(steps(None, 4, 97))[0] == "Waits: 101 days."


def test_a_wait_that_nobody_knows_is_not_nought():
    assert totals_of(steps(0, None, 97))[0] == "Waits: 97 days, without 1 wait of unknown length."


def test_no_wait_at_all_is_nought():
    assert totals_of(steps(0, 0))[0] == "Waits: 0 days."


def test_where_no_wait_is_known_none_is_claimed():
    assert totals_of(steps(None, None))[0] == "Waits: not known, without 1 wait of unknown length."


def test_a_journey_without_steps_has_no_totals():
    assert totals_of([]) == []


# ---- steps in order


def test_a_step_goes_up_and_down(journey, manager):
    last = journey.steps.last()

    actions.move_step(step=last, earlier=True, by=manager)
    assert names(journey) == ["Rings", "Is referred", "Sees a GP"]

    actions.move_step(step=last, earlier=False, by=manager)
    assert names(journey) == ["Rings", "Sees a GP", "Is referred"]


def test_the_first_step_goes_no_further_up(journey, manager):
    actions.move_step(step=journey.steps.first(), earlier=True, by=manager)

    assert names(journey) == ["Rings", "Sees a GP", "Is referred"]


def test_a_step_is_added_at_the_end_also_after_one_was_removed(journey, manager):
    actions.remove_step(step=journey.steps.first(), by=manager)

    actions.add_step(journey=journey, what="First session", by=manager)

    assert names(journey) == ["Sees a GP", "Is referred", "First session"]


def test_steps_are_moved_by_buttons(client_of, journey, manager):
    step = journey.steps.last()

    client_of(manager).post(reverse("step_move", args=[step.pk]), {"direction": "earlier"})

    assert names(journey) == ["Rings", "Is referred", "Sees a GP"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("what", "", "Enter what happens"),
        ("wait_days", "-1", "Enter 0 or more"),
        ("wait_days", "2.5", "Enter a whole number"),
        ("wait_days", "4000", "at most ten years"),
        ("pain_point", "Mr Vale waited", "what looks like a person&#x27;s name"),
    ],
)
def test_a_step_that_cannot_be_is_refused(client_of, journey, manager, field, value, said):
    form = {"what": "Waits", field: value}

    html = client_of(manager).post(reverse("step_create", args=[journey.pk]), form).content.decode()

    assert said.replace("&#x27;", "'") in html.replace("&#x27;", "'").replace("&#39;", "'")
    assert journey.steps.count() == 3


# ---- mapped again


def test_mapping_again_makes_a_new_map_and_the_old_one_stays(journey, manager):
    again = actions.map_again(journey=journey, by=manager)
    actions.remove_step(step=again.steps.first(), by=manager)

    assert f"{again.mapped_on}" == "2007-02-08"
    assert (names(journey), names(again)) == (["Rings", "Sees a GP", "Is referred"], ["Sees a GP", "Is referred"])


def test_a_map_that_was_made_again_is_written_on_no_more(journey, manager):
    actions.map_again(journey=journey, by=manager)

    for write in (
        lambda: actions.add_step(journey=journey, what="More", by=manager),
        lambda: actions.move_step(step=journey.steps.first(), earlier=False, by=manager),
        lambda: actions.map_again(journey=journey, by=manager),
    ):
        with pytest.raises(ValidationError, match="stays as it was"):
            write()


def test_both_versions_lead_to_each_other(client_of, journey, manager):
    again = actions.map_again(journey=journey, by=manager)
    client = client_of(manager)

    old, new = (client.get(reverse("journey_detail", args=[one.pk])).content.decode() for one in (journey, again))

    assert reverse("journey_detail", args=[again.pk]) in old and "Map it again" not in old
    assert reverse("journey_detail", args=[journey.pk]) in new


# ---- who reads and writes


@pytest.mark.parametrize(("person", "status"), [("commissioner", 404), ("lay_member", 404), ("facilitator", 200)])
def test_a_map_begins_with_team_and_facilitator(request, client_of, journey, person, status):
    response = client_of(request.getfixturevalue(person)).get(reverse("journey_detail", args=[journey.pk]))

    assert response.status_code == status


def test_others_read_a_shared_map_without_buttons(client_of, journey, lay_member):
    JourneyMap.objects.update(shared_with=ReadingLevel.WAVE)

    html = client_of(lay_member).get(reverse("journey_detail", args=[journey.pk])).content.decode()

    assert "Sees a GP" in html
    assert "Add a step" not in html and "Remove" not in html


def test_another_team_writes_nothing(journey, wave, other_trust, elsewhere, commissioner):
    with pytest.raises(PermissionDenied):
        actions.add_step(journey=journey, what="More", by=commissioner)


# ---- cycles


def test_cycles_and_journeys_are_linked_both_ways(client_of, team, manager):
    cycle = make_cycle(team, manager, title="Call within a week")
    client_of(manager).post(reverse("journey_create", args=[team.pk]), MAP | {"cycles": [cycle.pk]})
    journey = JourneyMap.objects.get()

    to_cycle = client_of(manager).get(reverse("journey_detail", args=[journey.pk])).content.decode()
    to_journey = client_of(manager).get(reverse("cycle_detail", args=[cycle.pk])).content.decode()

    assert "Call within a week, cycle 1" in to_cycle
    assert f'href="{reverse("journey_detail", args=[journey.pk])}"' in to_journey


def test_a_link_shows_no_cycle_that_its_reader_may_not_read(client_of, team, manager, lay_member):
    journey = make_journey(team, manager, shared_with=ReadingLevel.WAVE)
    journey.cycles.add(make_cycle(team, manager, title="Not told yet"))

    html = client_of(lay_member).get(reverse("journey_detail", args=[journey.pk])).content.decode()

    assert "Not told yet" not in html


# ---- the picture


def test_a_picture_is_kept_under_a_name_of_ours_and_served_as_what_it_is(client_of, team, manager):
    form = MAP | {"picture": picture_file(name="../<b>.html"), "picture_words": "Arrows"}
    client_of(manager).post(reverse("journey_create", args=[team.pk]), form)
    journey = JourneyMap.objects.get()

    response = client_of(manager).get(reverse("journey_picture", args=[journey.pk]))

    assert response.content == png()
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert response["Content-Disposition"] == f'inline; filename="journey-{journey.pk}.png"'


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"picture": SimpleUploadedFile("map.png", b"<script>alert(1)</script>")}, "Choose a PNG or JPEG picture"),
        ({"picture_words": ""}, "Say what the picture shows"),
    ],
    ids=["not a picture", "no words"],
)
def test_a_picture_that_cannot_be_kept_is_refused(client_of, team, manager, changes, said):
    form = MAP | {"picture": picture_file(), "picture_words": "Arrows"} | changes

    html = client_of(manager).post(reverse("journey_create", args=[team.pk]), form).content.decode()

    assert said in html
    assert not JourneyMap.objects.exists()


@pytest.mark.parametrize("person", ["lay_member", "commissioner", "stranger"])
def test_a_picture_is_read_like_its_map(request, client_of, team, manager, person):
    journey = make_drawn_journey(team, manager)

    response = client_of(request.getfixturevalue(person)).get(reverse("journey_picture", args=[journey.pk]))

    assert response.status_code == 404


def test_a_new_picture_takes_the_place_of_the_old_file(
    client_of, team, manager, django_capture_on_commit_callbacks, settings
):
    journey = make_drawn_journey(team, manager)
    form = MAP | {"picture": picture_file(), "picture_words": "Arrows"}

    with django_capture_on_commit_callbacks(execute=True):
        client_of(manager).post(reverse("journey_edit", args=[journey.pk]), form)

    journey.refresh_from_db()
    assert [path.name for path in (settings.DATA_DIR / "journeys").iterdir()] == [journey.picture_path]
    assert actions.read_picture(journey) == png()


def test_a_picture_is_removed(client_of, team, manager):
    journey = make_drawn_journey(team, manager)

    client_of(manager).post(reverse("journey_edit", args=[journey.pk]), MAP | {"remove_picture": "on"})

    assert client_of(manager).get(reverse("journey_picture", args=[journey.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_asks_the_same_number_of_queries_for_many_maps(
    client_of, team, manager, django_assert_max_num_queries, count
):
    for _ in range(count):
        make_journey(team, manager, {}, {})
    client = client_of(manager)

    with django_assert_max_num_queries(14):
        client.get(reverse("journey_list", args=[team.pk]))
