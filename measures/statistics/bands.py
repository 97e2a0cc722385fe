"""Limits from a centre and a spread, for every kind of chart that has limits. Pure, NumPy.

A series keeps centre and spread of its phases; from them the limits of any month come again. All limits are raw: an
individuals chart of percentages may have an upper limit of 105 (trap 9). Rules and assurance judge by raw limits, and a
picture clips them.
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics import codes

# Days between rare events are Weibull; this root makes them nearly normal (Nelson 1994).
T_POWER = 3.6
LIMIT_SIGMAS, NEAR_SIGMAS = 3, 2


@dataclass(frozen=True)
class Band:
    """Raw limits, three sigma out, and near limits, two sigma out; NaN where there is no limit."""

    lower: np.ndarray
    near_lower: np.ndarray
    near_upper: np.ndarray
    upper: np.ndarray


def limits_at(kind: str, centre, spread, denominators=None) -> Band:
    """The limits of a chart of this kind (measures.statistics.codes); arrays and numbers that broadcast.

    centre       of the chart: a mean, a pooled proportion or rate per unit of denominator, on g charts the median, on t charts days
    spread       i: sigma. p, u: 1. p', u': sigma z as used. c: not asked. g: the mean gap. t: sigma of the transformed days
    denominators of the month, for p, p', u and u'

    ValueError for a kind without limits.
    """
    if kind == codes.T_CHART:
        root = transformed(centre)
        return Band(*(back_transformed(root + sigmas * spread) for sigmas in band_sigmas()))
    if kind == codes.G_CHART:
        centre, sigma = spread, np.sqrt(spread * (spread + 1))
    else:
        sigma = sigma_at(kind, centre, spread, denominators)
    return Band(*(centre + sigmas * sigma for sigmas in band_sigmas()))


def band_sigmas() -> tuple[int, ...]:
    return -LIMIT_SIGMAS, -NEAR_SIGMAS, NEAR_SIGMAS, LIMIT_SIGMAS


def sigma_at(kind: str, centre, spread, denominators=None) -> np.ndarray:
    """One standard deviation of a point; NaN where there is none: no denominator, no event at all, everybody (trap 10)."""
    match kind:
        case codes.INDIVIDUALS:
            return np.asarray(spread, dtype=float)
        case codes.P_CHART | codes.P_PRIME:
            return spread * root_of_ratio(centre * (1 - np.asarray(centre)), denominators)
        case codes.U_CHART | codes.U_PRIME:
            return spread * root_of_ratio(centre, denominators)
        case codes.C_CHART:
            return root_of_ratio(centre, 1)
    raise ValueError(f"A chart of kind {kind!r} has no standard deviation of its points.")


def root_of_ratio(variance, denominators) -> np.ndarray:
    """The square root of one over the other, NaN where either is not above 0."""
    variance, denominators = np.asarray(variance, dtype=float), np.asarray(denominators, dtype=float)
    possible = (variance > 0) & (denominators > 0)
    return np.sqrt(np.where(possible, variance, np.nan) / np.where(possible, denominators, 1))


def transformed(days):
    """Days as their 3.6th root; the sign stays, so that a limit below zero is a limit that nothing can cross."""
    return np.sign(days) * np.abs(days) ** (1 / T_POWER)


def back_transformed(root):
    return np.sign(root) * np.abs(root) ** T_POWER
