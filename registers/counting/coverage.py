"""Which counts of a month can be known, and why others cannot. Pure. Missing is never zero."""

from dataclasses import dataclass

import numpy as np

from registers import figures
from registers.counting.months import NEVER, MonthGrid
from registers.counting.process import MONTHS_WITHOUT_CONTACT
from registers.files.schemas import CONSULTATIONS, KINDS, REGISTER, SICK_NOTES

# Look back 26 weeks, or a spell that began before may be missed.
LOOK_BACK_DAYS = 26 * 7


@dataclass(frozen=True)
class Coverage:
    """What some practices, [P], have sent: one row for each practice, kind of file and month.

    `practice` is its number, `kind` its place in KINDS, `month` its first day: int64 [n]. `list_begins` is the
    first day on which a practice had anybody on its list or waiting for it, NEVER without; `list_known_to` the last day
    up to which its list is known. int64 [P].
    """

    practice: np.ndarray
    kind: np.ndarray
    month: np.ndarray
    list_begins: np.ndarray
    list_known_to: np.ndarray

    def of(self, kind: str, grid: MonthGrid) -> np.ndarray:
        """bool [P, T]: the month is covered by this kind of file."""
        theirs = self.kind == KINDS.index(kind)
        return grid.marks(len(self.list_begins), self.practice[theirs], self.month[theirs])

    def throughout(self, kind: str, grid: MonthGrid, first_days) -> np.ndarray:
        """bool [P, T]: all months from that of a day, int64 [T], to the month of the grid itself are covered."""
        covered = self.of(kind, grid)
        missing = np.cumsum(np.pad(~covered, ((0, 0), (1, 0))), axis=1)
        first = np.maximum(grid.rows(first_days), 0)
        return (grid.rows(first_days) >= 0) & (missing[:, 1:] == missing[:, first])

    def knows_list(self, grid: MonthGrid) -> np.ndarray:
        """bool [P, T]: the list existed by the end of the month, and is known up to there."""
        begun = self.list_begins[:, None] <= grid.last_days
        return begun & (self.list_known_to[:, None] >= grid.last_days)


def left_censored(coverage: Coverage, wide: MonthGrid) -> np.ndarray:
    """bool [P, W]: of the 26 weeks before the month some are not covered by sick notes. `wide` begins at least 26 weeks early."""
    return ~coverage.throughout(SICK_NOTES, wide, wide.first_days - LOOK_BACK_DAYS)


def without_reason(
    coverage: Coverage, grid: MonthGrid, wide: MonthGrid, baseline_first, baseline_last
) -> dict[str, list]:
    """Of each reason of figures.REASONS, where it holds: bool [P, T]. `wide` is the grid with months before it."""
    later = len(wide) - len(grid)
    six = wide.first_days[np.maximum(np.arange(len(wide)) - MONTHS_WITHOUT_CONTACT + 1, 0)]
    has_baseline = (baseline_last >= 0) & (coverage.list_known_to >= baseline_last) & (coverage.list_begins < NEVER)
    return {
        "no_list": ~coverage.knows_list(grid),
        **{f"not_covered_{kind}": ~coverage.of(kind, grid) for kind in KINDS if kind != REGISTER},
        "not_covered_six_months": ~coverage.throughout(CONSULTATIONS, wide, six)[:, later:],
        "no_baseline": np.broadcast_to(~has_baseline[:, None], (len(has_baseline), len(grid))),
        "before_baseline": baseline_first[:, None] > grid.first_days,
    }


def reasons_of(count: figures.Count) -> list[str]:
    """What can stand in the way of a count, the first to be named first."""
    if count.name == "days":
        return []
    baseline = ["no_baseline", "before_baseline"] if count.needs_baseline else []
    six_months = ["not_covered_six_months"] if count.needs_six_months else []
    return ["no_list", *(f"not_covered_{kind}" for kind in count.needs), *six_months, *baseline]
