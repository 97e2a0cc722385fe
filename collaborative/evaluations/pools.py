"""The sums of the months compared, for many cycles in one pass, with how much practices vary among themselves. Pure, NumPy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from collaborative.evaluations.asked import PracticeCounts
from measures.disclosure import Pool
from measures.statistics.clustered_change import clustered_half_widths, grouped_variances
from measures.statistics.pooled_change import Clustering


@dataclass(frozen=True)
class Group:
    """Some practices of a matrix over two stretches of months (first and last row)."""

    chosen: np.ndarray
    before: tuple[int, int]
    since: tuple[int, int]


@dataclass(frozen=True)
class Pools:
    """Of the practices with figures in both stretches. `clustering` is None of fewer than two."""

    before: Pool
    since: Pool
    clustering: Clustering | None


def pools(counts: PracticeCounts, groups: Sequence[Group]) -> list[Pools]:
    """One element per group, all of them in one pass over arrays of [practices, groups]."""
    if not groups:
        return []
    a, t, has_before = sums(counts, [group.before for group in groups])
    b, s, has_since = sums(counts, [group.since for group in groups])
    inside = np.array([group.chosen for group in groups]).T & has_before & has_since & (t > 0) & (s > 0)
    a, t, b, s = (np.where(inside, values, 0.0) for values in (a, t, b, s))
    clusterings = clusterings_of(a, t, b, s, inside)
    totals = zip(*(values.sum(axis=0).tolist() for values in (a, t, b, s)), inside.sum(axis=0).tolist(), strict=True)
    return [
        Pools(
            Pool(all_a, all_t, months=length(group.before), practices=practices),
            Pool(all_b, all_s, months=length(group.since), practices=practices),
            clustering,
        )
        for group, (all_a, all_t, all_b, all_s, practices), clustering in zip(groups, totals, clusterings, strict=True)
    ]


def sums(counts: PracticeCounts, stretches: Sequence[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(events, time, whether anything was given) per practice and stretch, from running totals."""
    given = ~np.isnan(counts.numerators) & ~np.isnan(counts.denominators)
    first = np.array([stretch[0] for stretch in stretches])
    after = np.array([stretch[1] + 1 for stretch in stretches])

    def between(values: np.ndarray) -> np.ndarray:
        running = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
        return (running[after] - running[first]).T

    above, below = (np.where(given, values, 0.0) for values in (counts.numerators, counts.denominators))
    return between(above), between(below), between(given.astype(float)) > 0


def clusterings_of(a, t, b, s, inside: np.ndarray) -> list[Clustering | None]:
    """Half widths of each group's interval, None of fewer than two practices."""
    # Practices run fastest here, so the groups come one after another.
    groups = np.nonzero(inside.T)[0]
    parts = (values.T[inside.T] for values in (a, t, b, s))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = grouped_variances(*parts, groups, inside.shape[1])
        pairs = zip(*clustered_half_widths(found), strict=True)
    return [None if np.isnan(pair).any() else Clustering(float(pair[0]), float(pair[1])) for pair in pairs]


def length(stretch: tuple[int, int]) -> int:
    return stretch[1] - stretch[0] + 1


def pool_of_columns(numerators: Sequence, denominators: Sequence, stretch: tuple[int, int]) -> Pool:
    """Of a single series; months without a value are passed over."""
    chosen = [row for row in range(stretch[0], stretch[1] + 1) if numerators[row] is not None]
    return Pool(
        numerator=sum(numerators[row] for row in chosen),
        denominator=sum(denominators[row] for row in chosen),
        months=len(chosen),
        practices=1,
    )
