"""Contacts and time on the list, read and counted, as a ratio to reading the same rows (targets 21 and 22)."""

import django

django.setup()

from practices.months import last_day  # noqa: E402  models can be imported only now
from registers.counting.block import Block, People  # noqa: E402
from registers.counting.figures import contact_counts, list_counts  # noqa: E402
from registers.derive import BLOCK_PRACTICES  # noqa: E402
from registers.derive_block import Numbers, place_of, read_contacts, read_entries  # noqa: E402
from registers.storing import reading  # noqa: E402

CONTACT_ROWS = "SELECT practice_id, person_id, day, role, mode, attended FROM registers_consultation"


def rates(practices, grid):
    """Contacts in each bucket and days on the list, of practices in blocks. How many contacts were counted."""
    return sum(
        rates_of(practices[begin : begin + BLOCK_PRACTICES], grid)
        for begin in range(0, len(practices), BLOCK_PRACTICES)
    )


def rates_of(practices, grid) -> int:
    people = reading.read_people(practices)
    numbers = Numbers(people.pop("pk"))
    practice = place_of(practices, people.pop("practice"))
    block = Block(
        grid=grid,
        practices=tuple(practices),
        people=People(practice, **people),
        entries=read_entries(practices, numbers)[0],
        contacts=read_contacts(practices, grid, last_day(grid.months[-1]), numbers),
        **dict.fromkeys(
            ("referrals", "notes", "assessments", "steps", "reviews", "offers", "baseline_first", "baseline_last")
        ),
    )
    list_counts(block)
    counts = contact_counts(block)
    return int(
        sum(counts[name].sum() for name in ("gp_consultations", "other_staff_consultations", "attached_mh_contacts"))
    )
