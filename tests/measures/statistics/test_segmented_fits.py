"""The arithmetic of segmented regression against plain second versions: loops, numpy's own least squares, dense matrices."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics.least_squares import durbin_watson, least_squares, newey_west
from measures.statistics.segmented_design import default_lag, design
from measures.statistics.time_series import segmented_least_squares, segmented_poisson

VALUE = st.one_of(st.integers(-3, 3).map(float), st.floats(-1e3, 1e3), st.sampled_from([np.nan, 0.0, 1e6]))
SERIES = st.lists(VALUE, min_size=30, max_size=45)
ROW = st.integers(13, 17)
LAG = st.integers(0, 6)


@st.composite
def monthly_counts(draw):
    """Counts and denominators of 30 to 40 months: mostly moderate, up to two without data, perhaps one giant."""
    months = draw(st.integers(30, 40))
    most = draw(st.sampled_from([1, 4, 60, 1000]))
    counts = np.array(draw(st.lists(st.integers(0, most), min_size=months, max_size=months)), dtype=float)
    denominators = np.array(draw(st.lists(st.integers(20, 500), min_size=months, max_size=months)), dtype=float)
    row = st.integers(0, months - 1)
    counts[draw(st.lists(row, max_size=1))] = np.nan
    denominators[draw(st.lists(row, max_size=1))] = draw(st.sampled_from([0.0, np.nan]))
    denominators[draw(st.lists(row, max_size=1))] *= draw(st.sampled_from([1.0, 1e4, 1e9]))
    return counts, denominators


def naive_least_squares(values, plan, lag):
    """Coefficients, ordinary and Newey-West standard errors, Durbin-Watson: by numpy.linalg.lstsq and loops over months."""
    rows = [row for row in range(plan.months) if np.isfinite(values[row]) and plan.kept[row]]
    columns, y = plan.columns[rows], np.array(values)[rows]
    coefficients = np.linalg.lstsq(columns, y, rcond=None)[0]
    residuals = y - columns @ coefficients
    inverse = np.linalg.inv(columns.T @ columns)
    sigma_squared = residuals @ residuals / (len(rows) - len(plan.names))
    middle = np.zeros_like(inverse)
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            weight = max(0, 1 - abs(one - other) / (lag + 1))
            middle += weight * residuals[i] * residuals[j] * np.outer(columns[i], columns[j])
    robust = inverse @ middle @ inverse
    pairs = [(i, i + 1) for i in range(len(rows) - 1) if rows[i + 1] == rows[i] + 1]
    steps = sum((residuals[j] - residuals[i]) ** 2 for i, j in pairs)
    durbin = steps / (residuals @ residuals) * (len(rows) - 1) / max(len(pairs), 1)
    return coefficients, np.sqrt(sigma_squared * np.diag(inverse)), np.sqrt(np.maximum(np.diag(robust), 0)), durbin


@given(SERIES, ROW, LAG, st.booleans())
def test_least_squares_is_what_its_naive_twin_finds(values, row, lag, seasonal):
    plan = design(len(values), row, seasonal=seasonal)

    found = segmented_least_squares(np.array(values), plan, lag)

    if found.reason is None:
        coefficients, errors, robust, durbin = naive_least_squares(values, plan, lag)
        scale = np.abs(coefficients).max() + errors.max()
        np.testing.assert_allclose(found.coefficients, coefficients, rtol=1e-6, atol=1e-8 * scale)
        np.testing.assert_allclose(found.standard_errors, errors, rtol=1e-6)
        np.testing.assert_allclose(found.newey_west, robust, rtol=1e-5, atol=1e-5 * errors.max())
        assert found.durbin_watson == pytest.approx(durbin, rel=1e-6)


def naive_poisson(counts, denominators, columns):
    """Maximum likelihood by Newton's method from the overall rate, halving steps that overshoot; None where it runs away."""
    coefficients = np.zeros(columns.shape[1])
    coefficients[0] = np.log(counts.sum() / denominators.sum())

    def likelihood(at):
        linear = columns @ at
        return np.sum(counts * linear - denominators * np.exp(np.minimum(linear, 50)))

    for _ in range(200):
        fitted = denominators * np.exp(columns @ coefficients)
        step = np.linalg.solve(columns.T @ (fitted[:, None] * columns), columns.T @ (counts - fitted))
        while likelihood(coefficients + step) < likelihood(coefficients) - 1e-9 * abs(likelihood(coefficients)):
            step = step / 2
        coefficients = coefficients + step
        if np.abs(columns @ step).max() < 1e-11:
            break
    return coefficients, columns.T @ ((denominators * np.exp(columns @ coefficients))[:, None] * columns)


@given(monthly_counts(), ROW)
def test_poisson_is_what_its_naive_twin_finds(months, row):
    counts, denominators = months
    plan = design(len(counts), row)

    found = segmented_poisson(counts, denominators, plan)

    if found.reason is None:
        used = np.isfinite(counts) & np.isfinite(denominators) & (denominators > 0)
        coefficients, information = naive_poisson(counts[used], denominators[used], plan.columns[used])
        errors = np.sqrt(np.diag(np.linalg.inv(information)))
        np.testing.assert_allclose(found.coefficients, coefficients, atol=1e-5 * errors.max())
        np.testing.assert_allclose(found.standard_errors, errors, rtol=1e-4)


@given(monthly_counts(), ROW)
def test_poisson_reproduces_the_events_before_and_after(months, row):
    """The score equations: whatever the data, events fitted on each side are the events there."""
    counts, denominators = months
    plan = design(len(counts), row)

    found = segmented_poisson(counts, denominators, plan)

    if found.reason is None:
        fitted = np.where(np.isnan(found.fitted), 0, found.fitted * np.nan_to_num(denominators))
        observed = np.where(np.isnan(found.fitted), 0, np.nan_to_num(counts))
        for side in (plan.is_after, ~plan.is_after):
            assert fitted[side].sum() == pytest.approx(observed[side].sum(), rel=1e-6)


def dense_moments(columns, used):
    """Mean and variance of the unscaled Durbin-Watson statistic, from the full matrices M and A."""
    rows = np.flatnonzero(used)
    month = np.eye(len(used))
    steps = np.array([month[late] - month[early] for early, late in pairwise(rows) if late == early + 1])
    a = (steps.T @ steps)[np.ix_(rows, rows)]
    kept = columns[rows]
    m = np.eye(len(rows)) - kept @ np.linalg.inv(kept.T @ kept) @ kept.T
    freedom = len(rows) - kept.shape[1]
    mean = np.trace(m @ a) / freedom
    return mean, 2 / (freedom * (freedom + 2)) * (np.trace(m @ a @ m @ a) - freedom * mean**2)


@pytest.mark.parametrize("missing", [[], [7], [0, 5, 6, 20]])
def test_durbin_watson_is_standardised_by_its_exact_moments(missing):
    plan = design(30, 15, seasonal=True)
    used = np.ones((1, 30), dtype=bool)
    used[0, missing] = False
    fit = least_squares(plan.columns, used.astype(float), np.zeros((1, 30)))
    residuals = np.where(used, np.random.default_rng(8).normal(size=(1, 30)), 0)

    found = durbin_watson(residuals, fit.orthogonal, used)

    mean, variance = dense_moments(plan.columns, used[0])
    pairs = np.sum(used[0, 1:] & used[0, :-1])
    raw = found.statistic[0] * pairs / (used.sum() - 1)
    assert found.standardised[0] == pytest.approx((raw - mean) / np.sqrt(variance))


def test_false_alarms_of_autocorrelation_are_five_in_a_hundred():
    plan = design(36, 18)
    used = np.ones((4000, 36), dtype=bool)
    values = np.random.default_rng(6).normal(size=(4000, 36))
    fit = least_squares(plan.columns, used.astype(float), values)

    found = durbin_watson(values - fit.coefficients @ plan.columns.T, fit.orthogonal, used)

    assert 0.04 < np.mean(found.standardised < -1.6449) < 0.06


def test_lag_of_nought_bears_unequal_variance_only():
    columns = design(30, 15).columns
    residuals = np.random.default_rng(3).normal(size=(1, 30))
    inverse = np.linalg.inv(columns.T @ columns)[None]

    found = newey_west(residuals[:, :, None] * columns, inverse, 0)

    expected = inverse[0] @ (columns.T * residuals[0] ** 2 @ columns) @ inverse[0]
    np.testing.assert_allclose(found[0], expected)


def test_column_that_repeats_another_is_singular():
    columns = np.column_stack([np.ones(30), np.arange(30), 2 * np.arange(30) + 1])

    fit = least_squares(columns, np.ones((2, 30)), np.zeros((2, 30)))

    assert fit.is_singular.tolist() == [True, True]


@pytest.mark.parametrize(("months", "lag"), [(24, 2), (30, 3), (36, 3), (60, 3), (100, 4)])
def test_default_lag_follows_newey_and_west(months, lag):
    assert default_lag(months) == lag
