"""Blocks of practices, read and numbered."""

import numpy as np

from practices import clock, months
from practices.models import Programme, WaveMembership
from registers import figures
from registers.counting.block import Block, Entries, Offers, People, first_month_of_contacts
from registers.counting.contacts import ROLES, Referrals, contacts_of
from registers.counting.coverage import Coverage
from registers.counting.months import NEVER, MonthGrid, day_number, day_of
from registers.counting.process import Assessments, Reviews, Steps
from registers.files.schemas import KINDS, REGISTER
from registers.roles import buckets_by_number
from registers.spells import Notes
from registers.storing import reading


def read_block(practices, grid: MonthGrid) -> Block:
    """All that is counted of these practices (ids in order) in these months, in a fixed number of queries."""
    people = reading.read_people(practices)
    numbers = Numbers(people.pop("pk"))
    entries, entry_numbers = read_entries(practices, numbers)
    last = months.last_day(grid.months[-1])
    practice = place_of(practices, people.pop("practice"))
    baseline_first, baseline_last = baselines(practices)
    return Block(
        grid=grid,
        practices=tuple(practices),
        people=People(practice, **people),
        entries=entries,
        contacts=read_contacts(practices, grid, last, numbers),
        referrals=Referrals(**numbers.number(reading.read_referrals(practices, last), "person")),
        notes=Notes(**numbers.number(reading.read_notes(practices), "person")),
        assessments=Assessments(**numbers.number(reading.read_assessments(practices, last), "person")),
        steps=Steps(**entry_numbers.number(reading.read_steps(practices), "entry")),
        reviews=Reviews(**entry_numbers.number(reading.read_reviews(practices), "entry")),
        offers=Offers(
            **entry_numbers.number(reading.read_interventions(practices, figures.INTERVENTION_KINDS), "entry")
        ),
        baseline_first=baseline_first,
        baseline_last=baseline_last,
    )


def place_of(practices, ids):
    """The place of each id among the practices, which are in order."""
    return np.searchsorted(np.array(practices, dtype=np.int64), ids)


class Numbers:
    """Keys of rows, in the order in which they are numbered from 0, and the way back from a key to its number."""

    def __init__(self, keys):
        self.places = np.argsort(keys, kind="stable")
        self.keys = keys[self.places]

    def number(self, rows, name) -> dict[str, np.ndarray]:
        """The rows with the numbers of a column's keys in its place; rows with keys of others are left out."""
        if not len(self.keys):
            return {column: values[:0] for column, values in rows.items()}
        found = np.minimum(np.searchsorted(self.keys, rows[name]), len(self.keys) - 1)
        ours = self.keys[found] == rows[name]
        return {column: values[ours] for column, values in rows.items()} | {name: self.places[found[ours]]}


def read_entries(practices, people: Numbers):
    """(Entries in the order of their people, the numbers of their keys)"""
    rows = people.number(reading.read_entries(practices), "person")
    order = np.lexsort((rows["pk"], rows["identified_on"], rows["person"]))
    rows = {name: column[order] for name, column in rows.items()}
    return Entries(**{name: column for name, column in rows.items() if name != "pk"}), Numbers(rows["pk"])


def read_contacts(practices, grid, last, people: Numbers):
    keys = reading.read_contacts(practices, first_month_of_contacts(grid), last)
    buckets = np.zeros(ROLES, dtype=np.int64)
    for role, bucket in buckets_by_number().items():
        buckets[role] = bucket
    return contacts_of(keys, buckets, people.keys, people.places)


def baselines(practices):
    """First and last day of each practice's baseline, that of the wave it joined last: int64 [P] each; NEVER and -1 without one."""
    first, last = np.full(len(practices), NEVER), np.full(len(practices), -1)
    place = {pk: number for number, pk in enumerate(practices)}
    memberships = (
        WaveMembership.objects.filter(practice__in=practices, wave__programme__kind=Programme.Kind.MEASURES)
        .select_related("wave")
        .order_by("joined_on", "pk")
    )
    for membership in memberships:
        baseline = membership.baseline_months
        first[place[membership.practice_id]] = day_number(baseline[0])
        last[place[membership.practice_id]] = day_number(months.last_day(baseline[-1]))
    return first, last


def read_coverage(block: Block) -> Coverage:
    """What the practices of a block have sent."""
    rows = Numbers(np.array(block.practices)).number(reading.read_covered_months(block.practices, KINDS), "practice")
    begins = np.full(len(block.practices), NEVER)
    np.minimum.at(begins, block.people.practice[block.entries.person], block.entries.identified_on)
    return Coverage(rows["practice"], rows["kind"], rows["month"], begins, list_known_to(rows, len(block.practices)))


def list_known_to(rows, practices):
    """Up to the last month that a file of the list covers; a list that is kept by hand alone is known up to yesterday."""
    latest = np.full(practices, -1)
    by_file = rows["kind"] == KINDS.index(REGISTER)
    np.maximum.at(latest, rows["practice"][by_file], rows["month"][by_file])
    yesterday = day_number(clock.today()) - 1
    last_days = {
        month: day_number(months.last_day(day_of(month))) for month in np.unique(latest).tolist() if month >= 0
    }
    return np.array([last_days.get(month, yesterday) for month in latest.tolist()])
