"""Limits of p and u charts, and of funnels, from the binomial and Poisson distributions themselves, for few people and rare events. Pure, NumPy.

With p = 0.9 and ten people, normal limits call 1.3% of chance points a signal instead of 0.27% (trap 9). A quantile of a count is a
whole number; the limit lies between two of them, where the tail would have exactly the wanted probability (Spiegelhalter 2005, app. A).

The published formula takes the lower tail for both limits. Its upper limit lies one count too low, so that ten of ten, which chance gives
one time in three, would be a signal; ours mirrors the lower one.
"""

from functools import partial

import numpy as np

from measures.statistics import codes
from measures.statistics.bands import LIMIT_SIGMAS, NEAR_SIGMAS, Band
from measures.statistics.distributions import (
    binomial_cdf,
    binomial_pmf,
    binomial_quantile,
    binomial_tail,
    normal_tail,
    poisson_cdf,
    poisson_pmf,
    poisson_quantile,
    poisson_tail,
)
from measures.statistics.phases import ratio


def exact_limits_at(kind: str, centre, denominators) -> Band:
    """Limits with the tails of three and two sigma, 0.135% and 2.275% on either side. ValueError for kinds other than p and u."""
    if kind not in (codes.P_CHART, codes.U_CHART):
        raise ValueError(f"Exact limits are those of p and u charts, not of {kind!r}.")
    centre, denominators = np.broadcast_arrays(np.asarray(centre, dtype=float), np.asarray(denominators, dtype=float))
    counts = binomial_counts if kind == codes.P_CHART else poisson_counts
    far, near = (counts(centre, denominators, normal_tail(sigmas)) for sigmas in (LIMIT_SIGMAS, NEAR_SIGMAS))
    return Band(*(ratio(count, denominators) for count in (far[0], near[0], near[1], far[1])))


def binomial_counts(centre: np.ndarray | float, people: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    """Between which counts of people chance stays, but for a tail on either side; NaN where there is no chance at work."""
    inside = np.where((centre > 0) & (centre < 1) & (people > 0), centre, np.nan)
    low, high = (binomial_quantile(share, people, inside) for share in (tail, 1 - tail))
    chance = partial(binomial_pmf, n=people, p=inside)
    return (
        low - ratio(binomial_cdf(low, people, inside) - tail, chance(low)),
        high + 1 - ratio(tail - binomial_tail(high, people, inside), chance(high)),
    )


def poisson_counts(centre: np.ndarray | float, time: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    """The same for counts of events."""
    expected = np.where((centre > 0) & (time > 0), centre * time, np.nan)
    low, high = (poisson_quantile(share, expected) for share in (tail, 1 - tail))
    return (
        low - ratio(poisson_cdf(low, expected) - tail, poisson_pmf(low, expected)),
        high + 1 - ratio(tail - poisson_tail(high, expected), poisson_pmf(high, expected)),
    )
