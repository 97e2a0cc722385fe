"""The erasures of staff in the ledger (operations.ledger): the SHA-256 of programme and staff number, and when.

The number is what a restored backup knows somebody by. Its hash keeps it from a glance and no more: numbers can be guessed,
and tell nobody's name.
"""

import hashlib
from collections.abc import Iterable

from operations import ledger

ERASED_NUMBER = "The record of this staff number was erased. Whoever comes back gets a new number"


def digest(programme, staff_number: str) -> str:
    return hashlib.sha256(f"{programme.slug}/{staff_number}".encode()).hexdigest()


def write(workers: Iterable) -> None:
    """Add erasures; on the disk when this returns. Raises OSError when they cannot be written: nothing is erased then."""
    digests = [digest(worker.programme, worker.staff_number) for worker in workers]
    ledger.append(*({"staff_sha256": found} for found in digests))


def digests() -> set[str]:
    return {line["staff_sha256"] for line in ledger.lines() if line and "staff_sha256" in line}


def erased_numbers(programme, numbers: Iterable[str]) -> set[str]:
    """Those of the staff numbers whose record was erased in this programme: they are not given out again."""
    known = digests()
    return {number for number in numbers if number and digest(programme, number) in known} if known else set()
