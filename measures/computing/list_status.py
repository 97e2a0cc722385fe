"""Is the list still being built? Pure, NumPy.

A list that grows by adding milder cases lowers every rate with no change in anybody's care. So the headline change is
withheld while the list is building: until its change within the month has been at most 5% for three months running
(domain handbook, section 3). A month without a return tells nothing either way.
"""

import numpy as np

CALM_MONTHS = 3
NEVER = -1


def established_from(opened: np.ndarray, closed: np.ndarray) -> np.ndarray:
    """int [G]: the row of the month from which each list has been established until now, NEVER while it is building.

    opened, closed  int [T, G]: sums of the list at the start and the end of each month, both from the same returns, so
                    that a practice that misses a month does not look like a shrinking list
    Months in which both are 0 have no list and are passed over.
    """
    groups = opened.shape[1]
    calm, since = np.zeros(groups, dtype=np.int64), np.full(groups, NEVER)
    for row, (start, end) in enumerate(zip(opened, closed, strict=True)):
        known = (start > 0) | (end > 0)
        small = 20 * np.abs(end - start) <= start
        calm = np.where(known, np.where(small, calm + 1, 0), calm)
        since = np.where(calm < CALM_MONTHS, NEVER, np.where(since == NEVER, row, since))
    return since


def differs_by_more_than_a_quarter(now: np.ndarray, baseline: np.ndarray) -> np.ndarray:
    """bool [G], exactly, in whole numbers."""
    return 4 * np.abs(now - baseline) > baseline
