"""The two icons of a chart: does it vary by more than chance, and will it meet its target. Pure, NumPy.

The variation icon speaks of the last observed month alone, with its date: an earlier signal must not stay lit for years,
and a return that has not come yet must not turn a signal into common cause (the reference program does so).
Indexes are those of VARIATIONS and ASSURANCES in measures.statistics.codes.
"""

from dataclasses import dataclass

import numpy as np

from measures.definitions import BETTER_SIDE
from measures.statistics import codes
from measures.statistics.codes import ASSURANCES, HIGH, LOW, VARIATIONS
from measures.statistics.phases import NOWHERE, last_row
from measures.statistics.rules import sides

# A target counts as secured, or as out of reach, only while the latest points are stable. Seven: a shift needs so many,
# so this is the shortest stretch in which each rule had the chance to speak.
STABLE_POINTS = 7

# By side of the point (low, none, high) and by better (lower, no judgement, higher).
VARIATION_TABLE = np.array(
    [
        [VARIATIONS.index(code) for code in row]
        for row in (
            (codes.IMPROVEMENT_LOW, codes.NEUTRAL_LOW, codes.CONCERN_LOW),
            (codes.COMMON_CAUSE, codes.COMMON_CAUSE, codes.COMMON_CAUSE),
            (codes.CONCERN_HIGH, codes.NEUTRAL_HIGH, codes.IMPROVEMENT_HIGH),
        )
    ],
    dtype=np.int8,
)


@dataclass(frozen=True)
class Icons:
    """One element per series: index of the icon, and the row of the month that it speaks of, -1 without one."""

    icon: np.ndarray
    row: np.ndarray


def better_of(direction: str) -> int:
    """1 when higher is better, -1 when lower is, 0 where no judgement is made."""
    return BETTER_SIDE.get(direction, 0)


def last_observed(values: np.ndarray) -> np.ndarray:
    """Per series the row of the last month with a value, -1 without one."""
    return last_row(~np.isnan(values))


def variation(flags: np.ndarray, values: np.ndarray, better: np.ndarray | int, strength: np.ndarray) -> Icons:
    """`better` as of better_of, `strength` as of chooser.strengths, one per series; 0 is no limits and so no icon."""
    row = last_observed(values)
    icon = np.full(row.shape, VARIATIONS.index(codes.NO_ICON), dtype=np.int8)
    shown = (row != NOWHERE) & (strength > 0)
    if not shown.any():
        return Icons(icon, row)
    latest = flags[row, np.arange(row.size)]
    side = np.sign((latest & HIGH).astype(np.int16) - (latest & LOW).astype(np.int16))
    return Icons(np.where(shown, VARIATION_TABLE[side + 1, np.asarray(better) + 1], icon), row)


def against_target(
    lower: np.ndarray, upper: np.ndarray, target: np.ndarray | float, better: np.ndarray | int
) -> np.ndarray:
    """Where a target lies from the limits of one process, one of each per series.

    Inequalities are strict, with the tolerance of rounding: a target on a limit is hit or miss (trap 17). Limits are the
    raw ones: a clipped limit would turn a target of 0 or 100% into a matter of drawing.
    """
    lower, upper, target, better = np.broadcast_arrays(lower, upper, target, better)
    met = np.where(better > 0, sides(lower, target) > 0, sides(upper, target) < 0)
    missed = np.where(better > 0, sides(upper, target) < 0, sides(lower, target) > 0)
    return np.select(
        [np.isnan(target) | (better == 0), np.isnan(lower) & np.isnan(upper), met, missed],
        [ASSURANCES.index(code) for code in (codes.NO_TARGET, codes.NOT_ASSURED, codes.PASS, codes.FAIL)],
        ASSURANCES.index(codes.HIT_OR_MISS),
    ).astype(np.int8)


def assurance(flags, values, lower, upper, phases, target, better, strength) -> np.ndarray:
    """Whether the latest phase meets its target month after month: index into ASSURANCES, one per series.

    Limits that differ by month count by the widest of the phase's observed months, the cautious reading. Nothing is
    assured while special cause is among the last seven observed points of the phase, or without limits: a process that
    is not stable promises nothing.
    """
    latest = ~np.isnan(values) if phases is None else (phases == phases[-1:]) & ~np.isnan(values)
    found = against_target(least(lower, latest), -least(-upper, latest), target, better)
    speaks = found != ASSURANCES.index(codes.NO_TARGET)
    unstable = np.any((flags != 0) & last_points(latest, STABLE_POINTS), axis=0)
    return np.where(speaks & (unstable | (strength <= 0)), np.int8(ASSURANCES.index(codes.NOT_ASSURED)), found)


def least(limits: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Per series the lowest of the marked months, NaN without any."""
    marked = where & ~np.isnan(limits)
    lowest = np.where(marked, limits, np.inf).min(axis=0, initial=np.inf)
    return np.where(marked.any(axis=0), lowest, np.nan)


def last_points(marks: np.ndarray, points: int) -> np.ndarray:
    """The last so many marked rows of each column."""
    from_the_end = np.cumsum(marks[::-1], axis=0, dtype=np.int32)[::-1]
    return marks & (from_the_end <= points)
