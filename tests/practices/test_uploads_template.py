"""A template is made from the schema that reads it (C1, C10)."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from practices.uploads.rows import read_rows
from practices.uploads.template import allowed, csv_template, xlsx_template
from tests.practices.made_files import NAMES, SCHEMA

ROWS = [
    {"version": 3, "practice": "A99001", "month": "2006-11", "added": 4, "referrals": 0, "tool": "PHQ9",
     "extracted": date(2006, 12, 4), "comment": "5E1"},
    {"version": 3, "practice": "A99001", "month": "2006-12", "added": "NA:not_collected"},
]  # fmt: skip


@pytest.mark.parametrize(("make", "name"), [(csv_template, "t.csv"), (xlsx_template, "t.xlsx")])
def test_fresh_template_is_read_back_without_a_problem_c1(make, name):
    reading = read_rows(name, make(SCHEMA, ROWS), SCHEMA)

    assert (reading.problems, reading.notes) == ([], [])
    assert list(reading.rows[0].values.values()) == ["3", "A99001", "2006-11", "4", "0", "PHQ9", "2006-12-04", "5E1"]
    assert reading.rows[1].values["added"] == "NA:not_collected"


def sheets(**options):
    return openpyxl.load_workbook(io.BytesIO(xlsx_template(SCHEMA, ROWS, **options)))


def test_workbook_checks_every_column_while_it_is_filled_in_c10():
    rules = sheets()["Return"].data_validations.dataValidation

    checked = {str(rule.sqref).split(":")[0][0] for rule in rules if "2:" in str(rule.sqref)}
    assert checked == set("ABCDEFGH")
    assert all(rule.prompt and rule.promptTitle for rule in rules)


def test_codes_and_months_are_text_cells_so_that_excel_keeps_them_b52_b57():
    sheet = sheets()["Return"]

    assert [sheet[f"{letter}2"].number_format for letter in "BC"] == ["@", "@"]
    assert sheet["G2"].number_format == "yyyy-mm-dd"


def test_notes_explain_every_column_and_carry_the_version_c1():
    notes = sheets(notes=["Due on the 10th."])["Notes"]
    words = [cell.value for row in notes.iter_rows() for cell in row if cell.value]

    assert "Monthly counts: template version 3" in words and "Due on the 10th." in words
    assert set(NAMES) <= set(words)


def test_template_hides_nothing_d21():
    with zipfile.ZipFile(io.BytesIO(xlsx_template(SCHEMA, ROWS))) as archive:
        assert not any("comment" in name or "vml" in name for name in archive.namelist())
    assert all(sheet.sheet_state == "visible" for sheet in sheets().worksheets)


def test_reasons_for_absence_are_named_where_they_may_be_used():
    assert "NA:not_collected" in allowed(SCHEMA.column("added"))
    assert "NA:" not in allowed(SCHEMA.column("referrals"))
