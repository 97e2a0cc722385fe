"""A kind of file -> the empty or prefilled file to fill in, from the same schema that reads it back (C1, C10).

No Django here. Notes are input messages of the cells and a sheet of their own; cell comments would be hidden data.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from practices.exports import csv_bytes, new_workbook, write, xml_text
from practices.uploads.schema import Column, ColumnType, FileSchema

Row = Mapping[str, object]
ROWS_WITH_CHECKS = 500
LONGEST_PROMPT = 255
LONGEST_CODE = 255
LONGEST_PROMPT_TITLE = 32
NOTES_SHEET = "Notes"


def csv_template(schema: FileSchema, rows: Iterable[Row] = ()) -> bytes:
    """The column names, and the rows as far as they are known."""
    names = [column.name for column in schema.columns]
    return csv_bytes(names, ([row.get(name) for name in names] for row in rows))


def xlsx_template(schema: FileSchema, rows: Iterable[Row] = (), *, notes: Sequence[str] = ()) -> bytes:
    """A workbook with the sheet to fill in, checks in its cells, and a sheet of notes."""
    stream = io.BytesIO()
    rows = list(rows)
    with new_workbook(stream) as workbook:
        formats = make_formats(workbook)
        sheet = workbook.add_worksheet(schema.sheet)
        sheet.freeze_panes(1, 0)
        for number, column in enumerate(schema.columns):
            write_column(sheet, number, column, formats)
            check_cells(sheet, number, column, max(ROWS_WITH_CHECKS, len(rows)))
            for row_number, row in enumerate(rows, start=1):
                write_value(sheet, row_number, number, column, row.get(column.name), formats)
        write_notes(workbook.add_worksheet(NOTES_SHEET), schema, notes, formats)
    return stream.getvalue()


def make_formats(workbook) -> dict:
    return {
        "name": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D8DDE0"}),
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "wrap": workbook.add_format({"text_wrap": True, "valign": "top"}),
        # Excel turns 2008-02 into a day and 5E1 into 50 wherever a cell is not text already.
        ColumnType.CODE: workbook.add_format({"num_format": "@"}),
        ColumnType.MONTH: workbook.add_format({"num_format": "@"}),
        ColumnType.CHOICE: workbook.add_format({"num_format": "@"}),
        ColumnType.TEXT: workbook.add_format({"num_format": "@"}),
        ColumnType.COUNT: workbook.add_format({"num_format": "0"}),
        ColumnType.DATE: workbook.add_format({"num_format": "yyyy-mm-dd"}),
    }


def write_column(sheet, number: int, column: Column, formats: dict) -> None:
    width = 40 if column.is_free_text else max(12, min(len(column.name) + 2, 26))
    sheet.set_column(number, number, width, formats[column.type])
    sheet.write_string(0, number, column.name, formats["name"])
    sheet.data_validation(0, number, 0, number, {"validate": "any", **prompt(column)})


def write_value(sheet, row: int, number: int, column: Column, value: object, formats: dict) -> None:
    """Numbers and days as such where the column holds them, everything else as text."""
    if column.type not in {ColumnType.COUNT, ColumnType.DATE} and value not in (None, ""):
        value = value.isoformat() if isinstance(value, date) else str(value)
        sheet.write_string(row, number, xml_text(value), formats[column.type])
    else:
        write(sheet, row, number, value, formats[ColumnType.DATE])


def prompt(column: Column) -> dict:
    """What shows when the cell is chosen."""
    message = " ".join(part for part in (column.note, allowed(column)) if part)
    if len(message) > LONGEST_PROMPT:
        message = message[: LONGEST_PROMPT - 1] + "…"
    title = (column.title or column.name)[:LONGEST_PROMPT_TITLE]
    return {"input_title": title, "input_message": message} if message else {"input_title": title}


def check_cells(sheet, number: int, column: Column, rows: int) -> None:
    rule = check(column, sheet_letter(number))
    words = {"error_title": "Check this cell", "error_message": f"{column.name}: {allowed(column)}"[:LONGEST_PROMPT]}
    sheet.data_validation(1, number, rows, number, {**rule, **prompt(column), **words})


def sheet_letter(number: int) -> str:
    return (chr(64 + number // 26) if number >= 26 else "") + chr(65 + number % 26)


def check(column: Column, letter: str) -> dict:
    """The spreadsheet program's own check, as near to ours as it can be said there."""
    cell = f"{letter}2"
    match column.type:
        case ColumnType.COUNT:
            whole = f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<={column.maximum},{cell}=INT({cell}))"
            reason = f',LEFT({cell},3)="NA:"' if column.not_available_reasons else ""
            return {"validate": "custom", "value": f"=OR({whole}{reason})"}
        case ColumnType.CHOICE if column.choices and len(",".join(column.choices)) <= LONGEST_PROMPT:
            return {"validate": "list", "source": list(column.choices)}
        case ColumnType.MONTH:
            return {"validate": "custom", "value": f'=AND(LEN({cell})=7,MID({cell},5,1)="-")'}
        case ColumnType.DATE:
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1990, 1, 1),
                "maximum": date(2099, 12, 31),
            }
        case ColumnType.TEXT:
            return {"validate": "length", "criteria": "<=", "value": 1000}
    return {"validate": "length", "criteria": "<=", "value": LONGEST_CODE}


def allowed(column: Column) -> str:
    """What may stand in the column, in words."""
    blank = " May be blank." if column.may_be_blank else ""
    match column.type:
        case ColumnType.COUNT:
            reasons = ", ".join(f"NA:{reason}" for reason in column.not_available_reasons)
            words = "A whole number, 0 or more; if none, 0." + (f" If not available: {reasons}." if reasons else "")
        case ColumnType.MONTH:
            words = "A month written 2008-02."
        case ColumnType.DATE:
            words = "A date, such as 2008-02-01."
        case ColumnType.CHOICE if column.choices:
            words = f"One of {', '.join(column.choices)}."
        case ColumnType.TEXT:
            words = "Free text. No names, NHS numbers or other details of patients."
        case _:
            words = f"For example {column.example}." if column.example else "A code."
    return words + blank


def write_notes(sheet, schema: FileSchema, notes: Sequence[str], formats: dict) -> None:
    """Version, general notes, then every column with its meaning, what is allowed and an example."""
    sheet.set_column(0, 0, 28, formats["wrap"])
    sheet.set_column(1, 2, 60, formats["wrap"])
    sheet.set_column(3, 3, 24, formats["wrap"])
    sheet.write_string(0, 0, f"{schema.title}: template version {schema.version}", formats["title"])
    lines = [f"Fill in the sheet ‘{schema.sheet}’. Keep the column names in row 1.", *notes]
    for number, line in enumerate(lines, start=1):
        sheet.write_string(number, 0, xml_text(line))
    start = len(lines) + 2
    table = [("Column", "What it means", "What is allowed", "Example")]
    table += [(column.name, column.note, allowed(column), column.example) for column in schema.columns]
    for row, values in enumerate(table, start=start):
        for number, value in enumerate(values):
            sheet.write_string(row, number, xml_text(value), formats["name" if row == start else "wrap"])
