"""Tables written for people to open: CSV and XLSX in which no text can act as a formula (D20, D21).

No Django here; views and tasks turn the bytes into an answer.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import xlsxwriter

# What a spreadsheet program may take for a formula, also after a space, a quotation mark or an invisible character.
ACTIVE = re.compile(r"[\s\"'\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\n＝＋－＠−]|[\s]*[\t\r\n]")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_767
WIDEST_COLUMN = 420  # pixels; longer text is wrapped
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_text(value: str) -> str:
    """A text as it may stand in a CSV: what could act as a formula is led by an apostrophe, which shows and does nothing.

    Numbers are not text and do not come here: -3 stays -3.
    """
    return "'" + value if ACTIVE.match(value) else value


def csv_value(value: object) -> object:
    """None becomes an empty cell and zero stays zero."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, int | float) else safe_text(str(value))


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it, commas, CRLF."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([safe_text(heading) for heading in headings])
    writer.writerows([csv_value(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "replace")


def new_workbook(stream: io.BytesIO) -> xlsxwriter.Workbook:
    """A workbook in which strings stay strings, and nothing names the writer, the machine or the moment."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    workbook = xlsxwriter.Workbook(stream, options)
    workbook.set_properties({"author": "", "company": "", "comments": "", "created": datetime(2006, 1, 1)})
    return workbook


def xlsx_bytes(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[object]]]]) -> bytes:
    """A workbook of plain visible sheets with fixed headings and fitting columns: name -> (headings, rows)."""
    stream = io.BytesIO()
    with new_workbook(stream) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        plain = workbook.add_format({"text_wrap": True, "valign": "top"})
        for name, (headings, rows) in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, heading in enumerate(headings):
                sheet.write_string(0, number, xml_text(heading), bold)
            for row_number, row in enumerate(rows, start=1):
                for number, value in enumerate(row):
                    write(sheet, row_number, number, value, day, plain)
            sheet.autofit(WIDEST_COLUMN)
    return stream.getvalue()


def write(sheet, row: int, column: int, value: object, day, plain=None) -> None:
    """One cell by the type of its value; a text is always a string cell, so it needs no apostrophe."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "yes" if value else "no", plain)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, plain)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    else:
        sheet.write_string(row, column, xml_text(str(value)), plain)


def xml_text(text: str) -> str:
    return NOT_IN_XML.sub("", text)[:LONGEST_CELL]
