"""A checked file -> the same file as a workbook in which every cell in question is marked (V7). No Django.

The values stay where they were, so that the file, mended, goes in again as it is. Its marks say nothing when it comes back:
comments and colours are not values, and the sheet of marks is not read (practices.spreadsheets.workbooks).
"""

from collections.abc import Mapping, Sequence

from practices.exports import write, xml_text
from practices.spreadsheets.identifiers import Sign, has_patient_key, signs_in, worth_searching
from practices.spreadsheets.tables import MARKS_SHEET, Table, column_letter
from practices.uploads.mending import Address, Places
from practices.uploads.problems import Level, Problem
from practices.uploads.rows import ALWAYS_REFUSED
from practices.uploads.schema import FileSchema
from practices.uploads.written import sheet_name, workbook_of

# Beside the colour the comment's first words say which it is.
COLOURS = {Level.ERROR: "#F8D7DA", Level.WARNING: "#FFF2CC", Level.ACCEPTED: "#E8EDEE"}
EDGES = {Level.ERROR: 2, Level.WARNING: 4, Level.ACCEPTED: 1}
WORDS = {Level.ERROR: "Must be fixed", Level.WARNING: "Must be confirmed", Level.ACCEPTED: "For information"}
LONGEST_COMMENT = 1_000
MOST_MARKS = 5_000
UNSAID = "See the list of problems on the page of the file"
CELL = "Cell"


def annotated_workbook(
    table: Table,
    schema: FileSchema,
    headings: Mapping[str, list[str]],
    problems: Sequence[Problem],
    *,
    listed: tuple[Sequence[str], Sequence[Sequence[object]]],
) -> bytes:
    """The bytes of an .xlsx file. `listed`: headings and one row for each problem, for the sheet of marks."""
    places = Places(table, headings)
    at = [places.of(problem) for problem in problems]
    marked = by_cell(problems, at)
    styles = {address: style_of(found) for address, found in marked.items()}
    name = sheet_name(table, schema)

    def mark(workbook, sheet):
        for (row, column), found in marked.items():
            text = comment(found)
            sheet.write_comment(row - 1, column - 1, text, {"x_scale": 2.5, "y_scale": 0.6 + len(text) / 120})
        write_list(workbook, name, listed, at)

    return workbook_of(table, schema, headings, styles=styles, mark=mark)


def by_cell(problems: Sequence[Problem], at: Sequence[Address | None]) -> dict[Address, list[Problem]]:
    """The cells in question with their problems, as many as a spreadsheet program bears."""
    marked: dict[Address, list[Problem]] = {}
    for problem, address in zip(problems, at, strict=True):
        if address and (address in marked or len(marked) < MOST_MARKS):
            marked.setdefault(address, []).append(problem)
    return marked


def style_of(problems: list[Problem]) -> dict:
    worst = min((problem.level for problem in problems), key="EWA".index)
    return {"bg_color": COLOURS[worst], "border": EDGES[worst]}


def comment(problems: list[Problem]) -> str:
    """What is wrong and what to do, one problem after the other."""
    lines = [f"{WORDS[problem.level]}: {problem.message}. {problem.fix}".strip() for problem in problems]
    return said("\n".join(lines)[:LONGEST_COMMENT])


def said(text: str) -> str:
    """The text, unless it could be taken for something personal: then the file would not be taken in again."""
    signs = set(signs_in(text)) if worth_searching(text) else set()
    return UNSAID if signs & {*ALWAYS_REFUSED, Sign.NAME} or has_patient_key(text) else xml_text(text)


def write_list(workbook, name: str, listed, at: Sequence[Address | None]) -> None:
    """Every problem with a link to its cell, in the order of the page."""
    headings, rows = listed
    sheet = workbook.add_worksheet(MARKS_SHEET)
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    link = workbook.add_format({"font_color": "#005EB8", "underline": 1, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for number, heading in enumerate(headings):
        sheet.set_column(number, number, 50 if number in (2, 3) else 14)
        sheet.write_string(0, number, heading, bold)
    for row_number, (row, address) in enumerate(zip(rows, at, strict=True), start=1):
        for number, value in enumerate(row):
            if headings[number] == CELL and address and row_number <= MOST_MARKS:
                cell = f"{column_letter(address[1])}{address[0]}"
                quoted = name.replace("'", "''")
                sheet.write_url(row_number, number, f"internal:'{quoted}'!{cell}", link, cell)
            else:
                write(sheet, row_number, number, said(value) if isinstance(value, str) else value, plain, plain)
    if len({address for address in at if address}) > MOST_MARKS:
        sheet.write_string(len(rows) + 1, 2, f"Only the first {MOST_MARKS:,} cells in question are marked", plain)
