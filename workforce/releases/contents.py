"""What a release says, as figures of rows and cells, and as the JSON that is frozen with its digest. Pure.

A cell holds a protected value, or None and the reason. What stands behind it exactly (`behind`) is kept apart and never shown:
it is what later releases are compared with (workforce.releases.differencing).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from practices.wording import counted

FORMAT = 1
ALL = "all"
# Rows that share PCTs out among them: what one of them says, the others say too.
BAND = "band"
# How people movements behind a cell are named: who ever came, and how who is gone went.
Behind = Mapping[str, int]


@dataclass(frozen=True)
class Cell:
    value: int | float | str | None
    why: str = ""
    behind: Behind | None = None


@dataclass(frozen=True)
class Row:
    """`kind`: what the group is one of (role, cohort, band, month, or ALL, the whole); `part`: of which table within a figure."""

    key: str
    name: str
    kind: str
    cells: tuple[Cell, ...]
    part: str = ""


@dataclass(frozen=True)
class Column:
    code: str
    name: str


@dataclass(frozen=True)
class Figure:
    """One table. `says`: the column that its sentence reads out; `part_name` heads the second column where rows have a part."""

    code: str
    title: str
    version: int
    definition: str
    first: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    says: str
    part_name: str = ""
    threshold: int = 8
    why: str = ""


@dataclass(frozen=True)
class Heading:
    """Of which programme, through which month ("2006-12"), from data of which moment (ISO)."""

    slug: str
    programme: str
    is_invented: bool
    number: int
    through: str
    data_as_at: str
    compared_with: tuple[int, ...] = field(default=())


def cell_key(figure: Figure, row: Row, column: Column) -> str:
    return "/".join((figure.code, row.part, row.kind, row.key, column.code))


def cells(figures: Iterable[Figure]) -> Iterable[tuple[str, Figure, Row, Column, Cell]]:
    for figure in figures:
        for row in figure.rows:
            for column, cell in zip(figure.columns, row.cells, strict=True):
                yield cell_key(figure, row, column), figure, row, column, cell


def row_of(key: str, name: str, kind: str, values: Sequence, *, why="", part="", behind: Mapping | None = None) -> Row:
    """A row of values; a None among them has the reason `why`. `behind`: place of a column -> its movements."""
    behind = behind or {}
    found = (
        Cell(value, why if value is None else "", behind.get(place) if value is not None else None)
        for place, value in enumerate(values)
    )
    return Row(key, name, kind, tuple(found), part)


# ---- as it is frozen


def document(heading: Heading, figures: Sequence[Figure], rules: Sequence[str]) -> dict:
    """What is frozen: plain JSON."""
    return {
        "format": FORMAT,
        "programme": heading.slug,
        "programme_name": heading.programme,
        "is_invented": heading.is_invented,
        "number": heading.number,
        "through": heading.through,
        "data_as_at": heading.data_as_at,
        "compared_with": list(heading.compared_with),
        "rules": list(rules),
        "figures": [written(figure) for figure in figures],
    }


def written(figure: Figure) -> dict:
    return {
        "code": figure.code,
        "title": figure.title,
        "version": figure.version,
        "definition": figure.definition,
        "sentence": sentence_of(figure),
        "first": figure.first,
        "part": figure.part_name,
        "columns": [column.name for column in figure.columns],
        "why": figure.why,
        "rows": [
            {
                "part": row.part,
                "name": row.name,
                "values": [cell.value for cell in row.cells],
                "why": [cell.why for cell in row.cells],
            }
            for row in figure.rows
        ],
    }


def digest_of(contents: dict) -> str:
    """SHA-256 of the contents as one line of JSON with sorted keys: the same on every database."""
    text = json.dumps(contents, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# ---- in words


def sentence_of(figure: Figure) -> str:
    """The values of one column, and how many cells have none."""
    if figure.why:
        return f"Nothing is shown: {figure.why}."
    place = [column.code for column in figure.columns].index(figure.says)
    said = [(row, row.cells[place]) for row in figure.rows]
    known = [f"{label_of(row)}: {value_words(cell.value)}" for row, cell in said if is_known(cell)]
    missing = sum(cell.value is None for row in figure.rows for cell in row.cells)
    start = f"{figure.columns[place].name}. {'; '.join(shortened(known))}." if known else "No value can be shown."
    return f"{start} {counted(missing, 'cell').capitalize()} withheld or without a value." if missing else start


LONGEST = 8


def shortened(known: Sequence[str]) -> list[str]:
    """A sentence is not a table: of more than LONGEST the first and the last."""
    return list(known) if len(known) <= LONGEST else [known[0], "…", known[-1]]


def label_of(row: Row) -> str:
    return f"{row.name}, {row.part}" if row.part else row.name


def is_known(cell: Cell) -> bool:
    return cell.value is not None


def value_words(value) -> str:
    return value if isinstance(value, str) else f"{value:,}"


def withheld(contents: dict) -> list[tuple[str, str, str, str]]:
    """(figure, row, column, reason) of every cell that has no value."""
    return [
        (figure["title"], f"{row['part']} {row['name']}".strip(), column, why)
        for figure in contents["figures"]
        for row in figure["rows"]
        for column, value, why in zip(figure["columns"], row["values"], row["why"], strict=True)
        if value is None
    ]
