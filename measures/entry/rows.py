"""Rows that were typed or pasted -> the bytes of a file, as a spreadsheet program would have saved them. Pure.

Plain commas and nothing added: what is typed is stored as it would be from an uploaded file, letter by letter.
"""

import csv
import io
from collections.abc import Iterable, Mapping

from measures.return_files.return_schema import return_schema
from practices.spreadsheets.headings import Headings

COLUMNS = tuple(column.name for column in return_schema().columns)
PASTED_NAME = "pasted.tsv"
LONGEST_PASTE = 1_000_000


def csv_of(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    columns = list(columns)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return stream.getvalue().encode()


def has_names(text: str) -> bool:
    """Whether the first line that was pasted names columns of the return."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return Headings(return_schema()).recognise([cell.strip() for cell in first.split("\t")]) >= 2


def pasted_file(text: str) -> bytes:
    """What was copied out of a spreadsheet as a file of its own; without names its columns are those of the template."""
    lines = text.strip("\r\n")
    return (lines if has_names(lines) else "\t".join(COLUMNS) + "\n" + lines).encode()
