"""The files behind a chart: the same figures as on the page, for the same people, and written down when taken away."""

import io
from xml.etree import ElementTree

import openpyxl
import pytest
from django.urls import reverse

from operations.models import AuditEvent

OWN = ["W1", "practice", "A99001", "gp_consultations"]
WAVE = ["W1", "wave", "wave", "gp_consultations"]
KINDS = ["csv", "xlsx", "svg"]


def fetch(client, kind, place, query=""):
    return client.get(reverse(f"series_{kind}", args=place) + query)


def csv_rows(response):
    return [line.split(",") for line in response.content.decode("utf-8-sig").splitlines()]


def workbook(response):
    return openpyxl.load_workbook(io.BytesIO(response.content))


@pytest.mark.parametrize("kind", KINDS)
def test_each_file_is_a_download_under_its_own_name(client_of, returned, manager, kind):
    """L9"""
    response = fetch(client_of(manager), kind, OWN)

    assert f'filename="w1-a99001-gp_consultations.{kind}"' in response["Content-Disposition"]


@pytest.mark.parametrize("kind", KINDS)
def test_taking_figures_away_is_written_down(client_of, returned, manager, kind):
    fetch(client_of(manager), kind, OWN)

    assert AuditEvent.objects.get(event="figures.exported").details["file"].endswith(f".{kind}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_neighbours_file_is_not_found(client_of, returned, manager, kind):
    """R1"""
    assert fetch(client_of(manager), kind, ["W1", "practice", "A99002", "gp_consultations"]).status_code == 404


@pytest.mark.parametrize("place", [OWN, WAVE], ids=["own", "wave"])
def test_the_workbook_holds_the_figures_of_the_csv(client_of, returned, manager, place):
    """L9, D13"""
    client = client_of(manager)
    rows = csv_rows(fetch(client, "csv", place))
    head = next(number for number, row in enumerate(rows) if row[:1] == ["month"])

    sheet = workbook(fetch(client, "xlsx", place))["Figures"]

    assert [[str(cell or "") for cell in row[:2]] for row in sheet.iter_rows(values_only=True)] == [
        row[:2] for row in rows[head:]
    ]


def test_the_workbook_says_what_its_figures_are(client_of, returned, manager):
    """L9"""
    about = dict(workbook(fetch(client_of(manager), "xlsx", OWN))["About"].iter_rows(values_only=True))

    assert about["measure_code"] == "gp_consultations"
    assert about["definition_version"] == "1.0"
    assert about["figures"].startswith("exact")
    assert about["direction"] == "Lower is better."
    assert "mark_star" in about


def test_a_workbook_for_others_has_stars_and_says_so(client_of, returned, facilitator):
    """P11"""
    book = workbook(fetch(client_of(facilitator), "xlsx", ["W1", "practice", "A99001", "long_absence"]))
    numerators = {row[1] for row in book["Figures"].iter_rows(min_row=2, values_only=True)}

    assert all(count in (None, "*") or count % 5 == 0 for count in numerators)
    assert dict(book["About"].iter_rows(values_only=True))["figures"].startswith("protected")


def test_the_picture_stands_alone_with_title_sentence_and_source(client_of, returned, manager):
    """L9, L14"""
    response = fetch(client_of(manager), "svg", OWN)
    text = " ".join("".join(part.itertext()) for part in ElementTree.fromstring(response.content).iter())

    assert "GP consultations" in text
    assert "What we see:" in text
    assert "Own data, exact: do not share" in text
    assert "Definition 1.0" in text


def test_the_picture_follows_the_clock_of_the_address(client_of, returned, manager):
    """L9: a copied link shows the same."""
    client = client_of(manager)

    assert b">Feb 05</text>" in fetch(client, "svg", OWN).content
    assert b">-13</text>" in fetch(client, "svg", OWN, "?clock=workshop").content
    assert b">Feb 05</text>" not in fetch(client, "svg", OWN, "?clock=workshop").content


def test_the_page_of_a_practice_links_to_its_files(client_of, returned, manager):
    page = client_of(manager).get(reverse("practice_dashboard", args=["W1", "A99001"])).content.decode()

    for kind in KINDS:
        assert reverse(f"series_{kind}", args=OWN) in page
