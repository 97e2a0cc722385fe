"""Centre lines and limits: individuals, moving range, p, p', u, u', c and I'. Pure, NumPy.

Every function takes [months, series] arrays ([T, N], NaN for no value) and, optionally,

    phases   int [T, N]: number of the phase from 0 up; nothing is computed across phases
    counted  bool [T, N]: points that centre and limits rest on (a frozen baseline, without excluded points); the others are judged
             by the limits and leave no trace in them (trap 8)

Values of p and u charts are numerator over denominator, without a multiplier, and their centre is the pooled one, sum over sum: a
mean of percentages is another figure (trap 11). Formulas: Montgomery, Introduction to Statistical Quality Control;
Laney 2002 for p' and u'; Taylor 2018 for I'.
"""

from dataclasses import dataclass, replace

import numpy as np

from measures.statistics import codes
from measures.statistics.bands import LIMIT_SIGMAS, NEAR_SIGMAS, limits_at, sigma_at
from measures.statistics.exact_limits import exact_limits_at
from measures.statistics.moving_ranges import (
    D2,
    MDC,
    QIC,
    ROUNDING,
    WEIGHTED,
    Constants,
    bridged_range_values,
    mean_range,
    moving_range_values,
    varies,
)
from measures.statistics.phases import Phases, counted_values, ratio

__all__ = ["MDC", "QIC", "Constants", "Limits", "clipped", "limits_at"]

# The moving range chart is not one of the kinds that dashboards choose, nor is I'.
MOVING_RANGE, WEIGHTED_INDIVIDUALS = "mr", "ip"

# Why a phase has no limits.
HAS_LIMITS, NO_POINTS, NO_NEIGHBOURS, NO_VARIATION, NONE_OR_ALL, ZERO_GAP = range(6)
NO_LIMITS_REASONS = ("", "no_points", "no_neighbours", "no_variation", "none_or_all", "zero_gap")

# Under 1, chance between people alone would be wider than what was seen: Laney's ratio is half the time, by luck (trap 12).
LEAST_SIGMA_Z = 1.0


@dataclass(frozen=True)
class Limits:
    """Of many series: [T, N] for months, [P, N] for phases; limits are raw, NaN where there are none. Some arrays are read only.

    value                       what is plotted, NaN for no data
    centre, sigma               of the month's phase, and one standard deviation of this month's point
    lower, upper                three sigma out; near_lower, near_upper two thirds of the way
    phase_centre, spread        what `limits_at` needs to draw the same limits again
    sigma_z                     Laney's ratio, raw, before it is kept from falling under 1; NaN on other charts
    points, moving_ranges       what the phase rests on
    reason                      why the phase has no limits, one of the codes above
    """

    kind: str
    value: np.ndarray
    centre: np.ndarray
    sigma: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    near_lower: np.ndarray
    near_upper: np.ndarray
    phase_centre: np.ndarray
    spread: np.ndarray
    sigma_z: np.ndarray
    points: np.ndarray
    moving_ranges: np.ndarray
    reason: np.ndarray


def clipped(limits: np.ndarray, low: float, high: float = np.inf) -> np.ndarray:
    """For a picture only: a limit that is clipped can never signal, and the true one stays for rules and assurance (trap 9)."""
    return np.clip(limits, low, high)


def individuals(
    values: np.ndarray,
    phases: np.ndarray | None = None,
    counted: np.ndarray | None = None,
    *,
    screened: bool = False,
    constants: Constants = MDC,
    guarded: bool = True,
    bridged: bool = False,
) -> Limits:
    """Mean +- 2.66 mean moving ranges. All equal: no limits, since every later point would be a signal (trap 5).

    As the references have it, for comparison with them: `guarded=False` gives limits of no width instead; `bridged=True` takes moving
    ranges across points that are not counted.
    """
    stretches = Phases(phases, values.shape)
    used = counted_values(values, counted)
    centre, points = stretches.means(values, used)
    ranges = (bridged_range_values if bridged else moving_range_values)(values, used, stretches)
    found = mean_range(ranges, stretches, screened=screened, constants=constants, guarded=guarded)
    stands = varies(found.mean, centre) | (not guarded)
    spread = np.where(stands, constants.sigma * found.mean, np.nan)
    reason = np.select(
        [points == 0, stretches.sums(~np.isnan(ranges)) == 0, np.isnan(spread)],
        [NO_POINTS, NO_NEIGHBOURS, NO_VARIATION],
    )
    return level_limits(codes.INDIVIDUALS, values, stretches, centre, spread, points, found.used, reason)


def level_limits(kind, values, stretches, centre, spread, points, used, reason) -> Limits:
    """Limits that are the same in every month of a phase, months without a value included."""
    band = limits_at(kind, centre, spread)
    at = stretches.at_months
    return Limits(
        kind=kind,
        value=values,
        centre=at(centre),
        sigma=at((band.upper - centre) / 3),
        lower=at(band.lower),
        upper=at(band.upper),
        near_lower=at(band.near_lower),
        near_upper=at(band.near_upper),
        phase_centre=centre,
        spread=spread,
        sigma_z=np.full(centre.shape, np.nan),
        points=points,
        moving_ranges=used,
        reason=reason,
    )


def moving_ranges(
    values: np.ndarray,
    phases: np.ndarray | None = None,
    counted: np.ndarray | None = None,
    *,
    constants: Constants = MDC,
) -> Limits:
    """The chart of the moving ranges: all of them are plotted, the counted ones make mean and upper limit.

    The lower limit is 0, and the near limit is two thirds of the upper one, as qicharts2 has it. The mean is no median: the Anhoej rules
    do not hold on this chart (trap 20).
    """
    stretches = Phases(phases, values.shape)
    everything = moving_range_values(values, ~np.isnan(values), stretches)
    used = moving_range_values(values, counted_values(values, counted), stretches)
    centre, points = stretches.means(used, ~np.isnan(used))
    stands = centre > 0
    upper = np.where(stands, constants.range_limit * centre, np.nan)
    nought = np.where(stands, 0.0, np.nan)
    at = stretches.at_months
    return Limits(
        kind=MOVING_RANGE,
        value=everything,
        centre=at(centre),
        sigma=at((upper - centre) / 3),
        lower=at(nought),
        upper=at(upper),
        near_lower=at(nought),
        near_upper=at(upper * 2 / 3),
        phase_centre=centre,
        spread=(upper - centre) / 3,
        sigma_z=np.full(centre.shape, np.nan),
        points=points,
        moving_ranges=points,
        reason=np.select([points == 0, ~stands], [NO_NEIGHBOURS, NO_VARIATION]),
    )


def counts(numerators: np.ndarray, phases: np.ndarray | None = None, counted: np.ndarray | None = None) -> Limits:
    """c chart: mean +- 3 sqrt(mean). Without a single event there are no limits."""
    stretches = Phases(phases, numerators.shape)
    centre, points = stretches.means(numerators, counted_values(numerators, counted))
    reason = np.select([points == 0, ~(centre > 0)], [NO_POINTS, NONE_OR_ALL])
    spread = np.where(reason == HAS_LIMITS, 1.0, np.nan)
    return level_limits(codes.C_CHART, numerators, stretches, centre, spread, points, np.zeros_like(points), reason)


def proportions(
    numerators: np.ndarray,
    denominators: np.ndarray,
    phases: np.ndarray | None = None,
    counted: np.ndarray | None = None,
    *,
    prime: bool = False,
    screened: bool = True,
    least_sigma_z: float = LEAST_SIGMA_Z,
    exact: bool = False,
) -> Limits:
    """p chart: sum over sum +- 3 sqrt(p (1 - p) / n). `prime`: Laney's p', whose limits are sigma z times as wide.

    `exact`: binomial limits, for few people or shares near nobody or everybody. ValueError together with `prime`.
    """
    kind = codes.P_PRIME if prime else codes.P_CHART
    return pooled_chart(kind, Counts.of(numerators, denominators, phases, counted), screened, least_sigma_z, exact)


def rates(
    numerators: np.ndarray,
    denominators: np.ndarray,
    phases: np.ndarray | None = None,
    counted: np.ndarray | None = None,
    *,
    prime: bool = False,
    screened: bool = True,
    least_sigma_z: float = LEAST_SIGMA_Z,
    exact: bool = False,
) -> Limits:
    """u chart: sum over sum +- 3 sqrt(u / n). `prime`: Laney's u'. `exact`: Poisson limits; ValueError together with `prime`."""
    kind = codes.U_PRIME if prime else codes.U_CHART
    return pooled_chart(kind, Counts.of(numerators, denominators, phases, counted), screened, least_sigma_z, exact)


@dataclass(frozen=True)
class Counts:
    """Numerators over denominators, [T, N], with the pooled centre and the points of each phase, [P, N]."""

    values: np.ndarray
    denominators: np.ndarray
    used: np.ndarray
    phases: Phases
    centre: np.ndarray
    points: np.ndarray

    @classmethod
    def of(cls, numerators, denominators, phases, counted) -> "Counts":
        """A month without a numerator, or with nobody in the denominator, is a month without data."""
        values = ratio(numerators, denominators)
        denominators = np.where(np.isnan(values), np.nan, denominators)
        used, stretches = counted_values(values, counted), Phases(phases, values.shape)
        above, below = (stretches.sums(np.where(used, amounts, 0.0)) for amounts in (numerators, denominators))
        return cls(values, denominators, used, stretches, ratio(above, below), stretches.sums(used.astype(np.int64)))


def pooled_chart(kind: str, data: Counts, screened: bool, least_sigma_z: float, exact: bool) -> Limits:
    found = pooled_limits(kind, data, screened, least_sigma_z)
    return with_exact_limits(found, data) if exact else found


def pooled_limits(kind: str, data: Counts, screened: bool, least_sigma_z: float) -> Limits:
    """Limits of p and u charts, from sums over sums."""
    one = sigma_at(kind, data.phases.at_months(data.centre), 1.0, data.denominators)
    widest = 1 if kind in (codes.P_CHART, codes.P_PRIME) else np.inf
    inside = (data.centre > 0) & (data.centre < widest)
    if kind in (codes.P_CHART, codes.U_CHART):
        reason = np.select([data.points == 0, ~inside], [NO_POINTS, NONE_OR_ALL])
        return sloping_limits(kind, data, one, np.where(inside, 1.0, np.nan), reason)
    sigma_z, used = laney(data, one, screened)
    floored = np.maximum(sigma_z, least_sigma_z)
    missing = [data.points == 0, ~inside, np.isnan(sigma_z), ~(floored > ROUNDING)]
    reason = np.select(missing, [NO_POINTS, NONE_OR_ALL, NO_NEIGHBOURS, NO_VARIATION])
    spread = np.where(reason == HAS_LIMITS, floored, np.nan)
    return sloping_limits(kind, data, one, spread, reason, sigma_z=sigma_z, moving_ranges=used)


def with_exact_limits(found: Limits, data: Counts) -> Limits:
    """The same centre and points, the limits from the distribution itself; sigma stays the normal one."""
    band = exact_limits_at(found.kind, found.centre, data.denominators)
    return replace(found, lower=band.lower, near_lower=band.near_lower, near_upper=band.near_upper, upper=band.upper)


def laney(data: Counts, sigma: np.ndarray, screened: bool) -> tuple[np.ndarray, np.ndarray]:
    """[P, N] twice: sigma z, the spread of the standardised points from month to month, and how many moving ranges it rests on.

    It is a moving range: it takes up what changes from month to month and not a slow drift. It is for one series over time and says
    nothing of differences between practices (trap 12).
    """
    with np.errstate(invalid="ignore"):
        standardised = (data.values - data.phases.at_months(data.centre)) / sigma
    ranges = moving_range_values(standardised, data.used, data.phases)
    found = mean_range(ranges, data.phases, screened=screened, constants=QIC)
    return found.mean / D2, found.used


def sloping_limits(kind, data: Counts, one, spread, reason, *, sigma_z=None, moving_ranges=None) -> Limits:
    """Limits that follow the denominators; `one` is the standard deviation of each point before the spread widens it."""
    centre, sigma = data.phases.at_months(data.centre), one * data.phases.at_months(spread)
    return Limits(
        kind=kind,
        value=data.values,
        centre=centre,
        sigma=sigma,
        lower=centre - LIMIT_SIGMAS * sigma,
        upper=centre + LIMIT_SIGMAS * sigma,
        near_lower=centre - NEAR_SIGMAS * sigma,
        near_upper=centre + NEAR_SIGMAS * sigma,
        phase_centre=data.centre,
        spread=spread,
        sigma_z=np.full(data.centre.shape, np.nan) if sigma_z is None else sigma_z,
        points=data.points,
        moving_ranges=np.zeros_like(data.points) if moving_ranges is None else moving_ranges,
        reason=reason,
    )


def weighted_individuals(
    numerators: np.ndarray,
    denominators: np.ndarray,
    phases: np.ndarray | None = None,
    counted: np.ndarray | None = None,
    *,
    screened: bool = True,
) -> Limits:
    """I' chart: an individuals chart of sums over sums whose limits narrow with the root of the denominator (Taylor 2018).

    A second opinion on p' and u' that assumes neither people nor events: sigma is that of one unit of denominator.
    """
    data = Counts.of(numerators, denominators, phases, counted)
    ranges = moving_range_values(data.values, data.used, data.phases)
    ranges[1:] /= np.sqrt(ratio(1.0, data.denominators[1:]) + ratio(1.0, data.denominators[:-1]))
    found = mean_range(ranges, data.phases, screened=screened, constants=WEIGHTED)
    stands = varies(found.mean, data.centre)
    spread = np.where(stands, found.mean * WEIGHTED.sigma, np.nan)
    reason = np.select([data.points == 0, found.used == 0, ~stands], [NO_POINTS, NO_NEIGHBOURS, NO_VARIATION])
    one = np.sqrt(ratio(1.0, data.denominators))
    return sloping_limits(WEIGHTED_INDIVIDUALS, data, one, spread, reason, moving_ranges=found.used)
