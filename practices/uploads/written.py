"""A table that was read -> a workbook with the same values in the same cells. No Django.

Read again, it gives the same rows: a number stays a number and a date a date, everything else is text, formulas are the
values that they had (D20), and nothing is in it but what is seen (D21).
"""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from practices.exports import new_workbook, xml_text
from practices.spreadsheets.cell_values import shortest
from practices.spreadsheets.tables import MARKS_SHEET, Cell, Table
from practices.uploads.schema import Column, ColumnType, FileSchema

COUNT = re.compile(r"(?:0|[1-9][0-9]{0,14})\Z")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?\Z")
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]|\A'|'\Z")
LONGEST_SHEET_NAME = 31
# The two systems of counting days agree from here on.
FIRST_CERTAIN_DAY = date(1900, 3, 1)
DATE, MOMENT, TEXT, GENERAL, PERCENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "@", "General", "0.##########%"
# Excel turns 2008-02 into a day and 5E1 into 50 wherever a cell is not text already.
COLUMN_FORMATS = {ColumnType.COUNT: GENERAL, ColumnType.DATE: DATE}


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook):
        self.workbook, self.made = workbook, {}

    def get(self, number_format: str, **more):
        key = (number_format, *sorted(more.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format({"num_format": number_format, **more})
        return self.made[key]


def columns_at(headings: Mapping[str, list[str]], schema: FileSchema) -> dict[int, Column]:
    """Column number -> what stands there; `headings` as practices.uploads.rows.Reading has them."""
    return {number_of(letter): schema.column(name) for name, (letter, _) in headings.items() if name in schema.by_name}


def number_of(letter: str) -> int:
    """A -> 1, AA -> 27; as practices.spreadsheets.tables.column_letter, the other way round."""
    number = 0
    for one in letter:
        number = number * 26 + ord(one) - 64
    return number


def sheet_name(table: Table, schema: FileSchema) -> str:
    """As it was; the template's name where it had none, or none that can be written."""
    name = table.sheet
    odd = (
        NOT_IN_A_SHEET_NAME.search(name) or len(name) > LONGEST_SHEET_NAME or name.casefold() == MARKS_SHEET.casefold()
    )
    return schema.sheet if not name.strip() or odd else name


def workbook_of(
    table: Table,
    schema: FileSchema,
    headings: Mapping[str, list[str]],
    *,
    styles: Mapping[tuple[int, int], dict] | None = None,
    mark: Callable | None = None,
) -> bytes:
    """The bytes of an .xlsx file. `styles`: (row, column) -> more of the cell's format; `mark(workbook, sheet)` adds the rest."""
    stream, styles = io.BytesIO(), dict(styles or {})
    with new_workbook(stream) as workbook:
        formats = Formats(workbook)
        sheet = workbook.add_worksheet(sheet_name(table, schema))
        sheet.freeze_panes(1, 0)
        columns = columns_at(headings, schema)
        for number, column in columns.items():
            width = 40 if column.is_free_text else max(12, min(len(column.name) + 2, 26))
            sheet.set_column(number - 1, number - 1, width, formats.get(format_of(column)))
        for row in table.rows:
            for number, cell in row.cells.items():
                style = styles.pop((row.number, number), {})
                if row.number == 1:
                    style = {"bold": True, "text_wrap": True, "valign": "top", **style}
                write_cell(sheet, row.number - 1, number - 1, cell, columns.get(number), formats, style)
        for (row_number, number), style in styles.items():
            blank = formats.get(format_of(columns.get(number)), **style)
            sheet.write_blank(row_number - 1, number - 1, None, blank)
        if mark:
            mark(workbook, sheet)
    return stream.getvalue()


def format_of(column: Column | None) -> str:
    return COLUMN_FORMATS.get(column.type, TEXT) if column else GENERAL


def write_cell(sheet, row: int, number: int, cell: Cell, column: Column | None, formats: Formats, style: dict) -> None:
    """One cell by what it was read as; what cannot be written so that it reads the same becomes text."""
    value, number_format = value_of(cell, column)
    if isinstance(value, bool):
        sheet.write_boolean(row, number, value, formats.get(number_format, **style))
    elif isinstance(value, date):
        sheet.write_datetime(row, number, value, formats.get(number_format, **style))
    elif isinstance(value, int | float):
        sheet.write_number(row, number, value, formats.get(number_format, **style))
    else:
        sheet.write_string(row, number, xml_text(value), formats.get(number_format, **style))


def value_of(cell: Cell, column: Column | None) -> tuple[object, str]:
    """What to write, and its format."""
    text, found = cell.text, None
    match cell.kind:
        case "number":
            found = number_in(text), GENERAL
        case "percent":
            found = share_in(text), PERCENT
        case "boolean":
            found = text == "TRUE", GENERAL
        case "date":
            found = day_in(text)
        case "text" if column and column.type == ColumnType.COUNT and COUNT.match(text):
            found = int(text), GENERAL
    if found is None or found[0] is None:
        return text, format_of(column) if format_of(column) == TEXT else GENERAL
    return found


def number_in(text: str) -> float | None:
    """None for what would be written another way than it was read: more than fifteen digits, or no number at all."""
    return float(text) if NUMBER.match(text) and shortest(repr(float(text))) == text else None


def share_in(text: str) -> float | None:
    share = number_in(text.removesuffix("%"))
    return None if share is None or shortest(str(share / 100 * 100)) != text.removesuffix("%") else share / 100


def day_in(text: str) -> tuple[date, str] | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.date() < FIRST_CERTAIN_DAY or moment.tzinfo:
        return None
    return (moment, MOMENT) if "T" in text else (moment, DATE)
