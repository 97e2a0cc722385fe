"""The fewest people by whom two ways of grouping the same people can differ. Pure, NumPy.

Answers are counted by role and by PCT. Whoever adds some roles and takes away some PCTs is left with those who are in one of
the two and not in the other. Draw groups as points and people as links between their role and their PCT: what is left is a
cut of that graph, whatever is added and taken away how many times; so nothing is left of fewer people than its smallest cut.
Stoer and Wagner, A simple min-cut algorithm, Journal of the ACM 44 (1997) 585.
"""

from collections.abc import Mapping

import numpy as np


def smallest_difference(people: Mapping[tuple[str, str], int]) -> int | None:
    """`people`: (group of one kind, group of the other) -> how many. None where no way to differ leaves anybody."""
    weights = weights_of({pair: number for pair, number in people.items() if number})
    cuts = [smallest_cut(weights[np.ix_(part, part)]) for part in parts_of(weights)]
    return min((cut for cut in cuts if cut is not None), default=None)


def weights_of(people: Mapping[tuple[str, str], int]) -> np.ndarray:
    """float [N, N], symmetric: how many link two groups. A PCT may have the code of a role, so each kind has its points."""
    points = sorted({(side, pair[side]) for pair in people for side in (0, 1)})
    place = {point: number for number, point in enumerate(points)}
    weights = np.zeros((len(points), len(points)))
    for (one, other), number in people.items():
        row, column = place[0, one], place[1, other]
        weights[row, column] = weights[column, row] = number
    return weights


def parts_of(weights: np.ndarray) -> list[list[int]]:
    """The points that hang together."""
    left, parts = set(range(len(weights))), []
    while left:
        part, edge = set(), {min(left)}
        while edge:
            part |= edge
            edge = set(np.flatnonzero(weights[sorted(edge)].any(axis=0)).tolist()) - part
        parts.append(sorted(part))
        left -= part
    return parts


def smallest_cut(weights: np.ndarray) -> int | None:
    """Of points that hang together; None of fewer than two groups that could be told apart."""
    best, weights = None, weights.copy()
    while len(weights) > 1:
        last, before, cut = farthest(weights)
        best = cut if best is None else min(best, cut)
        weights[before] += weights[last]
        weights[:, before] = weights[before]
        weights[before, before] = 0
        weights = np.delete(np.delete(weights, last, axis=0), last, axis=1)
    return None if best is None else int(best)


def farthest(weights: np.ndarray) -> tuple[int, int, float]:
    """One phase: (the point added last, the one before it, by how much the last hangs on all others)."""
    order, pull = [0], weights[0].copy()
    left = np.arange(len(weights)) != 0
    while left.any():
        found = int(np.argmax(np.where(left, pull, -1)))
        reach = float(pull[found])
        order.append(found)
        left[found] = False
        pull += weights[found]
    return order[-1], order[-2], reach
