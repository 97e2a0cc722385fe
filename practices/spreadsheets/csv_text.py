"""CSV bytes -> numbered rows of text. Pure, standard library only.

The standard parser does the quoting; around it stands what it leaves out: the encoding is decoded strictly, lines
end in any of the three ways, and every row knows both its number in the sheet and its line in the file.
"""

import csv
import re
import sys
from collections.abc import Callable, Iterator

from practices.spreadsheets.tables import Cell, Limits, Place, Row, SpreadsheetError, Table
from practices.uploads.problems import Problem, error

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*\Z', re.IGNORECASE)
HEADER_ROWS_LOOKED_AT = 30
HEADER_LOOKED_FOR_IN = 200_000  # characters
LARGEST_COLUMN = 16_384

csv.field_size_limit(sys.maxsize)  # our own limit per cell is lower and says where; theirs is an exception


def decode(content: bytes) -> tuple[str, list[str]]:
    """The text and what was assumed to get it. Raises SpreadsheetError naming the line of bytes that fit nothing."""
    if encoding := utf16_of(content):
        return decode_utf16(content, encoding), ["Read as Unicode text (UTF-16)"]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as mistake:
        return decode_windows(content, mistake.start), ["Read as Windows text, because it is not UTF-8"]


def utf16_of(content: bytes) -> str:
    """The kind of UTF-16 by its mark, or by the NUL that goes with nearly every letter; empty for anything else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:2000]
    if len(start) > 3 and start[1::2].count(0) * 3 > len(start):
        return "utf-16-le"
    return "utf-16-be" if len(start) > 3 and start[::2].count(0) * 3 > len(start) else ""


def decode_utf16(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as mistake:
        line = content[: mistake.start].decode(encoding, "replace").count("\n") + 1
        raise SpreadsheetError(unreadable(line)) from None


def decode_windows(content: bytes, first_odd_byte: int) -> str:
    """Windows-1252, unless other lines are proper UTF-8 beyond ASCII: a mixture would come out garbled."""
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.isascii() and is_utf8(line):
            odd = content[:first_odd_byte].count(b"\n") + 1
            raise SpreadsheetError(unreadable(odd))
        try:
            line.decode("cp1252")
        except UnicodeDecodeError:
            raise SpreadsheetError(unreadable(number)) from None
    return content.decode("cp1252")


def is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def unreadable(line: int) -> Problem:
    return error(
        "B26",
        f"Row {line} contains characters we cannot read. Save as CSV UTF-8",
        row=line,
        fix="In Excel choose Save As, then CSV UTF-8 (Comma delimited)",
    )


def parse(text: str, delimiter: str, *, first_line: int = 1) -> Iterator[tuple[int, int, list[str]]]:
    """(row, line, values) as the file has them, blank rows too. Raises SpreadsheetError for quotes that do not pair."""
    lines = (line.group() for line in LINE.finditer(text))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number, line = 0, first_line
    try:
        for fields in reader:
            number += 1
            yield number, line, fields
            line = first_line + reader.line_num
    except csv.Error:
        raise SpreadsheetError(
            error(
                "B32",
                f"A quotation mark opened in row {number + 1} is never closed",
                row=number + 1,
                line=line,
                fix='Close it, or write a quotation mark inside a value twice: ""',
            )
        ) from None


def row_of(number: int, line: int, fields: list[str]) -> Row:
    if len(fields) > LARGEST_COLUMN and any(fields[LARGEST_COLUMN:]):
        raise SpreadsheetError(too_wide(number, len(fields)))
    cells = {place: Cell(value) for place, value in enumerate(fields[:LARGEST_COLUMN], start=1) if value}
    return Row(number, line, cells, width=len(fields))


def too_wide(row: int, width: int) -> Problem:
    return error("B15", f"Row {row} has {width:,} values. A sheet has no more than {LARGEST_COLUMN:,} columns", row=row)


def take_separator_line(text: str) -> tuple[str, str | None]:
    """(text without Excel's `sep=;` line, the separator it names or None)."""
    first = LINE.match(text)
    named = SEPARATOR_LINE.match(first.group().rstrip("\r\n")) if first else None
    return (text[first.end() :], named[1]) if named else (text, None)


def first_rows(text: str, delimiter: str) -> list[Row]:
    """The rows among which the column names are looked for; fewer where the quoting breaks off."""
    rows = []
    try:
        for place in parse(text[:HEADER_LOOKED_FOR_IN], delimiter):
            rows.append(row_of(*place))
            if len(rows) == HEADER_ROWS_LOOKED_AT:
                break
    except SpreadsheetError:
        pass
    return rows


def choose_delimiter(text: str, recognise: Callable[[list[str]], int] | None) -> str | None:
    """The delimiter under which most column names are recognised; without any, the one that the first row uses.

    None when another than the comma splits the first row, but no column name is recognised so.
    """
    if recognise:
        scores = {d: header_score(first_rows(text, d), recognise) for d in DELIMITERS}
        best = max(scores, key=scores.get)
        if scores[best]:
            return best
    first_line = next((line for line in LINE.findall(text[:10_000]) if line.strip()), "")
    used = [d for d in DELIMITERS if d in first_line]
    if not used or used[0] == "," or not recognise:
        return used[0] if used else ","
    return None


def header_score(rows: list[Row], recognise: Callable[[list[str]], int]) -> int:
    return max((recognise([cell.text for cell in row.cells.values()]) for row in rows), default=0)


def read_csv(content: bytes, *, limits: Limits, recognise: Callable[[list[str]], int] | None = None) -> Table:
    """All rows with a value, and the header's. `recognise` counts the known column names among some texts."""
    text, notes = decode(content)
    if not text.strip("\ufeff \t\r\n"):
        raise SpreadsheetError(no_rows())
    text, named = take_separator_line(text)
    delimiter = named or choose_delimiter(text, recognise)
    if delimiter is None:
        raise SpreadsheetError(error("B29", "Columns must be separated by commas", fix="Save as CSV UTF-8"))
    if delimiter != ",":
        notes.append(f"Columns are separated by {DELIMITERS.get(delimiter, delimiter)}")
    table = Table("csv", "", [], notes)
    collect(parse(text, delimiter, first_line=2 if named else 1), table, limits)
    if table.rows_beyond_limit:
        table.texts.append((Place.FILE, text))
    return table


def collect(rows: Iterator[tuple[int, int, list[str]]], table: Table, limits: Limits) -> None:
    """Keep rows up to the limit, and count those beyond it without keeping them."""
    for number, line, fields in rows:
        if number > 1 and not any(value and not value.isspace() for value in fields):
            table.blank_rows += 1
        elif len(table.rows) <= limits.rows:
            table.rows.append(row_of(number, line, fields))
        else:
            table.rows_beyond_limit += 1


def no_rows() -> Problem:
    return error(
        "B3",
        "The file has a header but no rows. If there was nothing to report, send a nil return",
        fix="Add one row for each practice and month",
    )
