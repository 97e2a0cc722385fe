"""A wave's series as they stood on an earlier day, or of accepted figures alone: computed when asked for, stored nowhere.

The same code computes them that computes today's, from the versions and decisions that counted then. What it makes is kept
in the cache until a run changes something of the wave, so a second look costs what a look at today costs.
"""

import hashlib
import pickle
import zlib

from django.core.cache import cache
from django.db.models import Q

from measures.computing.payload import FORMAT, SeriesRow
from measures.computing.reading import read_returns
from measures.computing.recompute import rows_by_key
from measures.computing.standing import Standing
from measures.definitions import all_definitions
from measures.models import Computation, Series
from practices import clock
from practices.models import Organisation

KEPT_SECONDS = 7 * 24 * 3600
LOOKUPS = {"": lambda value, wanted: value == wanted, "in": lambda value, wanted: value in wanted}


def snapshot_of(wave, standing: Standing, only: Q | None = None) -> tuple[Computation | None, list[Series]]:
    """(pointer, series) as Series.objects.snapshot gives them, of another standing. None of the rows is saved.

    Three queries beside those of computing; `only` names fields of a series, with or without `__in`.
    """
    pointer = Computation.objects.pointer(wave)
    if pointer is None:
        return None, []
    then, found = kept_rows(wave, standing, pointer)
    organisations = Organisation.objects.in_bulk({key[1] for key in found if key[1] is not None})
    rows = [series_of(wave, key, row, then, organisations) for key, row in found.items()]
    pointer.data_as_at = standing.last_moment or pointer.data_as_at
    return pointer, [row for row in rows if only is None or matches(row, only)]


def kept_rows(wave, standing: Standing, pointer: Computation) -> tuple[list, dict[tuple, SeriesRow]]:
    """(months, rows by key) from the cache, else computed now."""
    key = f"as-at:{digest_of(wave, standing, pointer)}"
    kept = cache.get(key)
    if kept is not None:
        return pickle.loads(zlib.decompress(kept))
    found = computed(wave, standing)
    cache.set(key, zlib.compress(pickle.dumps(found), 1), KEPT_SECONDS)
    return found


def digest_of(wave, standing: Standing, pointer: Computation) -> str:
    """Everything that the rows depend on: the day, the wave's dates, the latest run that changed anything, the definitions."""
    calendar = [getattr(wave, field.attname) for field in wave._meta.concrete_fields]
    versions = [(code, definition.version) for code, definition in all_definitions().items()]
    # Before an open month ends its latest month is another one.
    today = clock.today() if standing.day is None else None
    parts = (wave.pk, standing, today, calendar, pointer.content_version, FORMAT, versions)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:40]


def computed(wave, standing: Standing) -> tuple[list, dict[tuple, SeriesRow]]:
    returns = read_returns(wave, standing=standing)
    return returns.months, rows_by_key(wave, returns, standing=standing)


def series_of(wave, key: tuple, row: SeriesRow, grid: list, organisations: dict) -> Series:
    """A row as the table would have it. Months are numbered, and -1 is that of a series without any."""
    level, organisation, measure = key
    values = row._asdict()
    latest = values.pop("latest_row")
    return Series(
        wave=wave,
        level=level,
        organisation=organisations.get(organisation),
        measure=measure,
        latest_month=None if latest < 0 else grid[latest],
        **values,
    )


def matches(row: Series, condition: Q) -> bool:
    """Whether a row that is in no table meets a plain condition on its own fields."""
    found = [matches(row, child) if isinstance(child, Q) else meets(row, *child) for child in condition.children]
    holds = any(found) if condition.connector == Q.OR and found else all(found)
    return holds != condition.negated


def meets(row: Series, name: str, wanted) -> bool:
    field, _, lookup = name.partition("__")
    return LOOKUPS[lookup](getattr(row, field), wanted)
