"""Intervals for the change between two periods. Pure."""

from dataclasses import dataclass
from math import exp, log, sqrt

STANDARD_NORMAL_95 = 1.96


@dataclass(frozen=True)
class RateRatio:
    """`lower` and `upper` are None where a period without events leaves the interval without a width."""

    ratio: float
    lower: float | None
    upper: float | None


def rate_ratio(
    events: float,
    time: float,
    baseline_events: float,
    baseline_time: float,
    *,
    variance_events: float | None = None,
    baseline_variance_events: float | None = None,
) -> RateRatio | None:
    """The ratio of two rates with its 95% interval, exp(ln RR +- 1.96 sqrt(1/a + 1/b)); None without a baseline rate.

    a and b are the events themselves, unless `variance_events` are given: measure 4 counts much the same people at
    three month-ends, so its three pooled counts carry the information of one (domain handbook, section 3).
    """
    if not (time and baseline_time and baseline_events):
        return None
    ratio = events * baseline_time / (time * baseline_events)
    if not events:
        return RateRatio(ratio, None, None)
    a = events if variance_events is None else variance_events
    b = baseline_events if baseline_variance_events is None else baseline_variance_events
    width = STANDARD_NORMAL_95 * sqrt(1 / a + 1 / b)
    return RateRatio(ratio, exp(log(ratio) - width), exp(log(ratio) + width))


def percentage_change(ratio: float) -> float:
    """A ratio of 0.8 is a change of -20%."""
    return (ratio - 1) * 100
