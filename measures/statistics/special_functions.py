"""Densities and tail sums that the exact distributions rest on. Pure, NumPy: SciPy costs 94 MB and 1.3 s in every process.

Sources: C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000), for the densities; NIST Digital Library
of Mathematical Functions 8.7.1 and 8.9.2 (incomplete gamma as a series and as a continued fraction), 8.17.22 (incomplete beta
as a continued fraction), 5.11.1 (Stirling).
"""

from collections.abc import Callable
from math import erfc, lgamma, pi

import numpy as np

# A term this small beside its sum changes no digit of a double.
NEGLIGIBLE = 1e-17
FIRST_TERMS, MOST_TERMS_AT_ONCE = 32, 8192
MOST_FRACTIONS, CONVERGED = 20_000, 2e-15
TINY = 1e-300  # keeps Lentz's quotients from zero

HALF_LOG_TWO_PI = 0.5 * np.log(2 * pi)
# Stirling's series for the logarithm of the gamma function, exact to a double from 16 upwards.
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)
STIRLING_FROM = 16.0

erfc_each = np.frompyfunc(erfc, 1, 1)
log_gamma_each = np.frompyfunc(lgamma, 1, 1)


def stirling_error(z: np.ndarray) -> np.ndarray:
    """ln gamma(z + 1) less Stirling's approximation (z + 1/2) ln z - z + ln(2 pi)/2, for z > 0."""
    inverse = 1 / z
    square = inverse * inverse
    first, second, third, fourth, fifth = STIRLING
    error = inverse * (first + square * (second + square * (third + square * (fourth + square * fifth))))
    small = z < STIRLING_FROM
    if small.any():
        near = z[small]
        exact = log_gamma_each(near + 1).astype(float)
        error[small] = exact - (near + 0.5) * np.log(near) + near - HALF_LOG_TWO_PI
    return error


def deviance(x: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """x ln(x / mean) + mean - x without cancellation where x is near the mean (Loader's bd0), for x > 0 and mean > 0."""
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        far = x * np.log(x / mean) + mean - x
    ratio = (x - mean) / (x + mean)
    near = np.abs(ratio) < 0.1
    v = np.where(near, ratio, 0.0)
    square = v * v
    series = np.zeros_like(v)
    for odd in (17, 15, 13, 11, 9, 7, 5, 3):
        series = series * square + 1 / odd
    return np.where(near, (x - mean) * v + 2 * x * v * square * series, far)


def poisson_density(k: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """mean^k e^-mean / gamma(k + 1) for real k >= 0 and mean >= 0; 0 for k below 0."""
    inside = (k > 0) & (mean > 0)
    x, m = np.where(inside, k, 1.0), np.where(inside, mean, 1.0)
    density = np.exp(-stirling_error(x) - deviance(x, m)) / np.sqrt(2 * pi * x)
    none = np.where(k == 0, np.exp(-mean), 0.0)
    return np.where(inside, density, none)


def binomial_density(k: np.ndarray, n: np.ndarray, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """gamma(n + 1) / (gamma(k + 1) gamma(n - k + 1)) p^k q^(n - k) for real 0 <= k <= n, q = 1 - p; 0 outside."""
    inside = (k > 0) & (k < n) & (p > 0) & (q > 0)
    x, size = np.where(inside, k, 1.0), np.where(inside, n, 2.0)
    one, other = np.where(inside, p, 0.5), np.where(inside, q, 0.5)
    y = size - x
    exponent = stirling_error(size) - stirling_error(x) - stirling_error(y)
    exponent -= deviance(x, size * one) + deviance(y, size * other)
    density = np.exp(exponent) * np.sqrt(size / (2 * pi * x * y))
    return np.where(inside, density, density_at_the_ends(k, n, p, q))


def density_at_the_ends(k: np.ndarray, n: np.ndarray, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Nobody (k = 0) and everybody (k = n)."""
    nobody = np.where((k == 0) & (n >= 0), power_of_less(q, p, n), 0.0)
    return np.where((k == n) & (n > 0), power_of_less(p, q, n), nobody)


def power_of_less(base: np.ndarray, rest: np.ndarray, exponent: np.ndarray) -> np.ndarray:
    """base^exponent by the logarithm of whichever of base and 1 - base holds more digits; 0^0 is 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithm = np.where(rest < 0.5, np.log1p(-rest), np.log(base))
        return np.where(exponent == 0, 1.0, np.exp(exponent * logarithm))


def sum_of_products(ratio: Callable[[np.ndarray, np.ndarray], np.ndarray], size: int) -> np.ndarray:
    """1 + r1 + r1 r2 + r1 r2 r3 + ... for each of `size` series, to the last digit of a double.

    `ratio(which, steps)` gives the r of the series `which` [w, 1] at the steps 1, 2, ... [t]: between 0 and 1, and in the end 0
    or falling. Only series that still change are carried on, in blocks that grow.
    """
    total, last = np.ones(size), np.ones(size)
    active, done, block = np.arange(size), 0, FIRST_TERMS
    while active.size:
        steps = np.arange(done + 1, done + block + 1, dtype=float)
        terms = last[active, None] * np.cumprod(ratio(active[:, None], steps), axis=1)
        total[active] += terms.sum(axis=1)
        last[active] = terms[:, -1]
        active = active[last[active] > NEGLIGIBLE * total[active]]
        done, block = done + block, min(block * 2, MOST_TERMS_AT_ONCE)
    return total


def poisson_tails(k: np.ndarray, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(X <= k) and P(X > k), both with all their digits where small, of one-dimensional arrays; k whole, from -1 upwards."""
    above = k + 1 > mean
    start = np.where(above, k + 1, k)

    def ratio(which: np.ndarray, steps: np.ndarray) -> np.ndarray:
        first, m, up = start[which], mean[which], above[which]
        down = first - steps + 1
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            falling = np.where(down >= 1, down / m, 0.0)
        return np.where(up, m / np.maximum(first + steps, 0.5), falling)

    tail = poisson_density(start, mean) * sum_of_products(ratio, start.size)
    tail = np.minimum(tail, 1.0)
    return np.where(above, 1 - tail, tail), np.where(above, tail, 1 - tail)


def binomial_tails(k: np.ndarray, n: np.ndarray, p: np.ndarray, q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(X <= k) and P(X > k), both with all their digits where small, of one-dimensional arrays; k whole, q = 1 - p.

    The side away from the mean is summed outwards; the upper side is the lower one of those not affected.
    """
    above = k + 1 > n * p
    start = np.where(above, n - k - 1, k)
    odds = np.where(above, p, q) / np.maximum(np.where(above, q, p), TINY)

    def ratio(which: np.ndarray, steps: np.ndarray) -> np.ndarray:
        down = start[which] - steps + 1
        return np.where(down >= 1, down * odds[which] / np.maximum(n[which] - down + 1, 1), 0.0)

    density = binomial_density(start, n, np.where(above, q, p), np.where(above, p, q))
    tail = np.minimum(density * sum_of_products(ratio, start.size), 1.0)
    lower, upper = np.where(above, 1 - tail, tail), np.where(above, tail, 1 - tail)
    outside = [k < 0, k >= n]
    return np.select(outside, [0.0, 1.0], lower), np.select(outside, [1.0, 0.0], upper)


def incomplete_gamma(a: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, for a > 0 and x >= 0, of one-dimensional arrays."""
    below = x < a + 1
    part = poisson_density(a, x)
    series, fraction = np.flatnonzero(below), np.flatnonzero(~below)
    part[series] *= sum_of_products(lambda which, steps: x[series][which] / (a[series][which] + steps), series.size)
    part[fraction] *= a[fraction] * gamma_fraction(a[fraction], x[fraction])
    part = np.minimum(part, 1.0)
    return np.where(below, part, 1 - part), np.where(below, 1 - part, part)


def gamma_fraction(a: np.ndarray, x: np.ndarray) -> np.ndarray:
    """1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...))) by Lentz's method."""
    term = x + 1 - a
    c, d = np.full_like(x, 1 / TINY), 1 / not_zero(term)
    value, result, active = d, np.empty_like(x), np.arange(x.size)
    for m in range(1, MOST_FRACTIONS):
        numerator, term = m * (a - m), term + 2
        d = 1 / not_zero(term + numerator * d)
        c = not_zero(term + numerator / c)
        value = value * (c * d)
        result[active] = value
        left = np.abs(c * d - 1) > CONVERGED
        if not left.any():
            break
        a, term, c, d, value, active = (each[left] for each in (a, term, c, d, value, active))
    return result


def incomplete_beta(a: np.ndarray, b: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The regularised incomplete beta function I_x(a, b) and 1 - I_x(a, b), of one-dimensional arrays; y = 1 - x."""
    turned = x > (a + 1) / (a + b + 2)  # the fraction converges fast on the other side
    first, second = np.where(turned, b, a), np.where(turned, a, b)
    here, there = np.where(turned, y, x), np.where(turned, x, y)
    density = binomial_density(first, first + second, here, there) * second / (first + second)
    part = density * beta_fraction(first, second, here)
    return np.where(turned, 1 - part, part), np.where(turned, part, 1 - part)


def beta_fraction(a: np.ndarray, b: np.ndarray, x: np.ndarray) -> np.ndarray:
    """1 / (1 + d1 / (1 + d2 / (1 + ...))) by Lentz's method as Thompson and Barnett modified it."""
    c, d = np.ones_like(x), 1 / not_zero(1 - (a + b) * x / (a + 1))
    value, result, active = d, np.empty_like(x), np.arange(x.size)
    for m in range(1, MOST_FRACTIONS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        before = value
        for numerator in (even, odd):
            d = 1 / not_zero(1 + numerator * d)
            c = not_zero(1 + numerator / c)
            value = value * (c * d)
        result[active] = value
        left = np.abs(value - before) > CONVERGED * np.abs(value)
        if not left.any():
            break
        a, b, x, c, d, value, active = (each[left] for each in (a, b, x, c, d, value, active))
    return result


def not_zero(values: np.ndarray) -> np.ndarray:
    return np.where(np.abs(values) < TINY, TINY, values)
