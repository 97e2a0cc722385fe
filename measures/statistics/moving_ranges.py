"""The moving range: how far a point lies from the one before it, and what that says of chance variation. Pure, NumPy.

Mean of the moving ranges over d2 = 1.128 estimates sigma (Wheeler 2000; Montgomery, Introduction to Statistical Quality
Control, table VI). A range exists between neighbouring months of one phase only: none across a gap, none across a rebase
(traps 6 and 7).
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics.phases import Phases

# A spread that is no more than this share of the centre, or of the spread before screening, is rounding and not variation.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Constants:
    """Trap 19: one set per profile, because a point within 0.05% of a limit changes sides between them.

    `three_sigma` times the mean moving range is three sigma; `range_limit` times it is the upper limit of a moving range.
    """

    name: str
    three_sigma: float
    range_limit: float = 3.267

    @property
    def sigma(self) -> float:
        return self.three_sigma / 3


D2 = 1.128
MDC = Constants("mdc", three_sigma=2.66)
QIC = Constants("qic", three_sigma=3 / D2)
# The I' chart weighs ranges by their denominators and has its constants from the normal distribution: E|x| = sqrt(2 / pi).
WEIGHTED = Constants("weighted", three_sigma=3 * np.sqrt(np.pi / 2), range_limit=3.2665)


@dataclass(frozen=True)
class MeanRange:
    """Of each phase, [P, N]: the mean moving range, NaN without one, and how many ranges it rests on."""

    mean: np.ndarray
    used: np.ndarray


def moving_range_values(values: np.ndarray, used: np.ndarray, phases: Phases) -> np.ndarray:
    """[T, N]: distance from the month before where both are used and belong to one phase, else NaN."""
    ranges = np.full(values.shape, np.nan)
    both = used[1:] & used[:-1]
    if phases.count > 1:
        both &= phases.continues()
    with np.errstate(invalid="ignore"):
        np.copyto(ranges[1:], np.abs(values[1:] - values[:-1]), where=both)
    return ranges


def bridged_range_values(values: np.ndarray, used: np.ndarray, phases: Phases) -> np.ndarray:
    """The same, but the neighbours of a point that is there and not used count as neighbours; a missing month still parts them.

    This is how qicharts2 leaves points out (vector qic-07). Ours is the other one: a month that is left out is a gap.
    """
    ranges, last = np.full(values.shape, np.nan), np.full(values.shape[1], np.nan)
    begins = np.zeros(values.shape, dtype=bool)
    begins[1:] = ~phases.continues()
    for month, row in enumerate(values):
        last = np.where(begins[month], np.nan, last)
        ranges[month] = np.where(used[month], np.abs(row - last), np.nan)
        last = np.where(used[month] | np.isnan(row), row, last)
    return ranges


def mean_range(
    ranges: np.ndarray, phases: Phases, *, screened: bool, constants: Constants, guarded: bool = True
) -> MeanRange:
    """The mean of each phase, on the second look without the ranges that lie beyond their own upper limit.

    Screening happens once and touches the mean range only (trap 4). Where it leaves nothing but zeros, as in
    0, 0, 0, 5, 0, 0, 0, every point would become a signal: then all ranges are used again (trap 5). `guarded=False` leaves that out,
    as the reference does.
    """
    present = ~np.isnan(ranges)
    mean, used = phases.means(ranges, present)
    if not screened:
        return MeanRange(mean, used)
    limit = phases.at_months(constants.range_limit * mean)
    with np.errstate(invalid="ignore"):
        kept = present & (ranges < limit)
    screened_mean, screened_used = phases.means(ranges, kept)
    if not guarded:
        return MeanRange(screened_mean, screened_used)
    stands = screened_mean > ROUNDING * mean
    return MeanRange(np.where(stands, screened_mean, mean), np.where(stands, screened_used, used))


def varies(spread: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Whether a spread is more than rounding; False where it is NaN."""
    return spread > ROUNDING * np.abs(centre)
