"""Worth a look: why, how far, of how many; each practice and measure once, and nothing both good and bad (L12)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.dashboards.gathering import gather
from collaborative.dashboards.readings import BETTER, DIFFERENT, LIST, MIXED, WORSE
from collaborative.dashboards.worth_a_look import Item, agreed_side, sections, signed, worth_a_look_page
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn
from measures.readers import reader_of
from tests.collaborative.conftest import GRID, STEADY, agree, send_returns
from tests.conftest import make_practice

LOOK = "/waves/W1/worth-a-look/"


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def page_of(person, wave):
    return worth_a_look_page(gather(person, wave, reader_of(person, wave)))


def items_of(page):
    return [item for section in page.sections for item in section.items]


# ---- sides


@pytest.mark.parametrize(
    ("sides", "side"),
    [
        ({BETTER}, BETTER),
        ({WORSE}, WORSE),
        ({BETTER, DIFFERENT}, BETTER),
        ({BETTER, WORSE}, MIXED),
        ({BETTER, MIXED}, MIXED),
        ({BETTER, WORSE, LIST}, LIST),
        ({DIFFERENT}, DIFFERENT),
    ],
)
def test_contradictory_signs_are_called_neither_good_nor_bad(sides, side):
    """L12: nothing can stand in the list as both."""
    assert agreed_side(sides) == side


made_items = st.lists(
    st.builds(
        Item,
        name=st.sampled_from(["Ash", "Beech", "Cedar"]),
        code=st.just("A1"),
        href=st.just(""),
        measure=st.sampled_from(["GP", "Referrals"]),
        measure_number=st.integers(1, 4),
        side=st.sampled_from([BETTER, WORSE, DIFFERENT, MIXED, LIST]),
        note=st.just(""),
        reasons=st.just([]),
        sample=st.just(""),
    )
)


@given(made_items)
def test_every_item_stands_in_exactly_one_section(items):
    found = [item for section in sections(items) for item in section.items]

    assert sorted(map(id, found)) == sorted(map(id, items))


@given(made_items)
def test_help_and_learning_are_kept_apart(items):
    help_needed, learn, _ = sections(items)

    assert {item.side for item in help_needed.items} <= {WORSE}
    assert {item.side for item in learn.items} <= {BETTER}


@pytest.mark.parametrize(("value", "text"), [(3.44, "+3.44"), (-3.44, "−3.44"), (0.0, "0.00"), (-12.04, "−12.0")])
def test_a_difference_has_its_sign(value, text):
    assert signed(value) == text


# ---- what is in it


def test_an_item_has_reason_effect_and_sample(client_of, wave, returned, manager):
    page = page_of(manager, wave)

    gp = next(item for item in items_of(page) if item.measure == "GP consultations")
    assert gp.reasons[0].words.startswith("Special cause")
    assert re.match(r"−[\d.]+ against the \w+ of [\d.]+: [\d.]+ per 100 people", gp.reasons[0].effect)
    assert re.match(r"23 months with a value; [\d,]+ of 1,200 person-months", gp.sample)


def test_each_practice_and_measure_stands_once_alphabetically(wave, returned, practice, neighbour, facilitator):
    agree(wave, practice, neighbour)

    found = [(item.name, item.measure_number) for item in items_of(page_of(facilitator, wave))]
    by_section = [[item.name for item in section.items] for section in page_of(facilitator, wave).sections]

    assert len(found) == len(set(found))
    assert by_section == [sorted(names) for names in by_section]


def test_while_the_list_moves_nothing_is_called_good_or_bad(wave, returned, practice, manager):
    """The rate falls only because the list grows."""
    for place, version in enumerate(MonthlyReturn.objects.filter(practice=practice).order_by("month")):
        size = 400 + 60 * place
        version.list_open, version.list_added, version.list_removed, version.list_close = size, 60, 0, size + 60
        version.save()
    recompute_wave(wave=wave)

    page = page_of(manager, wave)

    assert {item.side for item in items_of(page)} <= {LIST}
    assert items_of(page)
    assert all("The list moved" in item.note for item in items_of(page))


def test_a_practice_far_from_the_others_is_listed_with_its_difference(wave, crowd, practice, facilitator):
    """Outside 99.8%, and still so with all compared at once; three months give no run rule."""
    crowd(12)
    high = list(STEADY)
    high[6] = 4 * STEADY[6]
    send_returns(wave, practice, 0, GRID[-3:], counts=tuple(high))
    recompute_wave(wave=wave)

    items = items_of(page_of(facilitator, wave))

    assert [(item.name, item.side) for item in items if item.measure_number == 1] == [("Ash Surgery", WORSE)]
    reason = next(item for item in items if item.measure_number == 1).reasons[0]
    assert "above the 99.8% limits of the funnel of 13 practices" in reason.words
    assert reason.effect.startswith("+")


def test_a_measure_without_a_better_direction_is_in_neither_list(wave, returned, facilitator):
    help_needed, learn, _ = page_of(facilitator, wave).sections

    assert {item.measure_number for item in [*help_needed.items, *learn.items]} & {2} == set()


# ---- who sees it, and what stands around it


def test_a_manager_finds_the_own_practice_only(client_of, returned, manager):
    page = body(client_of(manager).get(LOOK))

    assert "Ash Surgery" in page
    assert "Beech Surgery" not in page


def test_a_lay_member_finds_nobody_and_is_told_so(client_of, returned, lay_member):
    page = body(client_of(lay_member).get(LOOK))

    assert "no practice with figures lies in your scope" in page


def test_chance_and_the_smallest_denominators_are_said(client_of, returned, facilitator):
    page = body(client_of(facilitator).get(LOOK))

    assert re.search(
        r"12 measures of practices were looked at and \d+ are listed; with nothing changed anywhere, about", page
    )
    assert "Absence of 13 weeks or more: 50 people at the end of the month" in page
    assert "not ranked" in page


def test_flat_figures_leave_the_sections_empty_in_words(client_of, wave, practice, trust, manager):
    send_returns(wave, practice, 0, GRID[-6:])
    make_practice(wave, "A99009", "Other Surgery", trust)
    recompute_wave(wave=wave)

    assert body(client_of(manager).get(LOOK)).count("Nothing at present.") == 3


def test_for_others_the_effects_come_from_whole_rates(wave, returned, facilitator):
    """P8"""
    items = items_of(page_of(facilitator, wave))

    values = [re.search(r": ([\d.,]+) (?:per|%)", reason.effect) for item in items for reason in item.reasons]
    assert values
    assert all("." not in found[1] for found in values if found)
