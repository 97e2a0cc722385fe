"""Rows of the register and its events, from the database into arrays. Two back ends, one result.

On PostgreSQL a binary COPY of columns without NULL has rows of one length, so the whole answer is one NumPy record
array; on SQLite the cursor's tuples go through np.fromiter. Days come as registers.counting.months numbers them, a missing one as NEVER.
Contacts are by far the most rows and come packed by the database, one whole number each.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain

import numpy as np
from django.db import connection

from registers.codes import COUNTED_MODES, NEVER_RETURNED
from registers.counting.contacts import ROLE_BITS, ROLES
from registers.counting.months import DAY_BITS, EPOCH, NEVER

COPY_HEADER_BYTES, COPY_TRAILER_BYTES = 19, 2
# Binary COPY counts a date's days from 2000.
COPY_DAYS = (date(2000, 1, 1) - EPOCH).days
# What SQLite's julianday() gives for EPOCH.
JULIAN_EPOCH = 2_415_020.5
FETCHED_AT_ONCE = 10_000


@dataclass(frozen=True)
class Column:
    """A column to read. `kind` is how PostgreSQL's binary COPY writes it."""

    name: str
    expression: str
    kind: str

    def sql(self):
        """The same on both back ends but for days: SQLite writes them as text."""
        if self.kind != DAY or connection.vendor == "postgresql":
            return self.expression
        return f"CAST(julianday({self.expression}) - {JULIAN_EPOCH} AS INTEGER)"

    def numbers(self, values) -> np.ndarray:
        """In the machine's own order from what a back end gives; int64, but for codes and truths, which stay small."""
        values = values.astype(
            np.dtype(self.kind.split()[0]).newbyteorder("=") if self.kind in (SMALL, TRUTH) else np.int64
        )
        if self.kind == DAY:
            values += COPY_DAYS if is_copied() else 0
            np.minimum(values, NEVER, out=values)
        return values


# Big-endian, after a length of four bytes.
WIDE, NUMBER, SMALL, TRUTH, DAY = ">i8", ">i4", ">i2", "u1", ">i4 day"


def wide(name, expression=None):
    """A number of eight bytes: keys of rows, and what is packed."""
    return Column(name, expression or name, WIDE)


def number(name, expression):
    """A number that is worked out: made to have four bytes."""
    return Column(name, f"CAST({expression} AS integer)", NUMBER)


def small(name):
    """A column of two bytes, without NULL."""
    return Column(name, name, SMALL)


def truth(name, expression=None):
    return Column(name, expression or name, TRUTH)


def day(name):
    """A date without NULL."""
    return Column(name, name, DAY)


def day_or_never(name):
    """A date that may be missing."""
    never = f"DATE '{NEVER_RETURNED}'" if is_copied() else f"'{NEVER_RETURNED}'"
    return Column(name, f"COALESCE({name}, {never})", DAY)


def is_copied():
    return connection.vendor == "postgresql"


def letters(column):
    """A text of up to two letters as one number, 0 when it is empty."""
    code = "ascii" if is_copied() else "unicode"
    return " + ".join(
        f"COALESCE({code}(substr({column}, {place}, 1)), 0) * {weight}" for place, weight in ((1, 256), (2, 1))
    )


def read(columns, source) -> dict[str, np.ndarray]:
    """Whole numbers, [rows], for each column; `source` is the SQL from its FROM on."""
    query = f"SELECT {', '.join(column.sql() for column in columns)} {source}"
    return copied(query, columns) if is_copied() else fetched(query, columns)


def copied(query, columns):
    """By binary COPY: after the number of fields, every field follows its length of four bytes."""
    buffer = BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", buffer)
    fields = [("fields", ">i2")]
    for column in columns:
        fields += [(f"length of {column.name}", ">i4"), (column.name, column.kind.split()[0])]
    layout = np.dtype(fields)
    content = buffer.getbuffer()
    count = (len(content) - COPY_HEADER_BYTES - COPY_TRAILER_BYTES) // layout.itemsize
    raw = np.frombuffer(content, dtype=layout, count=count, offset=COPY_HEADER_BYTES)
    return {column.name: column.numbers(raw[column.name]) for column in columns}


def fetched(query, columns):
    """By the cursor's tuples, some thousand at a time."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = chain.from_iterable(iter(lambda: cursor.fetchmany(FETCHED_AT_ONCE), []))
        numbers = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
    table = numbers.reshape(-1, len(columns))
    return {column.name: column.numbers(table[:, place]) for place, column in enumerate(columns)}


def of_practices(table, practices, condition="TRUE"):
    """FROM and WHERE for rows of these practices; `practices` are ids, at least one, in order."""
    ids = [int(pk) for pk in practices]
    # The range lets the planner walk one stretch of the index; the list takes out what lies between.
    which = f"practice_id BETWEEN {ids[0]} AND {ids[-1]}"
    if len(ids) < ids[-1] - ids[0] + 1:
        which += f" AND practice_id IN ({', '.join(map(str, ids))})"
    return f'FROM "{table}" WHERE {which} AND {condition}'


def read_contacts(practices, first: date, last: date) -> np.ndarray:
    """Attended contacts that count by their mode, packed: person, day and role (registers.counting.contacts), int64 [n]."""
    modes = ", ".join(str(int(mode)) for mode in COUNTED_MODES)
    condition = f"attended AND mode IN ({modes}) AND day BETWEEN '{first}' AND '{last}'"
    since_epoch = f"(day - DATE '{EPOCH}')" if is_copied() else f"CAST(julianday(day) - {JULIAN_EPOCH} AS INTEGER)"
    person = f"CAST(person_id AS bigint) * {1 << (DAY_BITS + ROLE_BITS)}"
    key = wide("key", f"{person} + {since_epoch} * {ROLES} + role")
    return read([key], of_practices("registers_consultation", practices, condition))["key"]


def read_people(practices) -> dict[str, np.ndarray]:
    """In the order of practices, then of the rows' own keys."""
    columns = [
        wide("pk", "id"), wide("practice", "practice_id"), number("local_number", "local_number"),
        number("deprivation_band", "COALESCE(deprivation_band, 0)"), number("ethnic_group", letters("ethnic_group")),
    ]  # fmt: skip
    return read(columns, f"{of_practices('registers_person', practices)} ORDER BY practice_id, id")


def read_entries(practices):
    columns = [
        wide("pk", "id"), wide("person", "person_id"), day("identified_on"), day_or_never("validated_on"),
        day_or_never("excluded_on"), day_or_never("active_from"), day_or_never("active_to"),
        truth("has_unexplained_symptoms"), truth("has_adviser", "symptoms_adviser <> ''"),
        truth("has_gone", "end_reason IN ('moved', 'died')"),
    ]  # fmt: skip
    return read(columns, of_practices("registers_registerentry", practices))


def read_referrals(practices, last: date):
    """From the beginning: whether a referral counts depends on those before it."""
    columns = [wide("person", "person_id"), day("day"), small("service"), small("urgency")]
    return read(columns, of_practices("registers_referral", practices, f"day <= '{last}'"))


def read_notes(practices):
    """From the beginning: a spell may have begun long ago."""
    columns = [
        wide("person", "person_id"), day("starts_on"), day("ends_on"), day("return_on"), small("form"),
        small("fitness"), small("diagnosis_group"), truth("is_duplicate"),
    ]  # fmt: skip
    return read(columns, of_practices("registers_certificatenote", practices))


def read_assessments(practices, last: date):
    columns = [wide("person", "person_id"), day("day"), small("tool")]
    return read(columns, of_practices("registers_assessment", practices, f"day <= '{last}'"))


def read_steps(practices):
    columns = [wide("entry", "entry_id"), day("started_on"), day_or_never("ended_on")]
    return read(columns, of_practices("registers_carestep", practices))


def read_reviews(practices):
    columns = [wide("entry", "entry_id"), day("due_on"), day_or_never("held_on")]
    return read(columns, of_practices("registers_stepreview", practices))


def read_interventions(practices, kinds):
    """Offers made; `kinds` in order give each kind its number, -1 for others."""
    columns = [
        wide("entry", "entry_id"), number("kind", place_among(kinds)), day("offered_on"),
        truth("is_taken_up", "taken_up IS TRUE"),
    ]  # fmt: skip
    return read(columns, of_practices("registers_intervention", practices))


def read_covered_months(practices, kinds):
    """For which months which kind of file is there; `kinds` in order give each kind its number, -1 for others."""
    columns = [wide("practice", "practice_id"), number("kind", place_among(kinds)), day("month")]
    return read(columns, of_practices("registers_coveredmonth", practices))


def place_among(kinds):
    places = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(kinds))
    return f"CASE kind {places} ELSE -1 END"
