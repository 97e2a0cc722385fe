"""The erasures of patients in the ledger (operations.ledger): the practice's code, the SHA-256 of the patient key, and when."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from operations.ledger import append, lines, path


def ledger() -> Path:
    return path()


def digest(key: str) -> str:
    """A patient key is 256 bits that nobody can guess: its hash cannot be searched for as that of a number could."""
    return hashlib.sha256(key.encode()).hexdigest()


def write(practice, key: str) -> None:
    """Add one erasure; on the disk when this returns. Raises OSError when it cannot be written: nothing is erased then."""
    append({"practice": practice.ods_code, "key_sha256": digest(key)})


def read() -> tuple[dict[str, set[str]], int]:
    """Practice code -> digests of erased keys; and how many lines cannot be read, of erasures that never took place."""
    found, unreadable = {}, 0
    for erasure in lines():
        if erasure and "practice" in erasure and "key_sha256" in erasure:
            found.setdefault(erasure["practice"], set()).add(erasure["key_sha256"])
        elif not erasure or "staff_sha256" not in erasure:
            unreadable += 1
    return found, unreadable


def digests_of(practice) -> set[str]:
    return read()[0].get(practice.ods_code, set())


def erased_keys(practice, keys: Iterable[str]) -> set[str]:
    """Those of the keys whose person was erased at this practice: they are not taken in again."""
    digests = digests_of(practice)
    return {key for key in keys if digest(key) in digests} if digests else set()
