"""Everything that is known of some practices' people over some months, as arrays. Pure.

People are numbered from 0 in the order of their practices, and entries in the order of their people; what belongs to a
person or an entry names it by that number.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from practices import months
from registers.counting.contacts import Contacts, Referrals
from registers.counting.lists import Episodes, Practices
from registers.counting.months import NEVER, MonthGrid
from registers.counting.process import MONTHS_WITHOUT_CONTACT, Assessments, Reviews, Steps
from registers.spells import Notes, Spells, spells_of


@dataclass(frozen=True)
class People:
    """int64 [N] each. An ethnic group is its two letters as one number; 0 stands for one, or a band, that is not stated."""

    practice: np.ndarray
    local_number: np.ndarray
    ethnic_group: np.ndarray
    deprivation_band: np.ndarray


@dataclass(frozen=True)
class Entries:
    """int64 [E] each; days that did not come are NEVER. `has_gone`: moved away or died."""

    person: np.ndarray
    identified_on: np.ndarray
    validated_on: np.ndarray
    excluded_on: np.ndarray
    active_from: np.ndarray
    active_to: np.ndarray
    has_unexplained_symptoms: np.ndarray
    has_adviser: np.ndarray
    has_gone: np.ndarray


@dataclass(frozen=True)
class Offers:
    """Interventions offered: int64 [n] each; `kind` is the place of its kind in the list of kinds."""

    entry: np.ndarray
    kind: np.ndarray
    offered_on: np.ndarray
    is_taken_up: np.ndarray


@dataclass(frozen=True)
class Block:
    """Some practices, [P], their people, [N], and months, [T]. `baseline_first` and `_last` are days, NEVER and -1 without one."""

    grid: MonthGrid
    practices: tuple[int, ...]
    people: People
    entries: Entries
    contacts: Contacts
    referrals: Referrals
    notes: Notes
    assessments: Assessments
    steps: Steps
    reviews: Reviews
    offers: Offers
    baseline_first: np.ndarray
    baseline_last: np.ndarray

    @cached_property
    def split(self) -> Practices:
        return Practices.of(len(self.practices), self.people.practice)

    @cached_property
    def episodes(self) -> Episodes:
        return Episodes.of(self.entries.person, self.entries.active_from, self.entries.active_to)

    @cached_property
    def at_close(self) -> np.ndarray:
        """bool [N, T]: on the list on the last day of the month."""
        return self.episodes.of_people(len(self), self.episodes.at_close(self.grid))

    @cached_property
    def spells(self) -> Spells:
        """Of everybody, by the rules as they stand."""
        return spells_of(self.notes)

    @cached_property
    def contacts_grid(self) -> MonthGrid:
        """The months, and before them those that tell of how long somebody had no contact."""
        return MonthGrid.between(first_month_of_contacts(self.grid), self.grid.months[-1])

    @cached_property
    def contact_rows(self) -> np.ndarray:
        """The month of each contact, as its place in the grid: negative before it."""
        return self.contacts_grid.rows(self.contacts.day) - (MONTHS_WITHOUT_CONTACT - 1)

    @cached_property
    def cohort(self) -> np.ndarray:
        """bool [N]: on the list throughout their practice's baseline."""
        practice = self.people.practice
        return self.episodes.throughout(len(self), self.baseline_first[practice], self.baseline_last[practice])

    @cached_property
    def followed_to(self) -> np.ndarray:
        """int64 [N]: the last day on which a person can be followed: the last on the list of who moved away or died."""
        gone = self.entries.has_gone == 1
        followed, returned = np.full((2, len(self)), NEVER, dtype=np.int64)
        followed[self.entries.person[gone]] = self.entries.active_to[gone]
        latest = np.full(len(self), -1, dtype=np.int64)
        begun = self.entries.active_from < NEVER
        np.maximum.at(latest, self.entries.person[begun], self.entries.active_from[begun])
        return np.where(latest > followed, returned, followed)

    def __len__(self):
        """How many people."""
        return len(self.people.practice)


def first_month_of_contacts(grid: MonthGrid):
    return months.add_months(grid.months[0], 1 - MONTHS_WITHOUT_CONTACT)
