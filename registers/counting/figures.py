"""All counts of some practices' months from a block of rows. Pure; each count is int64 [practices, months].

What each name means stands in registers.figures.
"""

import numpy as np

from registers.codes import COUNTED_SERVICES, Bucket, ReferralService
from registers.counting.absence import crossings, long_absence
from registers.counting.block import Block
from registers.counting.contacts import in_crisis, once_a_day, once_in_28_days, to_specialists
from registers.counting.lists import Practices
from registers.counting.process import (
    MONTHS_WITHOUT_CONTACT,
    any_of,
    assessed_at_outset,
    at_a_step,
    first_assessed_on,
    reassessed_in_time,
    reassessment_due,
    review_overdue,
    review_planned,
    waiting,
    waiting_too_long,
    without_contact,
)
from registers.spells import spells_of

CONTACT_COUNTS = {
    "gp_consultations": Bucket.GP,
    "other_staff_consultations": Bucket.OTHER_STAFF,
    "attached_mh_contacts": Bucket.ATTACHED,
}


def counts_of(block: Block, kinds) -> dict[str, np.ndarray]:
    """Every count by its name; `kinds` are the kinds of intervention in the order of the block's numbers."""
    return {
        **list_counts(block),
        **contact_counts(block),
        **referral_counts(block),
        **absence_counts(block),
        **cohort_counts(block),
        **validation_counts(block),
        **assessment_counts(block),
        **care_counts(block),
        **offer_counts(block, kinds),
    }


def list_counts(block):
    grid, episodes = block.grid, block.episodes
    of_episodes = Practices.of(len(block.practices), block.people.practice[episodes.person])
    return {
        "list_open": of_episodes.sums(episodes.at_open(grid)),
        "list_added": of_episodes.sums(episodes.added(grid)),
        "list_removed": of_episodes.sums(episodes.removed(grid)),
        "list_close": of_episodes.sums(episodes.at_close(grid)),
        "person_days": of_episodes.sums(episodes.days(grid)),
        "days": np.broadcast_to(grid.days, (len(block.practices), len(grid))),
    }


def contact_counts(block):
    contacts, rows = block.contacts, block.contact_rows
    active = block.episodes.are_active(contacts.person, contacts.day) & (rows >= 0) & (rows < len(block.grid))
    buckets = max(Bucket) + 1
    cell = (block.people.practice[contacts.person[active]] * len(block.grid) + rows[active]) * buckets
    counted = np.bincount(cell + contacts.bucket[active], minlength=len(block.practices) * len(block.grid) * buckets)
    counted = counted.reshape(len(block.practices), len(block.grid), buckets)
    return {name: counted[:, :, bucket] for name, bucket in CONTACT_COUNTS.items()} | {
        "no_contact_6m": block.split.sums(no_contact(block))
    }


def no_contact(block):
    """bool [N, T]: on the list at the close, and for six months without a contact with anybody whose contacts count."""
    rows = block.contact_rows + MONTHS_WITHOUT_CONTACT - 1
    marks = np.zeros((len(block), len(block.contacts_grid)), dtype=bool)
    inside = (rows >= 0) & (rows < len(block.contacts_grid)) & (block.contacts.bucket != Bucket.NOT_COUNTED)
    marks[block.contacts.person[inside], rows[inside]] = True
    return without_contact(block.grid, marks, block.at_close)


def by_month(block, person, day):
    """int64 [P, T]: how many of these lie in each practice's months."""
    row = block.grid.rows(day)
    inside = (row >= 0) & (row < len(block.grid))
    cell = block.people.practice[person[inside]] * len(block.grid) + row[inside]
    counted = np.bincount(cell, minlength=len(block.practices) * len(block.grid))
    return counted.reshape(len(block.practices), len(block.grid))


def referral_counts(block):
    counted = to_specialists(block.referrals, block.episodes)
    return {
        "referrals_cmht": by_month(block, *once_a_day(counted, ReferralService.CMHT)),
        "referrals_psychiatrist": by_month(block, *once_a_day(counted, ReferralService.PSYCHIATRIST)),
        "referrals_dedup": by_month(block, *once_in_28_days(counted)),
        "crisis_presentations": block.split.sums(crisis_marks(block)),
    }


def crisis_marks(block):
    """bool [N, T]: who presented in a crisis in the month, while on the list."""
    referrals = block.referrals
    crisis = in_crisis(referrals) & block.episodes.are_active(referrals.person, referrals.day)
    return block.grid.marks(len(block), referrals.person[crisis], referrals.day[crisis])


def long_marks(block, spells=None, basis="elapsed"):
    """bool [N, T]: on the list at the close, and long absent; by the rules as they stand unless other spells are given."""
    return block.at_close & long_absence(block.grid, len(block), spells or block.spells, basis)


def absence_counts(block):
    """Measure 4, and how it would be by other rules."""
    crossed = long_marks(block) & crossings(block.grid, len(block), block.spells)
    strict, mental = spells_of(block.notes, gap=0), spells_of(block.notes, mental_health_only=True)
    marks = {
        "people_13w": long_marks(block),
        "people_13w_new": crossed,
        "spells_crossing_13w": crossing_marks(block),
        "people_13w_strict": long_marks(block, strict),
        "people_13w_issued": long_marks(block, basis="issued"),
        "people_13w_mental_health": long_marks(block, mental),
    }
    return {name: block.split.sums(which) for name, which in marks.items()}


def crossing_marks(block):
    """bool [N, T]: whose spell reached day 91 in the month, while on the list on that day."""
    spells, since = block.spells, block.spells.elapsed_long_from
    active = block.episodes.are_active(spells.person, since)
    return block.grid.marks(len(block), spells.person[active], since[active])


def cohort_counts(block):
    """Of the people on the list throughout the baseline, followed whether or not they are on it later."""
    followed = block.cohort[:, None] & (block.followed_to[:, None] >= block.grid.last_days)
    return {
        "cohort_people": block.split.sums(followed),
        "cohort_person_days": block.split.sums(cohort_days(block)),
        "cohort_gp_consultations": by_month(block, *cohort_contacts(block)),
        "cohort_referrals": by_month(block, *once_in_28_days(cohort_referrals(block))),
        "cohort_people_13w": block.split.sums(followed & long_absence(block.grid, len(block), block.spells)),
    }


def cohort_days(block):
    """int64 [N, T]: days on which the cohort's people can be followed."""
    last = np.minimum(block.followed_to[:, None], block.grid.last_days)
    return np.where(block.cohort[:, None], np.maximum(last - block.grid.first_days + 1, 0), 0)


def is_followed(block, person, day):
    """bool: of the cohort, and still in the practice on the day."""
    return block.cohort[person] & (day <= block.followed_to[person])


def cohort_contacts(block):
    """(person, day) of the cohort's contacts with a GP."""
    contacts = block.contacts
    theirs = (contacts.bucket == Bucket.GP) & is_followed(block, contacts.person, contacts.day)
    return contacts.person[theirs], contacts.day[theirs]


def cohort_referrals(block):
    referrals = block.referrals
    theirs = np.isin(referrals.service, COUNTED_SERVICES) & is_followed(block, referrals.person, referrals.day)
    return referrals.only(theirs)


def validation_counts(block):
    entries, grid = block.entries, block.grid
    of_entries = Practices.of(len(block.practices), block.people.practice[entries.person])
    decisions = (entries.identified_on, entries.validated_on, entries.excluded_on)
    return {
        "entries_identified": of_entries.sums(entries.identified_on[:, None] <= grid.last_days),
        "entries_validated": of_entries.sums(entries.validated_on[:, None] <= grid.last_days),
        "entries_excluded": of_entries.sums(entries.excluded_on[:, None] <= grid.last_days),
        "entries_waiting": of_entries.sums(waiting(grid, *decisions)),
        "entries_waiting_over_60": of_entries.sums(waiting_too_long(grid, *decisions)),
    }


def assessment_counts(block):
    episodes, assessments, grid = block.episodes, block.assessments, block.grid
    of_episodes = Practices.of(len(block.practices), block.people.practice[episodes.person])
    first_on = first_assessed_on(episodes, assessments)
    due = reassessment_due(grid, episodes, first_on)
    again = reassessed_in_time(episodes, assessments, first_on)
    return {
        "assessed_at_outset": of_episodes.sums(assessed_at_outset(grid, episodes, first_on)),
        "reassessment_due": of_episodes.sums(due),
        "reassessed_in_time": of_episodes.sums(due & again[:, None]),
    }


def care_counts(block):
    grid, entries = block.grid, block.entries
    count = len(entries.person)
    active = any_of(count, block.episodes.entry, block.episodes.at_close(grid))
    planned = review_planned(grid, count, block.steps, block.reviews)
    of_entries = Practices.of(len(block.practices), block.people.practice[entries.person])
    symptoms = active & (entries.has_unexplained_symptoms == 1)[:, None]
    return {
        "with_step_and_review": of_entries.sums(active & planned & at_a_step(grid, count, block.steps)),
        "reviews_overdue": of_entries.sums(active & review_overdue(grid, count, block.steps, block.reviews)),
        "unexplained_symptoms": of_entries.sums(symptoms),
        "unexplained_symptoms_adviser": of_entries.sums(symptoms & (entries.has_adviser == 1)[:, None]),
    }


def offer_counts(block, kinds):
    """Offers by the month in which they were made, and how many of those have been taken up by now."""
    offers, counts = block.offers, {"people_offered": block.split.sums(offered_marks(block))}
    for place, kind in enumerate(kinds):
        made = offers.kind == place
        taken_up = made & (offers.is_taken_up == 1)
        for name, which in ((f"offered_{kind}", made), (f"taken_up_{kind}", taken_up)):
            counts[name] = by_month(block, block.entries.person[offers.entry[which]], offers.offered_on[which])
    return counts


def offered_marks(block):
    """bool [N, T]: who was offered anything in the month."""
    return block.grid.marks(len(block), block.entries.person[block.offers.entry], block.offers.offered_on)
