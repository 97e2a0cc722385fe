"""What changes are worth, against sums done by hand."""

import pytest

from collaborative.value import COSTS, PAYS, UNSURE, Range, events_saved, net, total, verdict, worth


def test_a_fall_is_a_saving_and_its_interval_turns_round():
    # 12 fewer per 100 (5 to 18 fewer) of 2,000 person-months: 240 fewer events, 100 to 360.
    found = events_saved(Range(-12, -18, -5), denominator=2000, per=100)

    assert found == Range(240, 100, 360)


def test_a_rise_is_a_negative_saving():
    assert events_saved(Range(3, -1, 6), denominator=1000, per=100) == Range(-30, -60, 10)


def test_worth_takes_the_least_and_the_most_of_both_ranges():
    # 240 x 25 pounds; 100 x 20 at the least, 360 x 30 at the most.
    assert worth(Range(240, 100, 360), Range(25, 20, 30)) == Range(6000, 2000, 10800)


def test_a_loss_is_largest_at_the_highest_cost():
    # -60 x 30 is the least; 10 x 30 the most.
    assert worth(Range(-30, -60, 10), Range(25, 20, 30)) == Range(-750, -1800, 300)


def test_measures_are_added_end_to_end_and_the_cost_taken_off():
    summed = total([Range(6000, 2000, 10800), Range(-750, -1800, 300)])

    assert summed == Range(5250, 200, 11100)
    assert net(summed, 5000) == Range(250, -4800, 6100)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (Range(5, 1, 9), PAYS),
        (Range(5, 0, 9), UNSURE),
        (Range(5, -1, 9), UNSURE),
        (Range(-5, -9, 0), UNSURE),
        (Range(-5, -9, -1), COSTS),
    ],
    ids=str,
)
def test_no_verdict_where_the_range_holds_zero(left, said):
    assert verdict(left) == said


def test_a_range_out_of_order_is_refused():
    with pytest.raises(ValueError, match="not in order"):
        Range(1, 2, 3)
