"""Process and balancing measures: summed over practices that know both counts, exact or protected, never divided by zero."""

import pytest

from collaborative.dashboards.register_shares import SHARES, Sums, found, sums
from measures.disclosure import Audience
from registers.figures import COUNTS

BY_NAME = {share.name: share for share in SHARES}
ASSESSED, CRISIS = BY_NAME["assessed"], BY_NAME["crisis"]


def test_every_share_is_of_counts_that_a_register_has():
    names = {name for share in SHARES for name in (share.numerator, share.denominator)} - {"person_months"}

    assert names - set(COUNTS) == set()


def test_standing_is_of_the_latest_month_and_a_practice_without_one_of_the_counts_is_left_out():
    practices = {
        1: [{"assessed_at_outset": 1, "list_close": 2}, {"assessed_at_outset": 30, "list_close": 40}],
        2: [{}, {"list_close": 90}],
        3: [{}, {"assessed_at_outset": 10, "list_close": 20}],
    }

    assert sums(ASSESSED, practices) == Sums(40, 60, 2, frozenset({1, 3}))


def test_what_happens_is_summed_over_three_months_and_person_months():
    month = {"crisis_presentations": 2, "person_days": 3100, "days": 31}

    assert sums(CRISIS, {1: [month] * 4}) == Sums(6, 300, 1, frozenset({1}))


def test_a_month_that_was_not_counted_leaves_three_months_without_a_sum():
    month = {"crisis_presentations": 2, "person_days": 3100, "days": 31}

    assert sums(CRISIS, {1: [month, {}, month]}) == Sums(None, None)


def test_the_practice_sees_the_true_share_with_wilson_s_interval():
    """30 of 40: 75% (59.8 to 85.8), as any table of Wilson's intervals has it."""
    one = found(ASSESSED, Sums(30, 40, 1), Audience.OWNER)

    assert (one.value, round(one.lower, 1), round(one.upper, 1)) == (75, 59.8, 85.8)


def test_others_see_it_from_rounded_counts_in_whole_numbers():
    one = found(ASSESSED, Sums(31, 42, 6), Audience.OTHER)

    assert (one.numerator, one.denominator, one.value, one.lower, one.upper) == (30, 40, 75, 60, 86)


@pytest.mark.parametrize(
    ("true", "hidden", "why"),
    [
        (Sums(3, 42, 6), "", "few"),
        (Sums(40, 40, 6), "", "whole_group"),
        (Sums(31, 42, 3), "too_few_practices", "too_few_practices"),
        (Sums(None, None), "", "no practice can count it yet"),
    ],
)
def test_what_others_may_not_see_has_its_reason(true, hidden, why):
    one = found(ASSESSED, true, Audience.OTHER, hidden)

    assert (one.value, one.lower, str(one.why)) == (None, None, why)


def test_others_get_no_interval_of_small_counts():
    assert found(ASSESSED, Sums(15, 60, 6), Audience.OTHER).lower is None


def test_nobody_to_divide_by_is_said_and_not_divided():
    one = found(BY_NAME["uptake_books"], Sums(0, 0, 1), Audience.OWNER)

    assert (one.value, one.why) == (None, "nobody to divide by")
