"""The words of the ledger at their edges, and against a naive twin."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from collaborative.evaluations import verdicts
from collaborative.evaluations.verdicts import judged

PERCENTS = st.integers(-99, 200)


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (-30, -10, "as_predicted"),
        (-20, -1, "as_predicted"),
        (-19, -1, "smaller"),
        (-50, -21, "larger"),
        (-30, 0, "not_from_chance"),
        (-30, 5, "not_from_chance"),
        (0.5, 12, "other_way"),
    ],
)
def test_a_fall_of_twenty_per_cent_against_what_was_observed(lower, upper, verdict):
    """C2."""
    assert judged("fall", 20, lower, upper) == verdict


def test_where_no_size_was_predicted_the_side_alone_counts():
    assert judged("rise", None, 1, 300) == "as_predicted"
    assert judged("rise", None, -30, -2) == "other_way"


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [(-10, 10, "as_predicted"), (-11, 4, "not_from_chance"), (2, 8, "as_predicted"), (5, 30, "changed")],
)
def test_no_change_comes_true_only_where_the_interval_is_narrow(lower, upper, verdict):
    assert judged("same", None, lower, upper) == verdict


def naive(direction, percent, lower, upper):
    """Look at every tenth of a per cent in the interval."""
    inside = [value / 10 for value in range(lower * 10, upper * 10 + 1)]
    sign = 1 if direction == "rise" else -1
    turned = [sign * value for value in inside]
    if 0 in turned:
        return "not_from_chance"
    if max(turned) < 0:
        return "other_way"
    if percent in turned:
        return "as_predicted"
    return "smaller" if max(turned) < percent else "larger"


@given(st.sampled_from(["fall", "rise"]), st.integers(1, 90), PERCENTS, PERCENTS)
def test_verdict_agrees_with_its_naive_twin(direction, percent, lower, upper):
    assume(lower <= upper)

    assert judged(direction, percent, lower, upper) == naive(direction, percent, lower, upper)


@given(st.integers(1, 90), PERCENTS, PERCENTS)
def test_a_rise_is_judged_as_its_mirrored_fall(percent, lower, upper):
    assume(lower <= upper)

    assert judged("rise", percent, lower, upper) == judged("fall", percent, -upper, -lower)


def test_every_verdict_has_its_words():
    codes = {value for name, value in vars(verdicts).items() if name.isupper() and isinstance(value, str)}

    assert codes - {"fall", "same"} == set(verdicts.VERDICT_WORDS)


def test_the_share_of_none_is_not_nought():
    assert verdicts.share(0, 0) is None
    assert verdicts.share(1, 4) == pytest.approx((25.0, 4.56, 69.94), abs=0.01)
