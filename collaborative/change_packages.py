"""The change package that a wave may begin with, read from fixtures/change_package.json. Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "change_package.json"


@dataclass(frozen=True)
class Item:
    """One line of the package; `kind` is one of PackageItem.Kind."""

    code: str
    kind: str
    text: str


@dataclass(frozen=True)
class Branch:
    """A driver with its items' and measures' codes, and what hangs beneath it. The outermost one is the aim."""

    text: str
    items: tuple[str, ...]
    measures: tuple[str, ...]
    beneath: tuple["Branch", ...]


@dataclass(frozen=True)
class StandardPackage:
    items: tuple[Item, ...]
    diagram: Branch


@cache
def standard_package() -> StandardPackage:
    content = json.loads(FILE.read_text(encoding="utf-8"))
    return StandardPackage(
        items=tuple(Item(**item) for item in content["items"]), diagram=branch_from(content["diagram"])
    )


def branch_from(content: dict) -> Branch:
    return Branch(
        text=content["text"],
        items=tuple(content["items"]),
        measures=tuple(content["measures"]),
        beneath=tuple(branch_from(child) for child in content.get("beneath", ())),
    )


def branches(diagram: Branch) -> Iterator[Branch]:
    """The branch and all beneath it, from the top down."""
    yield diagram
    for child in diagram.beneath:
        yield from branches(child)
