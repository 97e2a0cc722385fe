"""That no stored key is a plain hash of an NHS number (D40). Pure.

A key is the HMAC of a number with a practice's secret. Had somebody hashed the bare number instead, everybody could find
the patient by trying all numbers: there are a thousand million of them, which is minutes of work. SHA-1 (40 characters)
and MD5 (32) need no trial: a key has 64.
"""

import hashlib
from collections.abc import Iterable, Iterator

from practices.spreadsheets.identifiers import passes_modulus_11

# How people write a number, between its groups of 3, 3 and 4.
SEPARATORS = ("", " ", "-", ".", "/")
SUFFIXES = ("", "\n")


def valid_numbers(first: int, count: int) -> Iterator[str]:
    """The NHS numbers among `count` numbers of ten digits from `first` on: about 10 in 11 fail the check."""
    for number in range(first, first + count):
        digits = f"{number:010d}"
        if len(digits) == 10 and passes_modulus_11(digits):
            yield digits


def written(digits: str) -> Iterator[str]:
    for separator in SEPARATORS:
        text = separator.join((digits[:3], digits[3:6], digits[6:]))
        yield from (text + suffix for suffix in SUFFIXES)


def plain_hashes(numbers: Iterable[str]) -> set[str]:
    """SHA-256 in hexadecimal of every number, however written; and the hash of that hash, which is no better."""
    hashes = {hashlib.sha256(text.encode()).hexdigest() for digits in numbers for text in written(digits)}
    return hashes | {hashlib.sha256(one.encode()).hexdigest() for one in hashes}
