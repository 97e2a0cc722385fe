"""One group of people beside the whole programme: quartiles of pay, supervision and hours, with how many they stand on. Pure.

No rank (P7): a group stands beside the programme and beside nobody else. For others than its lead a group is shown of 8 people
of 3 employers or more, and when what a wider group on the page has beside it is nothing or as large: or the two would tell it.
Who leads a PCT knows it exactly: a wider group is shown to such a reader when what it has beside that is as large too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

import numpy as np

from workforce.disclosure import TOLD_BY_OWN, why_withheld

# Arrays alike in length, by name.
Columns = Mapping[str, np.ndarray]
WITH_REST = "withheld: those outside it are too few, and would follow from a wider group"
NOBODY = "nobody here has a value"


@dataclass(frozen=True)
class Quartiles:
    """Of `people` with a value; None each where `why` says why there is none."""

    people: int
    lower: float | None = None
    median: float | None = None
    upper: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Group:
    """`inside`: who of the rows is in it; `exact` to this reader."""

    inside: np.ndarray
    exact: bool = False


def all_quartiles(rows: Columns, groups: Sequence[Group], *, is_ordinal: bool) -> list[Quartiles]:
    """`rows`: worker, employer, value, one a person, the whole programme's. Of each group, as the reader of them all may see it.

    An ordinal value (a pay band, by its place) has quartiles that are values; others are interpolated (NumPy's default).
    """
    has_value = ~np.isnan(rows["value"])
    counted = [replace(one, inside=one.inside[has_value]) for one in groups]
    value, employer = rows["value"][has_value], rows["employer"][has_value]
    return [quartiles_of(value[one.inside], why_not(one, counted, employer), is_ordinal) for one in counted]


def quartiles_of(values: np.ndarray, why: str, is_ordinal: bool) -> Quartiles:
    if why or not len(values):
        return Quartiles(len(values), why=why or NOBODY)
    method = "inverted_cdf" if is_ordinal else "linear"
    return Quartiles(len(values), *np.quantile(values, [0.25, 0.5, 0.75], method=method).tolist())


# ---- what a reader may see


def why_not(one: Group, groups: Sequence[Group], employer: np.ndarray) -> str:
    """Why its quartiles are withheld; "" where they are shown, or where nobody is in it."""
    if one.exact or not one.inside.any():
        return ""
    own = together(other.inside & one.inside for other in groups if other.exact)
    told_by_own = own is not None and own.any() and is_few(one.inside & ~own, employer)
    told = any(tells(one, wider, groups, employer) for wider in groups if is_within(one, wider))
    return few_words(one.inside, employer) or (TOLD_BY_OWN if told_by_own else WITH_REST if told else "")


def tells(one: Group, wider: Group, groups: Sequence[Group], employer: np.ndarray) -> bool:
    """Whether the few outside it would follow from a wider group: less this one, or less all that are shown within the wider one."""
    shown = (
        other for other in groups if is_within(other, wider) and (other.exact or not few_words(other.inside, employer))
    )
    taken = together(other.inside for other in (one, *shown))
    return any(is_few(wider.inside & ~known, employer) for known in (one.inside, taken))


def is_within(one: Group, wider: Group) -> bool:
    """Whether the wider one has somebody besides."""
    return bool(np.all(wider.inside[one.inside])) and int(wider.inside.sum()) > int(one.inside.sum())


def together(insides: Iterable[np.ndarray]) -> np.ndarray | None:
    """Who is in any of them; None of none."""
    found = list(insides)
    return reduce(or_, found) if found else None


def is_few(inside: np.ndarray, employer: np.ndarray) -> bool:
    """Some, but too few to be shown."""
    return bool(inside.any() and few_words(inside, employer))


def few_words(inside: np.ndarray, employer: np.ndarray) -> str:
    return why_withheld(int(inside.sum()), len(np.unique(employer[inside])))


# ---- of single people


def one_a_person(table: Columns, value: np.ndarray) -> Columns:
    """`table`: worker, employer, trust, a row for each set of terms. Whoever has two stands by the first that has a value."""
    order = np.lexsort((np.arange(len(value)), np.isnan(value), table["worker"]))
    _, first = np.unique(table["worker"][order], return_index=True)
    kept = np.sort(order[first])
    return {name: table[name][kept] for name in ("worker", "employer", "trust")} | {"value": value[kept]}


def band_places(table: Columns, scheme: str, order: Sequence[str]) -> np.ndarray:
    """The place of each pay band in its scheme's order; NaN on other terms."""
    places = {band: place for place, band in enumerate(order)}
    bands, which = np.unique(table["band"], return_inverse=True)
    found = np.array([places.get(band, np.nan) for band in bands.tolist()], dtype=float)
    return np.where(table["scheme"] == scheme, found[which], np.nan)


def shares_held(table: Columns) -> np.ndarray:
    """Per cent of the minutes of supervision expected of a person that were held; NaN where none was expected."""
    return 100 * table["held"] / np.where(table["expected"] > 0, table["expected"], np.nan)
