"""Reads a stored file as columns in a process of its own, with limits of time, memory and size (D18).

A workbook, which is never large, goes the way of practices.uploads.reading and becomes columns afterwards.
"""

import json
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from practices.spreadsheets.tables import Limits, SpreadsheetError, too_large
from practices.uploads.columns import Columns, columns_from, read_answer
from practices.uploads.reading import READERS, ROOT, could_not_be_read, read_file, took_too_long
from practices.uploads.rows import unreadable
from practices.uploads.schema import FileSchema

# With what is installed: NumPy cuts the file up. One thread, for each would count against the limit of memory.
COMMAND = [sys.executable, "-E", "-s", "-B", "-m", "practices.uploads.columns_child"]
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
WORKBOOK = b"PK"
# A child whose answer has broken off is given so long to say how it ended.
DYING_SECONDS = 1


def read_columns(path: Path, name: str, schema: FileSchema) -> Columns:
    """The columns of a stored file, or the problems for which it is refused; no exception for what a file may hold."""
    with path.open("rb") as stream:
        is_workbook = stream.read(len(WORKBOOK)) == WORKBOOK
    if is_workbook:
        return columns_from(read_file(path, name, replace(schema, limits=Limits())))
    if (size := path.stat().st_size) > schema.limits.bytes:
        refusal = SpreadsheetError(too_large(size, schema.limits))
        return Columns(problems=unreadable(name, b"", refusal).problems)
    for _ in range(READERS):
        columns = read_in_child(path, name, schema)
        if columns is not None:
            return columns
    return Columns(problems=[could_not_be_read()])


def read_in_child(path: Path, name: str, schema: FileSchema) -> Columns | None:
    """Of a child that died nothing is believed, not even what it had written. None when somebody else killed it."""
    request = json.dumps({"name": name, "path": str(path.resolve()), "schema": schema.as_dict()})
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(COMMAND, **pipes, cwd=ROOT, env=ENVIRONMENT) as child:
        timer = threading.Timer(schema.limits.seconds, child.kill)
        timer.start()
        try:
            columns = answer_of(child, request)
        finally:
            in_time = timer.is_alive()
            timer.cancel()
            with suppress(subprocess.TimeoutExpired):
                child.wait(DYING_SECONDS)
            was_killed = in_time and child.poll() == -signal.SIGKILL
            child.kill()
            # What it had not read any more is still to be written, and cannot be.
            with suppress(OSError):
                child.stdin.close()
    if was_killed:
        return None
    if columns is not None:
        return columns
    return Columns(problems=[could_not_be_read() if in_time else took_too_long(schema.limits.seconds)])


def answer_of(child, request: str) -> Columns | None:
    try:
        child.stdin.write(request.encode("ascii") + b"\n")
        child.stdin.flush()
        columns = read_answer(child.stdout)
    except (OSError, ValueError, KeyError):
        return None
    return columns if child.wait() == 0 else None
