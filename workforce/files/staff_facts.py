"""What is known about the roster when a staff file is checked, by the file's own columns; and what the file makes of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from workforce.files.staff_cells import blank_of
from workforce.files.staff_lines import Line
from workforce.files.staff_schema import COLUMNS, HOLDING, POST, SUPERVISION, TERMS, WORKER

HoldingKey = tuple[str, str, date]
Values = Mapping[str, Any]
ONE_DAY = timedelta(days=1)
BLANKS = {column.name: blank_of(column) for column in COLUMNS}


def blank(names: Iterable[str]) -> dict[str, Any]:
    """What stands for "no value" in each of the columns."""
    return {name: BLANKS[name] for name in names}


@dataclass(frozen=True)
class Span:
    """One set of terms from its first day to its last; None is open."""

    holding: HoldingKey
    start: date
    end: date | None
    wte: Decimal
    over_reason: str


@dataclass(frozen=True)
class Stored:
    """The roster as it is stored and as its sender may see it, each thing by what names it.

    `terms` are by holding and first day; `supervision` by staff number, kind and supervisor, what is in force today.
    """

    posts: Mapping[str, Values] = field(default_factory=dict)
    workers: Mapping[str, Values] = field(default_factory=dict)
    holdings: Mapping[HoldingKey, Values] = field(default_factory=dict)
    terms: Mapping[tuple[HoldingKey, date], Values] = field(default_factory=dict)
    supervision: Mapping[tuple[str, str, str], Values] = field(default_factory=dict)
    # Posts that somebody has held, whoever that was: no file says of them that they are vacant.
    ever_held: frozenset[str] = frozenset()

    @cached_property
    def by_kind(self) -> dict[tuple[str, str], Values]:
        """The supervision of a person of one kind, whoever gives it; the first where several do."""
        return {key[:2]: values for key, values in reversed(list(self.supervision.items()))}

    def supervision_like(self, key: tuple[str, str, str]) -> Values | None:
        """What stands now in the place of this supervision: the same, or that of its kind which it follows."""
        return self.supervision.get(key) or self.by_kind.get(key[:2])


@dataclass(frozen=True)
class Knowledge:
    """All that the checks may ask. `trusts` may be sent for, `other_trusts` exist beside them.

    `posts_elsewhere` and `workers_elsewhere` are numbers that the programme has given out in other PCTs. `practices` are
    those named in the file, each with the code of its PCT today. `employers` and `cohorts` are by name in lower case.
    """

    today: date
    signed_in_for: str
    trusts: frozenset[str]
    stored: Stored
    other_trusts: frozenset[str] = frozenset()
    posts_elsewhere: frozenset[str] = frozenset()
    workers_elsewhere: frozenset[str] = frozenset()
    supervisors: frozenset[str] = frozenset()
    practices: Mapping[str, str] = field(default_factory=dict)
    cohorts: Mapping[str, str] = field(default_factory=dict)
    employers: Mapping[str, str] = field(default_factory=dict)
    # Terms in posts of the sender's PCTs, by post number, of people whose record another PCT keeps.
    held_by_others: Mapping[str, Sequence[Span]] = field(default_factory=dict)


def as_stored_spelling(lines: Iterable[Line], knowledge: Knowledge) -> None:
    """Employers and cohorts that differ in capitals and spaces alone from a known one, or from one above, are that one."""
    for name, known in (("employer", {**knowledge.employers}), ("cohort", {**knowledge.cohorts})):
        for line in lines:
            if line.get(name):
                line.values[name] = known.setdefault(folded(line.values[name]), line.values[name])


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def overlaid(stored: Stored, lines: Iterable[Line]) -> Stored:
    """The roster once the file is taken: what is stored, and over it what the lines say. A column not sent stands."""
    after = Stored(*(dict(found) for found in (stored.posts, stored.workers, stored.holdings, stored.terms)))
    supervision = dict(stored.supervision)
    for line in lines:
        lay(after.posts, line.post, POST, line)
        if line.is_vacant:
            continue
        lay(after.workers, line.holding[1], WORKER, line)
        lay(after.holdings, line.holding, HOLDING, line)
        lay(after.terms, (line.holding, line.terms_start), TERMS, line)
        if line.get("supervisor"):
            key = supervision_key(line)
            said = {name: line.get(name) for name in SUPERVISION if line.get(name)}
            supervision[key] = {**(stored.supervision_like(key) or blank(SUPERVISION)), **said}
    return Stored(after.posts, after.workers, after.holdings, after.terms, supervision, stored.ever_held)


def supervision_key(line: Line) -> tuple[str, str, str]:
    return line.holding[1], line.get("supervision_kind") or "", line.get("supervisor") or ""


def lay(found: dict, key, names: Iterable[str], line: Line) -> None:
    said = {name: line.values[name] for name in names if name in line.values}
    found[key] = {**(found.get(key) or blank(names)), **said}


def spans_of(roster: Stored) -> dict[str, list[Span]]:
    """The terms of each person. A set of terms lasts until the next of its holding, the last until the holding ends."""
    by_holding: dict[HoldingKey, list[date]] = {}
    for holding, start in roster.terms:
        by_holding.setdefault(holding, []).append(start)
    spans: dict[str, list[Span]] = {}
    for holding, starts in by_holding.items():
        for start, end in with_ends(starts, roster.holdings[holding]["end"]):
            values = roster.terms[holding, start]
            if values["wte"]:
                span = Span(holding, start, end, values["wte"], values["over_reason"])
                spans.setdefault(holding[1], []).append(span)
    return spans


def with_ends(starts: Iterable[date], last: date | None) -> list[tuple[date, date | None]]:
    """Each first day with its last day: the day before the next, or `last`."""
    starts = sorted(starts)
    return list(zip(starts, [*(start - ONE_DAY for start in starts[1:]), last], strict=True))
