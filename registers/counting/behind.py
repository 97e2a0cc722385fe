"""The people and events behind a count of the return. Pure: by the numbers of a block, of its only month."""

from collections.abc import Callable

import numpy as np

from registers.codes import Bucket, ReferralService
from registers.counting.absence import crossings
from registers.counting.block import Block
from registers.counting.contacts import once_a_day, once_in_28_days, to_specialists
from registers.counting.figures import long_marks

# (person, day, days of the absence or None for all others), int64 [n] each
Found = tuple[np.ndarray, np.ndarray, np.ndarray | None]


def behind(block: Block, field: str) -> tuple[Found, str]:
    """What a field counts, in the order of people and days, and in words what each is. Raises KeyError for other fields."""
    find, words = FIELDS[field]
    person, day, length = find(block)
    order = np.lexsort((day, block.people.local_number[person]))
    return (person[order], day[order], None if length is None else length[order]), words


def listed(marks: str) -> Callable:
    """Episodes by one of the marks that Episodes has, with their first day; of removed ones the last."""

    def find(block):
        episodes = block.episodes
        marked = getattr(episodes, marks)(block.grid)[:, 0]
        day = episodes.until if marks == "removed" else episodes.since
        return episodes.person[marked], day[marked], None

    return find


def contacts(bucket: Bucket) -> Callable:
    def find(block):
        contacts = block.contacts
        marked = (contacts.bucket == bucket) & (block.contact_rows == 0)
        marked &= block.episodes.are_active(contacts.person, contacts.day)
        return contacts.person[marked], contacts.day[marked], None

    return find


def referrals(choose: Callable) -> Callable:
    def find(block):
        person, day = choose(to_specialists(block.referrals, block.episodes))
        in_month = block.grid.rows(day) == 0
        return person[in_month], day[in_month], None

    return find


def to_service(service):
    return lambda referrals: once_a_day(referrals, service)


def absences(block, is_new=False):
    """One spell of each person that is counted, with its first day and the days gone by at the end of the month."""
    spells = block.spells
    people = long_marks(block)[:, 0]
    if is_new:
        people = people & crossings(block.grid, len(block), spells)[:, 0]
    since, month_end = spells.elapsed_long_from, block.grid.last_days[0]
    marked = people[spells.person] & (since <= month_end) & (spells.ends_on >= block.grid.first_days[0])
    days = np.minimum(spells.ends_on, month_end) - spells.starts_on + 1
    return spells.person[marked], spells.starts_on[marked], days[marked]


def new_absences(block):
    return absences(block, is_new=True)


FIELDS: dict[str, tuple[Callable, str]] = {
    "list_open": (listed("at_open"), "On the list since this day"),
    "list_added": (listed("added"), "First day on the list"),
    "list_removed": (listed("removed"), "Last day on the list"),
    "list_close": (listed("at_close"), "On the list since this day"),
    "gp_consultations": (contacts(Bucket.GP), "Contact with a GP"),
    "other_staff_consultations": (contacts(Bucket.OTHER_STAFF), "Contact with other staff of the practice"),
    "attached_mh_contacts": (contacts(Bucket.ATTACHED), "Contact with an attached worker"),
    "referrals_cmht": (referrals(to_service(ReferralService.CMHT)), "Referral to the community mental health team"),
    "referrals_psychiatrist": (referrals(to_service(ReferralService.PSYCHIATRIST)), "Referral to a psychiatrist"),
    "referrals_dedup": (referrals(once_in_28_days), "Referral, the first in 28 days"),
    "people_13w": (absences, "Certified absent since this day"),
    "people_13w_new": (new_absences, "Certified absent since this day"),
}
