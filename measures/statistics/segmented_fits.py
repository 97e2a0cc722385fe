"""The arithmetic of segmented regression for many series at once: coefficients and covariances, no words. Pure, NumPy.

Shapes: columns [months, terms]; counts, values and `usable` [series, months]; what is not usable holds 0.
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics.least_squares import LeastSquares, durbin_watson, least_squares, newey_west
from measures.statistics.segmented_design import NO_FINITE_ESTIMATE, NO_VARIATION, SINGULAR

# The lower 5% point of a standard normal: Durbin-Watson below it speaks of positive autocorrelation.
AUTOCORRELATION_POINT = -1.6449
# Residuals this small beside the values are rounding, not variation.
ROUNDING = 1e-10
MOST_STEPS = 60
STEP_THAT_ENDS = 1e-9
# The linear predictor stands for a ratio to the overall rate; beyond e to this power it overflows on the way to nowhere.
LARGEST_PREDICTOR = 30.0
# A month fitted at under a millionth of the overall rate: the fit is on its way to no events at all and has no end.
VANISHING_RATE = 1e-6


@dataclass(frozen=True)
class Fits:
    """Arrays over series; `reason` is the empty text where the fit stands.

    `dispersion` is the residual variance (least squares) or Pearson's chi square over `freedom` (Poisson); `inverse` is
    the covariance for a dispersion of 1. `newey_west` has no small-sample factor.
    """

    reason: np.ndarray
    coefficients: np.ndarray
    inverse: np.ndarray
    dispersion: np.ndarray
    freedom: np.ndarray
    newey_west: np.ndarray
    durbin_watson: np.ndarray
    is_autocorrelated: np.ndarray


def fit_values(columns: np.ndarray, values: np.ndarray, usable: np.ndarray, lag: int) -> Fits:
    """Ordinary least squares of each series."""
    fit = least_squares(columns, usable.astype(float), values)
    residuals = np.where(usable, values - fit.coefficients @ columns.T, 0)
    size = np.sqrt(np.sum(residuals**2, axis=1) / usable.sum(axis=1))
    is_exact = size <= ROUNDING * np.abs(values).max(axis=1)
    reason = np.where(fit.is_singular, SINGULAR, np.where(is_exact, NO_VARIATION, ""))
    return _fits(columns, fit, residuals, residuals, usable, lag, reason)


def fit_counts(columns: np.ndarray, counts: np.ndarray, denominators: np.ndarray, usable: np.ndarray, lag: int) -> Fits:
    """Poisson regression of each series with log link and offset log(denominator), McCullagh and Nelder 1989.

    `NO_FINITE_ESTIMATE` where the fit does not settle or a month's rate vanishes: the likelihood then has no maximum.
    Every series needs an event, and every usable month a denominator above zero.
    """
    overall = counts.sum(axis=1) / denominators.sum(axis=1)
    expected = denominators * overall[:, None]
    fit, linear, has_settled = _reweighted(columns, counts, expected, usable)
    fitted = expected * np.exp(linear)
    residuals = np.where(usable, counts - fitted, 0)
    pearson = residuals / np.sqrt(np.where(usable, fitted, 1))
    vanishes = np.min(np.where(usable, linear, 0), axis=1) < np.log(VANISHING_RATE)
    is_singular = least_squares(columns, usable.astype(float), counts).is_singular
    reason = np.where(is_singular, SINGULAR, np.where(vanishes | ~has_settled, NO_FINITE_ESTIMATE, ""))
    fit.coefficients[:, 0] += np.log(overall)
    return _fits(columns, fit, residuals, pearson, usable, lag, reason)


def _reweighted(columns, counts, expected, usable) -> tuple[LeastSquares, np.ndarray, np.ndarray]:
    """Iteratively reweighted least squares of counts against what the overall rate expects, from half-way between both."""
    safe = np.where(usable, expected, 1)
    linear = np.where(usable, np.log((counts + safe) / (2 * safe)), 0)
    for _ in range(MOST_STEPS):
        fitted = expected * np.exp(linear)
        working = np.where(usable, linear + counts / np.where(usable, fitted, 1) - 1, 0)
        fit = least_squares(columns, fitted, working)
        before, linear = linear, np.clip(fit.coefficients @ columns.T, -LARGEST_PREDICTOR, LARGEST_PREDICTOR)
        has_settled = np.max(np.abs(linear - before) * usable, axis=1) < STEP_THAT_ENDS
        if has_settled.all():
            break
    return fit, linear, has_settled


def _fits(columns, fit: LeastSquares, residuals, standardised, usable, lag: int, reason) -> Fits:
    """`residuals` make the scores; `standardised` have equal variance when the model holds."""
    freedom = usable.sum(axis=1) - columns.shape[1]
    scores = residuals[:, :, None] * columns
    with np.errstate(invalid="ignore", divide="ignore"):  # an exact fit has no residuals to compare: it has a reason
        durbin = durbin_watson(standardised, fit.orthogonal, usable)
    return Fits(
        reason=reason,
        coefficients=fit.coefficients,
        inverse=fit.inverse,
        dispersion=np.sum(standardised**2, axis=1) / freedom,
        freedom=freedom,
        newey_west=newey_west(scores, fit.inverse, lag),
        durbin_watson=durbin.statistic,
        is_autocorrelated=durbin.standardised < AUTOCORRELATION_POINT,
    )
