"""The library of ideas and the page of one: who tried it, where, with what result, and how to take it (I5)."""

from datetime import date

import pytest
from django.urls import reverse

from collaborative.actions.change_packages import start_package
from collaborative.actions.ideas import copy_idea
from collaborative.models import ChangeIdea, PackageItem, PdsaRamp, ReadingLevel
from tests.collaborative import improvement

PAGE = "/waves/W1/improvement/ideas/"
WAVE = ReadingLevel.WAVE


@pytest.fixture
def package(wave, facilitator):
    return start_package(wave=wave, by=facilitator)


@pytest.fixture
def idea(team, manager):
    return improvement.make_idea(team, manager, title="Library slips", shared_with=WAVE)


def text(response):
    return response.content.decode()


def titles(response):
    return [entry.title for entry in response.context["entries"]]


def entry(response):
    (only,) = response.context["entries"]
    return only


def make_test_of(idea, by, *practices, **fields):
    ramp = PdsaRamp.objects.get_or_create(team=idea.team, title=idea.title, idea=idea)[0]
    return improvement.make_cycle(
        idea.team, by, ramp=ramp, title=idea.title, practices=practices, **{"shared_with": WAVE} | fields
    )


def test_i5_the_library_says_who_tried_it_where_and_with_what_result(
    client_of, facilitator, manager, idea, practice, neighbour
):
    make_test_of(idea, manager, practice, state="closed", decision="adapt")
    make_test_of(
        idea, manager, practice, neighbour, state="closed", closed_on=date(2006, 9, 1), result="Half came back"
    )
    make_test_of(idea, manager, practice, state="doing")

    found = entry(client_of(facilitator).get(PAGE))

    assert found.tested == "1 team tried it in 2 practices; 3 cycles: 1 adopted, 1 adapted, 1 open"
    assert found.result == f"{idea.team}, 1 September 2006, adopted: Half came back"
    assert len(found.cycles) == 3


def test_i5_copies_stand_as_one_and_count_the_practices_of_all(
    client_of, facilitator, manager, idea, other_team, practice, elsewhere
):
    copy = copy_idea(idea=idea, team=other_team, by=facilitator)
    make_test_of(idea, manager, practice)
    make_test_of(copy, facilitator, elsewhere)

    found = entry(client_of(facilitator).get(PAGE))

    assert found.tested == "2 teams tried it in 2 practices; 2 cycles: 2 open"
    assert [team for team, _ in found.teams] == [str(idea.team), str(other_team)]


def test_i5_a_copy_of_a_copy_belongs_to_the_same_family(client_of, facilitator, wave, idea, other_team):
    copy = copy_idea(idea=idea, team=other_team, by=facilitator)
    again = improvement.make_idea(idea.team, facilitator, title="Slips, second try", copied_from=copy)

    found = entry(client_of(facilitator).get(PAGE))

    assert reverse("idea_detail", args=[again.pk]) in [href for _, href in found.teams]


def test_only_what_may_be_read_is_told(client_of, lay_member, manager, facilitator, idea, other_team, practice):
    copy_idea(idea=idea, team=other_team, by=facilitator)
    make_test_of(
        idea, manager, practice, state="closed", result="Not to be read", shared_with=ReadingLevel.COMMISSIONER
    )

    response = client_of(lay_member).get(PAGE)

    found = entry(response)
    assert [team for team, _ in found.teams] == [str(idea.team)]
    assert found.tested == "No cycle that you may read tests it yet"
    assert "Not to be read" not in text(response)


def test_ideas_are_in_alphabetical_order_whatever_their_letters(client_of, facilitator, team, manager):
    for title in ("walking groups", "Books", "calls"):
        improvement.make_idea(team, manager, title=title)

    assert titles(client_of(facilitator).get(PAGE)) == ["Books", "calls", "walking groups"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({"words": "SLIPS library"}, ["Library slips"]),
        ({"words": "nothing like it"}, []),
        ({"item": "T6"}, ["Library slips"]),
        ({"driver": "Self-help books within reach"}, ["Library slips"]),
        ({"driver": "Self-care with direction"}, ["Library slips"]),
        ({"driver": "Help to stay in work"}, ["Jobcentre visits"]),
    ],
    ids=str,
)
def test_i5_the_library_is_searched(client_of, wave, facilitator, team, manager, idea, package, search, found):
    idea.items.add(PackageItem.objects.get(code="T6"))
    improvement.make_idea(team, manager, title="Jobcentre visits").items.add(PackageItem.objects.get(code="T9"))
    if "item" in search:
        search = {"item": PackageItem.objects.get(code=search["item"]).pk}
    if "driver" in search:
        search = {"driver": wave.drivers.get(text=search["driver"]).pk}

    assert titles(client_of(facilitator).get(PAGE, search)) == found


def test_a_search_that_is_wrong_says_so(client_of, facilitator, idea):
    response = client_of(facilitator).get(PAGE, {"item": "x"})

    assert titles(response) == ["Library slips"]
    assert "Error:" in text(response)


def test_a_wave_without_ideas_says_so(client_of, lay_member, wave):
    assert "No team has shared an idea with you yet" in text(client_of(lay_member).get(PAGE))


def test_i5_an_idea_is_copied_into_mine_from_its_page(client_of, manager, team, other_team, facilitator):
    theirs = improvement.make_idea(other_team, facilitator, title="Art class", shared_with=WAVE)
    client = client_of(manager)
    assert f"Copy into {team}" in text(client.get(reverse("idea_detail", args=[theirs.pk])))

    page = text(client.post(reverse("idea_copy", args=[team.pk, theirs.pk]), follow=True))

    assert ChangeIdea.objects.get(team=team).copied_from == theirs
    assert "Copied from" in page and "Art class" in page


def test_a_second_copy_is_refused_with_its_reason(client_of, facilitator, team, idea):
    page = text(client_of(facilitator).post(reverse("idea_copy", args=[team.pk, idea.pk]), follow=True))

    assert "has this idea already" in page


def test_where_an_idea_came_from_is_not_told_to_those_who_may_not_read_it(
    client_of, lay_member, facilitator, team, other_team
):
    hidden = improvement.make_idea(other_team, facilitator, title="Hidden first try")
    copy = improvement.make_idea(team, facilitator, title="Ours", copied_from=hidden, shared_with=WAVE)

    assert "Hidden first try" not in text(client_of(lay_member).get(reverse("idea_detail", args=[copy.pk])))


def test_g9_an_idea_says_who_can_read_each_field_before_it_is_saved(client_of, team_member, team):
    page = text(client_of(team_member).get(reverse("idea_create", args=[team.pk])))

    assert page.count("Can be read by: the team and its facilitator") == 4


def test_a_team_member_writes_an_idea_and_shares_it(client_of, team_member, team, package):
    item = PackageItem.objects.get(code="OC2")
    given = {"title": "Evening group", "description": "Led by service users", "items": [item.pk], "shared_with": "2"}
    client = client_of(team_member)
    client.post(reverse("idea_create", args=[team.pk]), given)
    made = ChangeIdea.objects.get()

    client.post(reverse("idea_edit", args=[made.pk]), given | {"shared_with": "4"})

    made.refresh_from_db()
    assert (made.created_by, list(made.items.all()), made.shared_with) == (team_member, [item], WAVE)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"shared_with": "everybody"}, "Select a valid choice"),
        ({"title": ""}, "Say in a few words what the idea is"),
        ({"description": "NHS number 943 476 5919"}, "This contains what looks like"),
    ],
    ids=str,
)
def test_an_idea_that_is_wrong_is_refused_and_not_stored(client_of, team_member, team, changes, said):
    given = {"title": "Evening group", "shared_with": "2"} | changes

    response = client_of(team_member).post(reverse("idea_create", args=[team.pk]), given)

    assert said in text(response)
    assert not ChangeIdea.objects.exists()


@pytest.mark.parametrize("person", ["commissioner", "lay_member"])
def test_who_reads_an_idea_does_not_change_it(request, client_of, idea, person):
    client = client_of(request.getfixturevalue(person))

    assert "Change or share it" not in text(client.get(reverse("idea_detail", args=[idea.pk])))
    assert client.post(reverse("idea_edit", args=[idea.pk]), {"title": "No"}).status_code == 403


def test_an_idea_that_is_not_shared_does_not_exist_for_others(client_of, lay_member, team, manager):
    idea = improvement.make_idea(team, manager)

    assert client_of(lay_member).get(reverse("idea_detail", args=[idea.pk])).status_code == 404


def test_another_teams_idea_is_read_and_not_written(client_of, manager, other_team, facilitator):
    theirs = improvement.make_idea(other_team, facilitator, shared_with=WAVE)

    assert client_of(manager).post(reverse("idea_edit", args=[theirs.pk]), {"title": "No"}).status_code == 403


@pytest.mark.parametrize("name", ["idea_list", "idea_detail"])
def test_i5_as_many_questions_for_many_ideas_as_for_few(
    client_of, facilitator, team, manager, idea, package, practice, django_assert_max_num_queries, name
):
    for number in range(15):
        other = improvement.make_idea(team, manager, title=f"Idea {number}")
        other.items.add(PackageItem.objects.get(code="T6"))
        make_test_of(other, manager, practice, state="closed")
    client = client_of(facilitator)

    with django_assert_max_num_queries(24):
        client.get(PAGE if name == "idea_list" else reverse("idea_detail", args=[idea.pk]))


def test_a_form_offers_what_is_in_force_and_what_the_idea_has_already(client_of, manager, wave, team, package):
    PackageItem.objects.filter(code__in=["T6", "T7"]).update(retired_at=improvement.MOMENT)
    kept = improvement.make_idea(team, manager)
    kept.items.add(PackageItem.objects.get(code="T6"))

    form = client_of(manager).get(reverse("idea_edit", args=[kept.pk])).context["form"]

    codes = [item.code for item in form.fields["items"].queryset]
    assert codes[:4] == ["CP1", "CP2", "CP3", "T1"]
    assert "T6" in codes and "T7" not in codes and "V1" not in codes
