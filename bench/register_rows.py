"""Invented registers, straight into the database: people, sick notes and contacts of many practices.

`python -m bench.register_rows PRACTICES PEOPLE NOTES CONTACTS`. Numbers only, from a seeded generator; for measuring, never
for showing. Rows are stored in the order of their keys, as the extracts are.
"""

import sys
from datetime import date, timedelta
from io import BytesIO

import django
import numpy as np

django.setup()

from django.db import connection, transaction  # noqa: E402  models can be imported only now

from practices.models import Organisation  # noqa: E402
from practices.months import month_range  # noqa: E402
from registers.codes import NEVER_RETURNED  # noqa: E402
from registers.files.schemas import KINDS  # noqa: E402
from registers.models import CoveredMonth, EntryState, Person, RegisterEntry  # noqa: E402

FIRST, LAST = date(2005, 2, 1), date(2007, 1, 31)
DAYS = (LAST - FIRST).days + 1
POSTGRES_EPOCH = date(2000, 1, 1)
# Widths of the columns on PostgreSQL, as binary COPY writes them.
WIDE, DATE, SMALL, TRUTH = ">i8", ">i4", ">i2", "u1"
CONTACT_COLUMNS = {"practice_id": WIDE, "person_id": WIDE, "day": DATE, "role": SMALL, "mode": SMALL, "attended": TRUTH}
NOTE_COLUMNS = {
    "practice_id": WIDE, "person_id": WIDE, "starts_on": DATE, "ends_on": DATE, "issued_on": DATE, "form": SMALL,
    "fitness": SMALL, "diagnosis_group": SMALL, "is_duplicate": TRUTH, "is_open_ended": TRUTH, "return_on": DATE,
}  # fmt: skip


def build(practices, people, notes, contacts, seed=1):
    """Everything of so many practices, over the 24 months to January 2007."""
    random = np.random.default_rng(seed)
    with transaction.atomic():
        organisations = make_practices(practices)
        person, practice = make_people(organisations, people, random)
        store("registers_certificatenote", NOTE_COLUMNS, note_rows(person, practice, notes, random))
        store("registers_consultation", CONTACT_COLUMNS, contact_rows(person, practice, contacts, random))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def make_practices(count):
    organisations = Organisation.objects.bulk_create(
        Organisation(ods_code=f"X{place:05}", name=f"Practice {place}", kind="practice", is_invented=True)
        for place in range(count)
    )
    CoveredMonth.objects.bulk_create(
        (
            CoveredMonth(practice=practice, kind=kind, month=month)
            for practice in organisations
            for kind in KINDS
            for month in month_range(FIRST, LAST)
        ),
        batch_size=10_000,
    )
    return organisations


def make_people(organisations, count, random):
    """(ids of people, ids of their practices), in order; one entry each, a third of them ended."""
    practice = np.sort(random.integers(len(organisations), size=count))
    ids = np.array([organisation.pk for organisation in organisations])[practice]
    people = Person.objects.bulk_create(
        (
            Person(practice_id=pk, patient_key=f"{number:064x}", local_number=number + 1, birth_year=1970, sex="F")
            for number, pk in enumerate(ids.tolist())
        ),
        batch_size=2_000,
    )
    since = FIRST - timedelta(days=100)
    first, length = random.integers(DAYS, size=count).tolist(), random.integers(1, DAYS, size=count).tolist()
    ended = (random.random(count) < 1 / 3).tolist()
    RegisterEntry.objects.bulk_create(
        (entry(person, since, *dates) for person, *dates in zip(people, first, length, ended, strict=True)),
        batch_size=2_000,
    )
    return np.array([person.pk for person in people]), ids


def entry(person, since, first, length, has_ended):
    begins = since + timedelta(days=first)
    ending = {
        "state": EntryState.RECOVERED, "active_to": begins + timedelta(days=length), "end_reason": "clinician",
    } if has_ended else {"state": EntryState.ACTIVE}  # fmt: skip
    return RegisterEntry(
        practice_id=person.practice_id,
        person=person,
        identified_on=begins,
        validated_on=begins,
        active_from=begins,
        **ending,
    )


def contact_rows(person, practice, count, random):
    """Sorted, each once. Days are numbers since 2000."""
    who = np.sort(random.integers(len(person), size=count))
    first = (FIRST - POSTGRES_EPOCH).days
    rows = np.column_stack(
        [
            practice[who],
            person[who],
            random.integers(first, first + DAYS, size=count),
            random.choice([1, 1, 1, 2, 19, 27], size=count),
            random.choice([1, 1, 2, 3, 4], size=count),
            (random.random(count) < 0.95).astype(np.int64),
        ]
    )
    return each_once(rows)


def each_once(rows):
    order = np.lexsort(rows.T[::-1])
    rows = rows[order]
    return rows[np.append(True, (rows[1:] != rows[:-1]).any(axis=1))]


def note_rows(person, practice, count, random):
    who = np.sort(random.integers(len(person), size=count))
    starts = random.integers((FIRST - POSTGRES_EPOCH).days, (LAST - POSTGRES_EPOCH).days, size=count)
    same = np.ones(count, dtype=np.int64)
    ends = starts + random.choice([6, 13, 27, 55, 90], size=count)
    never = same * (NEVER_RETURNED - POSTGRES_EPOCH).days
    returned = np.where(random.random(count) < 0.1, ends - 2, never)
    diagnosis = random.integers(1, 5, size=count)
    rows = [practice[who], person[who], starts, ends, starts, same, same, diagnosis, 0 * same, 0 * same, returned]
    return each_once(np.column_stack(rows))


def store(table, columns, rows):
    """Whole numbers, days since 2000, into a table; by binary COPY, or executemany."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(f'"{name}"' for name in columns)
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)", BytesIO(as_copied(columns, rows)))
        else:
            marks = ", ".join("date('2000-01-01', ? || ' days')" if kind == DATE else "?" for kind in columns.values())
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
            cursor.connection.executemany(statement, rows.tolist())


def as_copied(columns, rows):
    fields = [("fields", ">i2")]
    for name, kind in columns.items():
        fields += [(f"{name}_length", ">i4"), (name, kind)]
    table = np.zeros(len(rows), dtype=fields)
    table["fields"] = len(columns)
    for place, (name, kind) in enumerate(columns.items()):
        table[f"{name}_length"] = np.dtype(kind).itemsize
        table[name] = rows[:, place]
    return b"PGCOPY\n\xff\r\n\0" + bytes(8) + table.tobytes() + b"\xff\xff"


if __name__ == "__main__":
    build(*map(int, sys.argv[1:]))
