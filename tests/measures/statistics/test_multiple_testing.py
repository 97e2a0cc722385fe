"""Benjamini-Hochberg and Bonferroni against a plain implementation and SciPy."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics.multiple_testing import benjamini_hochberg, bonferroni

chances = st.lists(st.one_of(st.sampled_from([0.0, 0.01, 0.5, 1.0]), st.floats(0, 1)), min_size=1, max_size=40)


@given(chances)
def test_benjamini_hochberg_agrees_with_its_naive_twin(p):
    """q of a p: the least, over all p' no smaller, of p' times n over how many are no larger than p'."""
    expected = [
        min(1, min(other * len(p) / sum(one <= other for one in p) for other in p if other >= mine)) for mine in p
    ]

    assert benjamini_hochberg(np.array(p)) == pytest.approx(expected)
    assert benjamini_hochberg(np.array(p)) == pytest.approx(scipy.stats.false_discovery_control(p))


@given(chances)
def test_bonferroni_multiplies_by_the_number_of_comparisons(p):
    assert bonferroni(np.array(p)) == pytest.approx([min(1, one * len(p)) for one in p])


def test_comparisons_that_could_not_be_made_do_not_count():
    p = np.array([0.01, np.nan, 0.04])

    assert benjamini_hochberg(p) == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert bonferroni(p) == pytest.approx([0.02, np.nan, 0.08], nan_ok=True)


@pytest.mark.parametrize("p", [[], [np.nan, np.nan]])
def test_without_comparison_there_is_nothing_to_adjust(p):
    assert np.isnan(benjamini_hochberg(np.array(p))).all()
    assert np.isnan(bonferroni(np.array(p))).all()
