"""Rows of events into and out of their tables, many at once. Two back ends, one result.

On PostgreSQL rows go in by binary COPY, made of one array, in the order of the table's key; on SQLite by one prepared
statement, in the same order. Rows out come as registers.storing.reading has them.
"""

from io import BytesIO

import numpy as np
from django.db import connection

from registers.counting.months import EPOCH, NEVER, day_of
from registers.files.differences import Rows, count_of
from registers.files.events import TABLES, EventTable
from registers.files.schemas import ASSESSMENTS, CONSULTATIONS, REFERRALS, SICK_NOTES
from registers.models import Assessment, CertificateNote, Consultation, Referral
from registers.storing.reading import day, of_practices, read, small, truth, wide

MODELS = {
    CONSULTATIONS: Consultation,
    REFERRALS: Referral,
    SICK_NOTES: CertificateNote,
    ASSESSMENTS: Assessment,
}
COPY_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_TRAILER = b"\xff\xff"
ROWS_AT_ONCE = 100_000
# How a field stands in a binary COPY, and what reads it.
WIRE = {"key": ">i8", "day": ">i4", "small": ">i2", "truth": "i1"}
READERS = {"key": lambda name: wide(name, f"{name}_id"), "day": day, "small": small, "truth": truth}
POSTGRESQL_EPOCH = 36_524  # 1 January 2000 as registers.counting.months numbers it
# What NEVER stands for in a table: registers.codes.NEVER_RETURNED.
NEVER_STORED = "2999-12-31"


def stored_rows(practice_id: int, kind: str, first, last) -> Rows:
    """int64 by field: the practice's rows whose day lies between two dates, both included."""
    table = TABLES[kind]
    condition = f"{table.day} BETWEEN '{first.isoformat()}' AND '{last.isoformat()}'"
    columns = [READERS[sort](name) for name, sort in table.fields.items()]
    return read(columns, of_practices(MODELS[kind]._meta.db_table, [practice_id], condition))


def column_names(table: EventTable) -> list[str]:
    return ["practice_id", *(f"{name}_id" if sort == "key" else name for name, sort in table.fields.items())]


def insert_rows(practice_id: int, kind: str, rows: Rows) -> None:
    """Rows in the order of the key, none of which is there yet."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copy_in(cursor, MODELS[kind]._meta.db_table, practice_id, TABLES[kind], rows)
        else:
            names = column_names(TABLES[kind])
            marks = ", ".join(["%s"] * len(names))
            statement = f"INSERT INTO {MODELS[kind]._meta.db_table} ({', '.join(names)}) VALUES ({marks})"
            cursor.executemany(statement, plain_rows(practice_id, TABLES[kind], rows))


def delete_rows(practice_id: int, kind: str, rows: Rows) -> None:
    if not count_of(rows):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            delete_by_copy(cursor, practice_id, kind, rows)
        else:
            wanted = " AND ".join(f"{name} = %s" for name in column_names(TABLES[kind]))
            statement = f"DELETE FROM {MODELS[kind]._meta.db_table} WHERE {wanted}"
            cursor.executemany(statement, plain_rows(practice_id, TABLES[kind], rows))


def delete_by_copy(cursor, practice_id: int, kind: str, rows: Rows) -> None:
    """By a temporary table, which is analysed: without that, the planner takes it for tiny and walks it for every row."""
    target, names = MODELS[kind]._meta.db_table, column_names(TABLES[kind])
    cursor.execute(f"CREATE TEMP TABLE rows_to_go ON COMMIT DROP AS SELECT {', '.join(names)} FROM {target} LIMIT 0")
    copy_in(cursor, "rows_to_go", practice_id, TABLES[kind], rows)
    cursor.execute("ANALYZE rows_to_go")
    same = " AND ".join(f"{target}.{name} = rows_to_go.{name}" for name in names)
    cursor.execute(f"DELETE FROM {target} USING rows_to_go WHERE {same}")
    cursor.execute("DROP TABLE rows_to_go")


def copy_in(cursor, target: str, practice_id: int, table: EventTable, rows: Rows) -> None:
    statement = f"COPY {target} ({', '.join(column_names(table))}) FROM STDIN (FORMAT binary)"
    for start in range(0, count_of(rows), ROWS_AT_ONCE):
        some = {name: values[start : start + ROWS_AT_ONCE] for name, values in rows.items()}
        cursor.copy_expert(statement, BytesIO(COPY_HEADER + wire_rows(practice_id, table, some) + COPY_TRAILER))


def wire_rows(practice_id: int, table: EventTable, rows: Rows) -> bytes:
    """Each row: how many fields, then for each its length in bytes and its value, all big-endian."""
    kinds = {"practice": WIRE["key"], **{name: WIRE[sort] for name, sort in table.fields.items()}}
    layout = [("fields", ">i2")]
    for name, kind in kinds.items():
        layout += [(f"length of {name}", ">i4"), (name, kind)]
    wire = np.empty(count_of(rows), dtype=layout)
    wire["fields"] = len(kinds)
    for name, kind in kinds.items():
        wire[f"length of {name}"] = np.dtype(kind).itemsize
    wire["practice"] = practice_id
    for name, sort in table.fields.items():
        wire[name] = wire_days(rows[name]) if sort == "day" else rows[name]
    return wire.tobytes()


def wire_days(numbers: np.ndarray) -> np.ndarray:
    return np.where(numbers >= NEVER, day_in_2999() - POSTGRESQL_EPOCH, numbers - POSTGRESQL_EPOCH)


def day_in_2999() -> int:
    return (np.datetime64(NEVER_STORED) - np.datetime64(EPOCH.isoformat())).astype(int)


def plain_rows(practice_id: int, table: EventTable, rows: Rows):
    """Tuples for SQLite, in the order of `column_names`."""
    columns = [day_texts(rows[name]) if sort == "day" else rows[name].tolist() for name, sort in table.fields.items()]
    return zip([practice_id] * count_of(rows), *columns, strict=True)


def day_texts(numbers: np.ndarray) -> list[str]:
    """Each different day written once."""
    different, places = np.unique(numbers, return_inverse=True)
    texts = [NEVER_STORED if day >= NEVER else day_of(day).isoformat() for day in different.tolist()]
    return list(map(texts.__getitem__, places.tolist()))
