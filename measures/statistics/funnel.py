"""Funnel plots: which units differ from the common value by more than their size explains. Pure, NumPy.

D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Stat Med 24 (2005) 1185-1202. Limits are exact
(appendix A.1.1 and A.2.1: quantiles of the counts, interpolated, the upper ones corrected: see `exact_limits`); where the units vary among themselves by more than chance,
wider limits with an additive variance tau squared stand beside them (his section 4). Nothing here ranks anybody. What chance
alone would flag is said by measures.statistics.by_chance.
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics.distributions import (
    binomial_cdf,
    binomial_pmf,
    binomial_quantile,
    chi_square_tail,
    normal_quantile,
    normal_tail,
    poisson_cdf,
    poisson_pmf,
    poisson_quantile,
)
from measures.statistics.exact_limits import binomial_counts, poisson_counts
from measures.statistics.exact_tests import binomial_mid_p, poisson_mid_p
from measures.statistics.multiple_testing import benjamini_hochberg

PROPORTION, RATE = "proportion", "rate"

# The two pairs of limits: the share of units without any real difference that lies outside each.
OUTSIDE_INNER, OUTSIDE_OUTER = 0.05, 0.002
QUANTILES = (OUTSIDE_OUTER / 2, OUTSIDE_INNER / 2, 1 - OUTSIDE_INNER / 2, 1 - OUTSIDE_OUTER / 2)

# Spiegelhalter 2005: z beyond their 10% and 90% points are drawn in to them, so that one outlier is no over-dispersion.
WINSORISED = 0.10
# Chance alone makes Pearson's chi-square this improbable only so often.
CLEARLY = 0.05
# Fewer units say little about how much units vary.
FEW_UNITS = 10
# Under this many expected events, or expected people without, the steps of a count are as wide as the limits.
FEW_EXPECTED = 5
# Enough for a smooth line.
CURVE_POINTS = 60

# Why there is no funnel.
NO_UNITS, ONE_UNIT, NO_EVENTS, NOTHING_BUT_EVENTS = "no_units", "one_unit", "no_events", "nothing_but_events"
# What to bear in mind.
FEW_UNITS_WARNING, SMALL_EXPECTED_WARNING, OVERDISPERSED_WARNING = "few_units", "small_expected", "overdispersed"
IMPOSSIBLE_WARNING = "numerator_above_denominator"


@dataclass(frozen=True)
class Limits:
    """Of each unit, or of each denominator of a curve, in the unit of the values; clipped to what is possible."""

    outer_lower: np.ndarray
    inner_lower: np.ndarray
    inner_upper: np.ndarray
    outer_upper: np.ndarray

    def outside_inner(self, values: np.ndarray) -> np.ndarray:
        """1 above the 95% limits, -1 below, 0 between them or without value."""
        return sides(values, self.inner_lower, self.inner_upper)

    def outside_outer(self, values: np.ndarray) -> np.ndarray:
        """The same for the 99.8% limits."""
        return sides(values, self.outer_lower, self.outer_upper)


@dataclass(frozen=True)
class Dispersion:
    """How much units vary among themselves.

    `phi` is the mean square of the winsorised z, about 0.7 by chance and never used to narrow limits; `tau_squared` the
    variance between units by the method of moments. `statistic`, `degrees_of_freedom` and `p` are of Pearson's chi-square.
    """

    phi: float
    tau_squared: float
    statistic: float
    degrees_of_freedom: int
    p: float

    @property
    def is_clear(self) -> bool:
        """Pearson's chi-square beyond chance, and still more than 1 when single outliers are drawn in."""
        return self.phi > 1 and self.p < CLEARLY


@dataclass(frozen=True)
class Funnel:
    """Arrays have one element per unit in the order given, NaN (0 in sides) for a unit without data.

    `p` is the exact mid-P against the target, `q` its Benjamini-Hochberg adjustment; `wide_p` and `wide_q` the same under the
    over-dispersed limits `wide`, which are never narrower than the exact ones. `reason` says why there is no funnel (then
    limits, z and p are NaN and `dispersion` is None).
    """

    kind: str
    target: float | None
    units: int
    values: np.ndarray
    denominators: np.ndarray
    exact: Limits
    wide: Limits
    z: np.ndarray
    z_winsorised: np.ndarray
    dispersion: Dispersion | None
    p: np.ndarray
    q: np.ndarray
    wide_p: np.ndarray
    wide_q: np.ndarray
    warnings: tuple[str, ...]
    reason: str | None = None

    @property
    def is_overdispersed(self) -> bool:
        return self.dispersion is not None and self.dispersion.is_clear

    @property
    def limits(self) -> Limits:
        """Those that judge: the over-dispersed ones where over-dispersion is clear, else the exact ones."""
        return self.wide if self.is_overdispersed else self.exact

    @property
    def judged_q(self) -> np.ndarray:
        return self.wide_q if self.is_overdispersed else self.q

    @property
    def outside_inner(self) -> np.ndarray:
        return self.limits.outside_inner(self.values)

    @property
    def outside_outer(self) -> np.ndarray:
        return self.limits.outside_outer(self.values)


def proportions_funnel(numerators, denominators, target: float | None = None) -> Funnel:
    """People with something among people; the target is the pooled proportion unless one is given.

    A unit with nobody, or with a larger numerator than denominator, is without data. Where the same people are counted in
    several months, give one month's mean counts: pooled counts would claim more information than there is.
    """
    x, n = numbers(numerators), numbers(denominators)
    possible = ~(x > n)
    warnings = () if possible[n > 0].all() else (IMPOSSIBLE_WARNING,)
    return funnel(PROPORTION, x, np.where(possible, n, np.nan), target, warnings)


def rates_funnel(numerators, person_time, target: float | None = None) -> Funnel:
    """Events over person-time, or observed over expected with a target of 1; the target is the pooled rate unless given."""
    return funnel(RATE, numbers(numerators), numbers(person_time), target, ())


def numbers(values) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def funnel(kind: str, x: np.ndarray, n: np.ndarray, target: float | None, warnings: tuple[str, ...]) -> Funnel:
    has_data = (n > 0) & (x >= 0)
    x, n = np.where(has_data, x, np.nan), np.where(has_data, n, np.nan)
    units = int(has_data.sum())
    if target is None:
        target = float(np.nansum(x) / np.nansum(n)) if units else None
    reason = why_there_is_none(kind, units, target)
    if reason:
        return no_funnel(kind, target, units, x / n, n, warnings, reason)
    return judged(kind, target, x, n, warnings)


def why_there_is_none(kind: str, units: int, target: float | None) -> str | None:
    if target is None:
        return NO_UNITS
    if units < 2:
        return ONE_UNIT
    if target <= 0:
        return NO_EVENTS
    return NOTHING_BUT_EVENTS if kind == PROPORTION and target >= 1 else None


def no_funnel(
    kind: str,
    target: float | None,
    units: int,
    values: np.ndarray,
    n: np.ndarray,
    warnings: tuple[str, ...],
    reason: str,
) -> Funnel:
    nothing = np.full_like(n, np.nan)
    none = Limits(nothing, nothing, nothing, nothing)
    return Funnel(
        kind, target, units, values, n, none, none, nothing, nothing, None, nothing, nothing, nothing, nothing, warnings, reason
    )  # fmt: skip


def judged(kind: str, target: float, x: np.ndarray, n: np.ndarray, warnings: tuple[str, ...]) -> Funnel:
    values, variance = x / n, chance_variance(kind, target, n)
    z = (values - target) / np.sqrt(variance)
    z_winsorised = winsorised(z)
    spread = dispersion(z, z_winsorised, variance)
    exact = exact_limits(kind, target, n)
    p = binomial_mid_p(x, n, target) if kind == PROPORTION else poisson_mid_p(x, target * n)
    wide_z = (values - target) / np.sqrt(variance + spread.tau_squared)
    wide_p = np.fmax(p, 2 * normal_tail(np.abs(wide_z)))
    return Funnel(
        kind=kind, target=target, units=int(np.count_nonzero(~np.isnan(n))), values=values, denominators=n,
        exact=exact, wide=wide_limits(kind, target, spread.tau_squared, n, exact),
        z=z, z_winsorised=z_winsorised, dispersion=spread,
        p=p, q=benjamini_hochberg(p), wide_p=wide_p, wide_q=benjamini_hochberg(wide_p),
        warnings=warnings + warnings_of(kind, target, n, spread),
    )  # fmt: skip


def warnings_of(kind: str, target: float, n: np.ndarray, spread: Dispersion) -> tuple[str, ...]:
    rarer = min(target, 1 - target) if kind == PROPORTION else target
    found = {
        FEW_UNITS_WARNING: np.count_nonzero(~np.isnan(n)) < FEW_UNITS,
        SMALL_EXPECTED_WARNING: np.nanmin(n) * rarer < FEW_EXPECTED,
        OVERDISPERSED_WARNING: spread.is_clear,
    }
    return tuple(warning for warning, holds in found.items() if holds)


def chance_variance(kind: str, target: float, n: np.ndarray) -> np.ndarray:
    """Of a value of each size when nothing but chance is at work."""
    return target * (1 - target) / n if kind == PROPORTION else target / n


def winsorised(z: np.ndarray, share: float = WINSORISED) -> np.ndarray:
    """Values beyond the `share` and 1 - `share` quantiles (interpolated, R's type 7) drawn in to them."""
    low, high = np.nanquantile(z, (share, 1 - share))
    return np.clip(z, low, high)


def dispersion(z: np.ndarray, z_winsorised: np.ndarray, variance: np.ndarray) -> Dispersion:
    phi = float(np.nanmean(z_winsorised**2))
    statistic, freedom = float(np.nansum(z**2)), int(np.count_nonzero(~np.isnan(z))) - 1
    return Dispersion(phi, tau_squared(phi, variance), statistic, freedom, float(chi_square_tail(statistic, freedom)))


def tau_squared(phi: float, variance: np.ndarray) -> float:
    """(I phi - (I - 1)) / (sum w - sum w^2 / sum w) with w = 1 / variance, and 0 where that is negative (DerSimonian, Laird)."""
    weights = 1 / variance[~np.isnan(variance)]
    units = weights.size
    room = weights.sum() - (weights**2).sum() / weights.sum()
    return max(0.0, float((units * phi - (units - 1)) / room)) if room > 0 else 0.0


def exact_binomial_limits(n, target, probability) -> np.ndarray:
    """The proportion below which a unit of n people lies with this probability, raw: it may lie a little below 0.

    r = the quantile of the count, limit = (r - (cdf(r) - probability) / pmf(r)) / n. NaN where n is 0 or missing.
    """
    n = np.where(np.asarray(n, dtype=float) > 0, n, np.nan)
    r = binomial_quantile(probability, n, target)
    return (r - (binomial_cdf(r, n, target) - probability) / binomial_pmf(r, n, target)) / n


def exact_poisson_limits(expected, probability) -> np.ndarray:
    """The ratio observed / expected below which a unit lies with this probability, raw; NaN where nothing is expected."""
    expected = np.where(np.asarray(expected, dtype=float) > 0, expected, np.nan)
    r = poisson_quantile(probability, expected)
    return (r - (poisson_cdf(r, expected) - probability) / poisson_pmf(r, expected)) / expected


def exact_limits(kind: str, target: float, n: np.ndarray) -> Limits:
    """Beyond each the exact tail, the unit's own count included, is less probable than the share; clipped to what is possible.

    The published formula interpolates P(X <= x) for both limits, so its upper limit lies one count too low: 40 of 40 at 90%,
    which chance gives one time in 68, lies beyond it at 99.8%. The mirror image of its lower limit is one count higher.
    """
    counts, most = (binomial_counts, 1.0) if kind == PROPORTION else (poisson_counts, np.inf)
    outer, inner = (counts(target, n, share / 2) for share in (OUTSIDE_OUTER, OUTSIDE_INNER))
    return Limits(*np.clip(np.array([outer[0], inner[0], inner[1], outer[1]]) / n, 0, most))


def wide_limits(kind: str, target: float, tau_squared: float, n: np.ndarray, exact: Limits) -> Limits:
    """target +- z sqrt(chance variance + tau squared), nowhere narrower than the exact limits."""
    half = np.sqrt(chance_variance(kind, target, n) + tau_squared)
    outer_lower, inner_lower, inner_upper, outer_upper = (target + normal_quantile(share) * half for share in QUANTILES)
    most = 1.0 if kind == PROPORTION else np.inf
    return Limits(
        np.maximum(np.minimum(outer_lower, exact.outer_lower), 0),
        np.maximum(np.minimum(inner_lower, exact.inner_lower), 0),
        np.minimum(np.maximum(inner_upper, exact.inner_upper), most),
        np.minimum(np.maximum(outer_upper, exact.outer_upper), most),
    )


@dataclass(frozen=True)
class Curve:
    """The limits over a range of denominators, for drawing."""

    denominators: np.ndarray
    exact: Limits
    wide: Limits


def curve(found: Funnel, points: int = CURVE_POINTS) -> Curve | None:
    """From the smallest to the largest unit, in steps of equal ratio and whole numbers; None where there is no funnel."""
    if found.reason:
        return None
    low, high = np.nanmin(found.denominators), np.nanmax(found.denominators)
    steps = np.unique(np.round(np.geomspace(max(low, 1), max(high, 1), points)))
    return limits_over(found.kind, found.target, found.dispersion.tau_squared, steps)


def limits_over(kind: str, target: float, tau_squared: float, denominators: np.ndarray) -> Curve:
    """The limits that units of these sizes would have."""
    exact = exact_limits(kind, target, denominators)
    return Curve(denominators, exact, wide_limits(kind, target, tau_squared, denominators, exact))


def sides(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return (values > upper).astype(np.int8) - (values < lower).astype(np.int8)
