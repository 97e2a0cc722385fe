"""The run chart, on output of qicharts2 (made-up data), at the edges of each rule, and against a naive twin."""

from itertools import groupby, pairwise
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from measures.statistics import limits
from measures.statistics.run_chart import (
    BOTH_SIGNALS,
    FEW_CROSSINGS,
    LONG_RUN,
    NO_SIGNAL,
    TOO_FEW_POINTS,
    crossings_limit,
    longest_run_limit,
    medians_by_phase,
    run_chart,
    run_charts,
    runs_about,
)
from tests.measures.statistics.reference_charts import CHARTS, counted_of, excluded_of, limits_of, phases_of
from tests.measures.statistics.vectors import assert_agrees, cases_of, column, identifier

SIGNALS = (LONG_RUN, FEW_CROSSINGS, BOTH_SIGNALS)


def limit_of(limit, useful):
    return [limit(int(points)) for points in useful]


def assert_part_agrees(found, part, place):
    """The reference's figures of one phase; its `n_obs` counts missing months too, ours does not."""
    useful = [int(found.useful_points[0])]
    assert useful[0] == part["n_useful"][place]
    assert (found.longest_run[0], found.crossings[0]) == (part["longest_run"][place], part["n_crossings"][place])
    assert limit_of(longest_run_limit, useful) == [part["longest_run_max"][place]]
    assert limit_of(crossings_limit, useful) == [part["n_crossings_min"][place]]
    assert (found.signal[0] in SIGNALS) == part["runs_signal"][place]


@pytest.mark.parametrize("case", cases_of("qic_run"), ids=identifier)
def test_run_charts_are_those_of_qicharts2(case):
    """Part by part, each as the latest phase of the months up to its end."""
    values, phases, counted = column(case["input"]["y"]), phases_of(case), counted_of(case)

    medians = medians_by_phase(values, phases, counted)
    for place in range(phases.max() + 1):
        end = np.count_nonzero(phases <= place)
        found = run_charts(values[:end], phases[:end], counted[:end], excluded_of(case)[:end])
        assert_part_agrees(found, case["expected"]["by_part"], place)
        assert found.median[0] == medians[place, 0]
    assert_agrees(medians[phases[:, 0], 0], case["expected"]["cl"], case["rel_tol"])


@pytest.mark.parametrize("case", cases_of(*CHARTS), ids=identifier)
def test_runs_about_other_centre_lines_are_those_of_qicharts2(case):
    phases, chart = phases_of(case), limits_of(case)
    values = np.where(excluded_of(case), np.nan, chart.value)

    for place in range(phases.max() + 1):
        part = phases[:, 0] == place
        found = runs_about(values[part], chart.centre[part])
        assert_part_agrees(found, case["expected"]["by_part"], place)


def test_limits_as_the_reference_has_them():
    (case,) = cases_of("anhoej_limits")
    points = case["input"]["n_useful"]

    assert limit_of(longest_run_limit, points) == case["expected"]["longest_run_max"]
    assert limit_of(crossings_limit, points) == case["expected"]["n_crossings_min"]


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

    for place in range(4):
        alone = run_charts(values[:, [place]])
        for name in ("points", "useful_points", "longest_run", "crossings", "signal"):
            assert getattr(together, name)[place] == getattr(alone, name)[0]


MONTHS = [11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 12, 13, 14, 15, 16]


def of_column(name, found):
    return getattr(found, name)[0]


def test_points_after_a_frozen_median_are_judged_by_it():
    """Trap 8."""
    counted = np.arange(15).reshape(-1, 1) < 10

    found = run_charts(column(MONTHS), counted=counted)

    assert (of_column("median", found), of_column("points", found)) == (10, 15)
    assert of_column("longest_run", found) == 5


def test_latest_phase_alone_is_judged():
    """Trap 7: rules restart at the boundary."""
    phases = (np.arange(15).reshape(-1, 1) >= 10).astype(int)

    found = run_charts(column(MONTHS), phases)

    assert (of_column("median", found), of_column("points", found)) == (14, 5)
    assert of_column("signal", found) == TOO_FEW_POINTS
    assert medians_by_phase(column(MONTHS), phases)[:, 0].tolist() == [10, 14]


def test_excluded_point_leaves_median_and_runs():
    excluded = np.arange(15).reshape(-1, 1) >= 14

    found = run_charts(column(MONTHS), counted=~excluded, excluded=excluded)

    assert (of_column("median", found), of_column("points", found)) == (11, 14)


def test_phase_without_counted_points_has_no_median():
    found = run_charts(column(MONTHS), counted=np.zeros((15, 1), dtype=bool))

    assert np.isnan(of_column("median", found))
    assert of_column("signal", found) == TOO_FEW_POINTS


def test_trap_20_three_useful_points_never_signal():
    """Nor do nine: the rules have no power below ten."""
    assert of_column("signal", runs_about(column([1, 1, 1, 1, 1, 1, 1, 1, 1]), np.array([0.0]))) == TOO_FEW_POINTS
    assert of_column("signal", runs_about(column([1] * 10), np.array([0.0]))) == BOTH_SIGNALS
    assert of_column("signal", runs_about(column([1, -1] * 5), np.array([0.0]))) == NO_SIGNAL


def test_trap_2_rates_of_very_rare_events_do_not_all_lie_on_the_median():
    """Nearness is a share of the median: 3 and 4 among a thousand million people differ."""
    values = column([3, 5, 3, 5, 4]) / 1e9

    assert run_charts(values).useful_points[0] == 4
    assert run_charts(values + 1e-25).useful_points[0] == 4


def test_trap_2_last_digit_of_a_mean_puts_no_point_beside_it():
    values = column([0.1, 0.2, 0.3])

    assert runs_about(values, limits.individuals(values).centre).useful_points[0] == 2


@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.integers(0, 6)), st.integers(0, 1), st.booleans(), st.booleans()), max_size=30
    )
)
def test_run_charts_with_phases_equal_a_naive_twin(months):
    """The latest phase by itself: its counted points make the median, its points that are not excluded the runs."""
    phases = np.cumsum([step for _, step, _, _ in months], dtype=int).reshape(-1, 1)
    latest = [month for month, phase in zip(months, phases[:, 0], strict=True) if phase == phases[-1, 0]]
    kept = [(value, counts) for value, _, counts, excluded in latest if value is not None and not excluded]
    middle = median(counting) if (counting := [value for value, counts in kept if counts]) else None
    sides = [value > middle for value, _ in kept if value != middle] if counting else []

    flags = [np.array([month[place] for month in months], dtype=bool).reshape(-1, 1) for place in (2, 3)]
    found = run_charts(column([value for value, *_ in months]), phases, *flags)

    assert (of_column("points", found), of_column("useful_points", found)) == (len(kept), len(sides))
    assert of_column("crossings", found) == sum(one != other for one, other in pairwise(sides))
    assert of_column("longest_run", found) == max((len(list(run)) for _, run in groupby(sides)), default=0)
