"""Interrupted time series: did level and slope change at a given month, against the earlier line carried on? Pure, NumPy.

Segmented regression (Wagner 2002; Bernal 2017): least squares for a value a month, Poisson with offset for events over
person-time. Both stay without a comparison group, and say so. A series that cannot bear the question comes back with a
`reason` and no figures. Values are [months] for one series; the functions named `all_...` take [months, series].
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from measures.statistics.distributions import student_t_quantile, student_t_tail
from measures.statistics.segmented_design import (
    AUTOCORRELATED,
    FEW_MONTHS,
    FEW_POINTS,
    NEGATIVE_COUNT,
    NO_CONTROL,
    NO_DENOMINATOR,
    NO_EVENTS,
    NO_EVENTS_AFTER,
    NO_EVENTS_BEFORE,
    NO_FINITE_ESTIMATE,
    POST,
    SINCE,
    UNDERDISPERSED,
    Design,
    default_lag,
    months_on_each_side,
    reasons_of_length,
)
from measures.statistics.segmented_fits import Fits, fit_counts, fit_values

UPPER_POINT = 0.975  # of a 95% interval
# Rates and ratios beyond e to this power are not figures: next to no events carry the fit.
LARGEST_LOGARITHM = 50.0


@dataclass(frozen=True)
class Estimate:
    """With its 95% interval."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, kw_only=True)
class Segmented:
    """What was asked of one series, and why there is no answer when `reason` is not None; all figures are then None.

    `n` months were used, `months_before` and `months_after`; `months_missing` are rows without a value (the transition rows
    stand in the design). Coefficients run over `design.names`. `fitted`, `counterfactual` and its interval run over all
    months of the design: `fitted` is NaN where a month was not used, the counterfactual (the earlier line carried on)
    before the intervention. `difference_at_end`: the last used month, `last_row`, as fitted less as carried on.
    """

    method: str
    design: Design
    n: int
    months_before: int
    months_after: int
    months_missing: tuple[int, ...]
    newey_west_lag: int
    reason: str | None = None
    warnings: tuple[str, ...] = ()
    degrees_of_freedom: int | None = None
    last_row: int | None = None
    coefficients: np.ndarray | None = None
    standard_errors: np.ndarray | None = None
    newey_west: np.ndarray | None = None
    newey_west_small_sample: np.ndarray | None = None
    durbin_watson: float | None = None
    fitted: np.ndarray | None = None
    counterfactual: np.ndarray | None = None
    counterfactual_lower: np.ndarray | None = None
    counterfactual_upper: np.ndarray | None = None
    difference_at_end: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class SegmentedLeastSquares(Segmented):
    """`standard_errors`, t, p, lower and upper are those of ordinary least squares. The changes, and the intervals of the
    counterfactual and of the difference, rest on t and the larger of two variances: the ordinary one, and Newey-West with
    the factor n / (n - terms) (trap 24). Newey-West alone is too small in short series: without any autocorrelation its 95%
    interval for 24 months holds the truth in 85%, the larger of both in 95%. All in the unit of the values.
    """

    t: np.ndarray | None = None
    p: np.ndarray | None = None
    lower: np.ndarray | None = None
    upper: np.ndarray | None = None
    level_change: Estimate | None = None
    slope_change: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class SegmentedPoisson(Segmented):
    """`standard_errors` suppose Poisson variation. `dispersion` is Pearson's chi square over its degrees of freedom, raw;
    `quasi_standard_errors` and `quasi_p` (t) carry it, and so do the ratios, the counterfactual and `difference_at_end`
    (by the delta method). A dispersion below 1 narrows none of them: it is chance, or counts that are not independent.
    Rates and differences are events per unit of the denominator.
    """

    dispersion: float | None = None
    quasi_standard_errors: np.ndarray | None = None
    quasi_p: np.ndarray | None = None
    level_ratio: Estimate | None = None
    slope_ratio: Estimate | None = None
    ratio_at_end: Estimate | None = None


def segmented_least_squares(
    values: np.ndarray, plan: Design, newey_west_lag: int | None = None
) -> SegmentedLeastSquares:
    """One series of values a month, NaN where there is none; the lag defaults to 4 (n / 100)^(2/9)."""
    return all_segmented_least_squares(_one(values), plan, newey_west_lag)[0]


def segmented_poisson(
    counts: np.ndarray, denominators: np.ndarray, plan: Design, newey_west_lag: int | None = None
) -> SegmentedPoisson:
    """One series of events and person-time a month; a month that lacks either, or has no person-time, is no data."""
    return all_segmented_poisson(_one(counts), _one(denominators), plan, newey_west_lag)[0]


def _one(values: np.ndarray) -> np.ndarray:
    return np.asarray(values, dtype=float).reshape(-1, 1)


def all_segmented_least_squares(
    values: np.ndarray, plan: Design, newey_west_lag: int | None = None
) -> list[SegmentedLeastSquares]:
    """One result per column of [months, series]."""
    values = np.asarray(values, dtype=float).T
    usable = np.isfinite(values) & plan.kept
    lag = default_lag(int(plan.kept.sum())) if newey_west_lag is None else newey_west_lag
    asked = _asked("segmented least squares", plan, lag, usable, reasons_of_length(usable, plan))
    rows = [row for row, one in enumerate(asked) if one["reason"] is None]
    if rows:
        response = np.where(usable, values, 0)[rows]
        fits = fit_values(plan.columns, response, usable[rows], lag)
        p = _two_sided_p(fits, fits.dispersion)
        for place, row in enumerate(rows):
            asked[row] |= _least_squares_figures(fits, p[place], place, asked[row], usable[row])
    return [SegmentedLeastSquares(**one) for one in asked]


def all_segmented_poisson(
    counts: np.ndarray, denominators: np.ndarray, plan: Design, newey_west_lag: int | None = None
) -> list[SegmentedPoisson]:
    """One result per column of two [months, series] arrays."""
    counts, denominators = np.asarray(counts, dtype=float).T, np.asarray(denominators, dtype=float).T
    usable = np.isfinite(counts) & np.isfinite(denominators) & (denominators > 0) & plan.kept
    counts, denominators = np.where(usable, counts, 0), np.where(usable, denominators, 0)
    lag = default_lag(int(plan.kept.sum())) if newey_west_lag is None else newey_west_lag
    reasons = _reasons_of_events(counts, denominators, usable, plan)
    asked = _asked("segmented Poisson regression", plan, lag, usable, reasons)
    rows = [row for row, one in enumerate(asked) if one["reason"] is None]
    if rows:
        fits = fit_counts(plan.columns, counts[rows], denominators[rows], usable[rows], lag)
        p = _two_sided_p(fits, np.maximum(fits.dispersion, 1))
        for place, row in enumerate(rows):
            asked[row] |= _poisson_figures(fits, p[place], place, asked[row], usable[row])
    return [SegmentedPoisson(**one) for one in asked]


def _reasons_of_events(counts, denominators, usable, plan: Design) -> np.ndarray:
    """The gravest that holds of each series: later lines overwrite earlier ones."""
    events = counts.sum(axis=1)
    events_after = np.sum(counts * plan.is_after, axis=1)
    reasons = reasons_of_length(usable, plan)
    enough = reasons == ""
    reasons[enough & (events_after == 0)] = NO_EVENTS_AFTER
    reasons[enough & (events_after == events)] = NO_EVENTS_BEFORE
    reasons[enough & (events == 0)] = NO_EVENTS
    reasons[denominators.sum(axis=1) == 0] = NO_DENOMINATOR
    reasons[np.any(counts < 0, axis=1)] = NEGATIVE_COUNT
    return reasons


def _asked(method: str, plan: Design, lag: int, usable: np.ndarray, reasons: np.ndarray) -> list[dict]:
    """What is known of each series before anything is fitted."""
    before, after = months_on_each_side(usable, plan)
    return [
        {
            "method": method,
            "design": plan,
            "n": int(before[row] + after[row]),
            "months_before": int(before[row]),
            "months_after": int(after[row]),
            "months_missing": tuple(np.flatnonzero(~usable[row] & plan.kept).tolist()),
            "newey_west_lag": lag,
            "reason": reason or None,
        }
        for row, reason in enumerate(reasons)
    ]


@dataclass(frozen=True)
class _Contrasts:
    """Sums of coefficients with their intervals: half width is t times the largest of the standard errors on offer."""

    coefficients: np.ndarray
    covariances: tuple[np.ndarray, ...]
    quantile: float

    def half_widths(self, contrasts: np.ndarray) -> np.ndarray:
        """Of each row of [rows, terms]."""
        variances = [np.einsum("rk,kl,rl->r", contrasts, one, contrasts) for one in self.covariances]
        return self.quantile * np.sqrt(np.max(variances, axis=0))

    def estimate(self, contrast: np.ndarray, value: float | None = None) -> Estimate:
        value = float(contrast @ self.coefficients) if value is None else value
        half = float(self.half_widths(contrast[None])[0])
        return Estimate(value, value - half, value + half)

    def term(self, place: int) -> Estimate:
        return self.estimate(np.eye(len(self.coefficients))[place])


def _least_squares_figures(fits: Fits, p: np.ndarray, place: int, asked: dict, usable: np.ndarray) -> dict:
    """`reason` and nothing more where the fit does not stand."""
    if fits.reason[place]:
        return {"reason": str(fits.reason[place])}
    plan, freedom, coefficients = asked["design"], int(fits.freedom[place]), fits.coefficients[place]
    covariance = fits.inverse[place] * fits.dispersion[place]
    errors = np.sqrt(np.diag(covariance))
    quantile = _quantile(freedom)
    robust = fits.newey_west[place] * asked["n"] / freedom
    contrasts = _Contrasts(coefficients, (robust, covariance), quantile)
    common = _common_figures(fits, place, asked, usable)
    last = common["last_row"]
    line, half = plan.counterfactual @ coefficients, contrasts.half_widths(plan.counterfactual)
    return common | {
        "standard_errors": errors,
        "t": coefficients / errors,
        "p": p,
        "lower": coefficients - quantile * errors,
        "upper": coefficients + quantile * errors,
        "level_change": contrasts.term(POST),
        "slope_change": contrasts.term(SINCE),
        "difference_at_end": contrasts.estimate(plan.columns[last] - plan.counterfactual[last]),
        **_lines(plan, usable, plan.columns @ coefficients, line, line - half, line + half),
    }


def _poisson_figures(fits: Fits, p: np.ndarray, place: int, asked: dict, usable: np.ndarray) -> dict:
    """`reason` and nothing more where the fit does not stand."""
    if fits.reason[place]:
        return {"reason": str(fits.reason[place])}
    plan, freedom, coefficients = asked["design"], int(fits.freedom[place]), fits.coefficients[place]
    dispersion = float(fits.dispersion[place])
    covariance = fits.inverse[place] * max(dispersion, 1)
    quasi = np.sqrt(np.diag(covariance))
    contrasts = _Contrasts(coefficients, (covariance,), _quantile(freedom))
    common = _common_figures(fits, place, asked, usable)
    after, before = plan.columns[common["last_row"]], plan.counterfactual[common["last_row"]]
    line, half = plan.counterfactual @ coefficients, contrasts.half_widths(plan.counterfactual)
    ratios = [contrasts.term(POST), contrasts.term(SINCE), contrasts.estimate(after - before)]
    if _is_endless(plan.columns @ coefficients, line - half, line + half, *((one.lower, one.upper) for one in ratios)):
        return {"reason": NO_FINITE_ESTIMATE}
    level_ratio, slope_ratio, ratio_at_end = map(_ratio, ratios)
    rate_after, rate_before = np.exp(after @ coefficients), np.exp(before @ coefficients)
    return common | {
        "warnings": common["warnings"] + ((UNDERDISPERSED,) if dispersion < 1 else ()),
        "standard_errors": np.sqrt(np.diag(fits.inverse[place])),
        "dispersion": dispersion,
        "quasi_standard_errors": quasi,
        "quasi_p": p,
        "level_ratio": level_ratio,
        "slope_ratio": slope_ratio,
        "ratio_at_end": ratio_at_end,
        "difference_at_end": contrasts.estimate(
            rate_after * after - rate_before * before, float(rate_after - rate_before)
        ),
        **_lines(plan, usable, *map(np.exp, (plan.columns @ coefficients, line, line - half, line + half))),
    }


def _common_figures(fits: Fits, place: int, asked: dict, usable: np.ndarray) -> dict:
    freedom = int(fits.freedom[place])
    robust = np.sqrt(np.maximum(np.diag(fits.newey_west[place]), 0))  # rounding alone takes it below nought
    return {
        "warnings": _warnings(asked, bool(fits.is_autocorrelated[place])),
        "degrees_of_freedom": freedom,
        "last_row": int(np.flatnonzero(usable)[-1]),
        "coefficients": fits.coefficients[place],
        "newey_west": robust,
        "newey_west_small_sample": robust * np.sqrt(asked["n"] / freedom),
        "durbin_watson": float(fits.durbin_watson[place]),
    }


def _warnings(asked: dict, is_autocorrelated: bool) -> tuple[str, ...]:
    is_short = min(asked["months_before"], asked["months_after"]) < FEW_MONTHS
    return (NO_CONTROL, *((FEW_POINTS,) if is_short else ()), *((AUTOCORRELATED,) if is_autocorrelated else ()))


def _lines(plan: Design, usable: np.ndarray, fitted, counterfactual, lower, upper) -> dict:
    from_intervention = np.arange(plan.months) >= plan.intervention_row
    return {
        "fitted": np.where(usable, fitted, np.nan),
        "counterfactual": np.where(from_intervention, counterfactual, np.nan),
        "counterfactual_lower": np.where(from_intervention, lower, np.nan),
        "counterfactual_upper": np.where(from_intervention, upper, np.nan),
    }


def _is_endless(*logarithms: np.ndarray) -> bool:
    """Whether an end of an interval, as a logarithm, is of a size that no rate or ratio has."""
    return any(np.max(np.abs(one)) > LARGEST_LOGARITHM for one in logarithms)


def _ratio(estimate: Estimate) -> Estimate:
    return Estimate(*(float(np.exp(end)) for end in (estimate.value, estimate.lower, estimate.upper)))


@cache
def _quantile(freedom: int) -> float:
    return float(student_t_quantile(UPPER_POINT, freedom))


def _two_sided_p(fits: Fits, dispersion: np.ndarray) -> np.ndarray:
    """[series, terms], all at once because each call of the distribution costs more than the rest of a series."""
    with np.errstate(divide="ignore", invalid="ignore"):  # fits that do not stand have a reason and show no p
        errors = np.sqrt(np.diagonal(fits.inverse, axis1=1, axis2=2) * dispersion[:, None])
        return 2 * student_t_tail(np.abs(fits.coefficients / errors), fits.freedom[:, None])
