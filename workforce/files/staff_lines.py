"""Rows of text -> lines of a staff file, and every cell that cannot be read. Pure.

A cell's text is judged once, however many rows have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from practices.spreadsheets.dates import AMERICAN, looks_american
from practices.uploads.problems import Problem, error
from practices.uploads.schema import FileSchema
from workforce.files.staff_cells import CellRead, read_band, read_cell
from workforce.files.staff_schema import DATES, NEEDED_OF_A_HOLDER, OF_A_HOLDER

NOTES_KEPT = 50
NEEDED_ALWAYS = ("post_number", "role", "commissioner", "post_wte", "post_start")


@dataclass
class Line:
    """One row. `values` by column: "" or None where blank; without a column that the file lacks or a cell unread."""

    row: int
    sheet: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def get(self, name: str):
        """The value; None where it is blank, unread or not in the file."""
        return self.values.get(name) or None

    # What names the row is asked for again and again, and stays as it was read.

    @cached_property
    def is_vacant(self) -> bool:
        """Nobody holds the post, as far as the row can be read."""
        return not self.get("staff_number") and "staff_number" not in self.unread

    @cached_property
    def post(self) -> str:
        return self.values.get("post_number") or ""

    @cached_property
    def holding(self) -> tuple[str, str, date | None]:
        """What names a holding: post, staff number, first day."""
        return self.post, self.values.get("staff_number") or "", self.values.get("start")

    @cached_property
    def terms_start(self) -> date | None:
        """Terms without a day of their own began with the holding."""
        return self.values.get("terms_start") or self.values.get("start")

    @cached_property
    def is_named(self) -> bool:
        """Whether it can be said which row of the roster this is."""
        dates = () if self.is_vacant else (self.get("start"), self.terms_start)
        return bool(self.post) and "staff_number" not in self.unread and None not in dates

    def at(self, column: str) -> dict:
        return {"sheet": self.sheet, "row": self.row, "column": column}


@dataclass
class LineReader:
    """Reads rows into lines; what cannot be read goes to `problems`, what was made of a cell to `notes`."""

    schema: FileSchema
    sheet: str = ""
    problems: list[Problem] = field(default_factory=list)
    read_before: dict[tuple, CellRead] = field(default_factory=dict)
    noted: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def read(self, rows: Sequence) -> list[Line]:
        """`rows` are the reader's: number, values by column, kind(column)."""
        american = {name for name in DATES if looks_american(row.values.get(name, "") for row in rows)}
        for name in sorted(american):
            first = next(row for row in rows if looks_american([row.values.get(name, "")]))
            self.refuse(first, name, AMERICAN.code, AMERICAN.message, AMERICAN.fix)
        return [self.line(row, american) for row in rows]

    def line(self, row, american: set[str]) -> Line:
        line = Line(row=row.number, sheet=self.sheet)
        for name, text in row.values.items():
            if name in american:
                line.unread.add(name)
            else:
                self.take(line, row, name, self.cell(name, text, row.kind(name)))
        if line.get("band"):
            self.take(line, row, "band", self.band(line.get("band"), line.get("scheme")))
        self.check_blanks(line, row)
        return line

    def cell(self, name: str, text: str, kind: str) -> CellRead:
        key = (name, text, kind)
        if key not in self.read_before:
            self.read_before[key] = read_cell(self.schema.column(name), text, kind)
        return self.read_before[key]

    def band(self, text: str, scheme: str | None) -> CellRead:
        """Without a scheme that can be read, nothing can be said of the band."""
        key = ("band", text, scheme)
        if key not in self.read_before:
            self.read_before[key] = read_band(text, scheme) if scheme else CellRead(text)
        return self.read_before[key]

    def take(self, line: Line, row, name: str, read: CellRead) -> None:
        if read.problem:
            line.unread.add(name)
            line.values.pop(name, None)
            self.refuse(row, name, *read.problem)
            return
        line.values[name] = read.value
        if read.note:
            self.noted.setdefault((name, read.note), []).append(row.number)

    def check_blanks(self, line: Line, row) -> None:
        """A value that is needed; a vacant post says nothing of anybody."""
        needed = NEEDED_ALWAYS if line.is_vacant else (*NEEDED_ALWAYS, *NEEDED_OF_A_HOLDER)
        for name in needed:
            if not line.get(name) and name not in line.unread:
                example = self.schema.column(name).example
                self.refuse(row, name, "E10", "enter a value", f"For example {example}")
        if line.is_vacant and (filled := [name for name in OF_A_HOLDER if line.get(name) or name in line.unread]):
            message = f"there is no staff number, but {', '.join(filled[:3])} is given"
            self.refuse(row, "staff_number", "B112", message, "Write the staff number, or leave all of them blank")

    def refuse(self, row, column: str, code: str, message: str, fix: str = "") -> None:
        where = {"sheet": self.sheet, "row": row.number, "line": row.line, "column": column}
        text = "" if column == "name" else row.values.get(column, "")
        expected = self.schema.column(column).example
        message = message[:1].lower() + message[1:] if not message[:2].isupper() else message
        self.problems.append(
            error(code, f"Row {row.number}, {column}: {message}", fix=fix, found=text, expected=expected, **where)
        )

    @property
    def notes(self) -> list[str]:
        """One for each thing that was made of a text, with the first row and how many more."""
        return [note_of(name, note, rows) for (name, note), rows in list(self.noted.items())[:NOTES_KEPT]]


def note_of(name: str, note: str, rows: list[int]) -> str:
    more = f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""
    return f"Row {rows[0]}{more}, {name}: {note}"
