"""Whether counts vary more than chance, on the reference's figures, against a naive twin and the chi-square of scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from measures.statistics.overdispersion import pearson_phi, variance_ratio
from tests.measures.statistics import naive_limits as naive
from tests.measures.statistics.made_series import PEOPLE_GRIDS, counts_of
from tests.measures.statistics.vectors import assert_agrees, cases_of, column

(CASE,) = cases_of("overdispersion_test")


def given_counts(name):
    return column(CASE["input"][f"{name}_x"]), column(CASE["input"].get(f"{name}_n", []))


def assert_test_agrees(found, expected, ratio):
    assert_agrees(found.phi[0], expected[ratio], CASE["rel_tol"], ratio)
    assert_agrees(found.statistic[0], expected["statistic"], CASE["rel_tol"], "statistic")
    assert_agrees(found.p[0], expected["p"], CASE["rel_tol"], "p")


def test_pearson_phi_is_that_of_the_reference():
    found = pearson_phi(*given_counts("varying"), binomial=True)

    assert_test_agrees(found, CASE["expected"]["pearson_varying"], "phi")
    assert found.df[0] == CASE["expected"]["pearson_varying"]["df"]


def test_variance_ratio_of_people_is_that_of_qcc():
    above, below = given_counts("const")

    assert_test_agrees(variance_ratio(above, below[0, 0]), CASE["expected"]["qcc_binomial"], "ratio")


def test_variance_ratio_of_events_is_that_of_qcc():
    assert_test_agrees(variance_ratio(given_counts("poisson")[0]), CASE["expected"]["qcc_poisson"], "ratio")


def test_trap_13_variance_ratio_is_blown_up_by_unequal_denominators():
    """Pure chance around 30%, list sizes between 20 and 400."""
    people = np.random.default_rng(1).integers(20, 400, size=(60, 1)).astype(float)
    above = np.random.default_rng(2).binomial(people.astype(int), 0.3).astype(float)

    assert pearson_phi(above, people, binomial=True).phi[0] < 1.4
    assert variance_ratio(above, people.mean()).phi[0] > 5


def test_frozen_baseline_alone_is_asked():
    above, below, counted = column([3, 5, 4, 90]), column([10, 12, 11, 100]), column([1, 1, 1, 0]).astype(bool)

    found = pearson_phi(above, below, counted, binomial=True)

    assert found.phi[0] == pearson_phi(above[:3], below[:3], binomial=True).phi[0]


@given(PEOPLE_GRIDS, st.lists(st.booleans(), min_size=3, max_size=3))
def test_pearson_phi_equals_a_naive_twin(grid, people):
    above, below, _, counted = counts_of(grid)

    found = pearson_phi(above, below, counted, binomial=np.array(people))

    for place, (cells, _, chosen) in enumerate(grid):
        expected = naive.pearson(*zip(*cells, strict=True), chosen, people[place])
        if expected is None:
            assert np.isnan([found.phi[place], found.p[place]]).all()
        else:
            assert found.phi[place] == pytest.approx(expected[0], rel=1e-6, abs=1e-9)
            assert found.p[place] == pytest.approx(chi2.sf(found.statistic[place], expected[1]), rel=1e-9)
