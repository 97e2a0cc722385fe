"""Who is on the list when: episodes, person-days, opening and closing. Pure, without a grid of days.

People are numbered from 0 in the order of their practices, so that a practice's people stand together.
"""

from dataclasses import dataclass

import numpy as np

from registers.counting.months import NEVER, MonthGrid, packed


@dataclass(frozen=True)
class Practices:
    """Where each practice's people begin and end among all: int64 [P] each."""

    begins: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, count: int, practice: np.ndarray) -> "Practices":
        """From the practice of each person, 0 to count - 1, in order."""
        places = np.arange(count)
        return cls(np.searchsorted(practice, places, "left"), np.searchsorted(practice, places, "right"))

    def sums(self, marks: np.ndarray) -> np.ndarray:
        """int64 [P, T] from a number, or yes or no, of each person and month [people, T]. Everybody has a practice."""
        found = np.zeros((len(self.begins), marks.shape[1]), dtype=np.int64)
        peopled = self.begins < self.ends
        if peopled.any():
            found[peopled] = np.add.reduceat(marks, self.begins[peopled], axis=0, dtype=np.int64)
        return found


@dataclass(frozen=True)
class Episodes:
    """Times on the list, ordered by person and beginning, never two at once: int64 [n] each.

    `until` is the last day on the list, NEVER while it goes on. `entry` says which row of the entries it came from.
    """

    person: np.ndarray
    since: np.ndarray
    until: np.ndarray
    entry: np.ndarray

    @classmethod
    def of(cls, person, since, until) -> "Episodes":
        """From the entries; those never active (`since` is NEVER) are left out. An overlap belongs to the earlier one."""
        entry = np.flatnonzero(since < NEVER)
        entry = entry[np.argsort(packed(person[entry], since[entry]), kind="stable")]
        person, since, until = person[entry], since[entry], until[entry]
        # Packed with its person, what ended in another person's time lies before this person's first day.
        before = np.append(-1, np.maximum.accumulate(packed(person, until)))[: len(entry)]
        since = np.where(before >= packed(person, since), (before & NEVER) + 1, since)
        there = since <= until
        return cls(person[there], since[there], until[there], entry[there])

    def days(self, grid: MonthGrid) -> np.ndarray:
        """Days on the list in each month, int64 [n, T]."""
        first = np.maximum(self.since[:, None], grid.first_days)
        last = np.minimum(self.until[:, None], grid.last_days)
        return np.maximum(last - first + 1, 0)

    def at_close(self, grid: MonthGrid) -> np.ndarray:
        """bool [n, T]: on the list on the last day of the month."""
        return (self.since[:, None] <= grid.last_days) & (self.until[:, None] >= grid.last_days)

    def at_open(self, grid: MonthGrid) -> np.ndarray:
        """bool [n, T]: on the list on the last day of the month before."""
        return (self.since[:, None] < grid.first_days) & (self.until[:, None] >= grid.first_days - 1)

    def added(self, grid: MonthGrid) -> np.ndarray:
        """bool [n, T]: the first day lies in the month."""
        return (self.since[:, None] >= grid.first_days) & (self.since[:, None] <= grid.last_days)

    def removed(self, grid: MonthGrid) -> np.ndarray:
        """bool [n, T]: the first day after it lies in the month."""
        gone = self.until[:, None] + 1
        return (gone >= grid.first_days) & (gone <= grid.last_days)

    def of_people(self, people: int, marks: np.ndarray) -> np.ndarray:
        """bool [people, T] from marks of episodes [n, T]: of whom one of the episodes is marked."""
        found = np.zeros((people, marks.shape[1]), dtype=bool)
        if len(self.person):
            begins = np.flatnonzero(np.append(True, self.person[1:] != self.person[:-1]))
            found[self.person[begins]] = np.logical_or.reduceat(marks, begins, axis=0)
        return found

    def are_active(self, person, day) -> np.ndarray:
        """bool: which of these people are on the list on which of these days."""
        if not len(self.person):
            return np.zeros(len(person), dtype=bool)
        latest = np.searchsorted(packed(self.person, self.since), packed(person, day), "right") - 1
        return (latest >= 0) & (self.person[latest] == person) & (self.until[latest] >= day)

    def throughout(self, people: int, first_day, last_day) -> np.ndarray:
        """bool [people]: on the list from `first_day` to `last_day` (of each person) without a day's break."""
        covered = np.minimum(self.until, last_day[self.person]) - np.maximum(self.since, first_day[self.person]) + 1
        days = np.bincount(self.person, np.maximum(covered, 0), minlength=people)
        return (last_day >= first_day) & (days == last_day - first_day + 1)
