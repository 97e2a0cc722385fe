"""Whether counts vary more than chance between people explains. Pure, NumPy.

Over time it speaks for p' and u' charts. Between practices it is another question with another answer, tau squared
(measures.statistics.funnel): never one for the other (trap 12).
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics.distributions import chi_square_tail
from measures.statistics.phases import counted_values, ratio


@dataclass(frozen=True)
class Overdispersion:
    """Of each series, [N]: `phi` is 1 where there is only chance, NaN where it cannot be had; `p` its one-sided probability.

    `statistic` is chi-square with `df` degrees of freedom.
    """

    phi: np.ndarray
    statistic: np.ndarray
    df: np.ndarray
    p: np.ndarray


def pearson_phi(
    numerators: np.ndarray, denominators: np.ndarray, counted: np.ndarray | None = None, *, binomial: bool | np.ndarray
) -> Overdispersion:
    """Pearson's chi-square over its degrees of freedom, about the pooled proportion or rate of the counted points.

    [T, N] arrays; `binomial`, one answer or one per series: numerators are people among the denominator, else events. Right for denominators
    that vary (trap 13). NaN under two points, and where nobody or everybody was counted.
    """
    used = counted_values(ratio(numerators, denominators), counted)
    above, below = (np.where(used, amounts, 0.0) for amounts in (numerators, denominators))
    centre = ratio(above.sum(axis=0), below.sum(axis=0))
    expected = centre * below
    variance = expected * np.where(binomial, 1 - centre, 1.0)
    return judged(ratio((above - expected) ** 2, variance), used, np.where(binomial, centre < 1, True) & (centre > 0))


def judged(shares: np.ndarray, used: np.ndarray, possible: np.ndarray) -> Overdispersion:
    """From what every point adds to chi-square."""
    df = used.sum(axis=0) - 1
    possible = possible & (df > 0)
    statistic = np.where(possible, np.where(used, shares, 0.0).sum(axis=0), np.nan)
    df = np.where(possible, df, 0)
    return Overdispersion(ratio(statistic, df), statistic, df, chi_square_tail(statistic, df))


def variance_ratio(numerators: np.ndarray, denominator: float | None = None) -> Overdispersion:
    """The test of qcc: variance of the counts over the one that chance gives. Only for constant denominators.

    `denominator` is the people behind every count, or None for counts of events. Unequal denominators blow the ratio up, 7.1 against 2.5
    by Pearson on the same data (trap 13): `pearson_phi` is for those.
    """
    used = ~np.isnan(numerators)
    points = used.sum(axis=0)
    mean = ratio(np.where(used, numerators, 0.0).sum(axis=0), points)
    variance = mean if denominator is None else mean * (1 - mean / denominator)
    shares = ratio((numerators - mean) ** 2, np.broadcast_to(variance, numerators.shape))
    return judged(shares, used, variance > 0)
