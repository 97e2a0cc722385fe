"""What a staff file will change: every row beside what is stored, and the things on the roster that become others. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from practices.uploads.differences import Difference, Kind, compared
from workforce.files.staff_cells import written
from workforce.files.staff_facts import Stored, Values, blank, supervision_key
from workforce.files.staff_lines import Line
from workforce.files.staff_schema import NAMES

COMPARED = tuple(name for name in NAMES if name not in ("post_number", "staff_number", "start", "terms_start"))
BLANK = blank(NAMES)
THINGS = ("posts", "workers", "holdings", "terms", "supervision")


@dataclass(frozen=True)
class Changes:
    """Things of one kind by what names them: those that are new and those that become others, with all their values."""

    added: Mapping[Any, Values]
    changed: Mapping[Any, Values]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)

    @property
    def all(self) -> dict[Any, Values]:
        return {**self.added, **self.changed}


def changes_of(before: Mapping, after: Mapping) -> Changes:
    added = {key: values for key, values in after.items() if key not in before}
    changed = {key: values for key, values in after.items() if key in before and before[key] != values}
    return Changes(added, changed)


@dataclass(frozen=True)
class Plan:
    """All that storing a file does. `kinds` are those of the lines, in the order of the file; `left_alone` posts are not in it."""

    lines: Sequence[Line]
    kinds: Sequence[Kind]
    before: Stored
    after: Stored
    posts: Changes
    workers: Changes
    holdings: Changes
    terms: Changes
    supervision: Changes
    left_alone: int = 0

    @property
    def summary(self) -> dict[str, int]:
        """How many rows of each kind; nothing is ever removed."""
        number = Counter(self.kinds)
        kinds = (Kind.ADDED, Kind.CHANGED, Kind.UNCHANGED)
        return {kind.value: number[kind] for kind in kinds} | {"left_alone": self.left_alone}

    @property
    def changing_rows(self) -> set[int]:
        return {line.row for line, kind in zip(self.lines, self.kinds, strict=True) if kind != Kind.UNCHANGED}

    @property
    def digest(self) -> str:
        """Of everything that it changes, and into what: the same only when it changes the same."""
        changes = (self.posts, self.workers, self.holdings, self.terms, self.supervision)
        before = [
            [getattr(self.before, name).get(key) for key in one.changed]
            for name, one in zip(THINGS, changes, strict=True)
        ]
        return hashlib.sha256(repr((changes, before)).encode()).hexdigest()

    def some(self, kind: Kind, most: int) -> list[tuple[Line, Difference]]:
        """The first lines of a kind, with what each changes."""
        pairs = zip(self.lines, self.kinds, strict=True)
        lines = islice((line for line, found in pairs if found == kind), most)
        return [(line, difference(line, self.before, self.after)) for line in lines]


def plan_of(lines: Sequence[Line], before: Stored, after: Stored) -> Plan:
    """`lines` are those that can be named (Line.is_named)."""
    kinds = [kind_of(line, before, after) for line in lines]
    changes = {name: changes_of(getattr(before, name), getattr(after, name)) for name in THINGS}
    left_alone = len(set(before.posts) - {line.post for line in lines})
    return Plan(lines, kinds, before, after, **changes, left_alone=left_alone)


def kind_of(line: Line, before: Stored, after: Stored) -> Kind:
    old = parts_of(before, line)
    if old is None:
        return Kind.ADDED
    return Kind.UNCHANGED if old == parts_of(after, line) else Kind.CHANGED


def difference(line: Line, before: Stored, after: Stored) -> Difference:
    key = (line.post, "", "") if line.is_vacant else (*line.holding[:2], written(line.terms_start))
    return compared(key, row_of(before, line), row_of(after, line) or {}, COMPARED)


def parts_of(roster: Stored, line: Line) -> tuple[Values, ...] | None:
    """What a roster has in the place of this line: post, person, holding, terms, supervision; None when it has none."""
    post = roster.posts.get(line.post)
    if post is None or line.is_vacant:
        return post and (post,)
    person, terms = roster.workers.get(line.holding[1]), roster.terms.get((line.holding, line.terms_start))
    if person is None or terms is None:
        return None
    supervision = roster.supervision_like(supervision_key(line)) if line.get("supervisor") else None
    return post, person, roster.holdings[line.holding], terms, supervision or {}


def row_of(roster: Stored, line: Line) -> dict[str, str] | None:
    """The same as a file writes it."""
    parts = parts_of(roster, line)
    return parts and as_written({**BLANK, **dict(joined(parts))})


def joined(parts: Iterable[Values]):
    for part in parts:
        yield from part.items()


def as_written(values: Mapping) -> dict[str, str]:
    return {name: written(values[name]) for name in COMPARED}


def rows_of(roster: Stored, names: Sequence[str] = NAMES) -> list[dict]:
    """The whole roster as rows of a file: every set of terms of every holding, and the posts that nobody has ever held.

    Dates stay dates, as a workbook wants them. The supervisor stands in the last row of whoever is in post.
    """
    held: dict[str, list] = {number: [] for number in roster.posts}
    for holding, start in sorted(roster.terms):
        if holding[0] in held:
            held[holding[0]].append((holding, start))
    supervision = {key[0]: values for key, values in sorted(roster.supervision.items(), reverse=True)}
    rows = []
    for number, keys in sorted(held.items()):
        post = {"post_number": number, **roster.posts[number]}
        if not keys and number not in roster.ever_held:
            rows.append(post)
        last = dict(keys)
        for holding, start in keys:
            values = roster.holdings[holding]
            is_current = last[holding] == start and not values["end"]
            row = {**post, "staff_number": holding[1], "start": holding[2], "terms_start": start}
            row |= dict(joined((roster.workers[holding[1]], values, roster.terms[holding, start])))
            rows.append(row | (supervision.get(holding[1], {}) if is_current else {}))
    return [{name: in_file(row.get(name)) for name in names} for row in rows]


def in_file(value: Any) -> Any:
    """Dates and numbers as such, everything else as text."""
    return value if value is None or type(value) is int or hasattr(value, "isoformat") else written(value)
