"""The rate ratio and its interval, on published and reference figures."""

import pytest

from measures.statistics.intervals import percentage_change, rate_ratio


def test_rate_ratio_as_the_reference_gives_it():
    """epitools 0.5-10.1, rateratio.wald: 41 events in 30,500 against 63 in 31,900."""
    found = rate_ratio(41, 30_500, 63, 31_900)

    # The reference uses 1.959964 where the handbook says 1.96.
    expected = (0.680666146239917, 0.459340293184136, 1.00863435999805)
    assert (found.ratio, found.lower, found.upper) == pytest.approx(expected, rel=1e-4)


def test_example_of_the_handbook():
    found = rate_ratio(240, 1, 300, 1)

    ends = [round(percentage_change(end), 1) for end in (found.ratio, found.lower, found.upper)]
    assert ends == [-20, -32.5, -5.2]


@pytest.mark.parametrize("figures", [(5, 0, 5, 10), (5, 10, 0, 10), (5, 10, 5, 0)])
def test_nothing_is_divided_by_zero(figures):
    assert rate_ratio(*figures) is None


def test_no_event_now_has_a_ratio_and_no_interval():
    found = rate_ratio(0, 10, 5, 10)

    assert (found.ratio, found.lower, found.upper) == (0, None, None)


def test_variance_of_fewer_events_widens_the_interval_and_keeps_the_ratio():
    pooled = rate_ratio(240, 1, 300, 1)
    one_month = rate_ratio(240, 1, 300, 1, variance_events=80, baseline_variance_events=100)

    assert one_month.ratio == pooled.ratio
    assert one_month.lower < pooled.lower < pooled.upper < one_month.upper
