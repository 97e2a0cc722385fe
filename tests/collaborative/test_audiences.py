"""Who sees figures exactly and who protected ones, and that true counts leave by no outlet."""

import json
import re
from datetime import date

import pytest

from measures.models import MonthlyReturn
from practices.models import SharingAgreement
from tests.collaborative.conftest import agree
from tests.collaborative.pages import (
    PAGES,
    PRACTICE,
    SENTINELS,
    WAVE,
    body,
    csv_of,
    rate_row,
    url,
)


def test_the_practice_sees_its_own_figures_exactly(client_of, returned, manager):
    """P13"""
    line = MonthlyReturn.objects.get(practice__ods_code="A99001", month=date(2006, 11, 1))

    numerator, denominator, rate = rate_row(csv_of(client_of(manager), "practice", "A99001"))

    assert (int(numerator), float(denominator)) == (line.gp_consultations, 400)
    assert float(rate) == line.gp_consultations / 400 * 100


@pytest.mark.parametrize("person", ["commissioner", "facilitator"])
def test_partners_see_a_practice_exactly_under_its_agreement_only(request, client_of, wave, returned, practice, person):
    client = client_of(request.getfixturevalue(person))
    line = MonthlyReturn.objects.get(practice=practice, month=date(2006, 11, 1))

    before = rate_row(csv_of(client, "practice", "A99001"))
    agree(wave, practice)
    after = rate_row(csv_of(client, "practice", "A99001"))

    assert int(before[0]) == (line.gp_consultations + 2) // 5 * 5 != line.gp_consultations
    assert int(after[0]) == line.gp_consultations


def test_a_withdrawn_agreement_counts_at_once(client_of, wave, returned, practice, commissioner):
    """R5: also on a page that was kept while it was in force."""
    agree(wave, practice)
    client = client_of(commissioner)
    exact = body(client.get(url(PRACTICE)))

    SharingAgreement.objects.update(revoked_on=date(2007, 2, 8))
    protected = body(client.get(url(PRACTICE)))

    assert "Protected figures" not in exact
    assert "Protected figures" in protected


def test_the_administrator_sees_protected_figures_whatever_was_agreed(
    client_of, wave, returned, practice, administrator
):
    agree(wave, practice)

    assert "Protected figures" in body(client_of(administrator).get(url(PRACTICE)))


def test_a_total_is_exact_only_where_every_contributing_practice_has_agreed(
    client_of, wave, returned, practice, neighbour, commissioner
):
    client = client_of(commissioner)

    agree(wave, practice)
    one_agreed = rate_row(csv_of(client, "commissioner", "5W0"))
    agree(wave, neighbour)
    all_agreed = rate_row(csv_of(client, "commissioner", "5W0"))

    assert one_agreed[0] == ""
    assert float(all_agreed[1]) == 800


def test_a_commissioner_sees_another_trust_and_the_wave_protected(
    client_of, wave, returned, practice, neighbour, elsewhere, commissioner
):
    agree(wave, practice, neighbour, elsewhere)
    client = client_of(commissioner)

    assert rate_row(csv_of(client, "commissioner", "5W1"))[0] == ""
    assert rate_row(csv_of(client, "wave", "wave"))[0] == ""


def test_a_facilitator_with_all_agreements_sees_the_wave_exactly(
    client_of, wave, returned, practice, neighbour, elsewhere, facilitator
):
    agree(wave, practice, neighbour, elsewhere)

    page = body(client_of(facilitator).get(url(WAVE)))

    assert "Protected figures" not in page
    assert rate_row(csv_of(client_of(facilitator), "wave", "wave"))[1] == "1200.0"


SENTINEL_PAGES = [
    (name, ["gp_consultations" if part == "long_absence" else part for part in arguments])
    for name, arguments in PAGES[:-1]
]


@pytest.mark.parametrize("person", ["facilitator", "commissioner", "administrator"])
def test_true_counts_of_a_practice_reach_nobody_outside_it(request, client_of, sentinels, person):
    """P11, D13: not in a page, the JSON in it, a drawing, alternative text, a file."""
    client = client_of(request.getfixturevalue(person))

    found = {page[0]: SENTINELS.findall(body(client.get(url(page)))) for page in SENTINEL_PAGES}

    assert found == {page[0]: [] for page in SENTINEL_PAGES}


def test_the_sentinels_can_be_found_at_all(client_of, sentinels, manager):
    """The test above is able to fail: the practice itself sees them."""
    client = client_of(manager)

    assert all(SENTINELS.findall(body(client.get(url(page)))) for page in SENTINEL_PAGES if "A99001" in page[1])


def test_small_counts_are_stars_in_every_outlet(client_of, sentinels, facilitator):
    client = client_of(facilitator)
    csv = rate_row(csv_of(client, "practice", "A99001", "long_absence"))
    page = body(client.get(url(PRACTICE)))
    figures = [
        json.loads(found)
        for found in re.findall(r'<script id="[\w-]+-figure" type="application/json">(.*?)</script>', page)
    ]
    absence = next(figure for figure in figures if any(trace["name"].startswith("Absence") for trace in figure["data"]))

    assert csv == ("*", "400", "")
    assert next(trace for trace in absence["data"] if trace["name"].startswith("Absence"))["y"] == [None] * 24


def test_the_stored_line_is_for_the_practice_and_its_partners(client_of, wave, returned, practice, facilitator):
    """R10"""
    client = client_of(facilitator)
    page = ("show_working", ["W1", "practice", "A99001", "long_absence", "2006-11"])

    before = body(client.get(url(page)))
    agree(wave, practice)
    after = body(client.get(url(page)))

    assert "Values of the stored line" not in before
    assert "Values of the stored line" in after
