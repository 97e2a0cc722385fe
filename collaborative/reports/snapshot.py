"""The contents of a report as canonical JSON, compressed, and back: the same contents are always the same bytes. Pure."""

import gzip
import hashlib
import json
from dataclasses import asdict

from collaborative.reports.contents import Bullets, Chart, Facts, Mark, Page, Quote, Report, Table, Text, Trace

# The digest is of the text, the compressed bytes are what is kept: another version of zlib changes the second only.
BLOCKS = {"table": Table, "text": Text, "bullets": Bullets, "facts": Facts, "quote": Quote}


def text_of(report: Report) -> bytes:
    """Canonical JSON: keys in order, no blanks, UTF-8. Raises ValueError for a number that JSON does not have."""
    return json.dumps(
        asdict(report), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def pack(report: Report) -> tuple[bytes, str]:
    """(compressed bytes, SHA-256 of the text in hexadecimal)."""
    text = text_of(report)
    return gzip.compress(text, compresslevel=9, mtime=0), hashlib.sha256(text).hexdigest()


def unpack(packed: bytes) -> Report:
    found = json.loads(gzip.decompress(packed))
    return Report(**found | {"pages": tuple(map(page, found["pages"])), "about": pairs(found["about"])})


def digest_of(packed: bytes) -> str:
    """SHA-256 of the text in hexadecimal."""
    return hashlib.sha256(gzip.decompress(packed)).hexdigest()


def page(found: dict) -> Page:
    return Page(**found | {"blocks": tuple(map(block, found["blocks"]))})


def block(found: dict):
    if found["kind"] == "chart":
        return chart(found)
    return BLOCKS[found["kind"]](**{name: tuples(value) for name, value in found.items()})


def chart(found: dict) -> Chart:
    return Chart(
        **{name: tuples(value) for name, value in found.items()}
        | {
            "traces": tuple(Trace(**{name: tuples(value) for name, value in one.items()}) for one in found["traces"]),
            "marks": tuple(Mark(**one) for one in found["marks"]),
            "table": block(found["table"]),
        }
    )


def pairs(found: list) -> tuple[tuple[str, str], ...]:
    return tuple(map(tuple, found))


def tuples(value):
    """Lists as tuples, all the way down."""
    return tuple(map(tuples, value)) if isinstance(value, list) else value
