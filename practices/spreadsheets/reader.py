"""Bytes of a CSV or XLSX file -> header and numbered rows of text. Pure, standard library only.

Run it in a process of its own (`practices.uploads.reading`): a file made to harm may still eat time and memory.
What a file is, its bytes say and not its name.
"""

import re
from collections.abc import Callable

from practices.spreadsheets import csv_text, workbooks
from practices.spreadsheets.tables import Limits, SpreadsheetError, Table, too_large
from practices.uploads.problems import Problem, error

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = [
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
]
MARKUP = [
    (re.compile(rb"<!doctype html|<html|<table|<head|<body", re.IGNORECASE), "a web page"),
    (re.compile(rb"<\?xml|<[A-Za-z][\w:-]*[\s>]"), "an XML file"),
]
ARCHIVES = [
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
    ("xl/workbook.bin", "an Excel binary workbook (.xlsb)"),
    ("Index/", "a Numbers document"),
    ("index.xml", "a Numbers document"),
    ("META-INF/manifest.xml", "an OpenDocument spreadsheet (.ods)"),
]
CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1f]")
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


def read_table(
    name: str,
    content: bytes,
    *,
    limits: Limits | None = None,
    sheet: str = "",
    recognise: Callable[[list[str]], int] | None = None,
) -> Table:
    """The file's one table. `sheet` is the name wanted among several; `recognise` counts known column names.

    Raises SpreadsheetError with the problems that make reading impossible; lesser ones are in the table.
    """
    limits = limits or Limits()
    if not content:
        raise SpreadsheetError(error("B2", "The selected file is empty"))
    if len(content) > limits.bytes:
        raise SpreadsheetError(too_large(len(content), limits))
    if EICAR in content:
        raise SpreadsheetError(error("B17", "The file did not pass the safety check"))
    if content.startswith(b"PK"):
        table = read_archive(content, limits, sheet)
    else:
        refuse_other_types(content)
        table = csv_text.read_csv(content, limits=limits, recognise=recognise)
    note_other_name(name, table)
    return table


def read_archive(content: bytes, limits: Limits, sheet: str) -> Table:
    if not content.startswith(ZIP):
        raise SpreadsheetError(wrong_type("a ZIP file"))
    if b"xl/workbook.xml" not in content:
        for mark, words in ARCHIVES:
            if mark.encode() in content:
                raise SpreadsheetError(wrong_type(words))
        if b"[Content_Types].xml" not in content:
            raise SpreadsheetError(wrong_type("a ZIP file"))
    return workbooks.read_xlsx(content, limits=limits, sheet=sheet)


def refuse_other_types(content: bytes) -> None:
    """Raise for bytes that are no text table: old workbooks, protected ones, documents, pictures, web pages, JSON."""
    if content.startswith(OLE):
        raise SpreadsheetError(old_excel(content))
    for signature, words in SIGNATURES:
        if content.startswith(signature):
            raise SpreadsheetError(wrong_type(words))
    start = content[:2000].removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, words in MARKUP:
        if pattern.match(start):
            raise SpreadsheetError(wrong_type(words))
    if start[:1] in (b"{", b"[") and re.match(rb'[{\[]\s*(?:["{\[\]}]|-?\d|\Z)', start):
        raise SpreadsheetError(wrong_type("a JSON file"))
    if is_binary(content[:4000]):
        raise SpreadsheetError(wrong_type("a file of some other program"))


def is_binary(start: bytes) -> bool:
    """Control characters that no text has. NUL is left to the text reader, which names its row and column."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return len(CONTROLS.findall(start)) * 20 > len(start)


def old_excel(content: bytes) -> Problem:
    """Both kinds begin alike; the directory inside, in UTF-16, tells the encrypted from the merely old."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return workbooks.password_protected()
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return error("B6", "This is an old Excel file (.xls). Open it and save as .xlsx or CSV")
    return wrong_type("an old Office document")


def wrong_type(looks_like: str) -> Problem:
    return error(
        "B5",
        f"The selected file must be a CSV or XLSX file. This looks like {looks_like}",
        fix="Download the template and fill it in",
    )


def note_other_name(name: str, table: Table) -> None:
    """Say so when the ending promised something else; the content decides (B8)."""
    ending = name.rpartition(".")[2].lower()
    if table.kind == "xlsx" and ending != "xlsx":
        table.notes.append("Read as Excel, which it is, whatever its name says")
    elif table.kind == "csv" and ending in {"xlsx", "xls", "xlsm"}:
        table.notes.append("Read as CSV, which it is, whatever its name says")
