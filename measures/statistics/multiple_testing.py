"""Many comparisons at once: what of them is more than the chance finds that looking often brings. Pure, NumPy.

NaN is a comparison that could not be made: it stays NaN and does not count.
"""

import numpy as np


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """The q of each p: of all that are listed at q or less, at most the share q is expected to be chance finds.

    Benjamini and Hochberg, J R Stat Soc B 57 (1995) 289-300.
    """
    p = np.asarray(p, dtype=float)
    found = np.full(p.shape, np.nan)
    made = ~np.isnan(p)
    tests = np.count_nonzero(made)
    order = np.argsort(p[made], kind="stable")[::-1]
    scaled = p[made][order] * tests / np.arange(tests, 0, -1)
    q = np.empty(tests)
    q[order] = np.minimum(np.minimum.accumulate(scaled), 1) if tests else scaled
    found[made] = q
    return found


def bonferroni(p: np.ndarray) -> np.ndarray:
    """Each p times the number of comparisons, at most 1: the chance of even one chance find among those listed."""
    p = np.asarray(p, dtype=float)
    return np.minimum(p * np.count_nonzero(~np.isnan(p)), 1)
