"""Limits on the reference cases, and the traps of statistics.md that limits can fall into."""

import numpy as np
import pytest

from measures.statistics import limits
from measures.statistics.codes import C_CHART, INDIVIDUALS, RUN_CHART, U_CHART
from tests.measures.statistics.reference_charts import CHARTS, limits_of
from tests.measures.statistics.vectors import assert_agrees, cases_of, column, identifier

LINES = {"cl": "centre", "lcl": "lower", "ucl": "upper", "lcl_2s": "near_lower", "ucl_2s": "near_upper"}
PTD_LINES = {"mean": "centre", "lpl": "lower", "upl": "upper", "near_lpl": "near_lower", "near_upl": "near_upper"}
# The reference clips what it returns.
BOUNDS = {"qic_p": (0, 1), "qic_pp": (0, 1), "qic_i": (-np.inf, np.inf)}


@pytest.mark.parametrize("case", cases_of(*CHARTS), ids=identifier)
def test_limits_are_those_of_qicharts2(case):
    found, scale = limits_of(case), case["options"]["multiply"]

    assert_agrees(found.value[:, 0] * scale, case["expected"]["y"], case["rel_tol"], "y")
    for name, line in LINES.items():
        shown = limits.clipped(getattr(found, line)[:, 0], *BOUNDS.get(case["kind"], (0, np.inf)))
        assert_agrees(shown * scale, case["expected"][name], case["rel_tol"], name)


@pytest.mark.parametrize("case", cases_of("qic_pp", "qic_up"), ids=identifier)
def test_sigma_z_is_that_of_qicharts2(case):
    assert_agrees(limits_of(case).sigma_z[:, 0], case["expected"]["sigma_z"], case["rel_tol"])


@pytest.mark.parametrize("case", cases_of(*CHARTS), ids=identifier)
def test_points_beyond_a_limit_are_those_of_qicharts2(case):
    found = limits_of(case)

    beyond = (found.value > found.upper) | (found.value < found.lower)
    assert_agrees(beyond[:, 0].tolist(), case["expected"]["sigma_signal"], 0)


@pytest.mark.parametrize("case", cases_of("ptd_xmr"), ids=identifier)
def test_limits_are_those_of_nhsrplotthedots(case):
    dates, options = case["input"]["date"], case["options"]
    phases = sum(column([date >= start for date in dates]) for start in options["rebase"] or ["9999"]).astype(int)
    counted = np.arange(len(dates)).reshape(-1, 1) < (options["fix_after_n_points"] or len(dates))

    found = limits.individuals(
        column(case["input"]["value"]), phases, counted, screened=options["screen_outliers"], guarded=False
    )

    for name, line in PTD_LINES.items():
        assert_agrees(getattr(found, line)[:, 0], case["expected"][name], case["rel_tol"], name)


def test_trap_5_screening_that_leaves_nothing_is_undone():
    """The reference screens both moving ranges away and then calls all fifteen points special cause; we do not."""
    values = column([0] * 7 + [5] + [0] * 7)

    found = limits.individuals(values, screened=True)

    assert found.upper[0, 0] == pytest.approx(1 / 3 + 2.66 * 10 / 14)
    assert np.count_nonzero((values > found.upper) | (values < found.lower)) == 1


@pytest.mark.parametrize("screened", [False, True])
def test_trap_5_series_without_variation_has_no_limits(screened):
    """The reference gives limits without width (ptd-20) or none (ptd-19); any later point would be a signal, so we give none."""
    found = limits.individuals(column([50] * 14), screened=screened)

    assert np.isnan([found.lower, found.upper]).all()
    assert (found.centre[0, 0], found.reason[0, 0]) == (50, limits.NO_VARIATION)


def test_trap_5_rounding_is_no_variation():
    values = column([0.1 + 0.2, 0.3] * 10)

    assert limits.individuals(values).reason[0, 0] == limits.NO_VARIATION


def test_trap_6_no_moving_range_crosses_a_missing_month():
    """Dropped, the neighbours 1 and 9 would become consecutive."""
    found = limits.individuals(column([1, 2, 1, None, 9, 8, 9]))

    assert (found.moving_ranges[0, 0], found.points[0, 0]) == (4, 6)
    assert found.upper[0, 0] == pytest.approx(5 + 2.66 * 1)
    assert np.isfinite(found.upper[3, 0]), "the line goes on through the gap"


def test_trap_6_excluded_month_is_a_gap_too():
    """qicharts2 takes its neighbours for consecutive (qic-07): `bridged`."""
    values, counted = column([1, 2, 99, 5, 6]), column([1, 1, 0, 1, 1]).astype(bool)

    ours = limits.individuals(values, None, counted)
    reference = limits.individuals(values, None, counted, bridged=True)

    assert (ours.moving_ranges[0, 0], reference.moving_ranges[0, 0]) == (2, 3)


def test_trap_7_no_moving_range_crosses_a_rebase():
    values, phases = column([1, 2, 1, 2, 51, 52, 51, 52]), column([0, 0, 0, 0, 1, 1, 1, 1]).astype(int)

    found = limits.individuals(values, phases)

    assert found.moving_ranges[:, 0].tolist() == [3, 3]
    assert found.upper[[0, 7], 0] == pytest.approx([1.5 + 2.66, 51.5 + 2.66])


def test_trap_8_points_after_a_frozen_baseline_leave_no_trace_in_its_limits():
    baseline, counted = [4, 6, 5, 7, 4, 6], column([1] * 6 + [0] * 3).astype(bool)

    one, other = (limits.individuals(column(baseline + later), None, counted) for later in ([5, 5, 5], [90, 1, 70]))

    assert (one.centre[0, 0], one.upper[0, 0]) == (other.centre[8, 0], other.upper[8, 0])
    assert (other.value[6, 0] > other.upper[6, 0], one.points[0, 0]) == (True, 6)


def test_trap_8_holds_for_pooled_proportions():
    counted = column([1, 1, 1, 0]).astype(bool)

    found = limits.proportions(column([5, 4, 6, 40]), column([10, 10, 10, 40]), None, counted, prime=True)

    assert (found.centre[3, 0], found.points[0, 0]) == (0.5, 3)


def test_trap_9_limits_are_raw_and_clipped_for_pictures_only():
    found = limits.individuals(column([99, 85, 99, 86, 100, 88]))

    assert found.upper.max() > 100
    assert limits.clipped(found.upper, 0, 100).max() == 100


def test_trap_10_nobody_in_the_denominator_is_no_data():
    """And not 0%: it would lie below every limit."""
    found = limits.proportions(column([3, 0, 4]), column([10, 0, 10]))

    assert np.isnan([found.value[1, 0], found.lower[1, 0], found.upper[1, 0]]).all()
    assert (found.centre[0, 0], found.points[0, 0]) == (0.35, 2)


@pytest.mark.parametrize("prime", [False, True])
@pytest.mark.parametrize(("above", "centre"), [([0, 0, 0], 0), ([8, 9, 7], 1)])
def test_trap_10_nobody_or_everybody_has_no_limits(prime, above, centre):
    found = limits.proportions(column(above), column([8, 9, 7]), prime=prime)

    assert np.isnan([found.lower, found.upper]).all()
    assert (found.centre[0, 0], found.reason[0, 0]) == (centre, limits.NONE_OR_ALL)


def test_trap_11_centre_of_a_p_chart_is_pooled_and_no_mean_of_percentages():
    above, below = column([1, 90]), column([10, 100])

    pooled, mean = limits.proportions(above, below), limits.individuals(above / below)

    assert pooled.centre[0, 0] == pytest.approx(91 / 110)
    assert mean.centre[0, 0] == pytest.approx(0.5)


def steady(people=200):
    """Shares that vary less than chance between people would make them."""
    above = column([80, 82, 79, 81, 80, 82, 80, 79, 81, 80, 82, 80])
    return above, np.full_like(above, people)


def test_trap_12_sigma_z_below_one_does_not_narrow_limits():
    """The reference lets it (qic-16): half of all stable series would then get limits narrower than chance alone."""
    found, plain = limits.proportions(*steady(), prime=True), limits.proportions(*steady())

    assert found.sigma_z[0, 0] < 0.5
    assert (found.spread[0, 0], found.upper[0, 0]) == (1, plain.upper[0, 0])
    assert limits.proportions(*steady(), prime=True, least_sigma_z=0).spread[0, 0] == found.sigma_z[0, 0]


def test_trap_12_twenty_thousand_people_make_p_charts_signal_and_p_prime_not():
    below = column([20_000] * 12)
    above = below * column([0.31, 0.29, 0.32, 0.28, 0.31, 0.29, 0.28, 0.3, 0.31, 0.32, 0.29, 0.3])

    plain, prime = (limits.proportions(above, below, prime=prime) for prime in (False, True))

    outside = [np.count_nonzero((found.value > found.upper) | (found.value < found.lower)) for found in (plain, prime)]
    assert outside[0] >= 6
    assert outside[1] == 0


def test_trap_19_constants_are_one_set_per_profile():
    values = column([1, 2, 3, 2])

    ours, qic = (limits.individuals(values, constants=constants) for constants in (limits.MDC, limits.QIC))

    assert (ours.upper[0, 0], qic.upper[0, 0]) == pytest.approx((2 + 2.66, 2 + 3 / 1.128), rel=1e-12)
    assert ours.upper[0, 0] != qic.upper[0, 0]


@pytest.mark.parametrize("months", [0, 1, 3])
def test_series_without_values_have_no_limits_and_say_why(months):
    nothing = np.full((months, 2), np.nan)

    for found in (
        limits.individuals(nothing),
        limits.counts(nothing),
        limits.proportions(nothing, nothing, prime=True),
    ):
        assert found.upper.shape == (months, 2)
        assert np.isnan(found.upper).all()
        assert (found.reason == limits.NO_POINTS).all()


def test_single_point_has_a_centre_and_no_limits():
    found = limits.individuals(column([7, None]))

    assert (found.centre[0, 0], found.reason[0, 0]) == (7, limits.NO_NEIGHBOURS)


def test_no_series_at_all():
    assert limits.individuals(np.empty((36, 0))).upper.shape == (36, 0)


def test_rate_keeps_its_digits_at_a_thousand_million_people():
    found = limits.rates(column([3, 5, 4]), column([1e9] * 3))

    assert found.upper[0, 0] == pytest.approx(4e-9 + 3 * np.sqrt(4e-18), rel=1e-12)


def test_one_giant_practice_leaves_the_limits_of_its_neighbours_alone():
    above, below = column([5, 4, 6]), column([10, 9, 11])
    giant = np.hstack([above, above * 1e8]), np.hstack([below, below * 1e8])

    assert limits.proportions(*giant).upper[0, 0] == limits.proportions(above, below).upper[0, 0]


def test_limits_of_one_month_from_stored_figures():
    band = limits.limits_at(U_CHART, 4.0, 1.0, 4.0)

    assert (band.lower, band.near_lower, band.near_upper, band.upper) == (1, 2, 6, 7)
    assert limits.limits_at(C_CHART, 9.0, 1.0).upper == 18
    assert limits.limits_at(INDIVIDUALS, 5.0, 2.0).lower == -1


def test_run_chart_has_no_limits():
    with pytest.raises(ValueError, match="run"):
        limits.limits_at(RUN_CHART, 5.0, 1.0)
