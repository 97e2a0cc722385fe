"""The pages of figures: who may open what, who sees what exactly, and that every outlet says the same."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from collaborative.dashboards import export
from collaborative.tasks import write_chart
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn
from operations import jobs
from operations.models import AuditEvent, Job
from practices.models import SharingAgreement
from tests.collaborative.conftest import GRID, STEADY, agree, send_returns
from tests.conftest import make_organisation, make_practice

WAVE = ("wave_dashboard", ["W1"])
COMMISSIONER = ("commissioner_dashboard", ["W1", "5W0"])
PRACTICE = ("practice_dashboard", ["W1", "A99001"])
MEASURE = ("measure_dashboard", ["W1", "long_absence"])
PAGES = [
    ("home", []),
    WAVE,
    COMMISSIONER,
    PRACTICE,
    MEASURE,
    ("show_working", ["W1", "wave", "wave", "long_absence", "2006-11"]),
    ("show_working", ["W1", "commissioner", "5W0", "long_absence", "2006-11"]),
    ("show_working", ["W1", "practice", "A99001", "long_absence", "2006-11"]),
    ("series_csv", ["W1", "practice", "A99001", "long_absence"]),
    ("series_csv", ["W1", "wave", "wave", "long_absence"]),
    ("series_csv", ["W1", "commissioner", "5W0", "long_absence"]),
    ("series_svg", ["W1", "practice", "A99001", "long_absence"]),
    ("series_svg", ["W1", "wave", "wave", "long_absence"]),
    ("series_chart", ["W1", "practice", "A99001", "long_absence"]),
]
OF_PRACTICE = [page for page in PAGES if "A99001" in page[1]]
OF_TOTALS = [page for page in PAGES if "A99001" not in page[1] and page[0] != "home"]


def url(page):
    name, arguments = page
    return reverse(name, args=arguments)


def body(response):
    """The text of an answer, without what differs from one answer to the next: references, tokens."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode()
    return re.sub(r'value="[A-Za-z0-9]{64}"|data-(warn|end)-after="\d+"|>[0-9A-F]{8}<', "", text)


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


# ---- exact or protected


def rate_row(response, month="2006-11"):
    """(numerator, denominator, rate) of a month in a CSV."""
    rows = [line.split(",") for line in response.content.decode("utf-8-sig").splitlines()]
    return next(tuple(row[1:4]) for row in rows if row[0] == month)


def csv_of(client, level, code, measure="gp_consultations"):
    return client.get(reverse("series_csv", args=["W1", level, code, measure]))


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


@pytest.fixture
def sentinels(wave, practice, trust, other_trust):
    """Twenty practices more under four trusts; the cast's has counts that occur nowhere else: 4219, 4226, and 3 and 6."""
    trusts = [
        trust,
        other_trust,
        *(make_organisation(f"5W{place}", f"Trust {place}", "commissioner") for place in (2, 3)),
    ]
    for place in range(20):
        member = make_practice(wave, f"A99{100 + place}", f"Practice {place:03}", trusts[place % 4])
        send_returns(wave, member, place, GRID[-15:])
    steady = list(STEADY)
    steady[6], steady[7], steady[11], steady[12], steady[13] = 4219, 4226, 3, 6, 6
    send_returns(wave, practice, 0, GRID[-15:], counts=tuple(steady))
    recompute_wave(wave=wave)
    return practice


SENTINEL_PAGES = [
    (name, ["gp_consultations" if part == "long_absence" else part for part in arguments])
    for name, arguments in PAGES[:-1]
]
SENTINELS = re.compile(r"(?<![\d.,#])(?:4[,]?219|4[,]?226)(?![\d])|1054\.75|1056\.5|1,054\.8|1,056\.5")


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

    assert cold <= len(empty) + 14
    assert warm <= len(empty) + 4


@pytest.mark.parametrize("count", [3, 30])
def test_a_practices_first_page_reads_nothing_of_the_others(
    client_of, crowd, manager, django_assert_max_num_queries, count
):
    """Target 26: a fixed number of queries; versions, series and members of the own practice only."""
    crowd(count)
    client = client_of(manager)
    client.get(reverse("accessibility"))

    with django_assert_max_num_queries(10) as captured:
        client.get(reverse("home"))

    of_wave = [query["sql"] for query in captured if re.search(r'FROM "measures_(monthlyreturn|series)"', query["sql"])]
    assert len(of_wave) == 2
    assert all(re.search(r'"(practice|organisation)_id" IN \(\d+\)', sql) for sql in of_wave)


# ---- the chart as a page of its own


EXPORT = ["W1", "practice", "A99001", "gp_consultations"]


def test_the_worker_knows_how_to_make_it():
    assert jobs.HANDLERS[export.KIND] is write_chart


def ask_for_export(client):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "publish", lambda job_id: None)
        return client.post(reverse("series_chart", args=EXPORT))


def test_the_worker_writes_the_chart_as_a_page(client_of, returned, manager):
    client = client_of(manager)

    ask_for_export(client)
    jobs.run(Job.objects.get(kind=export.KIND).pk)
    page = body(client.get(reverse("series_chart_file", args=EXPORT)))

    assert "Consultations with a general practitioner: Ash Surgery" in page
    assert "Plotly.newPlot" in page
    assert "Own data, exact: do not share" in page


def test_the_file_of_one_audience_is_not_given_to_another(client_of, returned, manager, facilitator):
    ask_for_export(client_of(manager))
    jobs.run(Job.objects.get(kind=export.KIND).pk)

    assert client_of(facilitator).get(reverse("series_chart_file", args=EXPORT)).status_code == 302


def test_asking_twice_is_one_job(client_of, returned, manager):
    client = client_of(manager)
    ask_for_export(client)
    ask_for_export(client)

    assert Job.objects.filter(kind=export.KIND).count() == 1


def test_a_file_is_removed_after_a_day_and_can_be_asked_for_again(client_of, returned, manager):
    client = client_of(manager)
    ask_for_export(client)
    made = Job.objects.get(kind=export.KIND)
    jobs.run(made.pk)
    path = export.path_of(made.payload["key"])
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)

    assert export.remove_old(written + timedelta(hours=23)) == [] and path.exists()
    assert export.remove_old(written + timedelta(hours=25)) == [path.name] and not path.exists()
    ask_for_export(client)

    assert Job.objects.get(kind=export.KIND).state == Job.State.QUEUED


def test_a_file_that_is_being_made_keeps_its_job(client_of, returned, manager):
    ask_for_export(client_of(manager))

    assert export.remove_old(datetime(2100, 1, 1, tzinfo=UTC)) == []
    assert Job.objects.filter(kind=export.KIND).exists()


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
