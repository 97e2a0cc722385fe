"""From practices to PCTs and waves: sums of numerators over sums of denominators, never a mean of rates. Pure, NumPy."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

NOBODY = -1
# The least common multiple of one, two and three months: monthly means of a window stay whole numbers.
SIXTHS = 6


@dataclass(frozen=True)
class Grouping:
    """Which group each practice-month belongs to: int [T, N] with NOBODY for none.

    `alone`: every practice is its own group. `together`: all are in one, always.
    `times`: so many copies of the practices stand side by side, each copy with groups of its own; `count` is of them all.
    """

    of: np.ndarray
    count: int
    alone: bool = False
    together: bool = False
    times: int = 1

    @property
    def of_each(self) -> int:
        """How many groups one copy has."""
        return self.count // self.times

    @property
    def by_month(self) -> np.ndarray:
        """`of`, with one row only where the groups are those of every month."""
        return self.of[:1] if self.alone or self.together else self.of

    def repeated(self, times: int) -> "Grouping":
        """This grouping for several copies of the practices."""
        groups = np.tile(self.by_month, times)
        first = np.repeat(np.arange(times) * self.count, self.of.shape[1])
        of = np.where(groups == NOBODY, NOBODY, groups + first)
        shape = (len(self.of), of.shape[1])
        return Grouping(np.broadcast_to(of, shape), self.count * times, self.alone, self.together, times)

    @cached_property
    def cells(self) -> np.ndarray:
        """One number per month and group; those of nobody share a last column that is thrown away."""
        rows = np.arange(len(self.of)).reshape(-1, 1)
        return (rows * (self.count + 1) + np.where(self.of == NOBODY, self.count, self.of)).ravel()

    def sums(self, values: np.ndarray) -> np.ndarray:
        """int64 [T, count]: what the members of each group add up to in each month."""
        if self.alone:
            return values.astype(np.int64)
        if self.together:
            return values.reshape(len(values), self.times, -1).sum(axis=2, dtype=np.int64)
        length = len(self.of) * (self.count + 1)
        added = np.bincount(self.cells, weights=values.ravel(), minlength=length)
        return added.reshape(len(self.of), -1)[:, : self.count].astype(np.int64)

    def pairs(self, practices: np.ndarray, groups: np.ndarray) -> np.ndarray:
        """One number per practice and group."""
        return practices if self.alone else practices * self.of_each + groups % self.of_each

    @property
    def pair_count(self) -> int:
        return self.of.shape[1] * (1 if self.alone else self.of_each)

    def groups_of(self, pairs: np.ndarray) -> np.ndarray:
        """The group of each pair."""
        if self.alone:
            return pairs
        copy = pairs // (self.pair_count // self.times)
        return copy * self.of_each + pairs % self.of_each


def each_practice_alone(shape: tuple[int, int]) -> Grouping:
    months, practices = shape
    return Grouping(np.broadcast_to(np.arange(practices), (months, practices)), practices, alone=True)


def everybody(shape: tuple[int, int]) -> Grouping:
    return Grouping(np.broadcast_to(np.int64(0), shape), 1, together=True)


@dataclass(frozen=True)
class Pool:
    """Sums over a window of up to three months, per group.

    practices  int [G]: how many practices the sums are of
    months     int [G]: in how many months of the window the practice that gave most gave something
    sums       int [V, G], one row per value
    means      int [V, G]: sixths of the sum over practices of each one's monthly mean
    """

    practices: np.ndarray
    months: np.ndarray
    sums: np.ndarray
    means: np.ndarray

    def of_values(self, which: slice) -> "Pool":
        return Pool(self.practices, self.months, self.sums[which], self.means[which])


@dataclass(frozen=True)
class Window:
    """Practice-months chosen from the arrays, with the pair of practice and group that each belongs to."""

    months: np.ndarray
    practices: np.ndarray
    groups: np.ndarray
    pairs: np.ndarray

    def only(self, keep: np.ndarray) -> "Window":
        return Window(self.months[keep], self.practices[keep], self.groups[keep], self.pairs[keep])


def window(mask: np.ndarray, grouping: Grouping) -> Window:
    """The practice-months of a mask [T, N] that belong to a group."""
    months, practices = np.nonzero(mask)
    groups = grouping.of[months, practices]
    if not (grouping.alone or grouping.together):
        inside = groups != NOBODY
        months, practices, groups = months[inside], practices[inside], groups[inside]
    return Window(months, practices, groups, grouping.pairs(practices, groups))


def pairs_of(chosen: Window, grouping: Grouping) -> np.ndarray:
    """bool per pair: whether the practice gave something, in that group, within the window."""
    found = np.zeros(grouping.pair_count, dtype=bool)
    found[chosen.pairs] = True
    return found


def matched(first: Window, second: Window, grouping: Grouping) -> tuple[Window, Window, np.ndarray]:
    """The same practices in both windows: both windows reduced, and the pairs that form the panel."""
    panel = pairs_of(first, grouping) & pairs_of(second, grouping)
    return first.only(panel[first.pairs]), second.only(panel[second.pairs]), panel


def pool(values: tuple[np.ndarray, ...], chosen: Window, grouping: Grouping) -> Pool:
    """Add the values of a window up, per group. A window has at most three months of a practice."""
    months_of_pair = np.bincount(chosen.pairs, minlength=grouping.pair_count)
    cells = np.array([value[chosen.months, chosen.practices] for value in values])
    weighted = cells * (SIXTHS // months_of_pair[chosen.pairs])
    pairs = np.flatnonzero(months_of_pair)
    group_of_pair = grouping.groups_of(pairs)
    most = np.zeros(grouping.count, dtype=np.int64)
    np.maximum.at(most, group_of_pair, months_of_pair[pairs])
    return Pool(
        practices=np.bincount(group_of_pair, minlength=grouping.count),
        months=most,
        sums=added(cells, chosen, grouping),
        means=added(weighted, chosen, grouping),
    )


def added(cells: np.ndarray, chosen: Window, grouping: Grouping) -> np.ndarray:
    """int64 [V, G]: each row of [V, practice-months] summed per group."""
    sums = [np.bincount(chosen.groups, weights=row, minlength=grouping.count) for row in cells]
    return np.array(sums).astype(np.int64)
