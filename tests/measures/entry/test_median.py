"""The wave's median beside a figure: only of enough practices, only from what anybody may see."""

from datetime import date

from measures.entry.median import medians_of
from tests.measures.made_returns import GOOD

NOVEMBER = date(2006, 11, 1)


def practices(*consultations):
    return [{**GOOD, "gp_consultations": count} for count in consultations]


def median(returns, own=None):
    return medians_of(NOVEMBER, returns, own)["gp_consultations"]


def test_fewer_than_ten_practices_have_no_median():
    found = median(practices(*range(100, 109)))

    assert found.value is None
    assert "fewer than 10 practices" in found.words


def test_the_median_is_of_published_rates():
    """142 consultations of 189 people are 75.13; published are 140 of 190, which is 74."""
    found = median(practices(*[142] * 10))

    assert found.value == 74
    assert "median 74" in found.words and "of 10 practices" in found.words


def test_the_own_rate_stands_beside_it_exactly():
    own = {**GOOD}

    assert median(practices(*[142] * 10), own).words.endswith("yours 75.1")


def test_lists_too_small_for_a_rate_do_not_count():
    small = [{**GOOD, "list_open": 12, "list_close": 14}] * 10

    assert median(small).value is None


def test_small_counts_that_hide_most_practices_leave_no_median():
    found = median(practices(*[142] * 10, *[3] * 12))

    assert found.value is None
    assert "small counts" in found.words


def test_only_what_a_measure_counts_has_a_median():
    assert set(medians_of(NOVEMBER, [], None)) == {
        "gp_consultations",
        "other_staff_consultations",
        "referrals_dedup",
        "people_13w",
    }
