"""What is asked of the data of one cycle, and the columns of figures that the answer comes from. Pure.

Columns are made from true figures for whoever sees these exactly, and from released figures for everybody else; what comes out
tells no more than what went in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from measures.definitions import MeasureDefinition
from measures.disclosure import is_number

FALL, RISE, SAME = "fall", "rise", "same"
PRACTICES, COMMISSIONER = "practices", "commissioner"
# Why a month of a sum over several practices has no value, and of a group less a part of it.
NOT_ALL_PRACTICES, NOT_BOTH = "not_all_practices", "not_both"


@dataclass(frozen=True)
class Asked:
    """A cycle as the data know it. `percent` is unsigned; `direction` "" where nothing measurable was predicted.

    `places`: the codes of the practices where it was tested, or of its team's commissioner (`place_kind`).
    """

    cycle: int
    measure: str
    started: date
    ended: date | None
    direction: str
    percent: float | None
    by: date | None
    place_kind: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """One element per month: counts, what they are divided by (None where there is no rate), the list, and why there is no rate.

    `breaks` are the months from which something else is counted.
    """

    months: tuple[date, ...]
    numerators: tuple
    denominators: tuple
    lists: tuple
    reasons: tuple[str, ...]
    breaks: tuple[date, ...] = ()

    @property
    def has_value(self) -> list[bool]:
        return [value is not None for value in self.numerators]


@dataclass(frozen=True)
class PracticeCounts:
    """True counts of every practice for one measure: [months, practices], NaN where there is none."""

    codes: tuple[str, ...]
    numerators: np.ndarray
    denominators: np.ndarray

    def marked(self, codes) -> np.ndarray:
        """bool per practice."""
        return np.array([code in codes for code in self.codes], dtype=bool)


@dataclass(frozen=True)
class Case:
    """One cycle with its figures, as one reader may see them.

    own         its place's months, or None with `why_not`
    parts       whose true counts the interval of the change allows for (the practices of a sum); None of a single practice and
                of protected figures
    others      the wave's other practices, by their true counts; else `control` holds their sum as released, or `control_why`
    was_extreme the months before the start stood out on the chart: -1 low, 1 high
    """

    asked: Asked
    definition: MeasureDefinition
    own: Columns | None
    why_not: str = ""
    is_protected: bool = False
    counts: PracticeCounts | None = None
    parts: np.ndarray | None = None
    others: np.ndarray | None = None
    control: Columns | None = None
    control_why: str = ""
    is_control_protected: bool = False
    was_list_building: bool = False
    was_extreme: int = 0


def with_rates_only(columns: Columns) -> Columns:
    """Counts of months without a rate are no figures of this comparison."""
    usable = [
        is_number(above) and is_number(below) and below > 0 and not reason for above, below, reason in rows(columns)
    ]
    return replace(
        columns,
        numerators=kept(columns.numerators, usable),
        denominators=kept(columns.denominators, usable),
        reasons=tuple(
            "" if is_usable else reason or "few" for is_usable, reason in zip(usable, columns.reasons, strict=True)
        ),
    )


def rows(columns: Columns):
    return zip(columns.numerators, columns.denominators, columns.reasons, strict=True)


def kept(values: Sequence, usable: Sequence[bool]) -> tuple:
    return tuple(value if is_usable else None for value, is_usable in zip(values, usable, strict=True))


def summed(several: Sequence[Columns], started: date) -> Columns:
    """The months in which every practice has a rate. Whoever had none before the start is left out of the sum altogether."""
    panel = [
        one
        for one in several
        if any(has and month < started for has, month in zip(one.has_value, one.months, strict=True))
    ]
    if len(panel) < 2:
        return panel[0] if panel else several[0]
    columns = zip(*(zip(one.numerators, one.denominators, one.lists, strict=True) for one in panel), strict=True)
    found = [total_of(month) for month in columns]
    reasons = tuple("" if above is not None else reason_of(panel, row) for row, (above, _, _) in enumerate(found))
    breaks = tuple(sorted({day for one in panel for day in one.breaks}))
    return Columns(panel[0].months, *map(tuple, zip(*found, strict=True)), reasons, breaks)


def total_of(month: Sequence[tuple]) -> tuple:
    if any(above is None for above, _, _ in month):
        return None, None, None
    lists = [size for _, _, size in month]
    return (
        sum(above for above, _, _ in month),
        sum(below for _, below, _ in month),
        sum(lists) if all(map(is_number, lists)) else None,
    )


def reason_of(panel: Sequence[Columns], row: int) -> str:
    """One reason where all have the same, else that some of the practices have no value."""
    found = {one.reasons[row] for one in panel}
    return found.pop() if len(found) == 1 else NOT_ALL_PRACTICES


def less(whole: Columns, part: Columns) -> Columns:
    """The wave without the place, month by month, where both have a rate; a part that gave nothing takes nothing away."""
    found = [difference(whole, part, row) for row in range(len(whole.months))]
    reasons = tuple("" if above is not None else whole.reasons[row] or NOT_BOTH for row, (above, _) in enumerate(found))
    numerators, denominators = zip(*found, strict=True) if found else ((), ())
    return Columns(whole.months, tuple(numerators), tuple(denominators), (None,) * len(found), reasons)


# Nothing was given, so nothing of it is in the sum.
ABSENT = ("no_return", "not_expected")


def difference(whole: Columns, part: Columns, row: int) -> tuple:
    above, below = whole.numerators[row], whole.denominators[row]
    if above is None:
        return None, None
    own = part.numerators[row], part.denominators[row]
    if own[0] is None:
        return (above, below) if part.reasons[row] in ABSENT else (None, None)
    rest = max(above - own[0], 0), below - own[1]
    return rest if rest[1] > 0 else (None, None)
