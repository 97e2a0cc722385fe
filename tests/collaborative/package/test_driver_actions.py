"""Nodes of a driver diagram: added, changed, moved, taken away; the tree stays a tree."""

import pytest
from django.core.exceptions import ValidationError

from collaborative.actions import drivers as actions
from collaborative.models import Driver
from operations.models import AuditEvent
from tests.collaborative import improvement
from tests.collaborative.improvement import make_driver, make_item


@pytest.fixture
def aim(wave):
    return make_driver(wave)


@pytest.fixture
def primary(wave, aim):
    return make_driver(wave, "Self-care", aim)


@pytest.fixture
def secondary(wave, primary):
    return make_driver(wave, "Books", primary, [make_item(wave, "T6", "theme")])


def add(parent, by, text="Groups", items=(), measures=()):
    return actions.add_driver(parent=parent, text=text, items=items, measures=list(measures), by=by)


def change(driver, by, **fields):
    values = {"text": driver.text, "items": driver.items.all(), "measures": driver.measures}
    return actions.change_driver(driver=driver, by=by, **values | fields)


def test_i4_a_driver_comes_last_beneath_its_parent(wave, primary, secondary, facilitator):
    item = make_item(wave, "T7", "theme")

    made = add(primary, facilitator, items=[item], measures=["referrals"])

    assert list(primary.children.all()) == [secondary, made]
    assert (made.kind, made.measures, list(made.items.all())) == ("secondary", ["referrals"], [item])


def test_i4_an_item_may_stand_under_several_drivers(wave, aim, primary, secondary, facilitator):
    item = secondary.items.get()

    add(aim, facilitator, items=[item])

    assert item.drivers.count() == 2


def test_i4_nothing_but_ideas_hangs_beneath_a_secondary_driver(secondary, facilitator):
    with pytest.raises(ValidationError, match="Nothing but ideas"):
        add(secondary, facilitator)


def test_a_wave_has_one_aim(wave, aim, facilitator):
    with pytest.raises(ValidationError, match="has an aim already"):
        actions.add_aim(wave=wave, text="Another", measures=[], by=facilitator)


def test_i4_a_secondary_driver_is_taken_to_another_primary_one(wave, aim, primary, secondary, facilitator):
    other = make_driver(wave, "Stepped care", aim)
    first = make_driver(wave, "Therapy", other, position=1)

    change(secondary, facilitator, parent=other)

    assert list(other.children.all()) == [first, secondary]


@pytest.mark.parametrize("beneath", ["itself", "its own child"])
def test_a_driver_cannot_hang_beneath_itself_or_its_child(primary, secondary, facilitator, beneath):
    parent = primary if beneath == "itself" else secondary

    with pytest.raises(ValidationError, match="one of the primary drivers"):
        change(primary, facilitator, parent=parent)


def test_drivers_move_among_their_own(wave, primary, secondary, facilitator):
    last = add(primary, facilitator)

    actions.move_driver(driver=last, places=-1, by=facilitator)

    assert list(primary.children.all()) == [last, secondary]


@pytest.mark.parametrize("what", ["child", "idea", "cycle"])
def test_i4_what_is_used_is_not_taken_out(wave, team, primary, secondary, facilitator, what):
    if what == "idea":
        improvement.make_idea(team, facilitator).drivers.add(secondary)
    if what == "cycle":
        improvement.make_cycle(team, facilitator, driver=secondary)
    driver = primary if what == "child" else secondary

    with pytest.raises(ValidationError, match="Move them first"):
        actions.remove_driver(driver=driver, by=facilitator)

    assert Driver.objects.filter(pk=driver.pk).exists()


def test_i4_a_driver_on_which_nothing_hangs_is_taken_out(secondary, facilitator):
    actions.remove_driver(driver=secondary, by=facilitator)

    assert not Driver.objects.filter(text="Books").exists()
    assert AuditEvent.objects.get(event="driver.removed").details == {"text": "Books"}


def test_a_change_is_recorded_with_what_was_before(secondary, facilitator):
    change(secondary, facilitator, text="Books and leaflets", items=[])

    details = AuditEvent.objects.get(event="driver.changed").details
    assert details["before"]["text"] == "Books"
    assert (details["before"]["items"], details["after"]["items"]) == (["T6"], [])
