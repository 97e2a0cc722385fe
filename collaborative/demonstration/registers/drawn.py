"""A whole invented register, pure: people, contacts, referrals and certificates of one practice over its months."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from collaborative.demonstration.figures import practice_months
from collaborative.demonstration.plan import MONTHS, PracticePlan
from collaborative.demonstration.registers import events
from collaborative.demonstration.registers.people import DrawnMonth, DrawnPerson, draw_list

SEED = 20070208
# Half a year before the baseline, so that no absence of the baseline is cut off at its beginning.
FIRST_MONTH = date(2005, 6, 1)
# Of one practice December was counted by hand with so many GP consultations more than its records hold (W7).
COUNTED_TOO_MANY = {"A99001": (date(2006, 12, 1), 3)}
STILL_ABSENT_UNTIL = date(2007, 2, 20)


@dataclass(frozen=True)
class DrawnRegister:
    """`contacts`, `referrals` and `notes` name people by their place in `people`."""

    ods_code: str
    months: list[DrawnMonth]
    people: list[DrawnPerson]
    contacts: list[events.Contact]
    referrals: list[tuple]
    notes: list[tuple]


def draw_register(plan: PracticePlan, *, seed: int = SEED) -> DrawnRegister:
    """The same plan and seed make the same register, to the row."""
    generator = np.random.default_rng([seed, int(plan.ods_code[1:])])
    rows = [(MONTHS[row.month_index], row.counts) for row in practice_months(plan)]
    people, drawn = draw_list(generator, [row for row in rows if row[0] >= FIRST_MONTH])
    eager = generator.gamma(0.7, 1.0, len(people)) + 0.05
    contacts: set[events.Contact] = set()
    referrals: list[tuple] = []
    absences = events.Absences()
    for month in drawn:
        contacts |= events.contacts_of_month(generator, month, eager)
        lately = {row[0] for row in referrals if row[1] > month.month - timedelta(days=62)}
        referrals += events.referrals_of_month(generator, month, lately)
        referrals += events.beside_referrals(generator, month)
        absences.advance(generator, month)
    long_ones = absences.all(STILL_ABSENT_UNTIL)
    short_ones = [one for month in drawn for one in events.short_absences(generator, month, absences.ever)]
    notes = sorted(set(events.notes_of(generator, long_ones + short_ones)))
    contacts = without_too_many(plan.ods_code, contacts)
    return DrawnRegister(plan.ods_code, drawn, people, sorted(contacts), sorted(set(referrals)), notes)


def without_too_many(ods_code: str, contacts: set) -> set:
    """Leave out the contacts that were counted by hand and are not in the records."""
    if ods_code not in COUNTED_TOO_MANY:
        return contacts
    month, count = COUNTED_TOO_MANY[ods_code]
    gone = sorted(
        row for row in contacts
        if row[2] == "GP" and row[4] and row[3] <= 3 and row[1].replace(day=1) == month
    )[:count]  # fmt: skip
    return contacts - set(gone)
