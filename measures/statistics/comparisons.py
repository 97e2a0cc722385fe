"""Two periods, or two groups, against each other: ratios and differences with their intervals. Pure, NumPy.

"This" is the later period, "that" the earlier one. None where there is nothing to compare. The intervals take every event as
independent; where practices differ among themselves, use measures.statistics.clustered_change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, log, sqrt

import numpy as np

from measures.statistics.distributions import binomial_cdf, binomial_pmf, binomial_tail, chi_square_tail
from measures.statistics.exact_tests import binomial_two_sided
from measures.statistics.intervals import byar, normal_quantile_of, wilson

HALVINGS = 56
WIDEST_LOGARITHM = 60.0  # of odds: beyond e^60 a probability is 0 or 1 in a double

# Why a comparison may show improvement that nobody made.
WINDOW_CHOSEN_AFTERWARDS, PICKED_AS_EXTREME = "window_chosen_afterwards", "picked_as_extreme"


@dataclass(frozen=True)
class Interval:
    """`lower` and `upper` are None where there is an estimate but no interval, `upper` alone where it has no end."""

    value: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class ProportionsCompared:
    """The difference first: it is what a reader should see first. `ratio` is None where nobody was affected before."""

    difference: Interval
    ratio: Interval | None
    p: float | None


def compare_proportions(
    this_count: float, this_n: float, that_count: float, that_n: float, confidence: float = 0.95
) -> ProportionsCompared | None:
    """None without people in either period."""
    difference = newcombe_difference(this_count, this_n, that_count, that_n, confidence)
    if difference is None:
        return None
    ratio = risk_ratio(this_count, this_n, that_count, that_n, confidence)
    return ProportionsCompared(difference, ratio, chi_square_p(this_count, this_n, that_count, that_n))


def newcombe_difference(
    this_count: float, this_n: float, that_count: float, that_n: float, confidence: float = 0.95
) -> Interval | None:
    """The difference of two proportions with Newcombe's interval from Wilson's (his method 10, Stat Med 17 (1998) 873)."""
    if not (this_n > 0 and that_n > 0):
        return None
    both = wilson([this_count, that_count], [this_n, that_n], confidence)
    return from_separate_intervals(both.values, both.lower, both.upper)


def from_separate_intervals(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Interval:
    """The difference of two estimates from the interval of each (Zou and Donner, Stat Med 27 (2008) 1693)."""
    difference = values[0] - values[1]
    below = sqrt((values[0] - lower[0]) ** 2 + (upper[1] - values[1]) ** 2)
    above = sqrt((upper[0] - values[0]) ** 2 + (values[1] - lower[1]) ** 2)
    return Interval(float(difference), float(difference - below), float(difference + above))


def wald_difference(
    this_count: float, this_n: float, that_count: float, that_n: float, confidence: float = 0.95
) -> Interval | None:
    """The textbook interval of a difference; too narrow for small counts, and no width at 0 and 100%: for comparison only."""
    if not (this_n > 0 and that_n > 0):
        return None
    this, that = this_count / this_n, that_count / that_n
    half = normal_quantile_of(confidence) * sqrt(this * (1 - this) / this_n + that * (1 - that) / that_n)
    return Interval(this - that, this - that - half, this - that + half)


def risk_ratio(
    this_count: float, this_n: float, that_count: float, that_n: float, confidence: float = 0.95
) -> Interval | None:
    """The ratio of two proportions with Wald's interval on the logarithm."""
    if not (this_n > 0 and that_n > 0 and that_count > 0):
        return None
    ratio = this_count / this_n / (that_count / that_n)
    if not this_count:
        return Interval(0.0, None, None)
    half = normal_quantile_of(confidence) * sqrt(1 / this_count - 1 / this_n + 1 / that_count - 1 / that_n)
    return Interval(ratio, ratio * exp(-half), ratio * exp(half))


def chi_square_p(this_count: float, this_n: float, that_count: float, that_n: float) -> float | None:
    """Pearson's test of two proportions without continuity correction; None where a row or column is empty."""
    affected, people = this_count + that_count, this_n + that_n
    if not (this_n > 0 and that_n > 0 and 0 < affected < people):
        return None
    cross = this_count * (that_n - that_count) - that_count * (this_n - this_count)
    return float(chi_square_tail(cross * cross * people / (this_n * that_n * affected * (people - affected)), 1))


def rate_difference(
    this_count: float,
    this_time: float,
    that_count: float,
    that_time: float,
    *,
    per: float = 1,
    confidence: float = 0.95,
) -> Interval | None:
    """The difference of two rates per `per` person-time, its interval from Byar's (exact below ten events) of each."""
    if not (this_time > 0 and that_time > 0):
        return None
    both = byar([this_count, that_count], [this_time, that_time], confidence)
    return from_separate_intervals(both.values * per, both.lower * per, both.upper * per)


def wald_rate_ratio(
    this_count: float, this_time: float, that_count: float, that_time: float, confidence: float = 0.95
) -> Interval | None:
    """The ratio of two rates with the interval of its logarithm, sqrt(1/a + 1/b)."""
    if not (this_time > 0 and that_time > 0 and that_count > 0):
        return None
    ratio = this_count * that_time / (this_time * that_count)
    if not this_count:
        return Interval(0.0, None, None)
    half = normal_quantile_of(confidence) * sqrt(1 / this_count + 1 / that_count)
    return Interval(ratio, exp(log(ratio) - half), exp(log(ratio) + half))


def exact_rate_ratio(
    this_count: int, this_time: float, that_count: int, that_time: float, confidence: float = 0.95
) -> Interval | None:
    """The ratio of two rates with the exact interval that holds given all events together (Clopper and Pearson's)."""
    return conditional_rate_ratio(this_count, this_time, that_count, that_time, confidence, half=0.0)


def mid_p_rate_ratio(
    this_count: int, this_time: float, that_count: int, that_time: float, confidence: float = 0.95
) -> Interval | None:
    """The median-unbiased ratio of two rates with its mid-P interval: the events observed count half in either tail."""
    return conditional_rate_ratio(this_count, this_time, that_count, that_time, confidence, half=0.5)


def exact_rate_p(this_count: int, this_time: float, that_count: int, that_time: float) -> float | None:
    """Two-sided: how often all events together would divide no likelier than this if both rates were one."""
    if not (this_time > 0 and that_time > 0 and this_count + that_count > 0):
        return None
    return float(binomial_two_sided(this_count, this_count + that_count, this_time / (this_time + that_time)))


def conditional_rate_ratio(
    this_count: int, this_time: float, that_count: int, that_time: float, confidence: float, half: float
) -> Interval | None:
    """Of n events together, those of this period are binomial with odds ratio * this_time / that_time."""
    n = this_count + that_count
    if not (this_time > 0 and that_time > 0 and n > 0):
        return None
    outside, scale = (1 - confidence) / 2, that_time / this_time
    normal_quantile_of(confidence)

    def at_least(p: float) -> float:
        return binomial_tail(this_count - 1, n, p) - half * binomial_pmf(this_count, n, p)

    def at_most(p: float) -> float:
        return binomial_cdf(this_count, n, p) - half * binomial_pmf(this_count, n, p)

    lower = odds_where(lambda p: at_least(p) >= outside) * scale if this_count else 0.0
    upper = odds_where(lambda p: at_most(p) <= outside) * scale if that_count else None
    if half:
        value = middle_odds(this_count, that_count, at_least) * scale
    else:
        value = this_count / that_count * scale if that_count else inf
    return Interval(value, lower, upper)


def middle_odds(this_count: int, that_count: int, at_least: Callable[[float], float]) -> float:
    if not this_count:
        return 0.0
    return odds_where(lambda p: at_least(p) >= 0.5) if that_count else inf


def odds_where(reached: Callable[[float], bool]) -> float:
    """The least odds p / (1 - p) at which `reached` holds, by halving; it holds from there on."""
    low, high = -WIDEST_LOGARITHM, WIDEST_LOGARITHM
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if reached(1 / (1 + exp(-middle))):
            high = middle
        else:
            low = middle
    return exp((low + high) / 2)


def regression_to_the_mean_warning(*, window_fixed_before: bool, picked_as_extreme: bool) -> str | None:
    """Why a change must be expected although nothing was done (trap 23), None where both choices were made beforehand.

    `window_fixed_before`: the baseline months follow from a rule and not from how they look. `picked_as_extreme`: the unit is
    shown because its figure was high or low; the next figure of such a unit lies nearer the middle by itself.
    """
    if picked_as_extreme:
        return PICKED_AS_EXTREME
    return None if window_fixed_before else WINDOW_CHOSEN_AFTERWARDS
