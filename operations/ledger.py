"""The ledger of erasures: outside the database, so that a restored backup brings nobody back (D38).

A line of JSON for each erasure in DATA_DIR/erasures.jsonl, of patients and of staff alike; it is on the disk before the first
row goes. Back it up more often than the database, and apart from it.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def path() -> Path:
    return Path(settings.DATA_DIR) / "erasures.jsonl"


def append(*lines: dict) -> None:
    """Add erasures, each with the time; on the disk when this returns. Raises OSError when they cannot be written."""
    at = timezone.now().isoformat()
    content = b"".join(json.dumps({**line, "at": at}).encode() + b"\n" for line in lines)
    is_new = not path().exists()
    with path().open("a+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        os.fchmod(stream.fileno(), 0o600)
        stream.write(whole_lines(stream) + content)
        stream.flush()
        os.fsync(stream.fileno())
    if is_new:
        keep_name(path().parent)


def whole_lines(stream) -> bytes:
    """What must come first so that a line torn by a crash stays alone."""
    if not stream.seek(0, os.SEEK_END):
        return b""
    stream.seek(-1, os.SEEK_END)
    return b"" if stream.read(1) == b"\n" else b"\n"


def keep_name(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lines() -> Iterator[dict | None]:
    """Every line in order; None for one that was torn before anything was erased."""
    if not path().exists():
        return
    for line in path().read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        yield found if isinstance(found, dict) else None
