"""The current returns of a wave, from the database into arrays. Two back ends, one result.

On PostgreSQL a binary COPY of columns without NULL has rows of one length, so the whole answer is one NumPy record
array; on SQLite the cursor's tuples go through np.fromiter. Measured: half the time of the ORM's values_list().
"""

from functools import cache
from io import BytesIO
from itertools import chain
from typing import NamedTuple

import numpy as np
from django.db import connection
from django.db.models import F, Q

from measures.computing.blocks import store_all_blocks, store_changed_blocks, stored_blocks
from measures.computing.returns import ABSENT, ACCEPTED, NO_RETURN, PROVISIONAL, READ_FIELDS, REASON_CODES, Returns
from measures.computing.standing import NOW, Standing
from measures.fields import COUNT_FIELDS
from measures.models import MonthlyReturn
from practices import clock, months
from practices.models import Parent, WaveMembership

COPY_HEADER_BYTES, COPY_TRAILER_BYTES = 19, 2
KEYS = ("practice", "month", "state")
TABLE = MonthlyReturn._meta.db_table


class Membership(NamedTuple):
    """One practice of the wave, in rows of the month grid: the first expected, the last allowed, its baseline's first."""

    practice: int
    first_expected: int
    last: int
    baseline_start: int


def read_returns(wave, touched=None, standing: Standing = NOW) -> Returns:
    """The returns of a wave that count, in a constant number of queries; of an earlier day with the months ended by then.

    With `touched` (ids of practices) only their rows are read, and the others taken from the wave's blocks.
    """
    grid = months.month_range(wave.first_month, wave.latest_month_on(standing.day or clock.today()))
    members = read_memberships(wave, standing)
    ids = np.array([member.practice for member in members], dtype=np.int64)
    dense = read_dense(wave, grid, ids, touched) if standing.is_now else read_then(wave, grid, ids, standing)
    within = np.arange(len(grid)).reshape(-1, 1) <= np.array([member.last for member in members], dtype=np.int64)
    counts = {field: np.where(within, dense[:, row], ABSENT) for row, field in enumerate(READ_FIELDS, start=1)}
    baseline_start = np.array([member.baseline_start for member in members], dtype=np.int64)
    return Returns(
        months=grid,
        practices=ids,
        counts=counts,
        states=np.where(within, dense[:, 0], NO_RETURN),
        expected=expected_months(members, len(grid)),
        baseline_start=baseline_start,
        frozen=read_frozen(wave, grid, ids, baseline_start, counts, standing),
        judged_from=Calendar(wave).workshop,
    )


def read_dense(wave, grid, ids, touched) -> np.ndarray:
    """int32 [T, 1 + fields, N]: states, then READ_FIELDS as Returns has its counts. Leaves the blocks as they should be."""
    before = None if touched is None else stored_blocks(wave, grid, ids)
    if before is None:
        dense = nothing_returned(len(grid), len(ids))
        fill(wave, grid, ids, dense)
        store_all_blocks(wave, grid, ids, dense)
        return dense
    dense, theirs = before.copy(), np.isin(ids, touched)
    dense[:, :, theirs] = nothing_returned(len(grid), np.count_nonzero(theirs))
    fill(wave, grid, ids, dense, touched)
    store_changed_blocks(wave, grid, ids, dense, before)
    return dense


def read_then(wave, grid, ids, standing: Standing) -> np.ndarray:
    """The same of another standing; the blocks are of now, and left alone."""
    dense = nothing_returned(len(grid), len(ids))
    fill(wave, grid, ids, dense, standing=standing)
    return dense


def fill(wave, grid, ids, dense, touched=None, standing: Standing = NOW) -> None:
    """Put the returns that count, or those of the touched practices, in their places."""
    rows = counting_rows(wave.pk, touched, standing)
    month, practice, inside = places(rows, grid, ids)
    month, practice, rows = month[inside], practice[inside], rows[inside]
    for row, name in enumerate(("state", *READ_FIELDS)):
        dense[month, row, practice] = rows[name]
    put_reasons(wave, grid, ids, dense, touched, standing)


def nothing_returned(count, practices):
    dense = np.full((count, 1 + len(READ_FIELDS), practices), ABSENT, dtype=np.int32)
    dense[:, 0] = NO_RETURN
    return dense


def read_memberships(wave, standing: Standing = NOW) -> list[Membership]:
    """In the order of the practices' ids. A practice that closes is read as one that leaves on its last open day.

    Who joined after the day of the standing is left out, unless it had returned something already.
    """
    found = WaveMembership.objects.filter(wave=wave).order_by("practice_id")
    if standing.day is not None:
        returned = MonthlyReturn.objects.filter(standing.counting, wave=wave).values("practice")
        found = found.filter(standing.begun("joined_on") | Q(practice__in=returned))
    calendar = Calendar(wave)
    rows = found.values_list("practice_id", "joined_on", "left_on", "practice__closed")
    between = cache(calendar.between)  # Most practices of a wave have the same dates.
    return [Membership(practice, *between(*dates)) for practice, *dates in rows]


class Calendar:
    """A wave's dates as rows of its month grid, worked out once for all its members."""

    def __init__(self, wave):
        first = wave.first_month
        self.zero = first.year * 12 + first.month
        self.orientation = self.row(wave.orientation_on)
        self.last = self.row(wave.ends_on)
        self.workshop = self.row(wave.learning_workshop_1_on)
        self.baseline_start = self.row(wave.baseline_months[0])

    def row(self, day):
        return day.year * 12 + day.month - self.zero

    def between(self, joined_on, left_on, closed_on) -> tuple[int, int, int]:
        """The rows of a Membership."""
        joined = self.row(joined_on)
        gone = min(left_on, closed_on) if left_on and closed_on else left_on or closed_on
        first_expected = max(self.orientation, joined)
        last = min(self.last, self.row(last_full_month(gone))) if gone else self.last
        # A practice that joins when the baseline has passed has its own: its first three months.
        return first_expected, last, joined if joined >= self.workshop else self.baseline_start


def last_full_month(day):
    month = months.first_of(day)
    return month if day == months.last_day(month) else months.add_months(month, -1)


def expected_months(members, count):
    """bool [T, N]"""
    rows = np.arange(count).reshape(-1, 1)
    first = np.array([member.first_expected for member in members], dtype=np.int64)
    last = np.array([member.last for member in members], dtype=np.int64)
    return (rows >= first) & (rows <= last)


def only(practices):
    return {} if practices is None else {"practice__in": list(practices)}


def counting_rows(wave_id, practices=None, standing: Standing = NOW) -> np.ndarray:
    """A record array of the returns that count: practice, month (year x 12 + month), state and READ_FIELDS."""
    condition = f"wave_id = {int(wave_id)} AND {standing.counting_sql(connection.vendor)}"
    if practices is not None:
        condition += f" AND practice_id IN ({', '.join(str(int(pk)) for pk in practices) or 'NULL'})"
    read = copied_rows if connection.vendor == "postgresql" else fetched_rows
    return read(condition, standing.accepted_sql(connection.vendor))


def selected(month_expression, cast, condition, accepted):
    counts = ", ".join(f"COALESCE({field}, {ABSENT}){cast}" for field in READ_FIELDS)
    state = f"(CASE WHEN {accepted} THEN {ACCEPTED} ELSE {PROVISIONAL} END){cast}"
    return f"SELECT practice_id{cast}, {month_expression}, {state}, {counts} FROM {TABLE} WHERE {condition}"


def copied_rows(condition, accepted) -> np.ndarray:
    """By binary COPY: every field is four bytes after a four-byte length, big-endian; a date counts days from 2000."""
    query = selected("month", "::int4", condition, accepted)
    buffer = BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", buffer)
    names = (*KEYS, *READ_FIELDS)
    layout = np.dtype([("", ">i2"), *chain.from_iterable(((f"{name}_length", ">i4"), (name, ">i4")) for name in names)])
    content = buffer.getbuffer()
    size = len(content) - COPY_HEADER_BYTES - COPY_TRAILER_BYTES
    raw = np.frombuffer(content, dtype=layout, count=size // layout.itemsize, offset=COPY_HEADER_BYTES)
    rows = np.empty(len(raw), dtype=[(name, np.int32) for name in names])
    for name in names:
        rows[name] = raw[name]
    calendar = np.datetime64("2000-01-01") + rows["month"].astype("timedelta64[D]")
    rows["month"] = calendar.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return rows


def fetched_rows(condition, accepted) -> np.ndarray:
    """By the cursor's tuples, for SQLite, which writes a date as text."""
    query = selected("substr(month, 1, 4) * 12 + substr(month, 6, 2) - 1", "", condition, accepted)
    names = (*KEYS, *READ_FIELDS)
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
    numbers = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=len(rows) * len(names))
    return numbers.view([(name, np.int32) for name in names])


def places(rows, grid, ids):
    """Row of the grid and column of the practice of each return, and whether both exist."""
    if not grid or not len(ids):
        nowhere = np.zeros(len(rows), dtype=np.int64)
        return nowhere, nowhere, np.zeros(len(rows), dtype=bool)
    month = rows["month"].astype(np.int64) - (grid[0].year * 12 + grid[0].month - 1)
    practice = np.minimum(np.searchsorted(ids, rows["practice"]), len(ids) - 1)
    return month, practice, (month >= 0) & (month < len(grid)) & (ids[practice] == rows["practice"])


def put_reasons(wave, grid, ids, dense, touched, standing: Standing = NOW) -> None:
    """Put the reasons of numbers that are not available in their places; asks the database only when some are missing."""
    if not ((dense[:, 0] > NO_RETURN) & (dense[:, 1:] == ABSENT).any(axis=1)).any():
        return
    missing = Q()
    for field in READ_FIELDS:
        missing |= Q(**{field: None})
    found = MonthlyReturn.objects.filter(missing, standing.counting, wave=wave, **only(touched))
    row_of = {month: row for row, month in enumerate(grid)}
    column_of = {practice: column for column, practice in enumerate(ids.tolist())}
    code_of = {reason: code for code, reason in enumerate(REASON_CODES, start=1)}
    for practice, month, not_available in found.values_list("practice_id", "month", "not_available"):
        if month not in row_of or practice not in column_of:
            continue
        for place, field in enumerate(READ_FIELDS, start=1):
            if field in not_available:
                code = code_of.get(not_available[field], len(REASON_CODES))
                dense[row_of[month], place, column_of[practice]] = ABSENT - code


def read_frozen(wave, grid, ids, baseline_start, counts, standing: Standing = NOW) -> dict[str, np.ndarray] | None:
    """The counts with every accepted baseline as it was accepted, or None when no later correction differs from it.

    A baseline is frozen at the moment when the last of its three months was accepted for the first time; a correction
    after that changes the month's own figure, and leaves the baseline as it was.
    """
    if not corrected_baseline_months(wave, standing).exists():
        return None
    frozen = {field: dense.copy() for field, dense in counts.items()}
    column_of = {practice: column for column, practice in enumerate(ids.tolist())}
    for practice, versions in accepted_versions(wave, standing).items():
        column = column_of.get(practice)
        if column is None:
            continue
        start = baseline_start[column]
        window = {row: grid[row] for row in range(start, start + 3) if 0 <= row < len(grid)}
        for row, values in frozen_values(window, versions).items():
            for field in READ_FIELDS:
                value = values[field]
                frozen[field][row, column] = ABSENT if value is None else value
    return frozen


def corrected_baseline_months(wave, standing: Standing = NOW):
    return MonthlyReturn.objects.filter(standing.replaced, wave=wave)


def accepted_versions(wave, standing: Standing = NOW) -> dict[int, list[dict]]:
    """Every version that was ever accepted, of the practices that corrected one of theirs, oldest acceptance first."""
    corrected = corrected_baseline_months(wave, standing).values("practice")
    found = MonthlyReturn.objects.filter(standing.ever_accepted, wave=wave, practice__in=corrected)
    by_practice = {}
    for values in found.order_by("accepted_at", "version").values("practice_id", "month", "accepted_at", *COUNT_FIELDS):
        by_practice.setdefault(values["practice_id"], []).append(values)
    return by_practice


def frozen_values(window, versions) -> dict[int, dict]:
    """Row -> the version accepted when the baseline froze; empty while one of the three months is not accepted."""
    first = {}
    for version in versions:
        first.setdefault(version["month"], version["accepted_at"])
    if len(window) < 3 or any(month not in first for month in window.values()):
        return {}
    frozen_at = max(first[month] for month in window.values())
    return {
        row: [version for version in versions if version["month"] == month and version["accepted_at"] <= frozen_at][-1]
        for row, month in window.items()
    }


def read_parents(wave, practices, grid, touched=None, standing: Standing = NOW) -> tuple[np.ndarray, np.ndarray]:
    """int [T, N] twice: the id of the parent of each practice as at each month's last day, and as it is now; 0 for none.

    With `touched` only those that ever stood under a parent of one of these practices; the others have 0.
    """
    column_of = {practice: column for column, practice in enumerate(practices.tolist())}
    then = np.zeros((len(grid), len(practices)), dtype=np.int64)
    now = np.zeros(len(practices), dtype=np.int64)
    for child, parent, start, end in parent_links(wave, touched, standing):
        column = column_of.get(child)
        if column is None:
            continue
        # The first month whose last day is not before the start, and the last whose last day is not after the end.
        first = 0 if start is None else max(months.months_between(wave.first_month, start), 0)
        last = len(grid) if end is None else months.months_between(wave.first_month, last_full_month(end)) + 1
        then[first : max(last, first), column] = parent
        now[column] = parent
    return then, np.broadcast_to(now, then.shape)


def parent_links(wave, touched, standing: Standing = NOW):
    """(child, parent, start, end), oldest first for each child; those that had begun."""
    children = WaveMembership.objects.filter(wave=wave).values("practice")
    if touched is not None:
        parents = Parent.objects.filter(child__in=list(touched)).values("parent")
        children = Parent.objects.filter(parent__in=parents).values("child")
    links = Parent.objects.filter(standing.begun("start"), child__in=children).order_by(
        F("start").asc(nulls_first=True)
    )
    return links.values_list("child_id", "parent_id", "start", "end")
