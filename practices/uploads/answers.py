"""A reading as plain values, to go from the process that reads to the one that asked. Pure, and light to import."""

from dataclasses import asdict

from practices.spreadsheets.tables import Cell, Row, Table
from practices.uploads.problems import Problem
from practices.uploads.rows import Reading, RowOfText

PLAIN_FIELDS = ("notes", "sheet", "kind", "rows_read", "rows_refused", "rows_ignored", "columns", "headings")


def reading_from(answer: dict) -> Reading:
    columns = answer["columns"]
    rows = [
        RowOfText(number, line, dict(zip(columns, values, strict=True)), kinds)
        for number, line, values, kinds in answer["rows"]
    ]
    problems = [Problem.from_dict(problem) for problem in answer["problems"]]
    return Reading(**{**answer, "rows": rows, "problems": problems})


def answer_from(reading: Reading) -> dict:
    """A reading as plain values for the pipe: rows as lists in the order of `columns`."""
    rows = [[row.number, row.line, list(row.values.values()), row.kinds] for row in reading.rows]
    problems = [asdict(problem) for problem in reading.problems]
    plain = {name: getattr(reading, name) for name in PLAIN_FIELDS}
    return {**plain, "rows": rows, "problems": problems}


def table_from(answer: dict) -> Table:
    """A whole table; what was written beside its cells is not in it."""
    rows = [
        Row(number, line, {column: Cell(text, kind) for column, text, kind in cells}, width)
        for number, line, width, cells in answer["rows"]
    ]
    return Table(answer["kind"], answer["sheet"], rows)


def answer_of_table(table: Table) -> dict:
    rows = [
        [row.number, row.line, row.width, [[number, *cell] for number, cell in sorted(row.cells.items())]]
        for row in table.rows
    ]
    return {"kind": table.kind, "sheet": table.sheet, "rows": rows}
