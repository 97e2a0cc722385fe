"""What is compared with what: baseline, latest three months, second baseline, and the matched panel. Pure, NumPy.

Change is always that of the same practices in both periods: a practice counts when it gave something to each.
"""

from dataclasses import dataclass

import numpy as np

from measures.computing.roll_up import Grouping, Pool, Window, matched, pool, window
from measures.statistics.clustered_change import Variances, grouped_variances

WINDOW_MONTHS = 3

# Why there is no comparison. The order is that in which they are asked.
COMPARED, NO_RETURNS, NO_BASELINE, TOO_EARLY, NO_MATCHED_PRACTICES, TOO_FEW, NO_EVENTS_IN_BASELINE, SERIES_BROKEN = (
    range(8)
)
COMPARISON_REASONS = (
    "",
    "no_returns",
    "no_baseline",
    "too_early",
    "no_matched_practices",
    "too_few",
    "no_events_in_baseline",
    "series_broken",
)
WITHOUT_PANEL = (NO_RETURNS, NO_BASELINE, TOO_EARLY, NO_MATCHED_PRACTICES)


@dataclass(frozen=True)
class Comparison:
    """Two periods of each group's matched panel.

    baseline, current  pools of the panel; where no practice matches, `baseline` is of all that gave one
    panel              bool per pair of practice and group
    reason             int8 [G], one of the codes above
    first              int [G]: the first row of the baseline, 0 where nothing is compared
    variances          by the place of a numerator among the values: how much the practices of each panel vary, in the units of
                       the values; empty where every practice is alone
    """

    baseline: Pool
    current: Pool
    panel: np.ndarray
    reason: np.ndarray
    variances: dict[int, Variances]
    first: np.ndarray

    def of_values(self, which: slice) -> "Comparison":
        """The same periods and panel with some of the values only."""
        start = which.start or 0
        kept = {place - start: found for place, found in self.variances.items() if start <= place < which.stop}
        return Comparison(
            self.baseline.of_values(which), self.current.of_values(which), self.panel, self.reason, kept, self.first
        )


def latest_rows(counts: np.ndarray) -> np.ndarray:
    """int [G]: the last row of a [T, G] array that is not 0, -1 where all are."""
    given = counts > 0
    return np.where(given.any(axis=0), len(counts) - 1 - np.argmax(given[::-1], axis=0), -1)


def months_from(present: np.ndarray, first_row: np.ndarray, grouping: Grouping) -> Window:
    """The practice-months present in the three rows that begin at each group's own first row."""
    starts = first_row[grouping.by_month]
    rows = np.arange(len(present)).reshape(-1, 1)
    return window(present & (rows >= starts) & (rows < starts + WINDOW_MONTHS), grouping)


def compare(
    baseline_values: tuple[np.ndarray, ...],
    baseline: Window,
    baseline_ends: np.ndarray,
    values: tuple[np.ndarray, ...],
    current: Window,
    current_starts: np.ndarray,
    grouping: Grouping,
) -> Comparison:
    """Compare two windows, practice by practice.

    baseline_ends   int per practice-month of `baseline`: the last row of the window that it belongs to
    current_starts  int [G]: the first row of each group's current window; a baseline that reaches into it is too early
    """
    over = baseline.only(baseline_ends < current_starts[baseline.groups])
    first, second, panel = matched(over, current, grouping)
    found = [np.bincount(w.groups, minlength=grouping.count) > 0 for w in (current, baseline, over, first)]
    reason = np.select(
        [~found[0], ~found[1], ~found[2], ~found[3]],
        [NO_RETURNS, NO_BASELINE, TOO_EARLY, NO_MATCHED_PRACTICES],
        COMPARED,
    ).astype(np.int8)
    unmatched = baseline.only(~found[3][baseline.groups])
    shown = Window(*(np.concatenate(pair) for pair in zip(parts(first), parts(unmatched), strict=True)))
    return Comparison(
        pool(baseline_values, shown, grouping),
        pool(values, second, grouping),
        panel,
        reason,
        {} if grouping.alone else variances_of(baseline_values, first, values, second, panel, grouping),
        first_rows(shown, grouping),
    )


def first_rows(chosen: Window, grouping: Grouping) -> np.ndarray:
    """int [G]: the earliest row of a window in each group, 0 where it has none."""
    nowhere = np.iinfo(np.int64).max
    rows = np.full(grouping.count, nowhere, dtype=np.int64)
    np.minimum.at(rows, chosen.groups, chosen.months)
    return np.where(rows == nowhere, 0, rows)


def across_cuts(reason: np.ndarray, found: Comparison, cuts: np.ndarray | None, latest: np.ndarray) -> np.ndarray:
    """The reasons, with that of a series which counts something else in the latest month than when the baseline began.

    cuts    int [T, G]: the number of the stretch of each month, or None where nothing was cut
    latest  int [G]: the last month's row
    """
    if cuts is None or not len(cuts):
        return reason
    groups = np.arange(cuts.shape[1])
    broken = cuts[found.first, groups] != cuts[np.maximum(latest, 0), groups]
    return np.where((reason == COMPARED) & broken, SERIES_BROKEN, reason).astype(np.int8)


def variances_of(before, first: Window, now, second: Window, panel, grouping: Grouping) -> dict[int, Variances]:
    """Of each numerator and denominator among the values: the first two, and the two that follow the list at the end."""
    pairs = np.flatnonzero(panel)
    index = np.cumsum(panel) - 1
    groups = grouping.groups_of(pairs)

    def sums(value, chosen: Window):
        return np.bincount(index[chosen.pairs], weights=value[chosen.months, chosen.practices], minlength=len(pairs))

    return {
        place: grouped_variances(
            *(sums(value, first) for value in before[place : place + 2]),
            *(sums(value, second) for value in now[place : place + 2]),
            groups,
            grouping.count,
        )
        for place in (0, 3)
        if place + 1 < len(before)
    }


def nothing_compared(values: int, grouping: Grouping) -> Comparison:
    """What `compare` gives where no group has a first window and all have a second."""
    nobody = np.zeros(grouping.count, dtype=np.int64)
    nothing = np.zeros((values, grouping.count), dtype=np.int64)
    empty = Pool(nobody, nobody, nothing, nothing)
    reason = np.full(grouping.count, NO_BASELINE, dtype=np.int8)
    return Comparison(empty, empty, np.zeros(grouping.pair_count, dtype=bool), reason, {}, nobody)


def parts(chosen: Window):
    return (chosen.months, chosen.practices, chosen.groups, chosen.pairs)


def with_minimums(comparison: Comparison, smallest: np.ndarray | int) -> np.ndarray:
    """The reasons, with those that the numbers themselves give.

    smallest  the least monthly denominator for a rate, in the units and sixths of the pools' means; one, or one per group
    Values are (numerator, denominator, ...).
    """
    small = (comparison.baseline.means[1] < smallest) | (comparison.current.means[1] < smallest)
    found = np.select([small, comparison.baseline.sums[0] == 0], [TOO_FEW, NO_EVENTS_IN_BASELINE], COMPARED)
    return np.where(comparison.reason == COMPARED, found, comparison.reason).astype(np.int8)
