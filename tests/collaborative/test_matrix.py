"""The icon matrix: who stands in it, what each cell says, its filters, and the same as a file (L6)."""

import csv
import io

import openpyxl
import pytest

from collaborative.dashboards.readings import expected_by_chance
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn
from operations.models import AuditEvent
from tests.collaborative.conftest import agree

MATRIX = "/waves/W1/matrix/"


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def rows_of(response):
    """The table of a CSV as dictionaries, below what it says of itself."""
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    head = next(number for number, line in enumerate(lines) if line and line[0] == "level")
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]


def test_practices_of_the_scope_stand_alphabetically_under_the_wave_and_its_pcts(client_of, returned, facilitator):
    page = body(client_of(facilitator).get(MATRIX))

    places = [page.index(f">{name}</a>") for name in ("The wave", "Alder PCT", "Ash Surgery", "Beech Surgery")]
    assert places == sorted(places)
    assert "not ranked" in page


def test_a_manager_finds_the_own_practice_and_no_other(client_of, returned, manager):
    """D11"""
    page = body(client_of(manager).get(MATRIX))

    assert "Ash Surgery" in page
    assert "Beech Surgery" not in page


def test_a_lay_member_finds_no_practice_and_is_told_so(client_of, returned, lay_member):
    page = body(client_of(lay_member).get(MATRIX))

    assert "Ash Surgery" not in page
    assert "None of the practices lies in your scope" in page


def test_a_cell_has_icon_value_month_and_number_of_points(client_of, returned, manager):
    page = body(client_of(manager).get(MATRIX))

    assert page.count("23 points") >= 4
    assert page.count("Dec 2006, provisional") >= 4
    assert 'role="img"' in page


def test_completeness_counts_the_returns_that_were_expected(client_of, wave, returned, practice, manager):
    """From the month of orientation on: February 2006 to January 2007, of which the last has not come."""
    rows = rows_of(client_of(manager).get("/waves/W1/matrix.csv"))

    own = next(row for row in rows if row["ods_code"] == "A99001")
    assert (own["returns"], own["returns_expected"]) == ("11", "12")
    assert "11 of 12" in body(client_of(manager).get(MATRIX))


def test_special_cause_only_leaves_out_what_chance_explains(
    client_of, wave, returned, practice, neighbour, facilitator
):
    MonthlyReturn.objects.filter(practice=neighbour).delete()
    agree(wave, practice, neighbour)
    recompute_wave(wave=wave)
    client = client_of(facilitator)

    everybody, special = body(client.get(MATRIX)), body(client.get(f"{MATRIX}?show=special"))

    assert (">Beech Surgery</a>" in everybody, ">Beech Surgery</a>" in special) == (True, False)
    assert ">Ash Surgery</a>" in special


def test_one_pct_narrows_the_practices_and_the_totals(client_of, returned, facilitator):
    page = body(client_of(facilitator).get(f"{MATRIX}?pct=5W1"))

    table = page[page.index("Practices, alphabetical") :]
    assert (">Cedar Surgery</a>" in table, ">Ash Surgery</a>" in table) == (True, False)
    assert ">Alder PCT</a>" not in page


def test_a_pct_that_nobody_has_is_left_out(client_of, returned, facilitator):
    page = body(client_of(facilitator).get(f"{MATRIX}?pct=%3Cb%3E"))

    assert ">Ash Surgery</a>" in page
    assert "<b>&" not in page


def test_the_sentence_on_top_says_what_chance_explains(client_of, returned, manager):
    assert "by chance alone" in body(client_of(manager).get(MATRIX))


def test_without_charts_chance_explains_nothing():
    assert expected_by_chance([]).startswith("0 of 0 practice charts with enough points have a special cause")


def test_the_file_has_the_pages_rows_and_is_written_down(client_of, returned, manager):
    response = client_of(manager).get("/waves/W1/matrix.csv")

    rows = rows_of(response)
    assert {row["level"] for row in rows} == {"wave", "commissioner", "practice"}
    assert [row["measure"] for row in rows[-4:]] == [
        "gp_consultations", "other_staff_consultations", "referrals", "long_absence",
    ]  # fmt: skip
    assert {row["figures"] for row in rows if row["level"] == "practice"} == {"exact"}
    assert AuditEvent.objects.get(event="figures.exported").details["file"] == "w1-matrix.csv"


def test_the_workbook_holds_the_same_as_the_csv(client_of, returned, facilitator):
    client = client_of(facilitator)
    rows = rows_of(client.get("/waves/W1/matrix.csv?show=special"))

    book = openpyxl.load_workbook(io.BytesIO(client.get("/waves/W1/matrix.xlsx?show=special").content))

    head, *sheet = book["Figures"].iter_rows(values_only=True)
    assert [[("" if cell is None else str(cell)) for cell in row] for row in sheet] == [
        [row[name] for name in head] for row in rows
    ]


def test_a_reader_without_agreement_gets_protected_figures_in_the_file(client_of, returned, facilitator):
    rows = rows_of(client_of(facilitator).get("/waves/W1/matrix.csv"))

    assert {row["figures"] for row in rows if row["level"] == "practice"} == {"protected"}
    assert all(float(row["latest_value"]).is_integer() for row in rows if row["latest_value"])


@pytest.mark.parametrize("address", ["/waves/W1/matrix.pdf", "/waves/W404/matrix.csv"])
def test_a_file_that_is_not_made_is_not_found(client_of, returned, facilitator, address):
    assert client_of(facilitator).get(address).status_code == 404


def test_a_wave_without_returns_says_so(client_of, wave, facilitator):
    client = client_of(facilitator)

    assert "No figures yet" in body(client.get(MATRIX))
    assert client.get("/waves/W1/matrix.csv").status_code == 404


@pytest.mark.parametrize(
    ("address", "is_landscape"), [(MATRIX, True), ("/waves/W1/multiples/referrals/", True), ("/waves/W1/", False)]
)
def test_the_wide_pages_print_on_landscape_sheets(client_of, returned, manager, address, is_landscape):
    assert ('media="print" href="/static/css/landscape.css"' in body(client_of(manager).get(address))) is is_landscape


def test_a_second_icon_stands_only_where_a_target_is_set(client_of, returned, manager):
    """Assurance needs something to be assured of."""
    page = body(client_of(manager).get(MATRIX))

    assert "No target" not in page[page.index("The wave and its") :]
