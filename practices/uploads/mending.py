"""What is wrong with a file -> the cells in question, and the file with other values in them. Pure: no Django."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from practices.spreadsheets.identifiers import has_patient_key
from practices.spreadsheets.tables import Cell, Row, Table, column_letter
from practices.uploads.problems import Level, Problem, shown
from practices.uploads.schema import Column, FileSchema
from practices.uploads.written import columns_at, number_of

LETTERS = re.compile(r"[A-Z]{1,3}\Z")
WORD = re.compile(r"\w+")
KEY_SHOWN = 8
COLUMNS_SHOWN = 3

Address = tuple[int, int]
"""(row, column), both as in the sheet, from 1."""


class Places:
    """Where the problems of one file stand in it."""

    def __init__(self, table: Table, headings: Mapping[str, list[str]]):
        self.rows = {row.number: row for row in table.rows}
        self.columns = {name: number_of(letter) for name, (letter, _) in headings.items()}
        self.header = self.rows.get(1, Row(1, 1, {})).cells

    def of(self, problem: Problem) -> Address | None:
        """The cell of a problem; of one that is about a whole row the first cell that is filled; None for the whole file."""
        if not problem.row:
            return None
        row = self.rows.get(problem.row)
        first = min(row.filled(), default=1) if row else 1
        return problem.row, self.column(problem) or first

    def column(self, problem: Problem) -> int | None:
        """A column goes by its name, or by its letter; a heading that we do not know by what it says."""
        name = problem.column
        if problem.row == 1:
            said = (number for number, cell in self.header.items() if shown(cell.text) == name)
            if found := next(said, None):
                return found
        if name in self.columns:
            return self.columns[name]
        return number_of(name) if LETTERS.match(name) else None


@dataclass(frozen=True)
class CellInQuestion:
    """One cell that may be changed; without problems of its own it has to do with one of the same row."""

    row: int
    column: int
    name: str
    text: str
    problems: tuple[Problem, ...] = ()
    is_free_text: bool = False

    @property
    def address(self) -> str:
        return f"{column_letter(self.column)}{self.row}"

    @property
    def field(self) -> str:
        return f"cell-{self.row}-{self.column}"


@dataclass
class RowInQuestion:
    """A row with cells in question; `label` tells which record it is, `problems` are those of the row as a whole."""

    number: int
    label: list[tuple[str, str]]
    cells: list[CellInQuestion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    may_be_left_out: bool = False
    """A total, a note, or a record that does not belong in the file: such a row is mended by deleting it."""

    @property
    def field(self) -> str:
        return f"leave-out-{self.number}"


def in_question(
    table: Table, problems: Iterable[Problem], headings: Mapping[str, list[str]], schema: FileSchema
) -> list[RowInQuestion]:
    """Every row with something to mend, in the order of the file; the row of the names among them."""
    places = Places(table, headings)
    columns = columns_at(headings, schema)
    by_row: dict[int, list[Problem]] = {}
    for problem in problems:
        if problem.row and problem.level is not Level.ACCEPTED:
            by_row.setdefault(problem.row, []).append(problem)
    shown_columns = label_columns(headings, schema)
    return [row_in_question(number, by_row[number], places, columns, shown_columns) for number in sorted(by_row)]


def label_columns(headings: Mapping[str, list[str]], schema: FileSchema) -> list[tuple[str, int]]:
    """The columns that say what a row is about: name and number; the first few where the kind of file names none."""
    names = [name for name in schema.key_columns if name in headings] or list(headings)[:COLUMNS_SHOWN]
    return [(name, number_of(headings[name][0])) for name in names]


def row_in_question(
    number: int, problems: list[Problem], places: Places, columns: dict[int, Column], label
) -> RowInQuestion:
    cells = places.rows[number].cells if number in places.rows else {}
    found: dict[int, list[Problem]] = {}
    for problem in problems:
        if column := places.column(problem):
            found.setdefault(column, []).append(problem)
            for other in related(problem, places):
                found.setdefault(other, [])
    of_row = [problem for problem in problems if places.column(problem) is None]
    return RowInQuestion(
        number=number,
        label=[(name, short(cells[column].text)) for name, column in label if column in cells and number > 1],
        cells=[
            CellInQuestion(
                number,
                column,
                named(column, number, columns),
                text_in(cells, column),
                tuple(found[column]),
                is_free_text=column in columns and columns[column].is_free_text,
            )
            for column in sorted(found)
        ],
        problems=of_row,
        may_be_left_out=number > 1 and (bool(of_row) or any(found.get(column) for _, column in label)),
    )


def named(column: int, row: int, columns: Mapping[int, Column]) -> str:
    if row == 1:
        return f"Name of column {column_letter(column)}"
    return columns[column].name if column in columns else f"Column {column_letter(column)}"


def related(problem: Problem, places: Places) -> list[int]:
    """Other columns that the words of a problem name: a sum may be wrong in any of its parts."""
    words = set(WORD.findall(f"{problem.message} {problem.fix}"))
    return [number for name, number in places.columns.items() if name in words and problem.row != 1]


def text_in(cells: Mapping[int, Cell], column: int) -> str:
    return cells[column].text if column in cells else ""


def short(text: str) -> str:
    """A patient key by its beginning: enough to find the row, and no more than that."""
    return f"{text.strip()[:KEY_SHOWN]}…" if has_patient_key(text) else shown(text)


def first_cells(rows: list[RowInQuestion], most: int) -> tuple[list[RowInQuestion], int]:
    """Whole rows up to so many cells, at least one row; and how many cells are left for another time."""
    taken, count = [], 0
    for row in rows:
        if taken and count + len(row.cells) > most:
            break
        taken.append(row)
        count += len(row.cells)
    return taken, sum(len(row.cells) for row in rows[len(taken) :])


def is_same(typed: str, stood: str) -> bool:
    """Whether nothing was typed: a browser writes line breaks in its own way."""
    return " ".join(typed.split()) == " ".join(stood.split())


def mended(table: Table, typed: Mapping[Address, str], left_out: Iterable[int] = ()) -> Table:
    """The same table with other texts in some cells; rows left out stay blank, so that no other row moves."""
    changes: dict[int, dict[int, str]] = {}
    for (row, column), text in typed.items():
        changes.setdefault(row, {})[column] = text
    left_out = set(left_out) - {1}
    rows = [changed(row, changes.pop(row.number, {})) for row in table.rows if row.number not in left_out]
    rows += [changed(Row(number, number, {}), cells) for number, cells in changes.items() if number not in left_out]
    return replace(table, rows=sorted(rows, key=lambda row: row.number))


def changed(row: Row, texts: Mapping[int, str]) -> Row:
    cells = dict(row.cells)
    for column, text in texts.items():
        if is_same(text, text_in(row.cells, column)):
            continue
        if text.strip():
            cells[column] = Cell(text.strip())
        else:
            cells.pop(column, None)
    return replace(row, cells=cells)
