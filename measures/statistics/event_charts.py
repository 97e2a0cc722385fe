"""Rare events: the gaps between them, counted in cases (g chart) or in days (t chart). Pure, NumPy.

One row per gap in order of time, one column per series ([E, N], NaN below the last gap). Longer gaps are better where the event is
unwanted. The gap that is still open is no value yet and is compared separately (trap 21).
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics import codes
from measures.statistics.bands import back_transformed, transformed
from measures.statistics.limits import NO_POINTS, NONE_OR_ALL, QIC, ZERO_GAP, Limits, individuals, level_limits
from measures.statistics.phases import Phases, counted_values
from measures.statistics.run_chart import medians_by_phase


@dataclass(frozen=True)
class OpenGap:
    """[N]: what has gone by since the last event, NaN without one, and whether it already lies beyond the upper limit."""

    value: np.ndarray
    upper: np.ndarray
    is_beyond: np.ndarray


def gaps_between(moments: np.ndarray) -> np.ndarray:
    """[E - 1, N] of [E, N] times or running counts in order, NaN after the last. ValueError where they are not in order."""
    gaps = np.diff(moments, axis=0)
    if np.any(gaps < 0):
        raise ValueError("Events must be in order of time: sort them before the gaps between them are taken.")
    return gaps


def g_chart(gaps: np.ndarray, phases: np.ndarray | None = None, counted: np.ndarray | None = None) -> Limits:
    """Cases between events. Limits are mean +- 3 sqrt(mean (mean + 1)), of the geometric distribution (Benneyan 2001).

    The centre line is the median: gaps are so skewed that about two thirds of them lie below their mean, which run rules would take for
    a signal (trap 20). `spread` is the mean.
    """
    stretches = Phases(phases, gaps.shape)
    used = counted_values(gaps, counted)
    mean, points = stretches.means(gaps, used)
    stands = mean > 0
    reason = np.select([points == 0, ~stands], [NO_POINTS, NONE_OR_ALL])
    centre = medians_by_phase(gaps, phases, used)
    spread = np.where(stands, mean, np.nan)
    return level_limits(codes.G_CHART, gaps, stretches, centre, spread, points, np.zeros_like(points), reason)


def t_chart(
    gaps: np.ndarray, phases: np.ndarray | None = None, counted: np.ndarray | None = None, *, screened: bool = False
) -> Limits:
    """Days between events: an individuals chart of their 3.6th root, turned back into days (Nelson 1994).

    Two events on one day make a gap of 0 that no root can use: the phase has neither centre nor limits, reason ZERO_GAP; give times of
    day, or use the g chart (trap 21). `spread` is sigma of the roots.
    """
    stretches = Phases(phases, gaps.shape)
    used = counted_values(gaps, counted)
    with np.errstate(invalid="ignore"):
        zeros = stretches.sums((used & (gaps <= 0)).astype(np.int64)) > 0
        roots = transformed(gaps)
    found = individuals(roots, phases, counted, screened=screened, constants=QIC)
    centre = np.where(zeros, np.nan, back_transformed(found.phase_centre))
    spread = np.where(zeros, np.nan, found.spread)
    reason = np.where(zeros, ZERO_GAP, found.reason)
    return level_limits(codes.T_CHART, gaps, stretches, centre, spread, found.points, found.moving_ranges, reason)


def open_gap(last_event: np.ndarray, as_at: float, limits: Limits) -> OpenGap:
    """What has gone by between the last event of each series and now, in the unit of the gaps.

    It takes no part in centre or limits, but once it is longer than the upper limit of the latest phase the quiet spell is a signal already.
    """
    value = as_at - np.asarray(last_event, dtype=float)
    upper = limits.upper[-1] if len(limits.upper) else np.full(value.shape, np.nan)
    with np.errstate(invalid="ignore"):
        return OpenGap(value, upper, value > upper)
