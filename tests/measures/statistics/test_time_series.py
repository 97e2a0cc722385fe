"""Interrupted time series: the reference cases, the traps, what is refused, and a known truth found again."""

import numpy as np
import pytest

from measures.statistics.segmented_design import REASON_WORDS, WARNING_WORDS, design
from measures.statistics.time_series import (
    all_segmented_least_squares,
    all_segmented_poisson,
    segmented_least_squares,
    segmented_poisson,
)
from tests.measures.statistics.vectors import assert_agrees, cases_of

OLS_FIELDS = {
    "coefficients": "coef",
    "standard_errors": "se",
    "t": "t",
    "p": "p",
    "lower": "ci_lower",
    "upper": "ci_upper",
    "newey_west": "nw_se",
    "newey_west_small_sample": "nw_se_small_sample",
    "durbin_watson": "durbin_watson",
}
POISSON_FIELDS = {
    "coefficients": "coef",
    "standard_errors": "se",
    "dispersion": "dispersion",
    "quasi_standard_errors": "quasi_se",
    "quasi_p": "quasi_p",
}
PLAN = design(24, 12)


def noise(months, seed=1, size=1.0):
    return np.random.default_rng(seed).normal(0, size, months)


def column_of(case, name):
    return np.array(case["input"][name], dtype=float)


def test_least_squares_as_the_reference_has_them():
    (case,) = cases_of("its_ols")
    plan = design(len(case["input"]["y"]), case["input"]["post"].index(1))

    found = segmented_least_squares(column_of(case, "y"), plan, case["options"]["nw_lag"])

    for field, name in OLS_FIELDS.items():
        assert_agrees(np.array(getattr(found, field)).tolist(), case["expected"][name], case["rel_tol"], name)


def test_poisson_as_the_reference_has_it():
    (case,) = cases_of("its_poisson")
    plan = design(len(case["input"]["count"]), case["input"]["post"].index(1), seasonal=True)

    found = segmented_poisson(column_of(case, "count"), column_of(case, "denominator"), plan)

    for field, name in POISSON_FIELDS.items():
        assert_agrees(np.array(getattr(found, field)).tolist(), case["expected"][name], case["rel_tol"], name)
    ratio = found.level_ratio
    assert_agrees(ratio.value, case["expected"]["irr_level_change"], case["rel_tol"])
    assert_agrees(ratio.lower, case["expected"]["irr_ci_quasi_t_lower"], case["rel_tol"])
    assert_agrees(ratio.upper, case["expected"]["irr_ci_quasi_t_upper"], case["rel_tol"])


@pytest.mark.parametrize("kind", ["its_ols", "its_poisson"])
def test_design_is_that_of_the_reference(kind):
    (case,) = cases_of(kind)
    names = [name for name in ("time", "post", "since", "sin12", "cos12") if name in case["input"]]

    plan = design(len(case["input"]["time"]), case["input"]["post"].index(1), seasonal=kind == "its_poisson")

    expected = np.column_stack([column_of(case, name) for name in names])
    assert plan.names == ("intercept", *names)
    np.testing.assert_allclose(plan.columns[:, 1:], expected, atol=1e-12)


def test_trap_24_first_month_after_the_change_counts_as_one():
    """So the whole effect in the first changed month is level plus one slope: here -10 + -2."""
    values = 50 + np.arange(1, 25) + np.where(np.arange(24) >= 12, -10 - 2 * (np.arange(24) - 11.0), 0)

    found = segmented_least_squares(values + noise(24, size=1e-6), PLAN)

    assert found.coefficients[2:] == pytest.approx([-10, -2], abs=1e-4)
    assert found.fitted[12] - found.counterfactual[12] == pytest.approx(-12, abs=1e-4)


def test_trap_24_small_sample_factor_and_t_are_in_the_intervals():
    found = segmented_least_squares(noise(24), PLAN)

    widest = max(found.newey_west_small_sample[2], found.standard_errors[2])
    assert found.newey_west_small_sample[2] == pytest.approx(found.newey_west[2] * np.sqrt(24 / 20))
    assert found.level_change.upper - found.level_change.value == pytest.approx(2.0859634472658626 * widest)


def test_trap_24_newey_west_alone_is_too_narrow_in_short_series():
    """With no autocorrelation and no change the larger of both variances holds nought in 95% of 2,000 series."""
    found = all_segmented_least_squares(np.random.default_rng(5).normal(size=(24, 2000)), PLAN)

    holds = [one.level_change.lower <= 0 <= one.level_change.upper for one in found]
    alone = [abs(one.coefficients[2]) <= 2.086 * one.newey_west_small_sample[2] for one in found]
    assert 0.94 < np.mean(holds) < 0.97
    assert np.mean(alone) < 0.88


def test_transition_months_are_left_out_and_stated():
    plan = design(27, 12, transition_rows=[12, 13, 14])
    values = np.where(np.arange(27) < 15, 50.0, 40.0) + noise(27, size=0.1)
    disturbed = values.copy()
    disturbed[12:15] = 500

    found = segmented_least_squares(disturbed, plan)

    assert (found.design.transition_rows, found.n, found.months_before, found.months_after) == (
        (12, 13, 14),
        24,
        12,
        12,
    )
    assert found.level_change == segmented_least_squares(values, plan).level_change
    assert np.isnan(found.fitted[12:15]).all()


def test_first_month_after_the_transition_counts_as_one():
    plan = design(27, 12, transition_rows=[12, 13])

    assert plan.first_post_row == 14
    assert plan.columns[13:16, 3].tolist() == [0, 1, 2]


@pytest.mark.parametrize(("months", "row", "reason"), [(24, 11, "few_months_before"), (23, 12, "few_months_after")])
def test_under_twelve_months_on_a_side_is_refused(months, row, reason):
    found = segmented_least_squares(noise(months), design(months, row))

    assert (found.reason, found.coefficients, found.warnings) == (reason, None, ())
    assert reason in REASON_WORDS


def test_twelve_months_on_each_side_are_enough():
    assert segmented_least_squares(noise(24), PLAN).reason is None


def test_missing_month_does_not_count_and_is_named():
    values = noise(25)
    values[3] = np.nan

    found = segmented_least_squares(values, design(25, 12))

    assert (found.reason, found.months_before, found.months_missing) == ("few_months_before", 11, (3,))


@pytest.mark.parametrize("row", [-3, 0, 24, 99])
def test_change_outside_the_months_is_refused(row):
    assert segmented_least_squares(noise(24), design(24, row)).reason.startswith("few_months")


@pytest.mark.parametrize("values", [np.full(24, 7.0), np.zeros(24), np.arange(24) * 3.0, np.arange(24) * 1e9])
def test_series_without_variation_has_no_interval(values):
    found = segmented_least_squares(values, PLAN)

    assert (found.reason, found.level_change) == ("no_variation", None)


def test_months_that_do_not_show_the_season_are_refused():
    values = np.full(24 * 12, np.nan)
    values[::12] = noise(24)

    found = segmented_least_squares(values, design(24 * 12, 12 * 12, seasonal=True))

    assert found.reason == "singular"


COUNTS = np.random.default_rng(2).poisson(20, 24).astype(float)


@pytest.mark.parametrize(
    ("counts", "denominators", "reason"),
    [
        (np.zeros(24), np.full(24, 100.0), "no_events"),
        (np.where(np.arange(24) < 12, 0, COUNTS), np.full(24, 100.0), "no_events_before"),
        (np.where(np.arange(24) < 12, COUNTS, 0), np.full(24, 100.0), "no_events_after"),
        (COUNTS, np.zeros(24), "no_denominator"),
        (COUNTS, np.full(24, np.nan), "no_denominator"),
        (COUNTS - 30, np.full(24, 100.0), "negative_count"),
        (np.where(np.arange(24) > 12, 0, COUNTS), np.full(24, 100.0), "no_finite_estimate"),
        (COUNTS[:20], np.full(20, 100.0), "few_months_after"),
    ],
)
def test_counts_that_cannot_bear_the_question_get_a_reason(counts, denominators, reason):
    found = segmented_poisson(counts, denominators, design(len(counts), 12))

    assert (found.reason, found.level_ratio, found.warnings) == (reason, None, ())
    assert reason in REASON_WORDS


def test_trap_10_month_without_denominator_is_no_data():
    """Its count, even, is not used: nothing over nobody is not a rate of nought."""
    counts, denominators = np.append(COUNTS, 999), np.append(np.full(24, 100.0), 0)

    found = segmented_poisson(counts, denominators, design(25, 12))

    assert found.months_missing == (24,)
    np.testing.assert_allclose(found.coefficients, segmented_poisson(COUNTS, denominators[:24], PLAN).coefficients)


def test_dispersion_below_one_narrows_nothing():
    found = segmented_poisson(np.full(24, 20.0) + np.arange(24) % 2, np.full(24, 100.0), PLAN)

    assert found.dispersion < 1
    assert "underdispersed" in found.warnings
    np.testing.assert_allclose(found.quasi_standard_errors, found.standard_errors)


def test_huge_denominators_change_nothing_but_the_rate():
    small = segmented_poisson(COUNTS, np.full(24, 100.0), PLAN)
    huge = segmented_poisson(COUNTS, np.full(24, 1e9), PLAN)

    np.testing.assert_allclose(huge.coefficients[1:], small.coefficients[1:], rtol=1e-7)
    assert huge.difference_at_end.lower * 1e7 == pytest.approx(small.difference_at_end.lower, rel=1e-6)


def test_one_giant_month_beside_small_ones_is_fitted():
    denominators = np.full(24, 100.0)
    denominators[5] = 1e9
    counts = np.round(denominators * 0.2) + np.arange(24) % 3

    found = segmented_poisson(counts, denominators, PLAN)

    assert found.reason is None
    assert found.fitted[5] == pytest.approx(0.2, rel=1e-6)


def test_no_control_is_always_said_and_few_points_under_two_years():
    short = segmented_least_squares(noise(47), design(47, 24))
    long = segmented_least_squares(noise(48), design(48, 24))

    assert short.warnings == ("no_control", "few_points")
    assert long.warnings == ("no_control",)
    assert set(short.warnings) <= set(WARNING_WORDS)


def test_slow_wandering_is_called_autocorrelated():
    wandering = np.cumsum(noise(48))

    assert "autocorrelated" in segmented_least_squares(wandering, design(48, 24)).warnings


def test_counterfactual_starts_at_the_intervention_and_carries_the_earlier_line_on():
    values = 10 + 0.5 * np.arange(24) + noise(24, size=0.1)

    found = segmented_least_squares(values, PLAN)

    intercept, slope = found.coefficients[:2]
    assert np.isnan(found.counterfactual[:12]).all()
    np.testing.assert_allclose(found.counterfactual[12:], intercept + slope * np.arange(13, 25))
    assert (found.counterfactual_lower[12:] < found.counterfactual[12:]).all()
    assert found.difference_at_end.value == pytest.approx(found.fitted[-1] - found.counterfactual[-1])


def test_rates_and_their_difference_are_per_unit_of_the_denominator():
    found = segmented_poisson(COUNTS, np.full(24, 50.0), PLAN)

    assert found.difference_at_end.value == pytest.approx(found.fitted[-1] - found.counterfactual[-1])
    assert found.ratio_at_end.value == pytest.approx(found.fitted[-1] / found.counterfactual[-1])
    assert found.fitted[:12].mean() == pytest.approx(COUNTS[:12].mean() / 50)


def test_difference_at_end_belongs_to_the_last_month_with_a_value():
    values = noise(26)
    values[25] = np.nan

    found = segmented_least_squares(values, design(26, 12))

    assert found.last_row == 24
    assert found.difference_at_end.value == pytest.approx(found.fitted[24] - found.counterfactual[24])


def test_true_change_of_a_value_lies_in_the_interval():
    """Level -6, slope -0.5, season and noise made here with a fixed seed; 20 months later the difference is -16."""
    rows = np.arange(40)
    season = 3 * np.sin(2 * np.pi * rows / 12)
    change = np.where(rows >= 20, -6 - 0.5 * (rows - 19), 0)

    found = segmented_least_squares(60 + 0.2 * rows + season + change + noise(40), design(40, 20, seasonal=True))

    assert found.level_change.lower < -6 < found.level_change.upper < 0
    assert found.slope_change.lower < -0.5 < found.slope_change.upper < 0
    assert found.difference_at_end.lower < -16 < found.difference_at_end.upper < -10


def test_true_rate_ratio_lies_in_the_interval():
    """A fall by a third at the change and by 2% a month after it, 60 months of about 200 events."""
    rows = np.arange(60)
    rate = 0.02 * np.exp(np.where(rows >= 30, np.log(2 / 3) - 0.02 * (rows - 29), 0))
    counts = np.random.default_rng(11).poisson(rate * 10_000)

    found = segmented_poisson(counts, np.full(60, 10_000.0), design(60, 30))

    assert found.level_ratio.lower < 2 / 3 < found.level_ratio.upper < 1
    assert found.slope_ratio.lower < np.exp(-0.02) < found.slope_ratio.upper < 1
    assert found.difference_at_end.lower < rate[-1] - 0.02 < found.difference_at_end.upper < 0


def test_many_series_at_once_are_each_what_it_is_alone():
    values = np.column_stack([noise(24, seed) for seed in range(5)])
    values[2, 1] = np.nan
    values[:, 3] = 4.0

    together = all_segmented_least_squares(values, PLAN)

    for one, column in zip(together, values.T, strict=True):
        alone = segmented_least_squares(column, PLAN)
        assert (one.reason, one.warnings) == (alone.reason, alone.warnings)
        if one.reason is None:
            np.testing.assert_allclose(one.coefficients, alone.coefficients)


def test_many_counts_at_once_are_each_what_it_is_alone():
    counts = np.random.default_rng(4).poisson([5, 50, 500, 0, 8], size=(24, 5)).astype(float)
    denominators = np.full((24, 5), 100.0)

    together = all_segmented_poisson(counts, denominators, PLAN)

    assert [one.reason for one in together] == [None, None, None, "no_events", None]
    alone = segmented_poisson(counts[:, 1], denominators[:, 1], PLAN)
    assert together[1].level_ratio.upper == pytest.approx(alone.level_ratio.upper, rel=1e-9)


def test_no_series_no_results():
    assert all_segmented_least_squares(np.empty((24, 0)), PLAN) == []
    assert all_segmented_poisson(np.empty((24, 0)), np.empty((24, 0)), PLAN) == []
