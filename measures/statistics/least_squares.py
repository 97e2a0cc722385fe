"""Weighted least squares and its covariances, many series at once. Pure, NumPy.

Shapes: columns [months, terms]; weights, response and residuals [series, months], weight 0 for a month that is not used;
coefficients [series, terms]; covariances [series, terms, terms].
"""

from dataclasses import dataclass

import numpy as np

# A column of which less than this part is left when those before it are taken away counts as their combination.
LEAST_PART_LEFT = 1e-8


@dataclass(frozen=True)
class LeastSquares:
    """`orthogonal` [series, months, terms] spans the weighted columns; `inverse` is that of the weighted cross products."""

    coefficients: np.ndarray
    inverse: np.ndarray
    orthogonal: np.ndarray
    is_singular: np.ndarray


def least_squares(columns: np.ndarray, weights: np.ndarray, response: np.ndarray) -> LeastSquares:
    """By orthogonal columns, which unlike the normal equations bear a month of a billion beside a month of one."""
    root = np.sqrt(weights)
    weighted = root[:, :, None] * columns
    orthogonal, triangle = np.linalg.qr(weighted)
    lengths = np.linalg.norm(weighted, axis=1)
    left = np.abs(np.diagonal(triangle, axis1=1, axis2=2))
    is_singular = np.any(left <= LEAST_PART_LEFT * lengths, axis=1)
    triangle[is_singular] = np.eye(columns.shape[1])
    half = np.linalg.inv(triangle)
    projected = np.einsum("stk,st->sk", orthogonal, root * response)
    coefficients = np.einsum("skl,sl->sk", half, projected)
    return LeastSquares(coefficients, half @ half.transpose(0, 2, 1), orthogonal, is_singular)


def newey_west(scores: np.ndarray, inverse: np.ndarray, lag: int) -> np.ndarray:
    """Covariance that bears neighbouring months being alike: Bartlett weights 1 - l / (lag + 1), no prewhitening.

    `scores` [series, months, terms] are residual x column, 0 where a month is not used; a lag is counted in months of the
    calendar, so a gap does not make neighbours of months that are not (Parzen's amplitude-modulated estimate).
    Newey and West 1987; the factor n / (n - terms) for small samples is left to the caller.
    """
    middle = scores.transpose(0, 2, 1) @ scores
    for distance in range(1, min(lag, scores.shape[1] - 1) + 1):
        crossed = scores[:, distance:].transpose(0, 2, 1) @ scores[:, :-distance]
        middle += (1 - distance / (lag + 1)) * (crossed + crossed.transpose(0, 2, 1))
    return inverse @ middle @ inverse


@dataclass(frozen=True)
class DurbinWatson:
    """`statistic` near 2 without autocorrelation; `standardised` is its distance from what chance expects, in its sd."""

    statistic: np.ndarray
    standardised: np.ndarray


def durbin_watson(residuals: np.ndarray, orthogonal: np.ndarray, used: np.ndarray) -> DurbinWatson:
    """Sum of squared steps between neighbouring months over the sum of squares, [series].

    Only months next to each other make a step; with gaps the statistic is put on the scale of a series without.
    Mean and variance under independence are exact given the columns (Durbin and Watson 1950, 1951: traces of MA and MAMA).
    """
    pairs = used[:, 1:] & used[:, :-1]
    count, months, terms = pairs.sum(axis=1), used.sum(axis=1), orthogonal.shape[2]
    squares = np.sum(residuals**2, axis=1)
    raw = np.sum(np.diff(residuals, axis=1) ** 2 * pairs, axis=1) / squares
    freedom = months - terms
    trace, trace_of_square = _traces(orthogonal, pairs)
    mean = trace / freedom
    variance = 2 * (trace_of_square - trace * mean) / (freedom * (freedom + 2))
    return DurbinWatson(raw * (months - 1) / np.maximum(count, 1), (raw - mean) / np.sqrt(variance))


def _traces(orthogonal: np.ndarray, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Traces of MA and MAMA: A sums squared steps, M = I - QQ' takes away what the columns explain."""
    steps = np.diff(orthogonal, axis=1) * pairs[:, :, None]
    both_sides = np.pad(steps, ((0, 0), (1, 0), (0, 0))) - np.pad(steps, ((0, 0), (0, 1), (0, 0)))
    neighbours = np.pad(pairs, ((0, 0), (1, 0))).astype(int) + np.pad(pairs, ((0, 0), (0, 1)))
    inner = steps.transpose(0, 2, 1) @ steps
    trace = 2 * pairs.sum(axis=1) - np.trace(inner, axis1=1, axis2=2)
    trace_of_a_squared = np.sum(neighbours**2, axis=1) + 2 * pairs.sum(axis=1)
    trace_of_square = trace_of_a_squared - 2 * np.sum(both_sides**2, axis=(1, 2)) + np.sum(inner**2, axis=(1, 2))
    return trace, trace_of_square
