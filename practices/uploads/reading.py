"""Reads a file in a process of its own, with limits of time, memory and size (architecture decision 12, D18).

The process is started with the bare interpreter and imports neither Django nor anything installed, so that it is
there in a few hundredths of a second and a hostile file can take down nothing but itself.
"""

import json
import subprocess
import sys
from pathlib import Path

from practices.spreadsheets.tables import SpreadsheetError, too_large
from practices.uploads.answers import reading_from
from practices.uploads.problems import Problem, error
from practices.uploads.rows import Reading, unreadable
from practices.uploads.schema import FileSchema

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-S", "-E", "-s", "-B", "-m", "practices.uploads.child"]


def read_file(content: bytes | Path, name: str, schema: FileSchema) -> Reading:
    """The rows of a file, or the problems for which it is refused; never an exception for what a file may hold."""
    if isinstance(content, Path):
        content = content.read_bytes()
    if len(content) > schema.limits.bytes:
        return unreadable(name, b"", SpreadsheetError(too_large(len(content), schema.limits)))
    request = request_for(name, schema) + content
    try:
        child = subprocess.run(
            COMMAND, input=request, capture_output=True, cwd=ROOT, env={}, timeout=schema.limits.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return Reading(problems=[took_too_long(schema.limits.seconds)])
    if child.returncode:
        return Reading(problems=[could_not_be_read()])
    return reading_from(json.loads(child.stdout))


def request_for(name: str, schema: FileSchema) -> bytes:
    """The line that goes before the file."""
    return json.dumps({"name": name, "schema": schema.as_dict()}).encode("ascii") + b"\n"


def took_too_long(seconds: int) -> Problem:
    message = f"The file could not be read within {seconds} seconds. Delete unused sheets and rows"
    return error("B10", message)


def could_not_be_read() -> Problem:
    """The reader died: out of memory, most often."""
    return error("B12", "The file is damaged or too large to read. Save it again in Excel and retry")
