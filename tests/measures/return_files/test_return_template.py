"""The template is made from the schema that reads it back (C1, C10)."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from measures.fields import COUNT_FIELDS
from measures.pages.counting_guide import counting_guide
from measures.return_files.prefilled import NOTES, template_rows, template_schema
from practices.models import Organisation
from practices.uploads.template import csv_template, xlsx_template
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db

NUMBERS = {name: line()[name] for name in COUNT_FIELDS}


@pytest.fixture
def practices(practice):
    return Organisation.objects.filter(pk=practice.pk)


def filled(rows):
    """The last two months filled in as a person would, the other rows deleted."""
    november, december = (row for row in rows if row["period"] in ("2006-11", "2006-12"))
    later = {**NUMBERS, "list_open": 198, "list_close": 216, "gp_consultations": 160}
    return [
        {**november, **NUMBERS, "extract_date": date(2006, 12, 4)},
        {**december, **later, "extract_date": date(2007, 1, 5)},
    ]


def test_a_fresh_csv_template_filled_in_has_no_fault(practices, check):
    upload = check(content=csv_template(template_schema(practices), filled(template_rows(practices))))

    assert (upload.state, upload.problems) == ("ready", [])


def test_a_fresh_workbook_filled_in_has_no_fault(practices, check):
    content = xlsx_template(template_schema(practices), filled(template_rows(practices)), notes=NOTES)

    upload = check(content=content, name="return.xlsx")

    assert (upload.state, upload.problems) == ("ready", [])


def test_the_template_lists_the_open_months_of_the_practice(practices, submit):
    submit(line())

    rows = template_rows(practices)

    assert {row["practice_ods"] for row in rows} == {"A99001"}
    assert rows[0]["period"] == "2005-02" and rows[-1]["period"] == "2007-01"
    assert "2006-11" not in [row["period"] for row in rows]


def test_the_list_opens_with_the_last_close(practices, submit):
    submit(line())

    december = next(row for row in template_rows(practices) if row["period"] == "2006-12")

    assert (december["list_open"], december["registered_all"]) == (198, 8200)


def test_what_is_not_known_is_left_blank(practices):
    first = template_rows(practices)[0]

    assert first["list_open"] is None and "gp_consultations" not in first


def test_the_workbook_carries_version_notes_and_checks(client_of, manager):
    response = client_of(manager).get(reverse("return_template", args=["xlsx"]))

    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Return", "Notes"]
    assert book["Return"]["A2"].value == "1"
    assert len(book["Return"].data_validations.dataValidation) >= 20


def test_there_is_no_template_of_another_kind(client_of, manager):
    assert client_of(manager).get(reverse("return_template", args=["pdf"])).status_code == 404


def test_who_sends_nothing_gets_no_template(client_of, facilitator):
    assert client_of(facilitator).get(reverse("return_template", args=["csv"])).status_code == 403


def test_the_counting_guide_has_every_field_and_system():
    guide = counting_guide()

    assert [field.name for field in guide.fields] == list(COUNT_FIELDS)
    assert {system.code for system in guide.systems} == {"emis", "systmone", "vision", "other"}
    assert all(step for field in guide.fields for _, step in field.steps)


@pytest.mark.parametrize(
    "address", [("counting_guide", []), ("measure_list", []), ("measure_definition", ["referrals"])]
)
def test_definitions_are_open_to_all_who_are_signed_in(client_of, lay_member, address):
    name, arguments = address

    assert client_of(lay_member).get(reverse(name, args=arguments)).status_code == 200


def test_an_unknown_measure_is_not_found(client_of, manager):
    assert client_of(manager).get(reverse("measure_definition", args=["m5"])).status_code == 404
