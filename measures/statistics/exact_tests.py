"""How surprising a count is, exactly: two-sided probabilities of binomial and Poisson counts. Pure, NumPy, vectorised."""

from collections.abc import Callable

import numpy as np

from measures.statistics.distributions import (
    binomial_cdf,
    binomial_pmf,
    binomial_tail,
    poisson_cdf,
    poisson_pmf,
    poisson_tail,
)

# Two outcomes are equally likely although their computed densities differ by this share (R's binom.test has the same).
EQUALLY_LIKELY = 1 + 1e-7


def binomial_mid_p(count, n, p) -> np.ndarray:
    """Twice the lesser tail, the count itself half in each (Lancaster 1961); at most 1, NaN where n is 0 or missing."""
    density = binomial_pmf(count, n, p) / 2
    lesser = np.minimum(binomial_cdf(count, n, p), binomial_tail(np.asarray(count) - 1, n, p)) - density
    return np.where(np.asarray(n) > 0, np.clip(2 * lesser, 0, 1), np.nan)[()]


def poisson_mid_p(count, mean) -> np.ndarray:
    """The same of a count where `mean` are expected."""
    density = poisson_pmf(count, mean) / 2
    lesser = np.minimum(poisson_cdf(count, mean), poisson_tail(np.asarray(count) - 1, mean)) - density
    return np.clip(2 * lesser, 0, 1)


def binomial_two_sided(count, n, p) -> np.ndarray:
    """The probability of all outcomes no likelier than this one, as R's binom.test has it; 1 where n is 0."""
    x, size, share = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (count, n, p)))
    low = x <= size * share
    # A high count is a low one of those not affected.
    near, chance = np.where(low, x, size - x), np.where(low, share, 1 - share)
    bar = np.asarray(binomial_pmf(near, size, chance)) * EQUALLY_LIKELY
    opposite = first_no_likelier(lambda k: binomial_pmf(k, size, chance), bar, np.ceil(size * chance), size)
    far = np.where(near == size * chance, 1.0, binomial_tail(opposite - 1, size, chance))
    return np.minimum(binomial_cdf(near, size, chance) + far, 1.0)[()]


def first_no_likelier(density: Callable, bar: np.ndarray, start: np.ndarray, most: np.ndarray) -> np.ndarray:
    """The least whole k from `start` to `most` whose density is at most `bar`, most + 1 if none: it falls from start on."""
    below, above = start - 1, most + 1
    while np.any(above - below > 1):
        middle = np.floor((below + above) / 2)
        wide = above - below > 1
        fits = np.asarray(density(middle)) <= bar
        below, above = np.where(wide & ~fits, middle, below), np.where(wide & fits, middle, above)
    return above
