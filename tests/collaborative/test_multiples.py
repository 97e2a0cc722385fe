"""Small multiples: every practice of the scope on one page, on a common scale or each its own, alphabetical or those worth a look first (L7)."""

import re
from datetime import date

import pytest

from measures import small_multiples
from measures.chart_lines import Line, Signal
from measures.computing.recompute import recompute_wave
from tests.collaborative.conftest import GRID, agree, send_returns
from tests.conftest import make_practice

MULTIPLES = "/waves/W1/multiples/gp_consultations/"
MONTHS = [date(2006, month, 1) for month in range(1, 5)]


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def line(*values, states=()):
    return Line(
        "gp", "GP", "per 100 people", "LOWER_IS_BETTER", MONTHS[: len(values)], values,
        Signal("none", len(values), len(values), 2.0), states=states,
    )  # fmt: skip


def names_of(page):
    part = page[page.index('id="practices"') :]
    return re.findall(r'<li class="app-multiple[^>]*>.*?<a [^>]*>([^<]+)</a>', part)


def test_every_practice_of_the_scope_has_its_drawing_alphabetically(client_of, returned, facilitator):
    page = body(client_of(facilitator).get(MULTIPLES))

    assert names_of(page) == ["Ash Surgery", "Beech Surgery", "Cedar Surgery"]
    assert page.count('class="multiple"') >= 3


def test_a_manager_sees_the_own_practice_by_name_and_no_other(client_of, returned, manager):
    assert names_of(body(client_of(manager).get(MULTIPLES))) == ["Ash Surgery"]


def test_the_scale_is_common_unless_each_has_its_own(client_of, returned, manager):
    client = client_of(manager)

    common, free = body(client.get(MULTIPLES)), body(client.get(f"{MULTIPLES}?scale=free"))

    assert "All drawings from 0 to" in common
    assert "heights cannot be compared" in free
    assert ("app-multiple__scale" in common, "app-multiple__scale" in free) == (False, True)


def test_those_worth_a_look_come_first_and_that_is_no_rank(client_of, wave, returned, trust, facilitator):
    """Flat figures are not worth a look; the flat practice is the first by name."""
    flat = make_practice(wave, "A99000", "Aa Surgery", trust)
    send_returns(wave, flat, 0, GRID[-6:])
    recompute_wave(wave=wave)
    client = client_of(facilitator)

    by_name, by_look = (names_of(body(client.get(f"{MULTIPLES}?order={order}"))) for order in ("name", "look"))

    assert (by_name[0], by_look[-1]) == ("Aa Surgery", "Aa Surgery")
    assert by_look[:-1] == sorted(by_look[:-1])
    assert "not a rank" in body(client.get(f"{MULTIPLES}?order=look"))


def test_a_mark_is_a_shape_and_a_word(client_of, returned, facilitator):
    """L5"""
    page = body(client_of(facilitator).get(f"{MULTIPLES}?mark=A99002"))

    marked = re.findall(r'<li class="app-multiple app-multiple--marked">(.*?)</li>', page)
    assert len(marked) == 1
    assert "Beech Surgery" in marked[0]
    assert "Marked" in marked[0]


def test_figures_are_exact_under_an_agreement_only(client_of, wave, returned, practice, facilitator):
    client = client_of(facilitator)
    before = body(client.get(MULTIPLES))
    agree(wave, practice)
    after = body(client.get(MULTIPLES))

    exact = r"<b>\d+\.\d+</b>"
    assert (len(re.findall(exact, before)), len(re.findall(exact, after))) == (0, 1)


@pytest.mark.parametrize("query", ["?scale=none&order=none", "?mark=", "?mark=%22%3E%3Cb%3E"])
def test_an_address_that_means_nothing_shows_the_page_as_it_is(client_of, returned, manager, query):
    page = body(client_of(manager).get(f"{MULTIPLES}{query}"))

    assert "Ash Surgery" in page
    assert '"><b>' not in page


def test_a_missing_month_breaks_the_line():
    drawn = small_multiples.drawing(line(1.0, 2.0, None, 3.0), (0, 3), "words")

    assert drawn.count("M") - drawn.count('class="centre"') == 2


def test_the_latest_point_is_drawn_and_what_is_not_accepted_is_open():
    drawn = small_multiples.drawing(line(1.0, 2.0, states=["provisional", "accepted"]), (0, 3), "words")

    assert (drawn.count("<circle"), drawn.count('<circle class="o"')) == (2, 1)


@pytest.mark.parametrize("values", [(2.0,), (0.0, 0.0, 0.0), (None, 5.0), (3.0, 3.0)])
def test_flat_single_and_zero_lines_have_a_height(values):
    low, high = small_multiples.own_bounds(line(*values))

    assert high > low


def test_the_common_scale_begins_at_nought_and_holds_the_highest():
    assert small_multiples.common_bounds([line(1.0, 2.0), line(None, 7.0), line(None)]) == (0, 7.0)
    assert small_multiples.common_bounds([]) == (0, 1)


def test_words_cannot_break_out_of_the_drawing():
    assert '"><b>' not in small_multiples.drawing(line(1.0), (0, 1), '"><b>')
