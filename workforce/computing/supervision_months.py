"""The months of supervision, computed from the rows of the roster and stored; written only where something changed."""

from collections.abc import Iterable
from datetime import date

import numpy as np
from django.db import transaction
from django.db.models import Min

from practices import clock, months
from workforce.computing.supervision import Calendar, SupervisionMonths, supervision_months
from workforce.computing.supervision_rows import read_rosters
from workforce.models import Holding, SupervisionMonth, Worker

WORKERS_AT_ONCE = 2_000
ROWS_AT_ONCE = 1_000
COUNTS = [
    "planned_minutes", "held_minutes", "sessions_planned", "sessions_held", "sessions_missed", "weeks_expected",
    "weeks_without", "management_planned", "management_held",
]  # fmt: skip
WRITTEN = ["expected_minutes", *COUNTS]


def refresh(programme, workers: Iterable[int] | None = None) -> int:
    """Compute the months that have ended, of all workers of a programme or of some (their ids), and write what changed.

    Returns the number of rows written or removed: 0 when nothing has changed.
    """
    found = Worker.objects.filter(programme=programme)
    if workers is not None:
        found = found.filter(pk__in=list(workers))
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    blocks = [ids[start : start + WORKERS_AT_ONCE] for start in range(0, len(ids), WORKERS_AT_ONCE)]
    return sum(refresh_block(found, np.array(block)) for block in blocks)


@transaction.atomic
def refresh_block(found, ids: np.ndarray) -> int:
    """`ids` in order: all of `found` that lie between the first of them and the last."""
    people = found.filter(pk__gte=ids[0], pk__lte=ids[-1]).order_by()
    # Held, so that two who compute the same at once write one after the other.
    list(people.select_for_update().order_by("pk").values_list("pk", flat=True))
    calendar = calendar_of(people)
    computed = supervision_months(read_rosters(people, ids, calendar), len(ids), calendar) if calendar else None
    return store(people, ids, calendar, computed)


def calendar_of(people) -> Calendar | None:
    """From the month in which the first of them began to the last that has ended; None when none has ended yet."""
    began = Holding.objects.filter(worker__in=people.values("pk")).aggregate(first=Min("start"))["first"]
    this_month = months.first_of(clock.today())
    if began is None or began >= this_month:
        return None
    first = months.first_of(began)
    return Calendar(first, months.months_between(first, this_month))


def store(people, ids, calendar, computed: SupervisionMonths | None) -> int:
    stored = SupervisionMonth.objects.filter(worker__in=people.values("pk"))
    if computed is None:
        return stored.delete()[0]
    is_stored, values, gone = stored_values(stored, ids, calendar)
    new = values_of(computed)
    changed = computed.has_row & ~(is_stored & same(values, new).all(axis=0))
    write(ids, calendar, new, changed)
    return int(changed.sum()) + remove(gone, stored, ids, calendar, is_stored & ~computed.has_row)


def values_of(computed: SupervisionMonths) -> np.ndarray:
    """[fields of WRITTEN, workers, months]."""
    return np.stack([getattr(computed, name).astype(float) for name in WRITTEN])


def same(one, other) -> np.ndarray:
    return (one == other) | (np.isnan(one) & np.isnan(other))


def stored_values(stored, ids, calendar) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Which months are stored, with their values, and the ids of rows that lie outside the calendar."""
    is_stored = np.zeros((len(ids), calendar.months), dtype=bool)
    values = np.zeros((len(WRITTEN), *is_stored.shape))
    rows = list(stored.order_by().values_list("pk", "worker", "month", *WRITTEN))
    if not rows:
        return is_stored, values, []
    pks, workers, days, *columns = zip(*rows, strict=True)
    places = {day: months.months_between(calendar.first, day) for day in set(days)}
    month = np.array([places[day] for day in days])
    inside = (month >= 0) & (month < calendar.months)
    cell = (np.searchsorted(ids, np.array(workers))[inside], month[inside])
    is_stored[cell] = True
    for place, column in enumerate(columns):
        values[place][cell] = np.array(column, dtype=float)[inside]
    return is_stored, values, np.array(pks)[~inside].tolist()


def write(ids, calendar, new, changed) -> None:
    names = month_names(calendar)
    workers, places = np.nonzero(changed)
    rows = zip(ids[workers].tolist(), places.tolist(), new[:, workers, places].T.tolist(), strict=True)
    SupervisionMonth.objects.bulk_create(
        [row_of(worker, names[place], *values) for worker, place, values in rows],
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["worker", "month"],
        update_fields=WRITTEN,
    )


def row_of(worker: int, month: date, expected: float, *counts: float) -> SupervisionMonth:
    fields = dict(zip(COUNTS, map(int, counts), strict=True))
    return SupervisionMonth(
        worker_id=worker, month=month, expected_minutes=None if np.isnan(expected) else expected, **fields
    )


def remove(gone, stored, ids, calendar, needless) -> int:
    """Months that say nothing any longer: the post was held at other times than had been written."""
    removed = stored.filter(pk__in=gone).delete()[0] if gone else 0
    names = month_names(calendar)
    for place in np.flatnonzero(needless.any(axis=0)):
        of_month = stored.filter(month=names[place], worker__in=ids[needless[:, place]].tolist())
        removed += of_month.delete()[0]
    return removed


def month_names(calendar) -> list[date]:
    return [months.add_months(calendar.first, place) for place in range(calendar.months)]
