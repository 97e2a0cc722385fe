"""What stands where in the driver diagram, and which principles nobody touches (I4)."""

import pytest

from collaborative.dashboards import driver_diagram as diagrams
from collaborative.dashboards.tried import tried_in
from collaborative.models import Driver, PackageItem, PdsaRamp, ReadingLevel
from tests.collaborative import improvement
from tests.collaborative.improvement import make_driver, make_item


@pytest.fixture
def tree(wave):
    """Aim; "Self-care" with CP3; beneath it "Books" with T6 and "Groups" with T7."""
    aim = make_driver(wave)
    primary = make_driver(wave, "Self-care", aim, [make_item(wave, "CP3")])
    return {
        "aim": aim,
        "primary": primary,
        "books": make_driver(wave, "Books", primary, [make_item(wave, "T6", "theme")]),
        "groups": make_driver(wave, "Groups", primary, [make_item(wave, "T7", "theme")]),
    }


@pytest.fixture
def seen(wave, tree):
    """The diagram as a person sees it, as {text of a node: node}."""

    def nodes_for(person):
        tried = tried_in(person, wave)
        diagram = diagrams.diagram_of(list(Driver.objects.filter(wave=wave).prefetch_related("items")), tried)
        return {node.text: node for node in diagrams.node_of(diagram.root, "/ideas/").all()}

    return nodes_for


def item(code):
    return PackageItem.objects.get(code=code)


def tagged_idea(team, by, *codes, **fields):
    idea = improvement.make_idea(team, by, **fields)
    idea.items.set([item(code) for code in codes])
    return idea


def test_of_idea_cycle_and_driver_the_same_team_is_counted_once(team, facilitator, seen, tree):
    ramp = PdsaRamp.objects.create(team=team, title="Books", idea=tagged_idea(team, facilitator, "T6"))
    improvement.make_cycle(team, facilitator, ramp=ramp, principle=item("CP3"), state="closed")
    improvement.make_cycle(team, facilitator, ramp=ramp, driver=tree["books"])

    nodes = seen(facilitator)

    assert nodes["T6: Books"].words == nodes["CP3: Self-care"].words == "1 team, 2 cycles: 1 adopted, 1 open"
    assert nodes["T7: Groups"].words == "Not touched yet"


def test_an_idea_stands_under_the_drivers_of_its_items_and_under_those_it_names(team, facilitator, seen, tree):
    idea = tagged_idea(team, facilitator, "T6", title="Library slips")
    idea.drivers.add(tree["groups"])

    nodes = seen(facilitator)

    for driver in ("T6: Books", "T7: Groups"):
        assert [child.text for child in nodes[driver].children] == ["Library slips"]


def test_an_idea_that_a_driver_further_out_holds_is_not_repeated_further_in(team, facilitator, seen):
    tagged_idea(team, facilitator, "T6", "CP3", title="Library slips")

    assert [child.kind for child in seen(facilitator)["CP3: Self-care"].children] == ["secondary", "secondary"]


def test_a_cycle_without_an_idea_is_marked_on_the_driver_of_its_principle(team, facilitator, seen):
    improvement.make_cycle(team, facilitator, principle=item("CP3"), state="doing")

    (mark,) = seen(facilitator)["CP3: Self-care"].marks

    assert (mark.shape, mark.words) == ("open", f"Telephone review, cycle 1 of {team}: doing")


@pytest.mark.parametrize(
    ("state", "fields", "shape"),
    [
        ("planned", {}, "planned"),
        ("studying", {}, "open"),
        ("closed", {"decision": "adapt"}, "adapted"),
        ("closed", {"decision": "abandon"}, "abandoned"),
    ],
    ids=str,
)
def test_the_shape_says_what_became_of_a_cycle(team, facilitator, seen, state, fields, shape):
    improvement.make_cycle(team, facilitator, principle=item("T6"), state=state, **fields)

    (mark,) = seen(facilitator)["T6: Books"].marks

    assert mark.shape == shape


def test_a_cancelled_cycle_touches_nothing(team, facilitator, seen):
    improvement.make_cycle(team, facilitator, principle=item("T6"), state="cancelled")

    assert seen(facilitator)["T6: Books"].heat == 0


def test_only_what_the_reader_may_read_counts(team, other_team, facilitator, lay_member, seen):
    improvement.make_cycle(team, facilitator, principle=item("T6"))
    improvement.make_cycle(other_team, facilitator, principle=item("T6"), shared_with=ReadingLevel.WAVE)

    assert seen(facilitator)["T6: Books"].words.startswith("2 teams, 2 cycles")
    assert seen(lay_member)["T6: Books"].words.startswith("1 team, 1 cycle")


def test_a_shared_cycle_of_an_idea_that_is_not_shared_does_not_name_the_idea(team, facilitator, lay_member, seen):
    idea = tagged_idea(team, facilitator, "T6", title="Secret plan")
    ramp = PdsaRamp.objects.create(team=team, title="Calls", idea=idea)
    improvement.make_cycle(team, facilitator, ramp=ramp, principle=item("T7"), shared_with=ReadingLevel.WAVE)

    nodes = seen(lay_member)

    assert "Secret plan" not in nodes
    assert (nodes["T6: Books"].heat, nodes["T7: Groups"].heat) == (0, 1)


def test_what_stands_under_no_driver_is_not_lost(wave, team, facilitator, tree):
    improvement.make_idea(team, facilitator, title="Untagged")
    loose = improvement.make_cycle(team, facilitator, title="On its own")

    diagram = diagrams.diagram_of(list(Driver.objects.filter(wave=wave)), tried_in(facilitator, wave))

    assert [family.title for family in diagram.loose_families] == ["Untagged"]
    assert list(diagram.loose_cycles) == [loose]


def untouched_by(person, wave):
    tried = tried_in(person, wave)
    drivers = list(Driver.objects.filter(wave=wave).prefetch_related("items"))
    items = list(PackageItem.objects.filter(wave=wave))
    return diagrams.untouched(items, tried, diagrams.diagram_of(drivers, tried))


def test_i4_principles_that_nobody_touches_are_named(wave, team, facilitator, tree):
    improvement.make_cycle(team, facilitator, principle=item("T6"))

    found = untouched_by(facilitator, wave)

    assert {one.heading: [row.code for row in one.items] for one in found} == {
        "change principles": [],
        "themes": ["T7"],
    }
    assert diagrams.untouched_sentence(found) == "No cycle touches 1 of the 2 themes."


def test_an_idea_that_is_not_tested_touches_nothing(wave, team, facilitator, tree):
    tagged_idea(team, facilitator, "T6")

    found = untouched_by(facilitator, wave)

    assert diagrams.untouched_sentence(found) == "No cycle touches 1 of the 1 change principles and 2 of the 2 themes."


def test_when_all_is_touched_the_sentence_says_so(wave, team, facilitator, tree):
    for code in ("T6", "T7"):
        improvement.make_cycle(team, facilitator, principle=item(code))

    said = diagrams.untouched_sentence(untouched_by(facilitator, wave))

    assert said == "Every line of the change package is touched by at least one cycle."


def test_retired_lines_are_not_missed(wave, team, facilitator, tree):
    PackageItem.objects.filter(code="T7").update(retired_at=improvement.MOMENT)
    improvement.make_cycle(team, facilitator, principle=item("T6"))

    assert all(not one.items for one in untouched_by(facilitator, wave))
