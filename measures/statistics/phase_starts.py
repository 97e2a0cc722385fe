"""Months at which phases begin, as a phase number of every month and series. Pure, NumPy."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np


def phase_numbers(
    months: Sequence[date], starts: Sequence[Iterable[date]], breaks: Sequence[Iterable[date]] = ()
) -> np.ndarray:
    """int8 [T, N]: the number of the phase of each month and series, from 0 without gaps.

    `months` are in order. `starts` has for each series the months of its rebases, `breaks` (none, or one entry per series)
    the days from which it counts another way; a phase begins in the month of a day. What lies in the first month or
    before it begins no phase, nor does what lies after the last; both in one month begin one.
    """
    numbers = np.zeros((len(months), len(starts)), dtype=np.int8)
    for column, days in enumerate(starts):
        also = breaks[column] if breaks else ()
        for row in rows_of(months, [*days, *also]):
            numbers[row:, column] += 1
    return numbers


def rows_of(months: Sequence[date], days: Iterable[date]) -> set[int]:
    """The rows in which a phase begins: of the month of each day, or of the first month after a gap of the grid."""
    rows = {bisect_left(months, day.replace(day=1)) for day in days}
    return {row for row in rows if 0 < row < len(months)}
