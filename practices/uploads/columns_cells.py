"""The bytes of a large CSV -> every cell of it, by columns, and the rows that are not like the others. Pure.

A file without quotation marks is cut up by numbers alone; any other goes through the standard parser, cell by cell.
Both give the same, and say for every row its number in the sheet and its line in the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import numpy as np

from practices.spreadsheets import csv_text
from practices.spreadsheets.reader import EICAR, refuse_other_types
from practices.spreadsheets.tables import Cell, Limits, Row, SpreadsheetError
from practices.uploads.columns_splitting import Coder, split
from practices.uploads.problems import error

BLOCK = 8_000_000
HEAD = 4 * csv_text.HEADER_LOOKED_FOR_IN
FIRST_LINES = 30
MOST_COLUMNS = 1_000
BOM = b"\xef\xbb\xbf"


class NeedsTheParser(Exception):
    """The file cannot be cut up by its bytes: quotation marks, or another encoding than UTF-8."""


@dataclass
class Cells:
    """All rows of the file, the column names included, which are row 0. `codes[column][row]` points into `texts[column]`."""

    codes: list[np.ndarray]
    texts: list[list[str]]
    widths: np.ndarray
    lines: np.ndarray
    wide: dict[int, list[str]] = field(default_factory=dict)
    """Rows with more cells than there are names: row -> all its values."""
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.widths)

    def values(self, row: int) -> list[str]:
        if row in self.wide:
            return self.wide[row]
        found = [texts[codes[row]] for codes, texts in zip(self.codes, self.texts, strict=True)]
        return found[: self.widths[row]]

    def row(self, row: int) -> Row:
        """As practices.spreadsheets.csv_text gives it; the numbers of rows begin with 1."""
        cells = {place: Cell(value) for place, value in enumerate(self.values(row), start=1) if value}
        return Row(row + 1, int(self.lines[row]), cells, width=int(self.widths[row]))


def read_cells(path: Path, limits: Limits, recognise) -> Cells:
    """Raises SpreadsheetError for what is no CSV, or cannot be read as one."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        refuse_other_types(head)
        if csv_text.utf16_of(head):
            return parsed(path, recognise)
        stream.seek(len(BOM) if head.startswith(BOM) else 0)
        try:
            return cut_up(stream, head.decode("utf-8-sig", "replace"), recognise)
        except NeedsTheParser:
            return parsed(path, recognise)


def cut_up(stream: BinaryIO, head: str, recognise) -> Cells:
    body, named = csv_text.take_separator_line(head)
    delimiter = chosen_delimiter(body, named, recognise)
    if not delimiter.isascii():
        raise NeedsTheParser
    if named:
        stream.seek(stream.tell() + len((head[: len(head) - len(body)]).encode()))
    coders, widths, wide, done = None, [], {}, 0
    for block in blocks(stream):
        coders = coders or [Coder() for _ in range(columns_in(block, delimiter))]
        part = split(block, delimiter, len(coders))
        for column, coder in enumerate(coders):
            coder.take(part, column)
        for row in np.flatnonzero(part.widths > len(coders)).tolist():
            values = part.row(row).decode().split(delimiter)
            if has_value(values[len(coders) :]):
                wide[done + row] = values
        widths.append(part.widths)
        done += len(part.widths)
    if coders is None:
        raise SpreadsheetError(csv_text.no_rows())
    first_line = 2 if named else 1
    return Cells(
        codes=[coder.all_codes() for coder in coders],
        texts=[[text.decode() for text in coder.known] for coder in coders],
        widths=np.concatenate(widths),
        lines=np.arange(first_line, first_line + done, dtype=np.int32),
        wide=wide,
        notes=delimiter_notes(delimiter),
    )


def columns_in(block: bytes, delimiter: str) -> int:
    """As many as the widest of the first lines has: there may be a title above the names, or a comma after them."""
    found = 1 + max(line.count(delimiter.encode()) for line in block.split(b"\n", FIRST_LINES)[:FIRST_LINES])
    if found > MOST_COLUMNS:
        raise SpreadsheetError(error("B15", f"The file has {found:,} columns, which is too many"))
    return found


def has_value(values: list[str]) -> bool:
    return any(value.strip() for value in values)


def chosen_delimiter(text: str, named: str | None, recognise) -> str:
    if not text.strip("\ufeff \t\r\n"):
        raise SpreadsheetError(csv_text.no_rows())
    delimiter = named or csv_text.choose_delimiter(text[: csv_text.HEADER_LOOKED_FOR_IN], recognise)
    if delimiter is None:
        raise SpreadsheetError(error("B29", "Columns must be separated by commas", fix="Save as CSV UTF-8"))
    return delimiter


def delimiter_notes(delimiter: str) -> list[str]:
    if delimiter == ",":
        return []
    return [f"Columns are separated by {csv_text.DELIMITERS.get(delimiter, delimiter)}"]


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Whole lines, some megabytes at a time, each line ended by a line feed alone. Raises NeedsTheParser."""
    rest = b""
    while more := stream.read(BLOCK):
        block = rest + more
        held = block[-1:] if block.endswith(b"\r") else b""  # the line feed may come with the next block
        block = with_line_feeds(block[: len(block) - len(held)])
        end = block.rfind(b"\n") + 1
        rest = block[end:] + held
        if end:
            yield checked(block[:end])
    if rest:
        yield checked(with_line_feeds(rest).removesuffix(b"\n") + b"\n")


def with_line_feeds(block: bytes) -> bytes:
    return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in block else block


def checked(block: bytes) -> bytes:
    if EICAR in block:
        raise SpreadsheetError(error("B17", "The file did not pass the safety check"))
    if b'"' in block:
        raise NeedsTheParser
    if not block.isascii():
        try:
            block.decode("utf-8")
        except UnicodeDecodeError:
            raise NeedsTheParser from None
    return block


def parsed(path: Path, recognise) -> Cells:
    """The whole file through the standard parser."""
    text, notes = csv_text.decode(path.read_bytes())
    if EICAR.decode() in text:
        raise SpreadsheetError(error("B17", "The file did not pass the safety check"))
    text, named = csv_text.take_separator_line(text)
    delimiter = chosen_delimiter(text, named, recognise)
    found = from_rows(csv_text.parse(text, delimiter, first_line=2 if named else 1))
    found.notes = notes + delimiter_notes(delimiter)
    return found


def from_rows(rows: Iterator[tuple[int, int, list[str]]]) -> Cells:
    """Rows of text, one after the other, by columns; there are as many columns as the widest of the first rows has."""
    first = list(islice(rows, FIRST_LINES))
    columns = max((len(values) for _, _, values in first), default=1) or 1
    if columns > MOST_COLUMNS:
        raise SpreadsheetError(error("B15", f"The file has {columns:,} columns, which is too many"))
    known: list[dict[str, int]] = [{} for _ in range(columns)]
    codes: list[list[int]] = [[] for _ in range(columns)]
    widths, lines, wide = [], [], {}
    for number, line, values in chain(first, rows):
        if has_value(values[columns:]):
            wide[number - 1] = values
        padded = values + [""] * (columns - len(values))
        for texts, column, value in zip(known, codes, padded, strict=False):
            column.append(texts.setdefault(value, len(texts)))
        widths.append(len(values))
        lines.append(line)
    return Cells(
        codes=[np.array(column, dtype=np.int32) for column in codes],
        texts=[list(texts) for texts in known],
        widths=np.array(widths, dtype=np.int64),
        lines=np.array(lines, dtype=np.int32),
        wide=wide,
    )
