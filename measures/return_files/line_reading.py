"""Rows of text -> lines of a return, and every cell that cannot be read. Pure."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from measures.fields import COUNT_FIELDS, LARGEST_COUNT
from measures.return_files.lines import Line
from measures.return_files.return_schema import NO, YES
from practices.spreadsheets.codes import read_practice_code
from practices.spreadsheets.counts import read_count
from practices.spreadsheets.dates import AMERICAN, DateRead, looks_american, read_date, read_month
from practices.uploads.problems import Problem, error, shown
from practices.uploads.schema import FileSchema

NOTES_KEPT = 50


@dataclass
class LineReader:
    """Reads rows into `lines`; what cannot be read goes to `problems`, what was made of a cell to `notes`."""

    schema: FileSchema
    sheet: str = ""
    open_months: Collection[date] = ()
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self, rows: Sequence) -> list[Line]:
        """`rows` are the reader's: number, values by column, kind(column)."""
        self.american = looks_american(row.values.get("extract_date", "") for row in rows)
        if self.american:
            first = next(row for row in rows if looks_american([row.values.get("extract_date", "")]))
            self.refuse(first, "extract_date", AMERICAN.code, AMERICAN.message, AMERICAN.fix)
        self.lines = [self.line(row) for row in rows]
        return self.lines

    def line(self, row) -> Line:
        line = Line(row=row.number, sheet=self.sheet, comment=row.values.get("comment", ""))
        line.wave_code = self.code(row, "wave_code")
        line.practice_code = self.practice(row)
        line.month = self.month(row)
        for name in COUNT_FIELDS:
            self.count(row, name, line)
        line.severity_tool = self.choice(row, "severity_tool")
        line.nil_return = {YES: True, NO: False}.get(self.choice(row, "nil_return"))
        line.extract_date = None if self.american else self.day(row)
        code_list = row.values.get("code_list")
        line.code_list = None if code_list is None else code_list.strip()
        return line

    def refuse(self, row, column: str, code: str, message: str, fix: str = "", **more) -> None:
        """One problem of one cell, with an example of what would be right (V1)."""
        expected = more.pop("expected", "") or self.schema.column(column).example
        found = row.values.get(column, "")
        where = {"sheet": self.sheet, "row": row.number, "line": row.line, "column": column}
        self.problems.append(error(code, message, fix=fix, found=found, expected=expected, **where, **more))

    def note(self, row, column: str, text: str) -> None:
        if text and len(self.notes) < NOTES_KEPT:
            self.notes.append(f"Row {row.number}, {column}: {text}")

    def code(self, row, column: str) -> str:
        """A code in capitals, full-width letters made plain (B50, B51); blank is E10."""
        text = unicodedata.normalize("NFKC", row.values.get(column, "")).strip().upper()
        if not text:
            self.refuse(row, column, "E10", f"Row {row.number}, {column}: enter the code", "Copy it from the template")
        return text

    def practice(self, row) -> str:
        read = read_practice_code(row.values.get("practice_ods", ""))
        if read.problem:
            message = f"Row {row.number}, practice_ods: {read.problem.message}"
            self.refuse(row, "practice_ods", read.problem.code, message, read.problem.fix or WRITE_A_CODE)
        return read.value

    def month(self, row) -> date | None:
        text = row.values.get("period", "")
        return self.dated(row, "period", read_month(text, kind=row.kind("period"), open_months=self.open_months))

    def day(self, row) -> date | None:
        text = row.values.get("extract_date", "")
        return self.dated(row, "extract_date", read_date(text))

    def dated(self, row, column: str, read: DateRead) -> date | None:
        if read.problem:
            self.refuse(row, column, read.problem.code, read.problem.message, read.problem.fix)
        self.note(row, column, read.note)
        return read.value

    def count(self, row, name: str, line: Line) -> None:
        column = self.schema.column(name)
        text = row.values.get(name, "")
        reasons = tuple(column.not_available_reasons)
        count = read_count(text, kind=row.kind(name), reasons=reasons, maximum=LARGEST_COUNT)
        self.note(row, name, count.note)
        if count.problem:
            message = f"Row {row.number}, {name}: {count.problem.message}"
            self.refuse(row, name, count.problem.code, message, count.problem.fix or WHOLE_OR_NA)
        elif count.not_available:
            line.not_available[name] = count.not_available
        else:
            line.counts[name] = count.value

    def choice(self, row, name: str) -> str:
        """One of a column's choices, however it is spaced or cased: "PHQ-9" is PHQ9."""
        choices = {bare(choice): choice for choice in self.schema.column(name).choices}
        text = row.values.get(name, "")
        chosen = choices.get(bare(text), "") or choices.get(WORDS.get(bare(text), ""), "")
        if not chosen:
            said = "enter one" if not text.strip() else f"‘{shown(text)}’ is not one"
            code = "E10" if not text.strip() else "E17" if name == "severity_tool" else "B81"
            allowed = ", ".join(choices.values())
            message = f"Row {row.number}, {name}: {said} of {allowed}"
            self.refuse(row, name, code, message, f"Write one of {allowed}", expected=allowed)
        return chosen


WRITE_A_CODE = "Write your practice's national code: a letter and five digits, such as A99001"
WHOLE_OR_NA = "Write a whole number, 0 or more; or NA: and a reason, such as NA:cannot_count_yet"
WORDS = {"YES": YES, "NO": NO}


def bare(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())


def practice_codes(lines: Iterable[Line]) -> set[str]:
    return {line.practice_code for line in lines if line.practice_code}
