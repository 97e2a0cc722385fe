"""Funnels as two reference programs draw them: to compare ours with them, never to judge a practice by. Pure, NumPy.

FunnelPlotR 0.6.0 (method PR: arcsine; method SR: the ratio's logarithm, as the national mortality indicator has it) and
PHEindicatormethods 2.1.0. Arcsine limits flag 1.42 of 97 practices without any difference at 99.8% where 0.19 are due
(trap 16). FunnelPlotR's CQC limits lack a back-transformation and its RC limits use the wrong spread: they are not here.
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics.distributions import chi_square_quantile, normal_quantile
from measures.statistics.funnel import WINSORISED, tau_squared, winsorised
from measures.statistics.intervals import byar

# FunnelPlotR rounds its normal quantiles so.
Z_INNER, Z_OUTER = 1.959964, 3.090232


@dataclass(frozen=True)
class ReferenceFunnel:
    """`plain` and `wide` have four arrays: 99.8% lower, 95% lower, 95% upper, 99.8% upper, times the multiplier."""

    target: float
    phi: float
    tau_squared: float
    values: np.ndarray
    z: np.ndarray
    z_trimmed: np.ndarray
    plain: tuple[np.ndarray, ...]
    wide: tuple[np.ndarray, ...]


def arcsine_funnel(numerators, denominators, share: float = WINSORISED, multiplier: float = 1) -> ReferenceFunnel:
    """Proportions on the scale of arcsin(sqrt(p)), where each has the standard error 1 / (2 sqrt(n))."""
    x, n = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    target, error = x.sum() / n.sum(), 1 / (2 * np.sqrt(n))
    centre = np.arcsin(np.sqrt(target))
    z = (np.arcsin(np.sqrt(x / n)) - centre) / error
    trimmed = winsorised(z, share)
    phi = float(np.mean(trimmed**2))
    between = tau_squared(phi, error**2)

    def limits(spread: np.ndarray) -> tuple[np.ndarray, ...]:
        return tuple(np.sin(centre + z * spread) ** 2 * multiplier for z in (-Z_OUTER, -Z_INNER, Z_INNER, Z_OUTER))

    wide = limits(np.sqrt(error**2 + between))
    return ReferenceFunnel(target, phi, between, x / n, z, trimmed, limits(error), wide)


def mortality_funnel(observed, expected, share: float = WINSORISED, multiplier: float = 1) -> ReferenceFunnel:
    """Standardised ratios on the scale of ln(O / E), where each has the standard error 1 / sqrt(E); extremes cut off."""
    o, e = np.asarray(observed, dtype=float), np.asarray(expected, dtype=float)
    z = np.sqrt(e) * np.log(o / e)
    trimmed = truncated(z, share)
    phi = float(np.nanmean(trimmed**2))
    between = tau_squared(phi, 1 / np.where(np.isnan(trimmed), np.nan, e))
    spread = np.sqrt(1 / e + between)
    wide = tuple(np.exp(z * spread) * multiplier for z in (-Z_OUTER, -Z_INNER, Z_INNER, Z_OUTER))
    return ReferenceFunnel(1.0, phi, between, o / e, z, trimmed, chi_square_limits(e, multiplier), wide)


def truncated(z: np.ndarray, share: float) -> np.ndarray:
    """The lowest and the highest `share` of the units, rounded down, made NaN."""
    cut = int(share * z.size)
    order = np.argsort(z, kind="stable")
    kept = z.copy()
    kept[order[:cut]] = np.nan
    kept[order[z.size - cut :]] = np.nan
    return kept


def chi_square_limits(expected: np.ndarray, multiplier: float) -> tuple[np.ndarray, ...]:
    """An expected count treated as an observed one with its exact interval."""
    lower = [chi_square_quantile(share, 2 * expected) / 2 / expected * multiplier for share in (0.001, 0.025)]
    upper = [chi_square_quantile(share, 2 * (expected + 1)) / 2 / expected * multiplier for share in (0.975, 0.999)]
    return (*lower, *upper)


LOW_OUTER, LOW_INNER, NOT_SIGNIFICANT = "Low (0.001)", "Low (0.025)", "Not significant"
HIGH_INNER, HIGH_OUTER = "High (0.025)", "High (0.001)"


def score_limits(denominators, target: float, multiplier: float = 1) -> tuple[np.ndarray, ...]:
    """Where Wilson's interval touches the target: target +- z sqrt(target (1 - target) / n), clipped; not exact."""
    error = np.sqrt(target * (1 - target) / np.asarray(denominators, dtype=float))
    quantiles = normal_quantile(np.array([0.001, 0.025, 0.975, 0.999]))
    return tuple(np.clip(target + z * error, 0, 1) * multiplier for z in quantiles)


def score_significance(numerators, denominators) -> list[str]:
    """The category of each proportion against the pooled one."""
    x, n = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    outer_lower, inner_lower, inner_upper, outer_upper = score_limits(n, x.sum() / n.sum())
    return categories(x / n < outer_lower, x / n > outer_upper, x / n < inner_lower, x / n > inner_upper)


def rate_significance(numerators, person_time) -> list[str]:
    """The category of each rate: whether its own interval (Byar, exact below ten events) holds the pooled rate."""
    x, t = np.asarray(numerators, dtype=float), np.asarray(person_time, dtype=float)
    pooled = x.sum() / t.sum()
    outer, inner = byar(x, t, 0.998), byar(x, t, 0.95)
    return categories(outer.upper < pooled, outer.lower > pooled, inner.upper < pooled, inner.lower > pooled)


def categories(far_low: np.ndarray, far_high: np.ndarray, low: np.ndarray, high: np.ndarray) -> list[str]:
    names = [LOW_OUTER, HIGH_OUTER, LOW_INNER, HIGH_INNER]
    return np.select([far_low, far_high, low, high], names, NOT_SIGNIFICANT).tolist()
