"""Reads a file in a process of its own, with limits of time, memory and size (architecture decision 12, D18).

The process is started with the bare interpreter and imports neither Django nor anything installed, so that it is
there in a few hundredths of a second and a hostile file can take down nothing but itself.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path

from practices.spreadsheets.tables import SpreadsheetError, Table, too_large
from practices.uploads.answers import reading_from, table_from
from practices.uploads.problems import Problem, error
from practices.uploads.rows import Reading, unreadable
from practices.uploads.schema import FileSchema

ROOT = Path(__file__).resolve().parents[2]
# A file that so many readers did not survive is refused.
READERS = 3
COMMAND = [sys.executable, "-S", "-E", "-s", "-B", "-m", "practices.uploads.child"]


def read_file(content: bytes | Path, name: str, schema: FileSchema) -> Reading:
    """The rows of a file, or the problems for which it is refused; never an exception for what a file may hold."""
    if isinstance(content, Path):
        content = content.read_bytes()
    if len(content) > schema.limits.bytes:
        return unreadable(name, b"", SpreadsheetError(too_large(len(content), schema.limits)))
    request = request_for(name, schema) + content
    try:
        child = read_in_child(request, schema.limits.seconds)
    except subprocess.TimeoutExpired:
        return Reading(problems=[took_too_long(schema.limits.seconds)])
    if child.returncode:
        return Reading(problems=[could_not_be_read()])
    return reading_from(json.loads(child.stdout))


def read_in_child(request: bytes, seconds: int) -> subprocess.CompletedProcess:
    """A reader that was killed from outside, as on a machine that is out of memory, says nothing against the file."""
    for _ in range(READERS):
        child = subprocess.run(
            COMMAND, input=request, capture_output=True, cwd=ROOT, env={}, timeout=seconds, check=False
        )
        if child.returncode != -signal.SIGKILL:
            break
    return child


def read_whole_table(content: bytes | Path, name: str, schema: FileSchema) -> Table | None:
    """Every cell of a file that could be read before, to be written again; None when it cannot be read any more."""
    if isinstance(content, Path):
        content = content.read_bytes()
    request = request_for(name, schema, whole=True) + content
    try:
        child = subprocess.run(
            COMMAND, input=request, capture_output=True, cwd=ROOT, env={}, timeout=schema.limits.seconds, check=True
        )
    except subprocess.SubprocessError:
        return None
    return table_from(json.loads(child.stdout))


def request_for(name: str, schema: FileSchema, **more) -> bytes:
    """The line that goes before the file."""
    return json.dumps({"name": name, "schema": schema.as_dict(), **more}).encode("ascii") + b"\n"


def took_too_long(seconds: int) -> Problem:
    message = f"The file could not be read within {seconds} seconds. Delete unused sheets and rows"
    return error("B10", message)


def could_not_be_read() -> Problem:
    """The reader died: out of memory, most often."""
    return error("B12", "The file is damaged or too large to read. Save it again in Excel and retry")
