"""How to get each number of the return out of each clinical system, read from `counting_guide.toml`. Pure.

The text is guidance and says so: systems differ by version, so every entry is to be confirmed in the practice's own.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from measures.fields import COUNT_FIELDS
from measures.return_files.return_schema import COUNTS

FILE = Path(__file__).resolve().parent / "counting_guide.toml"


@dataclass(frozen=True)
class System:
    code: str
    name: str
    general: str


@dataclass(frozen=True)
class FieldGuide:
    """One number: what counts, what does not, and how to find it by system."""

    name: str
    title: str
    meaning: str
    counts: tuple[str, ...]
    leaves_out: tuple[str, ...]
    cannot: str
    steps: tuple[tuple[System, str], ...]


@dataclass(frozen=True)
class Guide:
    status: str
    general: tuple[str, ...]
    systems: tuple[System, ...]
    fields: tuple[FieldGuide, ...]


@cache
def counting_guide() -> Guide:
    """Raises KeyError when a field or a system has no entry: the guide is complete or not at all."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    systems = tuple(System(**system) for system in found["systems"])
    return Guide(
        status=found["status"],
        general=tuple(found["general"]),
        systems=systems,
        fields=tuple(field_guide(name, found["fields"][name], systems) for name in COUNT_FIELDS),
    )


def field_guide(name: str, entry: dict, systems: tuple[System, ...]) -> FieldGuide:
    title, meaning, _ = COUNTS[name]
    return FieldGuide(
        name=name,
        title=title,
        meaning=meaning,
        counts=tuple(entry["counts"]),
        leaves_out=tuple(entry["leaves_out"]),
        cannot=entry["cannot"],
        steps=tuple((system, entry["steps"][system.code]) for system in systems),
    )
