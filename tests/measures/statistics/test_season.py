"""Season and autocorrelation: against ordinary least squares and F of scipy, and at the edges."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import f

from measures.statistics.chooser import SEASON_P
from measures.statistics.season import annual_season, is_autocorrelated, lag_one_autocorrelation
from tests.measures.statistics.vectors import column

NOISE = [3, -1, 4, 1, -5, 9, -2, 6, 5, -3, 5, 8, -9, 7, 9, -3, 2, 3, -8, 4, 6, 2, 6, 4, -3, 3]


def wave(months, size):
    return [size * np.sin(2 * np.pi * month / 12) for month in range(months)]


def season_of(values, steps_row=None):
    return annual_season(column(values), steps_row)[0]


def test_a_yearly_wave_is_seen_and_noise_is_not():
    noisy = [50 + noise / 10 for noise in NOISE]
    swinging = [value + swing for value, swing in zip(noisy, wave(26, 3), strict=True)]

    assert season_of(swinging) < 0.001
    assert season_of(noisy) > 0.05


def test_a_step_at_the_intervention_is_no_season():
    """Twelve months low and twelve high follow a sine as well; the step explains them already."""
    stepped = [40 + noise / 10 for noise in NOISE[:12]] + [60 + noise / 10 for noise in NOISE[:12]]

    assert season_of(stepped) < 0.001
    assert season_of(stepped, steps_row=12) > 0.05


def test_a_change_that_wears_off_by_and_by_is_no_season():
    since = [max(row - 11, 0) for row in range(24)]
    fading = [60 + noise / 10 - (12 - month if month else 0) for month, noise in zip(since, NOISE, strict=False)]

    assert season_of(fading) < SEASON_P
    assert season_of(fading, steps_row=12) > 0.05


def test_a_season_needs_twenty_one_points():
    values = [value + noise / 10 for value, noise in zip(wave(21, 3), NOISE, strict=False)]

    assert season_of(values) < 0.001
    assert np.isnan(season_of([None, *values[1:]]))


@pytest.mark.parametrize("values", [[7] * 24, list(range(24)), [None] * 24, []])
def test_without_variation_about_the_line_there_is_no_answer(values):
    assert np.isnan(season_of(values))


def test_a_step_outside_the_series_changes_nothing():
    values = [50 + noise for noise in NOISE]

    assert season_of(values, 0) == pytest.approx(season_of(values))
    assert season_of(values, 99) == pytest.approx(season_of(values))


def by_least_squares(values, steps_row):
    """The same F-test as a textbook has it."""
    rows = [row for row, value in enumerate(values) if value is not None]
    seen = np.array([values[row] for row in rows], dtype=float)
    base = np.array([[1, row, float(row >= steps_row), max(row - steps_row + 1, 0)] for row in rows])
    angle = 2 * np.pi * np.array(rows) / 12
    full = np.column_stack([base, np.sin(angle), np.cos(angle)])
    rest = [seen - design @ np.linalg.lstsq(design, seen, rcond=None)[0] for design in (base, full)]
    without, remaining = (float(left @ left) for left in rest)
    degrees = len(seen) - np.linalg.matrix_rank(full)
    return f.sf((without - remaining) / 2 / (remaining / degrees), 2, degrees)


@given(
    st.lists(st.one_of(st.none(), st.integers(-50, 50), st.floats(-50, 50)), min_size=24, max_size=40),
    st.integers(4, 20),
    st.integers(0, 30),
)
def test_season_as_its_twin(noise, steps_row, size):
    """Values with gaps about a line with a wave; series too short or too smooth have no answer and are left out."""
    values = [None if one is None else one + NOISE[row % 26] / 3 + size * np.sin(row) for row, one in enumerate(noise)]
    found = season_of(values, steps_row)

    if sum(value is not None for value in values) < 21:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(by_least_squares(values, steps_row), rel=1e-6, abs=1e-12)


def test_many_series_at_once_are_each_as_alone():
    columns = [NOISE, wave(26, 2), [None, *NOISE[1:]]]
    together = np.column_stack([column(values) for values in columns])

    found = annual_season(together, 10)

    assert found == pytest.approx([season_of(values, 10) for values in columns], nan_ok=True)


def naive_correlation(values, centre):
    seen = [None if value is None else value - centre for value in values]
    pairs = [one * other for one, other in pairwise(seen) if one is not None and other is not None]
    size = sum(one * one for one in seen if one is not None)
    return sum(pairs) / size if len(pairs) >= 2 and size else np.nan


@given(st.lists(st.one_of(st.none(), st.integers(-100, 100), st.just(10**9)), max_size=40), st.integers(-5, 5))
def test_autocorrelation_as_its_twin(values, centre):
    found = lag_one_autocorrelation(column(values), np.array([float(centre)]))[0]

    assert found == pytest.approx(naive_correlation(values, centre), nan_ok=True)


def test_months_that_follow_each_other_are_marked_from_two_over_the_root_of_n():
    """Trap 14. Months that swing to and fro are not alike."""
    correlation, points = np.array([0.51, 0.49, -0.51, np.nan, np.nan]), np.array([16, 16, 16, 16, 0])

    assert is_autocorrelated(correlation, points).tolist() == [True, False, False, False, False]
