"""The long table as CSV and XLSX, written with pandas. Only the worker imports this."""

import hashlib
import io
import os
from datetime import datetime
from pathlib import Path

import pandas

from practices.exports import csv_bytes, csv_value, xml_text

# A text stays a text, whatever it begins with (D20).
INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def csv_file(columns, rows, about) -> bytes:
    """Rows that say what the table is, a blank one, and the table."""
    first, *others = about
    # Values as they are: a column of its own type would turn whole numbers beside a half into decimals.
    frame = pandas.DataFrame([[csv_value(value) for value in row] for row in rows], columns=columns, dtype=object)
    table = frame.to_csv(index=False, lineterminator="\r\n")
    return csv_bytes(first, [*others, []]) + table.encode("utf-8", "replace")


def xlsx_file(columns, rows, about) -> bytes:
    """A workbook of two sheets: Figures and About."""
    stream = io.BytesIO()
    figures = pandas.DataFrame([[sheet_value(value) for value in row] for row in rows], columns=columns, dtype=object)
    facts = pandas.DataFrame([[sheet_value(value) for value in row] for row in about], columns=["item", "value"])
    with pandas.ExcelWriter(stream, engine="xlsxwriter", engine_kwargs={"options": INERT}) as writer:
        # Neither the machine nor the moment: the same table is the same file.
        writer.book.set_properties({"created": datetime(2006, 1, 1)})
        for name, frame in (("Figures", figures), ("About", facts)):
            frame.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            writer.sheets[name].autofit(320)
        writer.sheets["Figures"].autofilter(0, 0, len(figures), len(columns) - 1)
    return stream.getvalue()


def sheet_value(value):
    return xml_text(value) if isinstance(value, str) else value


MAKERS = {"csv": csv_file, "xlsx": xlsx_file}


def write(path_of, columns, rows, about) -> dict[str, str]:
    """Write every kind of file to `path_of(kind)` and return their SHA-256 by kind."""
    return {kind: write_file(path_of(kind), make(columns, rows, about)) for kind, make in MAKERS.items()}


def write_file(path: Path, content: bytes) -> str:
    """All or nothing: a half-written file is never found under its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    draft.write_bytes(content)
    os.replace(draft, path)
    return hashlib.sha256(content).hexdigest()
