"""Deciles on the page: of published rates for all but exact readers, with the marked practice's own line (L3)."""

import csv
import io

from collaborative.dashboards.deciles import deciles_page
from collaborative.dashboards.gathering import gather, of_measure
from measures.definitions import definition_of
from measures.readers import reader_of
from tests.collaborative.conftest import GRID, agree, send_returns
from tests.collaborative.test_funnels import body, figure_of

PAGE = "/waves/W1/funnel/gp_consultations/"
GP = definition_of("gp_consultations")


def deciles(person, wave, marked=()):
    gathered = gather(person, wave, reader_of(person, wave), of_measure(GP.code))
    return deciles_page(gathered, GP, marked)


def test_fewer_than_ten_practices_are_withheld_in_words(client_of, crowd, facilitator):
    crowd(9)

    page = body(client_of(facilitator).get(PAGE))

    assert "withheld: fewer than 10 practices with a value" in page
    assert figure_of(page, "deciles") is None


def test_months_before_anybody_returned_are_gaps(wave, dozen, administrator):
    found = deciles(administrator, wave)

    shown = [month.month for month in found.months if month.values]
    assert shown == GRID[-3:]


def test_others_get_deciles_of_whole_rates_of_all_practices_and_their_own_line_exactly(
    wave, dozen, manager, administrator
):
    """Never of all but one: the two spreads are the same."""
    own, others = deciles(manager, wave, ("A99001",)), deciles(administrator, wave)

    assert own.months == others.months
    assert own.is_protected
    assert not own.marked[0].values[-2].is_integer()


def test_who_sees_every_practice_exactly_gets_deciles_of_exact_rates(wave, dozen, practice, facilitator):
    before = deciles(facilitator, wave)
    agree(wave, practice, *dozen)
    after = deciles(facilitator, wave)

    assert (before.is_protected, after.is_protected) == (True, False)
    assert before.months != after.months


def test_a_practice_outside_the_scope_has_no_line(wave, dozen, neighbour, manager):
    send_returns(wave, neighbour, 0, GRID[-3:])

    assert [own.name for own in deciles(manager, wave, ("A99002", "A99100")).marked] == []


def test_the_file_has_a_row_for_every_month_and_says_what_is_withheld(client_of, dozen, manager):
    response = client_of(manager).get("/waves/W1/deciles/gp_consultations.csv")

    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    head = next(number for number, line in enumerate(lines) if line and line[0] == "month")
    assert lines[head][-2:] == ["why_withheld", "Ash Surgery"]
    assert len(lines) - head - 1 == 24
    assert lines[head + 1][-2] == "withheld: fewer than 10 practices with a value"
