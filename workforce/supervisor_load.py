"""How much each supervisor has, against what a programme sets as the most. Pure.

Minutes a week are those of people as they work: of one WTE, and less for part of one where the arrangement says so. A group is
led once for all who come: it is taken as of three, the largest of the standard, so that seven trainees are three groups.
Management supervision takes time too, and is part of the load.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from workforce.supervision_standards import GROUP

WEEK = 7
LARGEST_GROUP = 3


@dataclass(frozen=True)
class Arranged:
    """One arrangement. `wte` is that of the worker today, None where no terms are known."""

    supervisor: int
    worker: int
    kind: str
    minutes: int
    every_days: int
    is_pro_rata: bool
    wte: float | None

    @property
    def minutes_a_week(self) -> float:
        part = self.wte if self.is_pro_rata and self.wte is not None else 1
        return self.minutes * part * WEEK / self.every_days


@dataclass(frozen=True)
class Load:
    """People, and minutes a week as arranged; `own_wte` of the supervisor, 0 without a post on the roster."""

    people: int
    minutes: float
    own_wte: float

    @property
    def people_per_wte(self) -> float | None:
        """None without a post: there is nothing to divide by."""
        return self.people / self.own_wte if self.own_wte else None

    def is_above(self, most: int | None) -> bool:
        """Whether above what the programme has set; never where it has set nothing, or no WTE is known."""
        return most is not None and self.people_per_wte is not None and self.people_per_wte > most


def loads(rows: Iterable[Arranged], own_wte: dict[int, float]) -> dict[int, Load]:
    """Supervisor -> load."""
    by_supervisor = defaultdict(list)
    for row in rows:
        by_supervisor[row.supervisor].append(row)
    return {supervisor: load_of(mine, own_wte.get(supervisor, 0)) for supervisor, mine in by_supervisor.items()}


def load_of(rows: list[Arranged], own_wte: float) -> Load:
    groups = [row.minutes_a_week for row in rows if row.kind == GROUP]
    alone = sum(row.minutes_a_week for row in rows if row.kind != GROUP)
    led = ceil(len(groups) / LARGEST_GROUP) * max(groups, default=0)
    return Load(len({row.worker for row in rows}), alone + led, own_wte)
