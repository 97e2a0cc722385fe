"""A large file as columns: each the different texts that stand in it, and for every row which of them. Pure.

Whatever must be said of a value is then said once for each different text, and not once for each row: a million
contacts have a few hundred days, a dozen roles and as many patients as the practice knows.
"""

import json
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np

from practices.uploads.problems import Problem, has_errors, must_forget

PLAIN_FIELDS = ("notes", "sheet", "kind", "rows_read", "rows_refused", "rows_ignored", "headings")


ARRAY_KINDS = {name: np.dtype(name) for name in ("uint8", "uint16", "uint32", "int32")}


@dataclass
class TextColumn:
    """`texts[codes[row]]` is what stands in a row, stripped; "" where the cell is blank."""

    codes: np.ndarray
    texts: list[str]

    def where(self, wanted: np.ndarray) -> np.ndarray:
        """bool [rows]: rows whose text is one of `wanted`, bool [texts]."""
        return wanted[self.codes]


@dataclass
class Columns:
    """What reading a file gave; as practices.uploads.rows.Reading, by columns. With an error the file is refused."""

    columns: dict[str, TextColumn] = field(default_factory=dict)
    row_numbers: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheet: str = ""
    kind: str = ""
    rows_read: int = 0
    rows_refused: int = 0
    rows_ignored: int = 0
    headings: dict[str, list[str]] = field(default_factory=dict)

    @property
    def forget(self) -> bool:
        """The file seems to hold something personal: keep nothing of it, not even its name."""
        return must_forget(self.problems)

    @property
    def is_refused(self) -> bool:
        return has_errors(self.problems)

    def __len__(self) -> int:
        return len(self.row_numbers)


def narrowest(numbers: np.ndarray, largest: int) -> np.ndarray:
    """The same numbers, 0 to `largest`, in as few bytes as they need: they go through a pipe, and stay in memory."""
    return numbers.astype(np.min_scalar_type(largest), copy=False)


def text_column(values) -> TextColumn:
    """One column of texts, coded in the order of their first appearance."""
    known: dict[str, int] = {}
    codes = np.fromiter((known.setdefault(value, len(known)) for value in values), dtype=np.int64)
    return TextColumn(narrowest(codes, max(0, len(known) - 1)), list(known))


def columns_from(reading) -> Columns:
    """A file that was read row by row, as a workbook is."""
    plain = {name: getattr(reading, name) for name in PLAIN_FIELDS}
    numbers = np.fromiter((row.number for row in reading.rows), dtype=np.int32, count=len(reading.rows))
    columns = {name: text_column(row.values[name] for row in reading.rows) for name in reading.columns}
    return Columns(columns=columns, row_numbers=numbers, problems=reading.problems, **plain)


# From the process that reads to the one that asked: a line of JSON, then the bytes of the arrays. Nothing that could be code.


def write_answer(columns: Columns, stream: BinaryIO) -> None:
    arrays = [columns.row_numbers, *(column.codes for column in columns.columns.values())]
    answer = {name: getattr(columns, name) for name in PLAIN_FIELDS}
    answer["problems"] = [problem.as_dict() for problem in columns.problems]
    answer["texts"] = {name: column.texts for name, column in columns.columns.items()}
    answer["arrays"] = [array.dtype.name for array in arrays]
    answer["rows"] = len(columns.row_numbers)
    stream.write(json.dumps(answer).encode("ascii") + b"\n")
    for array in arrays:
        stream.write(array.tobytes())


def read_answer(stream: BinaryIO) -> Columns:
    """Raises ValueError for an answer that breaks off, or is none."""
    answer = json.loads(stream.readline())
    rows, texts = answer.pop("rows"), answer.pop("texts")
    row_numbers, *codes = [read_array(stream, name, rows) for name in answer.pop("arrays")]
    columns = {
        name: TextColumn(*both) for name, both in zip(texts, zip(codes, texts.values(), strict=True), strict=True)
    }
    problems = [Problem.from_dict(problem) for problem in answer.pop("problems")]
    return Columns(columns=columns, row_numbers=row_numbers, problems=problems, **answer)


def read_array(stream: BinaryIO, name: str, rows: int) -> np.ndarray:
    kind = ARRAY_KINDS[name]
    array = np.frombuffer(stream.read(rows * kind.itemsize), dtype=kind)
    if len(array) != rows:
        raise ValueError("the answer breaks off")
    return array
