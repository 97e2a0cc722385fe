"""Days as numbers, and the months into which they fall. Pure.

A day is the count of days since EPOCH: 17 bits, so that a person, a beginning and an end fit into one whole number that
sorts in one step. Days before EPOCH do not exist here, and NEVER stands for "no end" and for "did not happen".
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from practices import months

EPOCH = date(1900, 1, 1)
DAY_BITS = 17
NEVER = (1 << DAY_BITS) - 1


def day_number(day: date) -> int:
    """Days since EPOCH, between 0 and NEVER."""
    return min(max((day - EPOCH).days, 0), NEVER)


def day_of(number: int) -> date | None:
    """The day again; None for NEVER."""
    return None if number >= NEVER else EPOCH + timedelta(days=int(number))


def packed(person, day):
    """One number that orders by person, then by day: int64 of the arguments' shape."""
    return (np.asarray(person, dtype=np.int64) << DAY_BITS) | day


@dataclass(frozen=True)
class MonthGrid:
    """Consecutive months. `first_days` and `last_days` are int64 [T]; months, a list of T first-of-month dates."""

    months: tuple[date, ...]
    first_days: np.ndarray
    last_days: np.ndarray

    @classmethod
    def between(cls, first: date, last: date) -> "MonthGrid":
        """All months from `first` to `last`, both included. Raises ValueError when `last` is earlier."""
        found = tuple(months.month_range(first, last))
        if not found:
            raise ValueError("A grid has at least one month")
        first_days = np.array([day_number(month) for month in found], dtype=np.int64)
        last_days = np.array([day_number(months.last_day(month)) for month in found], dtype=np.int64)
        return cls(found, first_days, last_days)

    def __len__(self):
        return len(self.months)

    @property
    def days(self) -> np.ndarray:
        """Days of each month, int64 [T]."""
        return self.last_days - self.first_days + 1

    def rows(self, days) -> np.ndarray:
        """The month of each day as its place in the grid; -1 for days before it, T for days after it."""
        return np.where(days > self.last_days[-1], len(self), np.searchsorted(self.first_days, days, "right") - 1)

    def marks(self, people: int, person, day) -> np.ndarray:
        """bool [people, T]: who has at least one of these days in which month. Days outside the grid are left out."""
        marked, row = np.zeros((people, len(self)), dtype=bool), self.rows(day)
        inside = (row >= 0) & (row < len(self))
        marked[person[inside], row[inside]] = True
        return marked

    def runs(self, people: int, person, first_day, last_day) -> np.ndarray:
        """bool [people, T]: who has which month within one of these stretches, from month to month, both included."""
        first = np.maximum(self.rows(first_day), 0)
        last = np.minimum(self.rows(last_day), len(self) - 1)
        there = first <= last
        steps = np.zeros((people, len(self) + 1), dtype=np.int32)
        np.add.at(steps, (person[there], first[there]), 1)
        np.add.at(steps, (person[there], last[there] + 1), -1)
        return np.cumsum(steps, axis=1)[:, :-1] > 0
