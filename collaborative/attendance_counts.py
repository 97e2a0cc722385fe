"""Who came of those expected, by team, practice and stakeholder kind, managers and commissioners apart. Pure."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

ATTENDED = "attended"
# Their involvement mattered in the first collaborative, so they are counted apart.
LEADING_KINDS = ("manager", "commissioner")


@dataclass(frozen=True)
class Present:
    """One person on the list of an event."""

    team: int | None
    practice: int | None
    kind: str
    status: str


@dataclass(frozen=True)
class Count:
    """How many were expected and how many came; `rate` is per cent, None when nobody was expected."""

    name: str
    expected: int
    attended: int
    apologies: int = 0

    @property
    def rate(self) -> float | None:
        return 100 * self.attended / self.expected if self.expected else None

    @property
    def words(self) -> str:
        if not self.expected:
            return "Nobody was invited"
        return f"{self.attended} of {self.expected} ({self.rate:.0f}%)"


def count(name: str, people: Iterable[Present]) -> Count:
    people = list(people)
    statuses = [person.status for person in people]
    return Count(name, len(people), statuses.count(ATTENDED), statuses.count("apologies"))


def counts_by(people: Sequence[Present], key, names: Sequence[tuple[Hashable, str]]) -> tuple[Count, ...]:
    """One count for each name in the order given, those of whom nobody was expected included."""
    groups: dict[Hashable, list[Present]] = {}
    for person in people:
        groups.setdefault(key(person), []).append(person)
    return tuple(count(name, groups.get(value, [])) for value, name in names)


def absent(counts: Iterable[Count]) -> tuple[str, ...]:
    """The names of those from whom nobody came, although somebody was expected."""
    return tuple(one.name for one in counts if one.expected and not one.attended)


def not_on_the_list(counts: Iterable[Count]) -> tuple[str, ...]:
    """The names of those from whom nobody was expected, and so nobody came."""
    return tuple(one.name for one in counts if not one.expected)
