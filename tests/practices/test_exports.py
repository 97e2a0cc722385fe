"""Files for people to open hold no formula and nothing hidden (D20, D21)."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.exports import csv_bytes, safe_text, xlsx_bytes

ACTIVE = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    " =1",
    '"=1',
    "'=1",
    "\u200b=1",
]


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ACTIVE)
def test_text_that_could_act_is_led_by_an_apostrophe_d20(text):
    assert safe_text(text) == "'" + text


@pytest.mark.parametrize("text", ["plain", "2006-11", "a=b", "", "NA:not_collected", "O'Neill", "5-9"])
def test_other_text_is_left_alone_d20(text):
    assert safe_text(text) == text


def test_negative_numbers_stay_numbers_and_none_is_not_zero_d20():
    assert csv_rows(csv_bytes(["a", "b", "c"], [[-3, None, 0]])) == [["a", "b", "c"], ["-3", "", "0"]]


@given(st.text(max_size=10))
def test_no_written_text_begins_like_a_formula_d20(text):
    written = safe_text(text).lstrip(' "')

    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("text", [*ACTIVE, "http://example.org", "0044", "a\x00b"])
def test_workbook_cells_are_strings_d20(text):
    content = xlsx_bytes({"Data": (["=heading"], [[text], [-3], [date(2006, 11, 1)], [None]])})

    sheet = openpyxl.load_workbook(io.BytesIO(content))["Data"]
    assert [sheet["A1"].data_type, sheet["A2"].data_type, sheet["A3"].data_type] == ["s", "s", "n"]
    assert sheet["A2"].hyperlink is None


def test_workbook_holds_nothing_hidden_d21():
    content = xlsx_bytes({"Data": (["a"], [[1]])})

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = " ".join(archive.namelist())
        core = archive.read("docProps/core.xml").decode()
    assert not any(part in names for part in ["comments", "pivot", "externalLinks", "custom", "embeddings", "vml"])
    assert "<dc:creator></dc:creator>" in core and "<cp:lastModifiedBy></cp:lastModifiedBy>" in core
