"""A table and a schema -> rows of text by column name, and every problem of form at once. Pure: no Django.

What the values mean (a known practice, a real month, a whole number) is for the kind of file to say, row by row.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from practices.spreadsheets.headings import Headings, Match
from practices.spreadsheets.identifiers import Sign, has_patient_key, is_fraction, signs_in, worth_searching
from practices.spreadsheets.reader import is_binary, read_table
from practices.spreadsheets.tables import Cell, Place, Row, SpreadsheetError, Table, column_letter
from practices.spreadsheets.workbooks import unpacks_to_too_much
from practices.uploads.problems import Problem, error, has_errors, must_forget, shown, warning
from practices.uploads.schema import Column, FileSchema

KEPT_NOTHING = "The file was not kept."
TOTALS = re.compile(r"(?:(?:grand|sub)[\s-]*)?totals?\b|sum\b|average\b|mean\b|(?:q[1-4]|quarter)\b", re.IGNORECASE)
TOTAL_AT_END = re.compile(r"\b(?:sub)?totals?\W*\Z", re.IGNORECASE)
ALWAYS_REFUSED = {Sign.NHS_NUMBER, Sign.ROUNDED_NUMBER, Sign.POSTCODE, Sign.PATIENT_KEY}
CODES = {Sign.NHS_NUMBER: "E14", Sign.ROUNDED_NUMBER: "E14", Sign.POSTCODE: "B91", Sign.NAME: "B90"}
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
ENDS = " \t\r\n\u00a0\u2007\u202f\ufeff\u3000"
PROBLEMS_KEPT = 5_000
VERSIONS_NAMED = 3
PERSONAL_PROBLEMS_KEPT = 1_000
WITHOUT_VALUES = {"B9", "B22", "B36", "B37"}


@dataclass
class RowOfText:
    """One row: its number as the sheet shows it, and each column's text, "" where the cell is blank.

    `kinds` says of a workbook's cells what they were when not text: number, date, percent, boolean, error.
    """

    number: int
    line: int
    values: dict[str, str]
    kinds: dict[str, str] = field(default_factory=dict)

    def kind(self, column: str) -> str:
        return self.kinds.get(column, "text")


@dataclass
class Reading:
    """What reading a file gave. With an error in `problems` the file is refused, whatever rows there are."""

    rows: list[RowOfText] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheet: str = ""
    kind: str = ""
    rows_read: int = 0
    rows_refused: int = 0
    rows_ignored: int = 0
    """Rows of figures, rows that were none, and blank ones: together every row of the file below its names (D23)."""
    columns: list[str] = field(default_factory=list)
    headings: dict[str, list[str]] = field(default_factory=dict)
    """Where each column stands in the file and what it is called there: name -> [letter, heading]."""

    @property
    def forget(self) -> bool:
        """The file seems to hold something personal: keep nothing of it, not even its name."""
        return must_forget(self.problems)

    @property
    def is_refused(self) -> bool:
        return has_errors(self.problems)


def read_rows(name: str, content: bytes, schema: FileSchema) -> Reading:
    """Everything that can be said about a file without knowing practices, months or history."""
    headings = Headings(schema)
    try:
        table = read_table(name, content, limits=schema.limits, sheet=schema.sheet, recognise=headings.recognise)
    except SpreadsheetError as refusal:
        return unreadable(name, content, refusal)
    return check_table(name, table, headings)


def read_whole(name: str, content: bytes, schema: FileSchema) -> Table:
    """The table of a file that was read before, every cell of it, to be written again. Raises SpreadsheetError."""
    headings = Headings(schema)
    return read_table(name, content, limits=schema.limits, sheet=schema.sheet, recognise=headings.recognise)


def check_table(name: str, table: Table, headings: Headings) -> Reading:
    reading = Reading(notes=list(table.notes), sheet=table.sheet, kind=table.kind, rows_ignored=table.blank_rows)
    match = headings.match(table)
    reading.problems = list(islice(personal_cells(table, match, headings.schema), PERSONAL_PROBLEMS_KEPT))
    reading.problems += personal_places([(Place.FILE_NAME, name), *table.texts], reading.problems)
    reading.problems += table.problems + match.problems
    reading.rows_refused = len(table.rows) + table.rows_beyond_limit - (1 if table.header else 0)
    if must_forget(reading.problems):
        return forgotten(reading)
    if too_long := size_problems(table, headings.schema) if match.places else []:
        reading.problems += too_long
    elif match.places:
        RowReader(table, match, headings, reading).read()
    reading.rows_read = len(reading.rows)
    reading.rows_refused -= reading.rows_read
    if has_errors(reading.problems):
        reading.rows = []
    return reading


def unreadable(name: str, content: bytes, refusal: SpreadsheetError) -> Reading:
    """A refused file is searched all the same: whether its name may be kept depends on what it holds."""
    texts = [(Place.FILE_NAME, name), *refusal.texts, (Place.FILE, as_some_text(content))]
    personal = list(personal_places(texts))
    return forgotten(Reading(problems=personal)) if personal else Reading(problems=refusal.problems)


def as_some_text(content: bytes) -> str:
    """The bytes as text of some sort, for a search only; NULs go, because UTF-16 has one in every other byte."""
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")) or is_binary(content[:4000]):
        return ""
    return content.replace(b"\0", b"").decode("latin-1")


def forgotten(reading: Reading) -> Reading:
    """Only the personal problems stay, and those that quote nothing: any other might repeat a value."""
    reading.problems = [problem for problem in reading.problems if problem.forget or problem.code in WITHOUT_VALUES]
    reading.rows, reading.notes, reading.sheet = [], [], ""
    return reading


def personal_places(texts: list[tuple[str, str]], known: list[Problem] = ()) -> Iterator[Problem]:
    """One problem for each place and kind of thing; what a cell was named for already is not said of the file again."""
    seen = {(Place.FILE, problem.code) for problem in known if problem.forget}
    for place, text in texts:
        if not worth_searching(text):
            continue
        for sign in signs_in(text):
            refused = sign in ALWAYS_REFUSED or (sign is Sign.NAME and place in NAMED_PLACES)
            if refused and (place, CODES[sign]) not in seen:
                seen.add((place, CODES[sign]))
                yield personal(sign, f"{place[:1].upper()}{place[1:]}")


NAMED_PLACES = {Place.FILE_NAME, Place.SHEET_NAME, Place.COMMENT, Place.HEADER, Place.PROPERTIES}


def personal(sign: Sign, place: str, **where) -> Problem:
    """Says what was seen and where, and never the value."""
    advice = "Never upload NHS numbers; use the key tool" if CODES.get(sign) == "E14" else "Remove it everywhere"
    message = f"{place} contains what looks like {sign}. {KEPT_NOTHING} {advice}"
    return error(CODES.get(sign, "B94"), message, forget=True, **where)


def personal_cells(table: Table, match: Match, schema: FileSchema) -> Iterator[Problem]:
    """Problems with the cells that are read, those of unused columns included."""
    names = {number: name for name, number in match.places.items()}
    free_text = {match.places[c.name] for c in schema.columns if c.is_free_text and c.name in match.places}
    signs: dict[str, list[Sign]] = {}
    for row in table.rows:
        for number, cell in row.cells.items():
            if number in free_text and has_patient_key(cell.text):
                yield from personal_cell(Sign.PATIENT_KEY, row, number, names.get(number), is_free_text=True)
            if not worth_searching(cell.text) or is_fraction(cell):
                continue
            if cell.text not in signs:
                signs[cell.text] = signs_in(cell.text)
            for sign in signs[cell.text]:
                # Of a file that is not ours at all it is enough to say so, unless it names patients.
                if match.places or sign in ALWAYS_REFUSED:
                    yield from personal_cell(sign, row, number, names.get(number), number in free_text)


def personal_cell(sign: Sign, row: Row, number: int, name: str | None, is_free_text: bool) -> Iterator[Problem]:
    column = name or column_letter(number)
    where = {"row": row.number, "line": row.line, "column": column}
    if sign in ALWAYS_REFUSED or (not is_free_text and sign in {Sign.EMAIL, Sign.TELEPHONE}):
        yield personal(sign, f"Row {row.number}, column {column}", **where)
    elif sign is Sign.NAME or is_free_text:
        message = f"Row {row.number}, {column}: may contain {sign}: check"
        yield warning(CODES.get(sign, "B94"), message, **where, fix="Remove it unless it belongs there")
    else:
        yield error("B94", f"Row {row.number}, {column}: contains {sign}, which does not belong here", **where)


def size_problems(table: Table, schema: FileSchema) -> list[Problem]:
    limits, problems = schema.limits, []
    header_rows = 1 if table.header else 0
    rows = len(table.rows) + table.rows_beyond_limit - header_rows
    if rows > limits.rows:
        problems.append(error("B14", f"The file has {rows:,} rows; the limit is {limits.rows:,}"))
    if header_rows and not rows:
        message = "The file has a header but no rows. If there was nothing to report, send a nil return"
        problems.append(error("B3", message, fix="Add one row for each practice and month"))
    return problems


class RowReader:
    """Turns a table's rows into RowOfText, telling figures from totals, notes and repeated names."""

    def __init__(self, table: Table, match: Match, headings: Headings, reading: Reading):
        self.table, self.match, self.headings, self.reading = table, match, headings, reading
        self.schema = headings.schema
        self.placed = [
            (column, match.places[column.name]) for column in self.schema.columns if column.name in match.places
        ]
        self.keys = [match.places[name] for name in self.schema.key_columns if name in match.places]
        self.cleaned: set[str] = set()
        # One long string may stand in every cell of a workbook, and costs nothing until it is written out.
        self.characters = 0
        self.wrong_versions: set[str] = set()

    def problem(self, problem: Problem) -> None:
        if len(self.reading.problems) < PROBLEMS_KEPT:
            self.reading.problems.append(problem)

    def read(self) -> None:
        self.reading.columns = [column.name for column, _ in self.placed]
        first = self.table.rows[0].cells
        self.reading.headings = {
            column.name: [column_letter(number), shown(first[number].text)] for column, number in self.placed
        }
        self.formula_problems()
        last = max((heading.number for heading in self.table.header), default=0)
        for row in self.table.rows[1:]:
            if self.characters > self.schema.limits.unpacked_bytes:
                self.problem(unpacks_to_too_much(self.schema.limits))
                break
            if odd := self.not_figures(row) or self.too_short(row, last):
                self.problem(odd)
            else:
                self.reading.rows.append(self.row_of_text(row))
        self.reading.notes += [
            f"Characters that cannot be seen were taken out of {name}" for name in sorted(self.cleaned)
        ]

    def row_of_text(self, row: Row) -> RowOfText:
        values, kinds = {}, {}
        for column, number in self.placed:
            cell = row.cells.get(number)
            if cell is None:
                values[column.name] = ""
                continue
            values[column.name] = self.value(row, column, cell)
            self.characters += len(cell.text)
            if cell.kind != "text":
                kinds[column.name] = cell.kind
        self.check_version(row, values)
        return RowOfText(row.number, row.line, values, kinds)

    def value(self, row: Row, column: Column, cell: Cell) -> str:
        text = cell.text.strip(ENDS)
        if text.isascii() and text.isprintable() and len(text) <= self.schema.limits.characters:
            return text
        return self.odd_value(row, column, text)

    def odd_value(self, row: Row, column: Column, text: str) -> str:
        where = {"row": row.number, "line": row.line, "column": column.name}
        if len(text) > self.schema.limits.characters:
            limit = f"{self.schema.limits.characters:,}"
            self.problem(error("B16", f"Row {row.number}, {column.name}: longer than {limit} characters", **where))
            return ""
        if "\0" in text:
            message = f"Row {row.number}, {column.name}: contains a character that is not allowed"
            self.problem(error("B27", message, **where, fix="Type the value again"))
            return ""
        return self.without_invisible(text, column, where)

    def without_invisible(self, text: str, column: Column, where: dict) -> str:
        visible = CONTROL.sub("", text)
        if visible == text:
            return text
        if column.is_free_text:
            self.cleaned.add(column.name)
        else:
            message = f"Row {where['row']}, {column.name}: contains a character that cannot be seen"
            self.problem(error("B28", message, **where, fix="Type the value again"))
        return visible

    def too_short(self, row: Row, last: int) -> Problem | None:
        """A CSV row that ends early: its values may stand under the wrong names."""
        if not row.width or row.width >= last:
            return None
        message = f"Row {row.number} has {row.width} values but there are {last} columns"
        return error(
            "B35", message, row=row.number, line=row.line, fix="Write a comma for every column, blank ones too"
        )

    def not_figures(self, row: Row) -> Problem | None:
        """Totals, notes and repeated column names, each named by its row; they are never added in."""
        filled = row.filled()
        where = {"row": row.number, "line": row.line}
        if self.headings.recognise([cell.text for cell in filled.values()]) * 2 > len(filled):
            return error("B104", f"Row {row.number} repeats the column names. Delete it", **where)
        if self.is_total(filled):
            return error("B102", f"Row {row.number} looks like a totals row. Delete it", **where)
        if len(filled) == 1 and len(self.placed) > 2:
            return error("B103", f"Row {row.number} looks like a note, not a row of figures. Delete it", **where)
        return None

    def is_total(self, filled: dict[int, Cell]) -> bool:
        firsts = {filled[min(filled)].text.strip(), *(filled[key].text.strip() for key in self.keys if key in filled)}
        if any(TOTALS.match(text) or TOTAL_AT_END.search(text[-20:]) for text in firsts if len(text) < 60):
            return True
        return bool(self.keys) and len(filled) > 1 and not any(key in filled for key in self.keys)

    def check_version(self, row: Row, values: dict[str, str]) -> None:
        """One message for a template of another version, not one for every row (B21)."""
        found = values.get(self.schema.version_column, "")
        wanted = str(self.schema.version)
        if not self.schema.version_column or found == wanted or found in self.wrong_versions:
            return
        if len(self.wrong_versions) >= VERSIONS_NAMED:
            return
        self.wrong_versions.add(found)
        is_number = found.isascii() and found.isdigit()
        message = f"This is template version {shown(found)}" if is_number else "The template version is not given"
        where = {"row": row.number, "line": row.line, "column": self.schema.version_column}
        self.problem(error("E1", f"{message}. Download version {wanted}", **where, found=found, expected=wanted))

    def formula_problems(self) -> None:
        names = {number: column.name for column, number in self.placed}
        for row, number in self.table.formulas_without_value[:200]:
            column = names.get(number, column_letter(number))
            message = f"Row {row}, {column} contains a formula. Paste values"
            self.problem(error("B80", message, row=row, column=column))
        places = [f"{column_letter(number)}{row}" for row, number in self.table.formulas if number in names]
        if places:
            more = f" and {len(places) - 5} more" if len(places) > 5 else ""
            self.reading.notes.append(f"The results of formulas were read ({', '.join(places[:5])}{more})")
