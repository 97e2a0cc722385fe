"""Sums, means and medians of the phases of many series at once. Pure, NumPy.

Every array is [months, series], called [T, N], months in order. A phase is a stretch of months between rebases or breaks, numbered
from 0 up in each column; what is known of the phases is [P, N], P being the most phases that a column has.
"""

from functools import cached_property

import numpy as np

# The row of what no column has.
NOWHERE = -1


class Phases:
    """The phase of every month and series. Without numbers everything is one phase."""

    def __init__(self, numbers: np.ndarray | None, shape: tuple[int, int]):
        self.shape = shape
        self.numbers = np.zeros(shape, dtype=np.int8) if numbers is None else np.asarray(numbers)
        self.count = 1 if numbers is None else int(self.numbers.max(initial=0)) + 1

    @cached_property
    def several(self) -> np.ndarray:
        """The columns with more than one phase: few, so that the others need not wait for them."""
        return np.flatnonzero(self.numbers.max(axis=0, initial=0) > 0)

    def sums(self, amounts: np.ndarray) -> np.ndarray:
        """[P, N] of [T, N] without NaN."""
        if self.count == 1:
            return amounts.sum(axis=0, keepdims=True)
        totals = np.zeros((self.count, self.shape[1]), dtype=np.result_type(amounts, np.int64))
        totals[0] = amounts.sum(axis=0)
        totals[:, self.several] = self.sums_of_several(amounts[:, self.several], totals.dtype)
        return totals

    def sums_of_several(self, amounts: np.ndarray, dtype) -> np.ndarray:
        totals, columns = np.zeros((self.count, len(self.several)), dtype=dtype), np.arange(len(self.several))
        for number, row in zip(self.numbers[:, self.several], amounts, strict=True):
            totals[number, columns] += row
        return totals

    def means(self, values: np.ndarray, used: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """[P, N] twice: the mean of the used values, NaN where there is none, and how many there are."""
        points = self.sums(used.astype(np.int64))
        return ratio(self.sums(np.where(used, values, 0.0)), points), points

    def at_months(self, by_phase: np.ndarray) -> np.ndarray:
        """[T, N] of [P, N]: every month has what its phase has. Read only where there is one phase."""
        if self.count == 1:
            return np.broadcast_to(by_phase[0], self.shape)
        at = np.repeat(by_phase[:1], self.shape[0], axis=0)
        numbers = self.numbers[:, self.several].astype(np.intp)
        at[:, self.several] = np.take_along_axis(by_phase[:, self.several], numbers, axis=0)
        return at

    def continues(self) -> np.ndarray:
        """bool [T - 1, N]: the month belongs to the same phase as the one before it; of every month but the first."""
        return self.numbers[1:] == self.numbers[:-1]


def ratio(upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """One divided by the other, NaN where that cannot be done: nought people are no data and not 0% (trap 10)."""
    possible = lower > 0
    return np.where(possible, upper / np.where(possible, lower, 1), np.nan)


def counted_values(values: np.ndarray, counted: np.ndarray | None) -> np.ndarray:
    """bool [T, N]: points that centre and limits rest on; a point without a value never counts."""
    present = ~np.isnan(values)
    return present if counted is None else present & counted


def first_row(marks: np.ndarray) -> np.ndarray:
    """[N]: the first marked row of each column of bool [T, N], NOWHERE without one."""
    if not len(marks):
        return np.full(marks.shape[1], NOWHERE)
    return np.where(marks.any(axis=0), np.argmax(marks, axis=0), NOWHERE)


def last_row(marks: np.ndarray) -> np.ndarray:
    """The last marked row likewise."""
    last = first_row(marks[::-1])
    return np.where(last == NOWHERE, NOWHERE, len(marks) - 1 - last)
