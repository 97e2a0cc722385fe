"""Computed series into the database: only those whose digest changed, in a handful of statements. Two back ends."""

from io import StringIO
from itertools import chain

from django.db import connection

from measures.models import Series

TABLE = Series._meta.db_table
VALUES = (
    "payload",
    "digest",
    "latest_month",
    "latest_value",
    "current_value",
    "change",
    "signal",
    "useful_points",
    "list_status",
    "headline",
    "computation_id",
)
KEYS = ("wave_id", "level", "organisation_id", "measure")
TYPES = {
    "payload": "text",
    "latest_month": "date",
    "latest_value": "double precision",
    "current_value": "double precision",
    "change": "double precision",
    "useful_points": "smallint",
    "computation_id": "bigint",
}
NULL = "\\N"
# Up to so many rows, one statement with its values is quicker than a temporary table.
FEW = 100
ASSIGNMENTS = ", ".join(f'"{name}" = changed_series."{name}"' for name in VALUES)
UPDATE_FROM = f"UPDATE {TABLE} SET {ASSIGNMENTS} FROM"


def stored_digests(wave, keys, *, whole: bool) -> dict[tuple, tuple[int, str]]:
    """(level, organisation id or None, measure) -> (row id, digest) of a wave's series; of some organisations unless `whole`."""
    found = Series.objects.filter(wave=wave).order_by()
    rows = found.values_list("level", "organisation_id", "measure", "id", "digest")
    if not whole:
        # A union, for "one of these organisations or none" would make PostgreSQL walk through the whole wave.
        rows = rows.filter(organisation=None).union(rows.filter(organisation__in=organisations(keys)), all=True)
    return {(level, organisation, measure): (pk, digest) for level, organisation, measure, pk, digest in rows}


def organisations(keys) -> set[int]:
    return {organisation for _, organisation, _ in keys if organisation is not None}


def write_series(run, wave, changed, stored, grid) -> None:
    """Insert the new and update the changed; `stored` is what stored_digests gave."""
    months = [*map(str, grid), None]  # A series without any month has row -1.
    new = [(wave.pk, *key, *columns(row, months, run.pk)) for key, row in changed.items() if key not in stored]
    old = [(stored[key][0], *columns(row, months, run.pk)) for key, row in changed.items() if key in stored]
    if new:
        insert(new)
    if old:
        update(old)


def columns(row, months, run_id) -> tuple:
    """VALUES, from what SeriesRow has in the same order."""
    payload, digest, latest_row, *others = row
    return (payload, digest, months[latest_row], *others, run_id)


def insert(rows) -> None:
    names = (*KEYS, *VALUES)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copy_into(cursor, TABLE, names, rows)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {TABLE} ({', '.join(quoted(names))}) VALUES ({marks})", rows)


def update(rows) -> None:
    """`rows` begin with the id of the series."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            assignments = ", ".join(f'"{name}" = %s' for name in VALUES)
            cursor.executemany(f"UPDATE {TABLE} SET {assignments} WHERE id = %s", [(*row[1:], row[0]) for row in rows])
        elif len(rows) > FEW:
            update_by_copy(cursor, rows)
        else:
            update_at_once(cursor, rows)


def update_by_copy(cursor, rows) -> None:
    definition = ", ".join(f'"{name}" {TYPES.get(name, "varchar")}' for name in VALUES)
    cursor.execute(f"CREATE TEMP TABLE changed_series (id bigint, {definition}) ON COMMIT DROP")
    copy_into(cursor, "changed_series", ("id", *VALUES), rows)
    cursor.execute(f"{UPDATE_FROM} changed_series WHERE {TABLE}.id = changed_series.id")
    cursor.execute("DROP TABLE changed_series")


def update_at_once(cursor, rows) -> None:
    """One statement with the values in it: a dozen series in one round trip."""
    marks = ", ".join(["%s::bigint", *(f"%s::{TYPES.get(name, 'varchar')}" for name in VALUES)])
    values = ", ".join([f"({marks})"] * len(rows))
    names = ", ".join(quoted(("id", *VALUES)))
    cursor.execute(
        f"{UPDATE_FROM} (VALUES {values}) AS changed_series ({names}) WHERE {TABLE}.id = changed_series.id",
        list(chain.from_iterable(rows)),
    )


def copy_into(cursor, table, names, rows) -> None:
    """COPY as text, one value after the other: nothing stored here holds a tab, a line end or a backslash."""
    # %s of a tuple is the quickest way to text; the few that are missing are put right in those rows alone.
    line = "\t".join(["%s"] * len(names))
    lines = [line % (without_none(row) if None in row else row) for row in rows]
    cursor.copy_expert(f"COPY {table} ({', '.join(quoted(names))}) FROM STDIN", StringIO("\n".join(lines)))


def without_none(row) -> tuple:
    return tuple([NULL if value is None else value for value in row])


def quoted(names):
    return [f'"{name}"' for name in names]


def delete_series(ids) -> None:
    """Series of organisations that have left the wave's calculation."""
    if ids:
        Series.objects.filter(pk__in=ids).delete()
