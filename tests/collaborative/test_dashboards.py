"""The pages of figures: who may open what, how one leads to the next, and what stands on the page of the wave."""

import re
from datetime import date

import pytest
from django.urls import reverse

from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn
from operations.models import AuditEvent
from tests.collaborative.conftest import agree
from tests.collaborative.pages import (
    MEASURE,
    OF_PRACTICE,
    OF_TOTALS,
    PAGES,
    PRACTICE,
    WAVE,
    body,
    csv_of,
    rate_row,
    url,
)


@pytest.mark.parametrize("page", PAGES, ids=str)
@pytest.mark.parametrize("person", ["facilitator", "commissioner", "administrator", "manager"])
def test_every_page_opens_for_whoever_looks_after_the_practice(request, client_of, returned, page, person):
    assert client_of(request.getfixturevalue(person)).get(url(page)).status_code == 200


@pytest.mark.parametrize("page", OF_PRACTICE, ids=str)
def test_a_neighbours_page_is_as_unknown_as_one_that_is_not_there(client_of, returned, manager, page):
    """D11, R1: 404, and the same body as for a code that nobody has."""
    name, arguments = page
    client = client_of(manager)

    neighbours, nobodys = (
        client.get(reverse(name, args=[code if part == "A99001" else part for part in arguments]))
        for code in ("A99002", "A99999")
    )

    assert (neighbours.status_code, nobodys.status_code) == (404, 404)
    assert body(neighbours).replace("A99002", "") == body(nobodys).replace("A99999", "")


@pytest.mark.parametrize("page", OF_PRACTICE, ids=str)
def test_a_lay_member_finds_no_practice(client_of, returned, lay_member, page):
    assert client_of(lay_member).get(url(page)).status_code == 404


@pytest.mark.parametrize("page", OF_TOTALS, ids=str)
def test_a_lay_member_may_open_the_totals(client_of, returned, lay_member, page):
    assert client_of(lay_member).get(url(page)).status_code == 200


@pytest.mark.parametrize("page", OF_TOTALS, ids=str)
def test_a_data_officer_may_not_open_the_totals(client_of, returned, data_officer, page):
    assert client_of(data_officer).get(url(page)).status_code == 403


@pytest.mark.parametrize("page", [page for page in PAGES if page[0] != "home"], ids=str)
def test_a_stranger_finds_nothing(client_of, returned, stranger, page):
    assert client_of(stranger).get(url(page)).status_code == 404


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_who_is_not_signed_in_is_sent_to_sign_in(client, returned, page):
    response = client.get(url(page))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "path",
    [
        "/waves/W1/measures/none/",
        "/waves/W1/pcts/5ZZ/",
        "/waves/W1/working/wave/wave/referrals/2006-13/",
        "/waves/W1/working/wave/wave/referrals/1999-01/",
        "/waves/W1/working/wave/5W0/referrals/2006-11/",
        "/waves/W1/working/region/5W0/referrals/2006-11/",
        "/waves/W1/data/wave/wave/none.csv",
        "/waves/W1/data/wave/wave/none/chart.html",
    ],
)
def test_an_address_that_means_nothing_is_not_found(client_of, returned, facilitator, path):
    assert client_of(facilitator).get(path).status_code == 404


def test_a_person_without_a_role_is_told_so(client_of, stranger):
    assert "You have no role at present" in body(client_of(stranger).get("/"))


def test_a_manager_sees_what_is_due_and_the_own_four_lines(client_of, returned, manager):
    """C7"""
    page = body(client_of(manager).get("/"))

    assert "Send the return for Jan 2007" in page
    assert page.count("<svg") == 4


def test_a_wave_without_returns_says_so(client_of, wave, facilitator):
    assert "No figures yet" in body(client_of(facilitator).get(url(WAVE)))


# ---- from the wave to the row


def links(response, part):
    return [href for href in re.findall(r'href="([^"]+)"', body(response)) if part in href]


def test_every_figure_leads_down_to_its_return(client_of, wave, returned, practice, neighbour, elsewhere, facilitator):
    """Show your working: wave, PCT, practice, month, return."""
    agree(wave, practice, neighbour, elsewhere)
    client = client_of(facilitator)

    wave_level = client.get(links(client.get(url(MEASURE)), "/working/")[-1].replace("2007-01", "2006-11"))
    pct_level = client.get(links(wave_level, "/working/commissioner/5W0/")[0])
    practice_level = client.get(links(pct_level, "/working/practice/A99001/")[0])
    stored = client.get(links(practice_level, "/returns/")[-1])

    assert [one.status_code for one in (wave_level, pct_level, practice_level, stored)] == [200] * 4


def test_the_working_names_what_is_missing_and_why(client_of, wave, returned, neighbour, facilitator):
    """M4"""
    MonthlyReturn.objects.filter(practice=neighbour, month=date(2006, 11, 1)).update(
        referrals_dedup=None, not_available={"referrals_dedup": "system_change"}
    )
    recompute_wave(wave=wave)

    page = body(client_of(facilitator).get(url(("show_working", ["W1", "wave", "wave", "referrals", "2006-11"]))))

    assert "Beech Surgery: not available: clinical system changed" in page


def test_the_file_can_be_computed_again(client_of, returned, manager):
    """L9: metadata, units, and each rate from its numerator and denominator."""
    text = csv_of(client_of(manager), "practice", "A99001").content.decode("utf-8-sig")

    numerator, denominator, rate = map(float, rate_row(csv_of(client_of(manager), "practice", "A99001")))

    assert numerator / denominator * 100 == pytest.approx(rate)
    assert "definition_version,1.0" in text
    assert f"computation,{returned.pk}" in text
    assert "Provisional, not yet accepted" in text


def test_taking_figures_away_is_written_down(client_of, returned, manager):
    """D36"""
    csv_of(client_of(manager), "practice", "A99001")

    event = AuditEvent.objects.get(event="figures.exported")
    assert event.details["audience"] == "owner"


# ---- the wave's page


def test_the_wave_says_who_reported_and_for_how_many(
    client_of, returned, facilitator, wave, practice, neighbour, elsewhere
):
    page = body(client_of(facilitator).get(url(WAVE)))

    assert "0 of 3 practices reported" in page
    assert "They cover 0 of 24,600 registered people" in page


def test_the_clock_of_the_collaborative_is_in_the_address(
    client_of, wave, returned, practice, neighbour, elsewhere, facilitator
):
    agree(wave, practice, neighbour, elsewhere)
    client = client_of(facilitator)

    calendar, workshop = (body(client.get(url(WAVE), query)) for query in ({}, {"clock": "workshop"}))

    assert ">Feb 05<" in calendar
    assert ">-13<" in workshop


def test_practices_on_the_page_are_those_of_the_persons_scope(client_of, returned, manager, commissioner, lay_member):
    names = {"Ash Surgery", "Beech Surgery", "Cedar Surgery"}

    def seen(person):
        page = body(client_of(person).get(url(WAVE)))
        return {name for name in names if f">{name}</a>" in page}

    assert seen(manager) == {"Ash Surgery"}
    assert seen(commissioner) == {"Ash Surgery", "Beech Surgery"}
    assert seen(lay_member) == set()


def test_content_kept_for_one_is_not_shown_to_another(
    client_of, wave, returned, practice, neighbour, elsewhere, facilitator, lay_member
):
    agree(wave, practice, neighbour, elsewhere)

    first = body(client_of(facilitator).get(url(WAVE)))
    second = body(client_of(lay_member).get(url(WAVE)))

    assert "Protected figures" not in first
    assert "Protected figures" in second


def test_the_page_moves_with_the_next_return(client_of, wave, returned, practice, manager):
    client = client_of(manager)
    client.get(url(PRACTICE))

    MonthlyReturn.objects.filter(practice=practice, month=date(2006, 11, 1)).update(gp_consultations=399)
    recompute_wave(wave=wave, kind="incremental", practices=[practice.pk])

    assert "99.8" in body(client.get(url(PRACTICE)))


@pytest.mark.parametrize("encoding", ["gzip", ""])
def test_the_page_is_the_same_compressed_or_not(client_of, returned, manager, encoding):
    response = client_of(manager).get(url(WAVE), headers={"Accept-Encoding": encoding})

    text = response.content if not encoding else __import__("gzip").decompress(response.content)
    assert text.decode().strip().endswith("</html>")


def queries_of_wave_page(client, django_assert_max_num_queries, most):
    with django_assert_max_num_queries(most) as captured:
        response = client.get(reverse("wave_dashboard", args=["W1"]))
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("count", [3, 30])
def test_the_queries_of_the_wave_do_not_grow_with_its_practices(
    client_of, crowd, facilitator, django_assert_max_num_queries, count
):
    """Target 26: warm, at most four more than an empty signed-in page."""
    crowd(count)
    client = client_of(facilitator)
    with django_assert_max_num_queries(100) as empty:
        client.get(reverse("accessibility"))

    cold = queries_of_wave_page(client, django_assert_max_num_queries, 40)
    warm = queries_of_wave_page(client, django_assert_max_num_queries, len(empty) + 4)

    assert cold <= len(empty) + 16
    assert warm <= len(empty) + 4


@pytest.mark.parametrize("count", [3, 30])
def test_a_practices_first_page_reads_nothing_of_the_others(
    client_of, crowd, manager, django_assert_max_num_queries, count
):
    """Target 26: a fixed number of queries; versions, series and members of the own practice only, what is due or asked,
    questions on figures, and three counts of the register."""
    crowd(count)
    client = client_of(manager)
    client.get(reverse("accessibility"))

    with django_assert_max_num_queries(16) as captured:
        client.get(reverse("home"))

    asked = [query["sql"] for query in captured]
    of_wave = [sql for sql in asked if re.search(r'FROM "measures_(monthlyreturn|series)"', sql)]
    # Questions find their returns below; the rest reads rows of the own practice only.
    of_wave = [sql for sql in of_wave if "measures_returnquery" not in sql]
    assert len(of_wave) == 2
    assert all(re.search(r'"(practice|organisation)_id" IN \(\d+\)', sql) for sql in of_wave)


def test_web_pages_import_neither_plotly_nor_pandas(client_of, returned, manager):
    """Target 29: the address table and its views, in a process of their own."""
    import subprocess
    import sys

    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'collaborative.settings'; django.setup(); "
        "import collaborative.urls; print([name for name in ('plotly', 'pandas', 'scipy') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
