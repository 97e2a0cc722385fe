"""Two reasons why rules signal too often: a season, and months that follow the one before. Pure, NumPy.

On noise a chart of 24 months gives a false signal now and then; with a yearly swing of one sigma, or with neighbouring
months that resemble each other, on half of the charts and more (trap 14). Nothing is taken out of a series here: it is
only noticed, so that the chart can say so.
"""

import numpy as np

MONTHS_IN_YEAR = 12
# Six terms are fitted at most, and the mean; with fewer months than three times as many a wave fits anything.
SEASON_POINTS_NEEDED = 21
# A column that keeps less than this share of itself beside the others says nothing of its own.
COLLINEAR = 1e-9


def annual_season(values: np.ndarray, steps_row: int | None = None) -> np.ndarray:
    """p-value, one per series, that a yearly wave explains nothing; NaN under 21 points or without variation.

    F-test of adding one sine and one cosine of twelve months to a straight line with a step and another slope from
    `steps_row` on (the row of the intervention, so that a change that comes at once or by and by is not taken for a season).
    `values`: [months, series], NaN missing.
    """
    observed = ~np.isnan(values)
    points = observed.sum(axis=0)
    mean = np.where(observed, values, 0.0).sum(axis=0) / np.maximum(points, 1)
    deviation = np.where(observed, values - mean, 0.0)
    terms = np.column_stack([*line_terms(len(values), steps_row), *yearly_terms(len(values))])
    explained, counted = explained_by(*cross_products(terms, observed, deviation))
    total = squares(deviation)
    without = total - explained[:-2].sum(axis=0)
    remaining = without - explained[-2:].sum(axis=0)
    usable = (points >= SEASON_POINTS_NEEDED) & counted[-2:].all(axis=0) & (without > COLLINEAR * total)
    return np.where(usable, p_value(without, remaining, points - counted.sum(axis=0)), np.nan)


def line_terms(months: int, steps_row: int | None) -> list[np.ndarray]:
    """Level, time, step and the slope after it; a step outside the series is left out by explained_by."""
    rows = np.arange(months)
    terms = [np.ones(months), (rows - (months - 1) / 2) / max(months, 1)]
    if steps_row is None:
        return terms
    since = np.maximum(rows - steps_row + 1, 0) / max(months, 1)
    return [*terms, (rows >= steps_row).astype(float), since]


def yearly_terms(months: int) -> list[np.ndarray]:
    angle = 2 * np.pi * np.arange(months) / MONTHS_IN_YEAR
    return [np.sin(angle), np.cos(angle)]


def cross_products(terms: np.ndarray, observed: np.ndarray, deviation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of the terms with each other [K, K, N] and with the values [K, N], each over the observed months of its series."""
    months, many = terms.shape
    products = np.einsum("ti,tj->ijt", terms, terms).reshape(many * many, months)
    return (products @ observed.astype(float)).reshape(many, many, -1), terms.T @ deviation


def explained_by(products: np.ndarray, towards: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[K, N] twice: the sum of squares that each term explains beyond the earlier ones, and whether it counts at all.

    Cholesky's decomposition for all series at once. A term that the earlier ones explain already is left out.
    """
    root, score = np.zeros_like(products), np.zeros_like(towards)
    counted = np.zeros(towards.shape, dtype=bool)
    for term in range(len(towards)):
        own = products[term, term] - np.sum(root[term, :term] ** 2, axis=0)
        counted[term] = own > COLLINEAR * products[term, term]
        size = np.sqrt(np.where(counted[term], own, np.inf))
        score[term] = (towards[term] - np.sum(root[term, :term] * score[:term], axis=0)) / size
        earlier = np.einsum("jmn,mn->jn", root[term + 1 :, :term], root[term, :term])
        root[term + 1 :, term] = (products[term + 1 :, term] - earlier) / size
    return score**2, counted


def squares(columns: np.ndarray) -> np.ndarray:
    return np.einsum("ij,ij->j", columns, columns)


def p_value(without: np.ndarray, remaining: np.ndarray, degrees: np.ndarray) -> np.ndarray:
    """Upper tail of F with 2 and d degrees of freedom, from the sums of squares without and with the wave.

    It has the closed form (1 + 2F/d) to the power of -d/2, and 1 + 2F/d is the one sum over the other.
    """
    share = np.divide(remaining, without, out=np.ones_like(without), where=without > 0)
    return np.clip(share, 0, 1) ** (np.maximum(degrees, 1) / 2)


def lag_one_autocorrelation(values: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """How much each month resembles the one before, -1 to 1, one per series; NaN under two neighbours or without variation.

    `centre` is the centre line, of each month, of each series, or one. Pairs across a missing month are left out.
    """
    deviation = np.nan_to_num(values - centre, nan=0.0)
    size = squares(deviation)
    pairs = np.einsum("ij,ij->j", deviation[1:], deviation[:-1])
    enough = (np.count_nonzero(~np.isnan(values[1:]) & ~np.isnan(values[:-1]), axis=0) >= 2) & (size > 0)
    return np.where(enough, pairs / np.where(enough, size, 1), np.nan)


def is_autocorrelated(correlation: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Whether months are alike beyond what chance between independent months explains: above 2 / sqrt(n).

    Months that swing to and fro (below 0) are another thing: they widen limits and make shifts rarer.
    """
    return np.nan_to_num(correlation) > 2 / np.sqrt(np.maximum(points, 1))
