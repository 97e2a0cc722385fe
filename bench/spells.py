"""Spells of certified absence, read and worked out, as a ratio to reading the same notes (target 20)."""

import django
import numpy as np

django.setup()

from django.db import connection  # noqa: E402  models can be imported only now

from registers.counting.months import NEVER, packed  # noqa: E402
from registers.spells import LONG_DAYS, Notes, spells_of  # noqa: E402
from registers.storing import reading  # noqa: E402

NOTE_ROWS = """SELECT person_id, starts_on, ends_on, return_on, form, fitness, diagnosis_group, is_duplicate
    FROM registers_certificatenote"""
# The strict gap without any other rule: what one line of PostgreSQL can say too.
RANGES = """SELECT count(*), count(*) FILTER (WHERE upper(span) - lower(span) >= %s) FROM (
    SELECT unnest(range_agg(daterange(starts_on, ends_on, '[]'))) AS span FROM registers_certificatenote GROUP BY person_id
) spans"""


def spells(practices, **rules):
    return spells_of(Notes(**reading.read_notes(practices)), **rules)


def equal_ranges(practices) -> str:
    """Our spells beside those of range_agg, without returns: how many, and how many long ones."""
    if connection.vendor != "postgresql":
        return "range_agg is PostgreSQL's alone"
    rows = reading.read_notes(practices)
    notes = Notes(**rows | {"return_on": np.full_like(rows["return_on"], NEVER)})
    ours = spells_of(notes, gap=0)
    long = int(np.count_nonzero(ours.ends_on - ours.starts_on + 1 >= LONG_DAYS))
    with connection.cursor() as cursor:
        cursor.execute(RANGES, [LONG_DAYS])
        theirs = cursor.fetchone()
    is_equal = theirs == (len(np.unique(packed(ours.person, ours.starts_on))), long)
    return f"{theirs[0]} spells, {theirs[1]} of 13 weeks: {'equal' if is_equal else 'DIFFERENT'} to range_agg"
