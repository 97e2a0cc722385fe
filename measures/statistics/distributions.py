"""Exact distributions: normal, binomial, Poisson, chi-square, Student's t. Pure, NumPy, vectorised.

Arguments broadcast; numbers in give a number out, arrays an array of float64. NaN in, or an argument outside its range (p
outside 0 to 1, fewer than no degrees of freedom), gives NaN. Counts and means may be as large as 10^9. Tails keep their
digits however small they are, so a tail is never to be had as one less the other.
"""

from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from measures.statistics.special_functions import (
    binomial_density,
    binomial_tails,
    erfc_each,
    incomplete_beta,
    incomplete_gamma,
    poisson_density,
    poisson_tails,
)

STANDARD_NORMAL = NormalDist()
# Sums differ in their last digits: a cumulative probability that misses p by less than this reaches it.
REACHES = 1e-13
NEWTON_STEPS = 60
LARGEST_STEP = 2.0  # of a logarithm, in one step of Newton's
SETTLED = 1e-14

inverse_normal_each = np.frompyfunc(STANDARD_NORMAL.inv_cdf, 1, 1)


def over_valid(calculate: Callable, valid: Callable, *arguments) -> np.ndarray:
    """`calculate` on one-dimensional float arrays of the places where `valid` holds, in the broadcast shape, NaN elsewhere."""
    arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=float) for argument in arguments))
    shape = arrays[0].shape
    flat = [array.ravel() for array in arrays]
    good = valid(*flat)
    result = np.full(flat[0].shape, np.nan)
    if good.any():
        result[good] = calculate(*(array[good] for array in flat))
    return result.reshape(shape)[()]


def normal_tail(z) -> np.ndarray:
    """P(Z > z)."""
    return over_valid(lambda z: erfc_each(z / np.sqrt(2)).astype(float) / 2, lambda z: ~np.isnan(z), z)


def normal_quantile(p) -> np.ndarray:
    """The z below which Z lies with probability p; 3.0902 for 0.999 (not 3: trap 22)."""
    return over_valid(inverse_normal, is_probability, p)


def inverse_normal(p: np.ndarray) -> np.ndarray:
    ends = (p == 0) | (p == 1)
    return np.where(ends, np.where(p == 0, -np.inf, np.inf), inverse_normal_each(np.where(ends, 0.5, p)).astype(float))


def is_probability(p: np.ndarray) -> np.ndarray:
    return (p >= 0) & (p <= 1)


def is_binomial(k: np.ndarray, n: np.ndarray, p: np.ndarray) -> np.ndarray:
    return ~np.isnan(k) & (n >= 0) & np.isfinite(n) & is_probability(p)


def binomial_pmf(k, n, p) -> np.ndarray:
    """P(X = k) among n with probability p each; 0 where k is no whole number."""
    return over_valid(
        lambda k, n, p: np.where(k == np.floor(k), binomial_density(k, n, p, 1 - p), 0.0), is_binomial, k, n, p
    )


def binomial_cdf(k, n, p) -> np.ndarray:
    """P(X <= k)."""
    return over_valid(lambda k, n, p: binomial_tails(np.floor(k), n, p, 1 - p)[0], is_binomial, k, n, p)


def binomial_tail(k, n, p) -> np.ndarray:
    """P(X > k)."""
    return over_valid(lambda k, n, p: binomial_tails(np.floor(k), n, p, 1 - p)[1], is_binomial, k, n, p)


def binomial_quantile(probability, n, p) -> np.ndarray:
    """The fewest k with P(X <= k) of at least `probability`."""
    return over_valid(
        inverse_binomial,
        lambda probability, n, p: is_binomial(n, n, p) & is_probability(probability),
        probability,
        n,
        p,
    )


def inverse_binomial(probability: np.ndarray, n: np.ndarray, p: np.ndarray) -> np.ndarray:
    spread = np.sqrt(n * p * (1 - p))
    guess = skewed_normal_guess(probability, n * p, spread, (1 - 2 * p) / np.where(spread > 0, spread, 1.0))

    def cumulative(k: np.ndarray) -> np.ndarray:
        return binomial_tails(k, n, p, 1 - p)[0]

    return fewest_that_reach(cumulative, probability, np.clip(guess, 0, n), n)


def is_poisson(k: np.ndarray, mean: np.ndarray) -> np.ndarray:
    return ~np.isnan(k) & (mean >= 0) & np.isfinite(mean)


def poisson_pmf(k, mean) -> np.ndarray:
    """P(X = k) where `mean` are expected; 0 where k is no whole number."""
    return over_valid(lambda k, mean: np.where(k == np.floor(k), poisson_density(k, mean), 0.0), is_poisson, k, mean)


def poisson_cdf(k, mean) -> np.ndarray:
    """P(X <= k)."""
    return over_valid(lambda k, mean: poisson_tails(np.maximum(np.floor(k), -1), mean)[0], is_poisson, k, mean)


def poisson_tail(k, mean) -> np.ndarray:
    """P(X > k)."""
    return over_valid(lambda k, mean: poisson_tails(np.maximum(np.floor(k), -1), mean)[1], is_poisson, k, mean)


def poisson_quantile(probability, mean) -> np.ndarray:
    """The fewest k with P(X <= k) of at least `probability`; infinite for 1 unless the mean is 0."""
    return over_valid(
        inverse_poisson,
        lambda probability, mean: is_poisson(probability, mean) & is_probability(probability),
        probability,
        mean,
    )


def inverse_poisson(probability: np.ndarray, mean: np.ndarray) -> np.ndarray:
    spread = np.sqrt(mean)
    endless = (probability == 1) & (mean > 0)
    finite = np.where(endless, 0.5, probability)
    guess = skewed_normal_guess(finite, mean, spread, 1 / np.where(spread > 0, spread, 1.0))
    found = fewest_that_reach(
        lambda k: poisson_tails(k, mean)[0], finite, np.maximum(guess, 0), np.full_like(mean, np.inf)
    )
    return np.where(endless, np.inf, found)


def skewed_normal_guess(probability: np.ndarray, mean: np.ndarray, spread: np.ndarray, skew: np.ndarray) -> np.ndarray:
    """Where the quantile lies by the first terms of Cornish and Fisher's expansion, as a whole number."""
    z = np.clip(inverse_normal(probability), -40, 40)
    return np.floor(mean + spread * (z + skew * (z * z - 1) / 6))


def fewest_that_reach(cumulative: Callable, probability: np.ndarray, guess: np.ndarray, most: np.ndarray) -> np.ndarray:
    """The fewest whole k from 0 to `most` with cumulative(k) >= probability: a bracket around the guess, then halving."""
    wanted = probability * (1 - REACHES)

    def reaches(k: np.ndarray) -> np.ndarray:
        return (k >= most) | (cumulative(np.clip(k, -1, most)) >= wanted)

    below, above, width = guess - 2, guess + 1, 4.0
    while True:
        too_high, too_low = (below >= 0) & reaches(below), ~reaches(above)
        if not (too_high.any() or too_low.any()):
            break
        below, above = np.where(too_high, below - width, below), np.where(too_low, above + width, above)
        width *= 4
    below, above = np.maximum(below, -1), np.minimum(above, most)
    while np.any(above - below > 1):
        middle = np.ceil((below + above) / 2) + 0.0  # no minus nought
        enough = reaches(middle)
        below, above = np.where(enough, below, middle), np.where(enough, middle, above)
    return above


def is_chi_square(x: np.ndarray, df: np.ndarray) -> np.ndarray:
    return ~np.isnan(x) & (df > 0) & np.isfinite(df)


def chi_square_tail(x, df) -> np.ndarray:
    """P(chi-square > x); degrees of freedom need not be whole."""
    return over_valid(lambda x, df: chi_square_tails(x, df)[0], is_chi_square, x, df)


def chi_square_tails(x: np.ndarray, df: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Upper and lower."""
    endless = np.isinf(x)
    lower, upper = incomplete_gamma(df / 2, np.where(endless, 0.0, np.maximum(x, 0.0)) / 2)
    nothing = np.where(x > 0, 0.0, 1.0)
    return np.where(endless, nothing, upper), np.where(endless, 1 - nothing, lower)


def chi_square_quantile(p, df) -> np.ndarray:
    """The x below which chi-square lies with probability p."""
    return over_valid(inverse_chi_square, lambda p, df: is_chi_square(p, df) & is_probability(p), p, df)


def inverse_chi_square(p: np.ndarray, df: np.ndarray) -> np.ndarray:
    """Newton's method on the logarithm of the lesser tail, which is concave in ln x, from Wilson and Hilferty's start."""
    ends = (p == 0) | (p == 1)
    inner = np.where(ends, 0.5, p)
    ninth = 2 / (9 * df)
    start = df * np.maximum(1 - ninth + inverse_normal(inner) * np.sqrt(ninth), 0.0) ** 3
    # For p near 0 the density is that of its first term, (x/2)^(df/2) / gamma(df/2 + 1).
    first_term = 2 * np.exp((np.log(inner) - np.log(poisson_density(df / 2, df / 2)) - df / 2) * 2 / df) * df / 2

    def tails(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        upper, lower = chi_square_tails(x, df)
        return lower, upper, poisson_density(df / 2, x / 2) * df / 2

    found = solved(tails, inner, 1 - inner, np.where(start > 0.1 * df, start, first_term))
    return np.where(ends, np.where(p == 0, 0.0, np.inf), found)


def solved(tails: Callable, lower: np.ndarray, upper: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The x > 0 with these probabilities below and above it; `tails(x)` gives both and x times the density at x."""
    logarithm = np.log(start)
    small = lower < upper
    target = np.log(np.where(small, lower, upper))
    for _ in range(NEWTON_STEPS):
        below, above, density = tails(np.exp(logarithm))
        reached = np.maximum(np.where(small, below, above), np.finfo(float).tiny)
        slope = np.maximum(density, np.finfo(float).tiny) / reached * np.where(small, 1, -1)
        step = np.clip((target - np.log(reached)) / slope, -LARGEST_STEP, LARGEST_STEP)
        logarithm += step
        if np.all(np.abs(step) < SETTLED * np.maximum(np.abs(logarithm), 1)):
            break
    return np.exp(logarithm)


def is_student(t: np.ndarray, df: np.ndarray) -> np.ndarray:
    return ~np.isnan(t) & (df > 0)


def student_t_tail(t, df) -> np.ndarray:
    """P(T > t), one-sided: twice the tail of |t| is the two-sided p. Infinite degrees of freedom are the normal."""
    return over_valid(upper_student, is_student, t, df)


def upper_student(t: np.ndarray, df: np.ndarray) -> np.ndarray:
    outside = student_tails(np.abs(t), df)[1] / 2
    return np.where(t >= 0, outside, 1 - outside)


def student_tails(t: np.ndarray, df: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(|T| < t) and P(|T| > t) for t >= 0."""
    normal = np.isinf(df)
    size = np.where(normal, 1.0, df)
    square = np.where(np.isinf(t), 1.0, t) ** 2
    outside, inside = incomplete_beta(
        size / 2, np.full_like(size, 0.5), size / (size + square), square / (size + square)
    )
    outside, inside = np.where(np.isinf(t), 0.0, outside), np.where(np.isinf(t), 1.0, inside)
    beyond = np.asarray(normal_tail(t)) * 2
    return np.where(normal, 1 - beyond, inside), np.where(normal, beyond, outside)


def student_t_quantile(p, df) -> np.ndarray:
    """The t below which T lies with probability p."""
    return over_valid(inverse_student, lambda p, df: is_student(p, df) & is_probability(p), p, df)


def inverse_student(p: np.ndarray, df: np.ndarray) -> np.ndarray:
    """Newton's method on the distribution of |T|; sign by symmetry."""
    special = (p == 0) | (p == 1) | (p == 0.5) | np.isinf(df)
    inner, size = np.where(special, 0.25, p), np.where(special, 1.0, df)
    outside = 2 * np.minimum(inner, 1 - inner)

    def tails(t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        inside, beyond = student_tails(t, size)
        # t times the density of |T|, by that of the beta distribution of t^2 / (df + t^2)
        within, without = t * t / (size + t * t), size / (size + t * t)
        density = binomial_density(size / 2, size / 2 + 0.5, without, within) * size / (size + 1)
        return inside, beyond, density

    found = solved(tails, 1 - outside, outside, np.maximum(np.abs(inverse_normal(inner)), 1e-300))
    return np.where(special, inverse_normal(p), np.where(inner > 0.5, found, -found))
