"""The run chart, on output of qicharts2 0.8.1 (made-up data), at the edges of each rule, and against a naive twin."""

from itertools import groupby, pairwise
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from measures.statistics.run_chart import crossings_limit, longest_run_limit, run_chart, run_charts

TIES = [37, 35, 35, 37, 33, 39, 43, 33, 50, 40, 46, 39, 47, 40, 32, 39, 57, 33, 43, 37, 39, 47, 44, 32]
FIRST_PART = [34.2, 33.1, 26.3, 31.7, 24.8, 27.7, 27.5, 25.2, 29.4, 26.5, 28.5, 30.5, 27.4, 29.5]
SECOND_PART = [32.3, 35.2, 36.8, 35.9, 31, 30.2, 28.1, 45.9, 36.5, 36.6, 38.7, 41.1, 29.6, 40.4]
SHORT = [16.3, 25.7, 15.9, 24.6, 28.5, 18.4, 17.8, 15.6, 21.6, 17.3, 20.1, 20.2]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (TIES, (39, 20, 5, 7, 10, 6)),
        (FIRST_PART, (28.1, 14, 4, 7, 8, 4)),
        (SECOND_PART, (36.2, 14, 5, 7, 5, 4)),
        (SHORT, (19.25, 12, 3, 7, 7, 3)),
    ],
)
def test_run_chart_as_the_reference_has_it(values, expected):
    found = run_chart(values)

    assert found.median == pytest.approx(expected[0])
    assert (found.useful_points, found.longest_run, found.longest_run_limit) == expected[1:4]
    assert (found.crossings, found.crossings_limit) == expected[4:]
    assert found.signal == "none"


def test_limits_as_the_reference_has_them():
    points = [6, 8, 10, 12, 14, 15, 16, 18, 20, 21, 24, 25, 28, 30, 36, 40, 48, 64, 80, 96]

    assert [longest_run_limit(n) for n in points] == [6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 9, 9, 9, 10]
    assert [crossings_limit(n) for n in points] == [1, 1, 2, 3, 4, 4, 4, 5, 6, 6, 8, 8, 9, 10, 13, 14, 18, 25, 32, 39]


@pytest.mark.parametrize("points", range(2, 130))
def test_crossings_limit_is_the_binomial_quantile(points):
    assert crossings_limit(points) == binom.ppf(0.05, points - 1, 0.5)


def around(sides):
    """A series whose points lie on these sides of a median of 10."""
    return [10 + side for side in sides]


def test_run_of_the_limit_is_no_signal_and_one_more_is():
    """Twenty-four useful points: eight in a row may be chance, nine may not."""
    eight = run_chart(around([1, -1] * 4 + [1] + [-1] * 8 + [1] * 7))
    nine = run_chart(around([1, -1] * 3 + [1] + [-1] * 9 + [1] * 8))

    assert (eight.useful_points, eight.longest_run, eight.signal) == (24, 8, "none")
    assert (nine.useful_points, nine.longest_run, nine.signal) == (24, 9, "long_run")


def test_fewer_crossings_than_the_limit_are_a_signal():
    """Ten useful points need two crossings."""
    assert run_chart(around([1, 1, 1, -1, -1, -1, -1, -1, 1, 1])).signal == "none"
    assert run_chart(around([1, 1, 1, 1, 1, -1, -1, -1, -1, -1])).signal == "few_crossings"


def test_no_rule_is_applied_to_nine_points():
    found = run_chart(around([1, 1, 1, 1, 1, -1, -1, -1, -1]))

    assert (found.signal, found.longest_run_limit, found.crossings_limit) == ("too_few_points", None, None)


def test_point_on_the_median_is_passed_over():
    """Trap 2: it neither ends a run nor counts in it."""
    found = run_chart([11, 11, 10, 11, 9, 9, 10, 9, 10])

    assert (found.points, found.useful_points, found.longest_run, found.crossings) == (9, 6, 3, 1)


def test_missing_month_is_passed_over():
    assert run_chart([11, None, 11, 9, None, 9]).longest_run == 2


@pytest.mark.parametrize("values", [[], [None, None]])
def test_without_a_value_there_is_no_median(values):
    found = run_chart(values)

    assert (found.points, found.median, found.signal) == (0, None, "too_few_points")


series = st.lists(st.one_of(st.none(), st.integers(0, 6)), max_size=30)


@given(series)
def test_run_chart_equals_a_naive_twin(values):
    present = [value for value in values if value is not None]
    sides = [value > median(present) for value in present if value != median(present)]
    runs = [len(list(run)) for _, run in groupby(sides)]

    found = run_chart(values)

    assert found.median == (median(present) if present else None)
    assert (found.useful_points, found.longest_run) == (len(sides), max(runs, default=0))
    assert found.crossings == sum(one != other for one, other in pairwise(sides))


@given(st.lists(st.tuples(*[st.one_of(st.just(float("nan")), st.integers(0, 9))] * 4), min_size=1, max_size=30))
def test_many_series_at_once_are_as_each_alone(rows):
    values = np.array(rows, dtype=float)

    together = run_charts(values)

    for column in range(4):
        alone = run_charts(values[:, [column]])
        for name in ("points", "useful_points", "longest_run", "crossings", "signal"):
            assert getattr(together, name)[column] == getattr(alone, name)[0]
