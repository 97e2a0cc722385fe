"""Intervals of one proportion or rate. Pure, NumPy.

Wilson 1927; Byar's approximation (Breslow and Day 1987) and, below ten events, the exact interval (Garwood 1936), as public
health profiles have them. Arrays broadcast; NaN where there is no denominator. Two against each other:
measures.statistics.comparisons, and as dashboards print them measures.statistics.pooled_change.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from measures.statistics.distributions import chi_square_quantile, normal_quantile

STANDARD_NORMAL_95 = 1.96
# Below this many events Byar's approximation gives way to the exact interval.
BYAR_FROM = 10


@dataclass(frozen=True)
class Intervals:
    """One element per unit; NaN without a denominator."""

    values: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def percentage_change(ratio: float) -> float:
    """A ratio of 0.8 is a change of -20%."""
    return (ratio - 1) * 100


@cache
def normal_quantile_of(confidence: float) -> float:
    """The z that leaves half of what is not covered on each side: 3.0902 for 0.998, not 3 (trap 22).

    A confidence is a share: 95 for 0.95, which a reference program takes too, is refused.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not at {confidence}")
    return float(normal_quantile((1 + confidence) / 2))


def arrays_of(counts, denominators) -> tuple[np.ndarray, np.ndarray]:
    """As float arrays of one shape; a denominator of nought or less is missing."""
    x, n = np.broadcast_arrays(np.asarray(counts, dtype=float), np.asarray(denominators, dtype=float))
    return x, np.where(n > 0, n, np.nan)


def wilson(counts, denominators, confidence: float = 0.95) -> Intervals:
    """Proportions with Wilson's score intervals; nobody and everybody keep 0 and 1 as an end."""
    z = normal_quantile_of(confidence)
    x, n = arrays_of(counts, denominators)
    p, square = x / n, z * z / n
    centre, half = p + square / 2, z * np.sqrt(p * (1 - p) / n + square / (4 * n))
    lower = np.where(x == 0, 0.0 * n, (centre - half) / (1 + square))
    return Intervals(p, lower, np.where(x == n, 1.0, (centre + half) / (1 + square)))


def exact_poisson(counts, person_time, confidence: float = 0.95) -> Intervals:
    """Rates with exact (Garwood) intervals; without events the lower end is 0."""
    outside = (1 - confidence_checked(confidence)) / 2
    x, t = arrays_of(counts, person_time)
    lower = np.where(x > 0, chi_square_quantile(outside, 2 * np.maximum(x, 1)) / 2, 0.0 * x)
    return Intervals(x / t, lower / t, chi_square_quantile(1 - outside, 2 * x + 2) / 2 / t)


def confidence_checked(confidence: float) -> float:
    normal_quantile_of(confidence)
    return confidence


def byar(counts, person_time, confidence: float = 0.95) -> Intervals:
    """Rates with Byar's intervals, exact ones below ten events."""
    z = normal_quantile_of(confidence)
    x, t = arrays_of(counts, person_time)
    few, many = exact_poisson(x, t, confidence), np.maximum(x, BYAR_FROM)
    lower = many * (1 - 1 / (9 * many) - z / (3 * np.sqrt(many))) ** 3 / t
    upper = (many + 1) * (1 - 1 / (9 * (many + 1)) + z / (3 * np.sqrt(many + 1))) ** 3 / t
    return Intervals(x / t, np.where(x < BYAR_FROM, few.lower, lower), np.where(x < BYAR_FROM, few.upper, upper))
