"""The page of a wave's change package: read by many, changed by those who answer for the wave."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from collaborative.actions.change_packages import start_package
from collaborative.models import PackageItem, ReadingLevel
from tests.collaborative import improvement
from tests.conftest import make_person

PAGE = "/waves/W1/improvement/package/"


@pytest.fixture
def package(wave, facilitator):
    return start_package(wave=wave, by=facilitator)


def text(response):
    return response.content.decode()


def item_of(code):
    return PackageItem.objects.get(wave__code="W1", code=code)


def test_a_wave_without_a_package_offers_both_ways_to_begin(client_of, facilitator):
    page = text(client_of(facilitator).get(PAGE))

    assert "Begin with these lines" in page
    assert "Copy from another wave" in page


def test_who_may_not_begin_one_is_told_who_can(client_of, manager):
    page = text(client_of(manager).get(PAGE))

    assert "Its facilitator or the programme administrator can begin one" in page
    assert "<form" not in page.split("<main")[1]


@pytest.mark.parametrize("person", ["facilitator", "administrator"])
def test_the_standard_package_is_begun_from_the_page(request, client_of, wave, person):
    client = client_of(request.getfixturevalue(person))

    page = text(client.post(reverse("package_start", args=["W1"]), follow=True))

    assert "28 lines" in page
    assert "Stepped care as one pathway" in page


def test_beginning_twice_says_so(client_of, facilitator, package):
    page = text(client_of(facilitator).post(reverse("package_start", args=["W1"]), follow=True))

    assert "has a change package already" in page


def test_copying_without_a_choice_is_refused(client_of, facilitator, wave):
    response = client_of(facilitator).post(reverse("package_copy", args=["W1"]), {})

    assert "Choose a wave" in text(response)
    assert not PackageItem.objects.exists()


def test_ideas_and_cycles_that_point_at_a_line_are_counted(client_of, facilitator, team, package):
    idea = improvement.make_idea(team, facilitator)
    idea.items.add(item_of("T6"))
    improvement.make_cycle(team, facilitator, principle=item_of("CP3"))

    page = client_of(facilitator).get(PAGE)

    lines = {row[0]: row for _, table in page.context["sections"] for row in table["rows"]}
    assert [cell["text"] for cell in lines["T6"][2:4]] == ["1", "0"]
    assert [cell["text"] for cell in lines["CP3"][2:4]] == ["0", "1"]


def test_work_that_is_not_shared_is_not_counted(client_of, lay_member, facilitator, team, package):
    idea = improvement.make_idea(team, facilitator, shared_with=ReadingLevel.COMMISSIONER)
    idea.items.add(item_of("T6"))

    page = text(client_of(lay_member).get(PAGE))

    assert "no ideas and no cycles of no teams" in page
    assert "What a team has not shared with you is not counted" in page


def test_a_line_is_added(client_of, facilitator, package):
    given = {"kind": "theme", "code": "T11", "text": "Walking groups"}

    page = text(client_of(facilitator).post(reverse("item_create", args=["W1"]), given, follow=True))

    assert "T11 is in the change package" in page
    assert "Walking groups" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "Choose what kind it is"),
        ({"code": "T5"}, "There is such a code already"),
        ({"text": ""}, "Say what it is"),
        ({"text": "NHS number 943 476 5919"}, "This contains what looks like"),
    ],
    ids=str,
)
def test_a_line_that_is_wrong_is_refused_and_not_stored(client_of, facilitator, package, changes, said):
    given = {"kind": "theme", "code": "T11", "text": "Walking groups"} | changes

    response = client_of(facilitator).post(reverse("item_create", args=["W1"]), given)

    assert said in text(response)
    assert PackageItem.objects.count() == 28


def test_a_line_is_put_into_other_words(client_of, administrator, package):
    client_of(administrator).post(reverse("item_edit", args=[item_of("T6").pk]), {"text": "Books for all"})

    assert item_of("T6").text == "Books for all"


def test_a_line_is_moved_with_a_button(client_of, facilitator, package):
    address = reverse("item_move", args=[item_of("T2").pk])

    page = text(client_of(facilitator).post(address, {"direction": "up"}, follow=True))

    assert "It is 1 of 10." in page


def test_a_line_is_retired_and_put_in_force_again(client_of, facilitator, package):
    client = client_of(facilitator)

    retired = text(client.post(reverse("item_retire", args=[item_of("T6").pk]), follow=True))
    assert "Retired: nothing new is tagged with it" in retired

    client.post(reverse("item_restore", args=[item_of("T6").pk]))
    assert item_of("T6").retired_at is None


@pytest.mark.parametrize("person", ["manager", "commissioner", "lay_member", "team_member"])
def test_those_who_read_do_not_change(request, client_of, package, person):
    client = client_of(request.getfixturevalue(person))

    assert "Add a line" not in text(client.get(PAGE))
    assert client.post(reverse("item_edit", args=[item_of("T6").pk]), {"text": "No"}).status_code == 403
    assert client.post(reverse("package_start", args=["W1"])).status_code == 403


def test_a_facilitator_of_one_pct_does_not_decide_for_the_wave(client_of, package, trust, practice):
    local = make_person("local@example.org", Role.FACILITATOR, organisation=trust)

    assert client_of(local).post(reverse("item_retire", args=[item_of("T6").pk])).status_code == 403


def test_a_stranger_finds_nothing(client_of, stranger, package):
    client = client_of(stranger)

    assert client.get(PAGE).status_code == 404
    assert client.get(reverse("item_edit", args=[item_of("T6").pk])).status_code == 404


def test_the_page_asks_as_many_questions_whatever_is_counted(
    client_of, facilitator, team, package, django_assert_max_num_queries
):
    for number in range(12):
        idea = improvement.make_idea(team, facilitator, title=f"Idea {number}")
        idea.items.add(item_of("T6"))
    client = client_of(facilitator)

    with django_assert_max_num_queries(20):
        client.get(PAGE)
