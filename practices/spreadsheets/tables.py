"""What a file is read into: a table of numbered rows, and the limits it must keep. Pure, standard library only.

Every value is text, as the person sees it in the sheet; conversion is by the strict rules of
`practices.spreadsheets.counts` and `practices.spreadsheets.dates`, never by a library's guess.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from practices.uploads.problems import Problem, error

# The sheet beside the table in a workbook that went back to be mended. It is searched like any other, and not read.
MARKS_SHEET = "To mend"


@dataclass(frozen=True)
class Limits:
    """What a file may be at most; these are the figures for returns, staff and attendance (D18)."""

    bytes: int = 5_000_000
    unpacked_bytes: int = 50_000_000
    entries: int = 200
    ratio: int = 100
    rows: int = 20_000
    columns: int = 200
    characters: int = 1_000
    seconds: int = 30
    memory_bytes: int = 512_000_000


class Cell(NamedTuple):
    """What stands in a cell; `kind` is "text", or in a workbook also "number", "date", "percent", "boolean", "error"."""

    text: str
    kind: str = "text"


class Place(StrEnum):
    """Where else in a file something may be written; words for a message, which never quote what stands there."""

    FILE_NAME = "the name of the file"
    FILE = "the file"
    SHEET_NAME = "the name of a sheet"
    OTHER_SHEET = "another sheet"
    COMMENT = "a comment"
    HEADER = "a header, footer or cell message"
    PROPERTIES = "the document properties"
    LINK = "a link"
    FORMULA = "a formula"


@dataclass
class Row:
    """One row as in the file: `number` as the sheet shows it, `line` of the text file, cells by column number from 1."""

    number: int
    line: int
    cells: dict[int, Cell]
    width: int = 0
    """How many values a CSV row has, blank ones included; 0 for workbooks, where nobody can tell."""

    def filled(self) -> dict[int, Cell]:
        return {number: cell for number, cell in self.cells.items() if cell.text.strip()}


class Heading(NamedTuple):
    name: str
    number: int

    @property
    def letter(self) -> str:
        return column_letter(self.number)


@dataclass
class Table:
    """A file's one table. `texts` is everything else a person might have written in it, with its place, to be searched
    for identifiers: sheet names, comments, header and footer, properties, hidden parts."""

    kind: str
    sheet: str
    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    rows_beyond_limit: int = 0
    blank_rows: int = 0
    formulas: list[tuple[int, int]] = field(default_factory=list)
    formulas_without_value: list[tuple[int, int]] = field(default_factory=list)

    @property
    def header(self) -> list[Heading]:
        """The first row's names; blank ones are left out."""
        first = self.rows[0] if self.rows and self.rows[0].number == 1 else None
        return [Heading(cell.text, number) for number, cell in sorted(first.filled().items())] if first else []


class SpreadsheetError(Exception):
    """The file cannot be read as a table; `problems` say why. `texts` as in Table, for the search for identifiers."""

    def __init__(self, *problems: Problem, texts: list[tuple[str, str]] | None = None):
        super().__init__("; ".join(problem.code for problem in problems))
        self.problems = list(problems)
        self.texts = texts or []


def column_letter(number: int) -> str:
    """1 -> A, 27 -> AA, 16384 -> XFD."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def megabytes(size: int) -> str:
    """7200000 -> "7.2 MB"; whole numbers without a decimal."""
    return f"{size / 1_000_000:.1f}".removesuffix(".0") + " MB"


def too_large(size: int, limits: Limits) -> Problem:
    """The words for a file over the limit; the page for status 413 says the same."""
    return error(
        "B4",
        f"The selected file must be smaller than {megabytes(limits.bytes)}. Yours is {megabytes(size)}",
        fix="Delete unused sheets and rows, or send fewer months at a time",
    )
