"""Mended as a workbook or in the grid, a return file gives the same rows and the same problems (V7)."""

import io
from collections.abc import Iterable

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.return_files.line_reading import LineReader
from measures.return_files.return_schema import return_schema
from practices.spreadsheets.tables import column_letter
from practices.uploads.annotated import annotated_workbook
from practices.uploads.mending import in_question, mended
from practices.uploads.rows import read_rows, read_whole
from practices.uploads.template import xlsx_template
from practices.uploads.written import workbook_of
from tests.measures.made_returns import COLUMNS, GOOD, line, return_file

SCHEMA = return_schema()
FAULTS = {
    "practice_ods": ["", "A990O1", "Ash Surgery"],
    "period": ["", "01/11/2006", "13-2006", "39022"],
    "gp_consultations": ["", "n/a", "1,42", "45%", "-3", "TRUE", "1e3", "<5"],
    "list_close": ["", "198.5", "99999999"],
    "severity_tool": ["", "PHQ-8"],
    "nil_return": ["maybe"],
    "extract_date": ["31/11/2006", "05/02/07", ""],
    "comment": ["two\nlines", "=1+1"],
}
PLACES = st.sampled_from([(name, bad) for name, values in FAULTS.items() for bad in values])


@st.composite
def files(draw):
    """(bytes, name) of a file with faults in some cells, blank rows and another order of columns."""
    columns = draw(st.permutations(COLUMNS))
    lines = []
    for number in range(draw(st.integers(1, 3))):
        faults = dict(draw(st.lists(PLACES, max_size=3)))
        lines.append(line(period=f"2006-{9 + number:02d}") | faults)
        lines += [dict.fromkeys(COLUMNS, "")] * draw(st.integers(0, 1))
    if draw(st.booleans()):
        return return_file(*lines, columns=columns), "return.csv"
    return xlsx_template(SCHEMA, lines), "return.xlsx"


def judged(content: bytes, name: str):
    """(reading, every problem of its cells)."""
    reading = read_rows(name, content, SCHEMA)
    reader = LineReader(SCHEMA, reading.sheet)
    reader.read(reading.rows)
    return reading, [*reading.problems, *reader.problems]


def told(content: bytes):
    reading, problems = judged(content, "return.xlsx")
    rows = [(row.number, row.values) for row in reading.rows]
    return rows, [problem.as_dict() for problem in problems]


def in_workbook(table, reading, problems, answers: dict) -> bytes:
    """The marked workbook with the answers typed into it, saved by another program."""
    marked = annotated_workbook(table, SCHEMA, reading.headings, problems, listed=([], [[] for _ in problems]))
    book = openpyxl.load_workbook(io.BytesIO(marked))
    for (row, column), text in answers.items():
        book[book.sheetnames[0]][f"{column_letter(column)}{row}"] = int(text) if text.isdecimal() else text or None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def in_grid(table, reading, answers: dict) -> bytes:
    return workbook_of(mended(table, answers), SCHEMA, reading.headings)


def cells_of(rows: Iterable):
    return [cell for row in rows for cell in row.cells]


@settings(max_examples=40)
@given(file=files(), data=st.data())
def test_both_ways_give_the_same_rows_and_problems(file, data):
    content, name = file
    reading, problems = judged(content, name)
    table = read_whole(name, content, SCHEMA)
    cells = cells_of(in_question(table, problems, reading.headings, SCHEMA))
    chosen = [cell for cell in cells if data.draw(st.booleans())]
    answers = {(cell.row, cell.column): str(GOOD.get(cell.name, "")) for cell in chosen}

    by_workbook, by_grid = in_workbook(table, reading, problems, answers), in_grid(table, reading, answers)

    assert told(by_workbook) == told(by_grid)


@settings(max_examples=40)
@given(file=files())
def test_unchanged_workbook_says_what_the_file_said(file):
    content, name = file
    reading, problems = judged(content, name)
    table = read_whole(name, content, SCHEMA)

    rows, found = told(in_workbook(table, reading, problems, {}))

    assert rows == [(row.number, row.values) for row in reading.rows]
    assert [(one["code"], one.get("row"), one.get("column")) for one in found] == [
        (problem.code, problem.row, problem.column or None) for problem in problems
    ]
