"""The names over the columns of a file -> the columns of its schema. Pure, standard library only."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from practices.spreadsheets.identifiers import sign_of_heading
from practices.spreadsheets.tables import Row, Table, column_letter
from practices.uploads.problems import INVISIBLE, Problem, error, shown, warning
from practices.uploads.schema import FileSchema

FOOTNOTE = re.compile(r"[\s:*†‡§¹²³⁰⁴-⁹]+$|\s*[\[(]\s*(?:\d{1,2}|[a-z]|note \d+)\s*[\])]\s*$", re.IGNORECASE)
ROWS_LOOKED_AT = 30
LIKENESS = 0.75
LONGEST_HEADING = 300
ANSWERS_KEPT = 10_000


@dataclass
class Match:
    """Where each column of the schema stands: name -> column number in the file; and what is wrong with the header."""

    places: dict[str, int] = field(default_factory=dict)
    ignored: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    row: int = 1


def normalised(heading: str) -> str:
    """A name without what people and programs add: case, spaces of any kind, line breaks, colon, footnote marks."""
    text = "".join(character for character in heading[:LONGEST_HEADING] if character not in INVISIBLE)
    while (shorter := FOOTNOTE.sub("", text)) != text:
        text = shorter
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[_\s]+", " ", text).split())


class Headings:
    """A schema's names and aliases, normalised once."""

    def __init__(self, schema: FileSchema):
        self.schema = schema
        self.by_name: dict[str, str] = {
            normalised(name): column.name for column in schema.columns for name in column.names
        }
        self.longest = 2 * max(map(len, self.by_name))
        self.answers: dict[str, str | None] = {}

    def recognise(self, texts: Iterable[str]) -> int:
        """How many different columns are named among the texts. Asked of every row, so numbers are passed over."""
        found = {self.column_named(text) for text in texts if len(text) <= self.longest and not text.isdigit()}
        return len(found - {None})

    def column_named(self, text: str) -> str | None:
        """The column that a short text names. The same few texts stand in most rows, so answers are kept."""
        if text not in self.answers:
            if len(self.answers) > ANSWERS_KEPT:
                self.answers.clear()
            self.answers[text] = self.by_name.get(normalised(text))
        return self.answers[text]

    def match(self, table: Table) -> Match:
        """Columns by name, never by position; every fault of the header at once."""
        first = table.rows[0] if table.rows and table.rows[0].number == 1 else Row(1, 1, {})
        if answers := self.answers_of_somebody(first):
            return Match(problems=[answers])
        if refused := self.too_many(first) or self.refused_header(table, first):
            return Match(problems=[refused])
        match = Match()
        for number, cell in sorted(first.filled().items()):
            self.place(match, number, cell.text)
        self.name_unknown(match, table)
        return match

    def answers_of_somebody(self, first: Row) -> Problem | None:
        """Answers of a survey beside who gave them: such a file is not kept, whatever else is wrong with it (B113)."""
        names = [normalised(cell.text) for cell in first.filled().values()] if self.schema.answer_words else []
        answers, persons = having(names, self.schema.answer_words), having(names, self.schema.person_words)
        if not (answers and persons):
            return None
        message = "The file has answers of a survey beside who gave them. The file was not kept"
        return error("B113", message, row=1, fix="Answers are given by personal link and never sent", forget=True)

    def too_many(self, first: Row) -> Problem | None:
        named, limit = len(first.filled()), self.schema.limits.columns
        return error("B15", f"The file has {named:,} named columns; the limit is {limit}") if named > limit else None

    def refused_header(self, table: Table, first: Row) -> Problem | None:
        """The one message when row 1 holds no column names; the rows are then not looked at."""
        other = self.other_kind(first)
        if self.recognise([cell.text for cell in first.cells.values()]) >= self.needed(first):
            # Kinds of file share some columns: one that has all it needs is what it should be.
            return other if other and self.lacks_a_column(first) else None
        if other:
            return other
        for row in table.rows[:ROWS_LOOKED_AT]:
            if self.recognise([cell.text for cell in row.cells.values()]) >= max(2, self.needed(row)):
                return self.lower_header(row)
        return error("B37", "Row 1 must contain the column names", row=1, expected=self.first_names(), fix=COPY_NAMES)

    def lacks_a_column(self, first: Row) -> bool:
        named = {self.column_named(cell.text[:LONGEST_HEADING]) for cell in first.cells.values()}
        return any(not column.may_be_missing and column.name not in named for column in self.schema.columns)

    def needed(self, row: Row) -> int:
        """One known name in three makes a header; misspelt ones are then reported one by one."""
        return max(1, min(len(self.schema.columns), len(row.filled())) // 3)

    def lower_header(self, row: Row) -> Problem:
        message = f"The column names must be in row 1. We found them in row {row.number}"
        return error("B36", message, row=row.number, line=row.line, fix="Delete the rows above the column names")

    def other_kind(self, first: Row) -> Problem | None:
        names = {normalised(cell.text) for cell in first.cells.values()}
        for words, columns, place in self.schema.other_kinds:
            known = {normalised(column) for column in columns}
            if len(names & known) * 2 > len(known):
                return error("B22", f"This looks like {words}. Upload it under {place}", row=1)
        return None

    def first_names(self) -> str:
        return ", ".join(column.name for column in list(self.schema.columns)[:5]) + ", …"

    def place(self, match: Match, number: int, heading: str) -> None:
        name = self.by_name.get(normalised(heading))
        if name is None:
            match.ignored[number] = heading
        elif name in match.places:
            letters = f"{column_letter(match.places[name])} and {column_letter(number)}"
            match.problems.append(error("B38", f"The column ‘{name}’ appears twice ({letters})", row=1, column=name))
        else:
            match.places[name] = number

    def missing(self, match: Match) -> list[str]:
        needed = [column.name for column in self.schema.columns if not column.may_be_missing]
        return [name for name in needed if name not in match.places]

    def name_unknown(self, match: Match, table: Table) -> None:
        """Misspelt, personal, nameless and unused columns, and those that are not there."""
        missing = self.missing(match)
        for number, heading in match.ignored.items():
            problem, meant = self.unknown(number, heading, missing)
            match.problems.append(problem)
            missing = [name for name in missing if name != meant]
        if missing:
            message = f"These columns are missing: {', '.join(missing)}"
            match.problems.append(error("B39", message, row=1, expected=shown(", ".join(missing)), fix=COPY_NAMES))
        match.problems.extend(nameless(table))

    def unknown(self, number: int, heading: str, missing: list[str]) -> tuple[Problem, str | None]:
        if advice := sign_of_heading(normalised(heading)):
            return personal_column(number, heading, advice), None
        meant = self.meant(heading, missing)
        name = shown(heading)
        if meant:
            message = f"Unknown column ‘{name}’. Did you mean ‘{meant}’?"
            return error("B43", message, row=1, column=name, found=name, expected=meant), meant
        return warning("B40", f"Column ‘{name}’ is not used and will be ignored", row=1, column=name), None

    def meant(self, heading: str, missing: list[str]) -> str | None:
        candidates = {name: column for name, column in self.by_name.items() if column in missing}
        close = difflib.get_close_matches(normalised(heading)[:60], candidates, n=1, cutoff=LIKENESS)
        return candidates[close[0]] if close else None


def having(names: list[str], words: Iterable[str]) -> list[str]:
    return [name for name in names if any(word in name for word in words)]


COPY_NAMES = "Copy the column names from the template"


def personal_column(number: int, heading: str, advice: str) -> Problem:
    """A column for names, addresses or birth dates. The heading itself is one of a known list, so it may be shown."""
    name = shown(heading)
    message = f"{advice} ‘{name}’" if advice.startswith("Remove") else f"Column ‘{name}’: {advice}"
    return error("B92" if "birth" in advice else "B90", message, row=1, column=column_letter(number), forget=True)


def nameless(table: Table) -> list[Problem]:
    """Columns with values but no name; each once, at its first value."""
    named = {heading.number for heading in table.header}
    first_rows: dict[int, Row] = {}
    for row in table.rows[1:]:
        for number, cell in row.cells.items():
            if number not in named and number not in first_rows and cell.text.strip():
                first_rows[number] = row
    return [unnamed_value(row, number, table) for number, row in sorted(first_rows.items())][:20]


def unnamed_value(row: Row, number: int, table: Table) -> Problem:
    """A value beyond the names: for a CSV too many values in the row, for a workbook a stray cell."""
    last = max((heading.number for heading in table.header), default=0)
    letter = column_letter(number)
    if table.kind == "csv" and number > last:
        message = f"Row {row.number} has {max(row.filled())} values but there are {last} columns"
        fix = "Put quotation marks around a value that contains a comma"
        return error("B34", message, row=row.number, line=row.line, column=letter, fix=fix)
    message = f"Cell {letter}{row.number} has a value but the column has no name"
    return error("B34", message, row=row.number, line=row.line, column=letter, fix="Name the column or clear the cell")
