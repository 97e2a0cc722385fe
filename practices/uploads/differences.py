"""What a file will change: new rows beside the current ones, by key. Pure: no Django."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Rows = Mapping[Hashable, Mapping[str, Any]]


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One field from old to new; None is "no value", which is not 0."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Difference:
    key: Hashable
    kind: Kind
    changes: tuple[Change, ...] = ()


def differences(old: Rows, new: Rows, *, fields: Sequence[str], replaces_all: bool = False) -> list[Difference]:
    """One difference for each new row in its order; with `replaces_all` also the old rows that will be gone.

    A field missing from a row counts as None. Values are compared by type as well: 0, "", False and None all differ.
    """
    found = [compared(key, old.get(key), row, fields) for key, row in new.items()]
    if replaces_all:
        found += [Difference(key, Kind.REMOVED, changed(row, {}, fields)) for key, row in old.items() if key not in new]
    return found


def compared(key: Hashable, before: Mapping | None, after: Mapping, fields: Sequence[str]) -> Difference:
    changes = changed(before or {}, after, fields)
    if before is None:
        return Difference(key, Kind.ADDED, changes)
    return Difference(key, Kind.CHANGED if changes else Kind.UNCHANGED, changes)


def changed(before: Mapping, after: Mapping, fields: Sequence[str]) -> tuple[Change, ...]:
    pairs = ((field, before.get(field), after.get(field)) for field in fields)
    return tuple(Change(field, old, new) for field, old, new in pairs if not same(old, new))


def same(old: Any, new: Any) -> bool:
    return type(old) is type(new) and old == new


def counts(found: Sequence[Difference]) -> dict[str, int]:
    """How many of each kind, every kind named."""
    counter = Counter(difference.kind for difference in found)
    return {kind.value: counter[kind] for kind in Kind}
