"""From a baseline to now: the absolute difference and the ratio of two pooled rates, with intervals. Pure.

Counts of one practice have the variance of chance among people. Those of several practices vary among practices as well;
of the two variances the larger one counts (measures.statistics.clustered_change).
"""

from dataclasses import dataclass
from math import exp, log, sqrt

from measures.statistics.clustered_change import WIDEST_LOG_HALF
from measures.statistics.intervals import STANDARD_NORMAL_95


@dataclass(frozen=True)
class PooledRate:
    """Events over person-time. `independent` are the events that carry information: of people who are counted at three
    month-ends only a third (domain handbook, section 3).
    """

    events: float
    time: float
    independent: float

    @property
    def rate(self) -> float:
        return self.events / self.time

    @property
    def variance(self) -> float:
        """Of the rate, by chance among people."""
        return self.events**2 / (self.independent * self.time**2) if self.events else 0.0


@dataclass(frozen=True)
class Clustering:
    """Half the 95% intervals of difference and log ratio that allow for how much the practices of a panel vary
    (measures.statistics.clustered_change).
    """

    difference: float
    log_ratio: float


@dataclass(frozen=True)
class PooledChange:
    """Current less baseline in events per unit of time, and current over baseline; 95% limits are None where there are none.

    `is_clustered`: the differences between practices made the interval wider than chance among people does.
    """

    difference: float
    difference_lower: float | None
    difference_upper: float | None
    ratio: float
    ratio_lower: float | None
    ratio_upper: float | None
    is_clustered: bool = False


def pooled_change(
    baseline: PooledRate, current: PooledRate, clustering: Clustering | None = None
) -> PooledChange | None:
    """None without person-time, or without an event in the baseline: nothing can be divided by it.

    Without an event now the ratio is 0 and has no interval.
    """
    if not (baseline.time and current.time and baseline.events):
        return None
    difference = current.rate - baseline.rate
    half, is_wider = width(baseline.variance + current.variance, clustering and clustering.difference)
    ratio = current.rate / baseline.rate
    lower = upper = None
    if current.events:
        chance = 1 / baseline.independent + 1 / current.independent
        log_half, _ = width(chance, clustering and clustering.log_ratio)
        if log_half < WIDEST_LOG_HALF:
            lower, upper = exp(log(ratio) - log_half), exp(log(ratio) + log_half)
    return PooledChange(difference, difference - half, difference + half, ratio, lower, upper, is_wider)


def width(chance: float, clustered: float | None) -> tuple[float, bool]:
    """Half the wider interval, and whether it is the practices' one."""
    narrow = STANDARD_NORMAL_95 * sqrt(chance)
    return (clustered, True) if clustered is not None and clustered > narrow else (narrow, False)
