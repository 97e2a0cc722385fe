"""The part of a month in which something held. Pure, NumPy."""

import numpy as np


def part_of_month(months: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """0 to 1, for arrays of days alike in length: the part of `months` between a first and a last day (NaT: open)."""
    month = np.asarray(months, dtype="datetime64[M]")
    first, after = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    last = after - 1
    begin, end = np.asarray(starts, dtype="datetime64[D]"), np.asarray(ends, dtype="datetime64[D]")
    end = np.where(np.isnat(end), last, np.minimum(end, last))
    days = (end - np.maximum(begin, first)).astype(np.int64) + 1
    return np.maximum(days, 0) / (after - first).astype(np.int64)
