"""The ledger of erasures: outside the database, so that a restored backup brings nobody back (D38).

A line for each erasure in DATA_DIR/erasures.jsonl: the practice's code, the SHA-256 of the patient key, and when. It is on
the disk before the first row goes. Back it up more often than the database, and apart from it.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def ledger() -> Path:
    return Path(settings.DATA_DIR) / "erasures.jsonl"


def digest(key: str) -> str:
    """A patient key is 256 bits that nobody can guess: its hash cannot be searched for as that of a number could."""
    return hashlib.sha256(key.encode()).hexdigest()


def write(practice, key: str) -> None:
    """Add one erasure; on the disk when this returns. Raises OSError when it cannot be written: nothing is erased then."""
    line = {"practice": practice.ods_code, "key_sha256": digest(key), "at": timezone.now().isoformat()}
    is_new = not ledger().exists()
    with ledger().open("a+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        os.fchmod(stream.fileno(), 0o600)
        stream.write(whole_lines(stream) + json.dumps(line).encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    if is_new:
        keep_name(ledger().parent)


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


def read() -> tuple[dict[str, set[str]], int]:
    """Practice code -> digests of erased keys; and how many lines cannot be read, of erasures that never took place."""
    found, unreadable = {}, 0
    if not ledger().exists():
        return found, unreadable
    for line in ledger().read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            erasure = json.loads(line)
            found.setdefault(erasure["practice"], set()).add(erasure["key_sha256"])
        except (ValueError, KeyError, TypeError):
            unreadable += 1
    return found, unreadable


def digests_of(practice) -> set[str]:
    return read()[0].get(practice.ods_code, set())


def erased_keys(practice, keys: Iterable[str]) -> set[str]:
    """Those of the keys whose person was erased at this practice: they are not taken in again."""
    digests = digests_of(practice)
    return {key for key in keys if digest(key) in digests} if digests else set()
