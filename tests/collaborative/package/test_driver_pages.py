"""The page of the driver diagram: its list says all that its drawing does; nodes are edited by those who answer for the wave."""

import re
from html import unescape

import pytest
from django.urls import reverse

from collaborative.actions.change_packages import start_package
from collaborative.models import Driver, PackageItem, PdsaRamp
from tests.collaborative import improvement

PAGE = "/waves/W1/improvement/drivers/"


@pytest.fixture
def package(wave, facilitator):
    return start_package(wave=wave, by=facilitator)


def text(response):
    return response.content.decode()


def driver_of(words):
    return Driver.objects.get(wave__code="W1", text=words)


def make_ideas(team, by, count):
    """As many ideas, each with a code of the package and two cycles."""
    codes = [item for item in PackageItem.objects.for_ideas() if item.kind != "principle"]
    for number in range(count):
        idea = improvement.make_idea(team, by, title=f"Idea number {number}")
        idea.items.add(codes[number % len(codes)])
        ramp = PdsaRamp.objects.create(team=team, title=idea.title, idea=idea)
        for _ in range(2):
            improvement.make_cycle(team, by, ramp=ramp, title=idea.title)


def halves(page):
    """(the drawing, the list beside it), as text without tags."""
    drawing, listed = re.search(r"<svg class=\"app-drivers\".*?</svg>", page, re.S)[0], page.split('id="as-a-list"')[1]
    return tuple(" ".join(unescape(re.sub(r"<[^>]+>", " ", half)).split()) for half in (drawing, listed))


def test_i4_the_list_names_every_node_and_cycle_of_the_drawing(client_of, facilitator, team, package):
    make_ideas(team, facilitator, 25)

    response = client_of(facilitator).get(PAGE)

    drawing, listed = halves(text(response))
    nodes = list(response.context["root"].node.all())
    assert len(nodes) == 1 + 4 + 20 + 25
    for words in [said for node in nodes for said in (node.text, node.words, *node.notes)]:
        assert words in drawing and words in listed
    for mark in [mark for node in nodes for mark in node.marks]:
        assert mark.words in drawing and mark.words in listed


def test_the_page_says_which_principles_nobody_touches(client_of, facilitator, package):
    page = text(client_of(facilitator).get(PAGE))

    assert "No cycle touches 3 of the 3 change principles, 10 of the 10 themes, 5 of the 5 practice changes" in page
    assert "What a team has not shared with you is not counted" in page


def test_one_part_of_the_diagram_is_shown_alone(client_of, facilitator, package):
    part = driver_of("Self-care with direction").pk

    response = client_of(facilitator).get(PAGE, {"part": part})

    assert [child.text for child in response.context["root"].node.children] == ["CP3: Self-care with direction"]


def test_a_part_that_is_none_shows_the_whole(client_of, facilitator, package):
    response = client_of(facilitator).get(PAGE, {"part": "x"})

    assert len(response.context["root"].children) == 4


def test_a_wave_without_a_diagram_says_how_to_begin(client_of, facilitator, manager):
    assert "Write the aim" in text(client_of(facilitator).get(PAGE))
    assert "can begin one" in text(client_of(manager).get(PAGE))


def test_the_diagram_is_a_file_with_a_row_for_every_node(client_of, lay_member, package):
    response = client_of(lay_member).get(reverse("driver_diagram_csv", args=["W1"]))

    lines = response.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 1 + 4 + 20
    assert lines[0] == "Depth,Kind,What it says,Touched,Measures,Cycles"


def test_an_aim_is_written_and_drivers_are_added_beneath(client_of, facilitator, wave):
    client = client_of(facilitator)
    client.post(reverse("aim_create", args=["W1"]), {"text": "Back to work", "measures": ["long_absence"]})
    aim = Driver.objects.get()

    client.post(reverse("driver_create", args=[aim.pk]), {"text": "Help to stay in work"})

    assert (aim.kind, aim.measures) == ("aim", ["long_absence"])
    assert [child.text for child in aim.children.all()] == ["Help to stay in work"]


def test_a_driver_is_edited_and_taken_beneath_another(client_of, facilitator, package):
    driver, parent = driver_of("Expert Patient courses"), driver_of("Other ways of managing care")
    item = PackageItem.objects.get(code="T9")
    given = {"text": "Courses", "parent": parent.pk, "items": [item.pk], "measures": ["referrals"]}

    page = text(client_of(facilitator).post(reverse("driver_edit", args=[driver.pk]), given, follow=True))

    driver.refresh_from_db()
    assert "“Courses” is saved" in page
    assert (driver.parent, list(driver.items.all()), driver.measures) == (parent, [item], ["referrals"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "Say what it is"),
        ({"parent": "x"}, "Choose one of the primary drivers"),
        ({"measures": ["unknown"]}, "Choose measures that are listed"),
    ],
    ids=str,
)
def test_a_driver_that_is_wrong_is_refused(client_of, facilitator, package, changes, said):
    driver = driver_of("Expert Patient courses")
    given = {"text": "Courses", "parent": driver.parent_id} | changes

    response = client_of(facilitator).post(reverse("driver_edit", args=[driver.pk]), given)

    assert said in text(response)
    assert driver_of("Expert Patient courses")


def test_what_is_used_is_not_taken_out_and_the_page_says_why(client_of, facilitator, package):
    address = reverse("driver_remove", args=[driver_of("Self-care with direction").pk])

    assert "Move them first" in text(client_of(facilitator).post(address, follow=True))


def test_a_driver_is_moved_and_taken_out_with_buttons(client_of, facilitator, package):
    client, driver = client_of(facilitator), driver_of("Exercise and social prescribing")

    moved = client.post(reverse("driver_move", args=[driver.pk]), {"direction": "up"}, follow=True)
    client.post(reverse("driver_remove", args=[driver.pk]))

    assert "It is 1 of 5." in text(moved)
    assert not Driver.objects.filter(pk=driver.pk).exists()


@pytest.mark.parametrize("person", ["manager", "commissioner", "lay_member", "team_member"])
def test_those_who_read_do_not_change_the_diagram(request, client_of, package, person):
    client = client_of(request.getfixturevalue(person))
    driver = driver_of("Expert Patient courses")

    assert "Add beneath" not in text(client.get(PAGE))
    assert client.post(reverse("driver_remove", args=[driver.pk])).status_code == 403


def test_i4_the_diagram_asks_as_many_questions_for_97_ideas_as_for_none(
    client_of, facilitator, team, package, django_assert_max_num_queries
):
    make_ideas(team, facilitator, 97)
    client = client_of(facilitator)

    with django_assert_max_num_queries(20):
        response = client.get(PAGE)

    assert response.status_code == 200
    assert "Idea number 96" in text(response)
