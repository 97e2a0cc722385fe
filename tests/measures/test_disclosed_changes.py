"""What others see of a change: whole numbers that follow from the counts they are shown, and nothing else (step 6)."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from measures.disclosed_changes import Change, change
from measures.disclosure import Audience, Pool, Withheld, protect
from measures.statistics.pooled_change import Clustering, PooledRate, pooled_change

counts = st.one_of(st.integers(0, 40), st.integers(0, 400), st.integers(0, 1_000_000))
people = st.one_of(st.integers(0, 40), st.integers(30, 5_000), st.integers(0, 10**9))
pools = st.builds(Pool, counts, people, st.integers(1, 3), st.integers(1, 30))


def for_others(baseline, current, *, level="commissioner", per=100, **more):
    return change(baseline, current, Audience.OTHER, level=level, per=per, **more)


def for_owner(baseline, current, *, level="practice", per=100, **more):
    return change(baseline, current, Audience.OWNER, level=level, per=per, **more)


def test_change_has_the_interval_of_the_worked_example():
    """300 and 240 events over equal person-time: -20% (-32.5 to -5.2); the difference comes first."""
    found = for_owner(Pool(300, 1000), Pool(240, 1000))

    assert [round(value, 1) for value in (found.percent, found.lower, found.upper)] == [-20.0, -32.5, -5.2]
    half = 1.96 * (300 + 240) ** 0.5 / 1000 * 100
    assert (found.difference, found.difference_upper) == (pytest.approx(-6), pytest.approx(-6 + half))


def test_change_for_others_is_whole_and_from_shown_counts():
    found = for_others(Pool(302, 1001), Pool(238, 998), level="practice")

    assert found == for_others(Pool(300, 1000), Pool(240, 1000), level="practice")
    assert (found.percent, found.lower, found.upper) == (-20, -32, -5)
    assert (found.difference, found.difference_lower, found.difference_upper) == (-6, -11, -1)


@given(pools, pools, st.booleans(), st.booleans(), st.sampled_from([100, 1000, 100_000]))
def test_p8_p9_a_change_follows_from_the_counts_that_are_shown_with_it_and_from_nothing_else(
    baseline, current, repeated, public, per
):
    options = {"per": per, "repeated": repeated, "public": public}
    found = for_others(baseline, current, **options)
    assume(found.percent is not None)

    # What is shown, put in again as if it were true, is protected already and gives the same.
    assert for_others(found.baseline, found.current, **options) == found
    before, now = (Fraction(pool.numerator, pool.denominator) for pool in (found.baseline, found.current))
    assert abs(found.difference - (now - before) * per) <= Fraction(1, 2) + Fraction(1, 10**6)
    assert abs(found.percent - (now / before - 1) * 100) <= Fraction(1, 2) + Fraction(1, 10**6)


@given(pools, pools, st.booleans())
def test_p9_of_a_change_no_count_under_20_is_shown_and_every_figure_is_whole(baseline, current, public):
    found = for_others(baseline, current, public=public)
    assume(found.percent is not None)
    sizes = (found.percent, found.lower, found.upper, found.difference, found.difference_lower, found.difference_upper)

    assert all(isinstance(size, int) for size in sizes)
    shown = (found.baseline.numerator, found.current.numerator)
    assert all(count >= 20 and count % 5 == 0 for count in shown)
    denominators = [pool.denominator for pool in (baseline, current)]
    expected = denominators if public else [protect(count) for count in denominators]
    assert [found.baseline.denominator, found.current.denominator] == expected


@given(pools, pools, st.integers(-2, 2), st.integers(-2, 2))
def test_p6_counts_of_the_same_5_bands_give_the_same_change(baseline, current, more, fewer):
    neighbours = [
        Pool(pool.numerator + step, pool.denominator, pool.months, pool.practices)
        for pool, step in ((baseline, more), (current, fewer))
    ]
    assume(
        all(
            near.numerator >= 0 and protect(near.numerator) == protect(pool.numerator)
            for near, pool in zip(neighbours, (baseline, current), strict=True)
        )
    )

    assert for_others(*neighbours) == for_others(baseline, current)


@pytest.mark.parametrize(("baseline", "current"), [(17, 300), (300, 17), (5, 300)])
def test_change_for_others_needs_20_events_on_both_sides(baseline, current):
    found = for_others(Pool(baseline, 1000), Pool(current, 1000), level="practice")

    assert found == Change(reason=Withheld.SMALL_COUNTS)


def test_change_of_a_pct_needs_5_matched_practices():
    found = for_others(Pool(300, 1000, practices=4), Pool(240, 1000, practices=4))

    assert found.reason == Withheld.TOO_FEW_PRACTICES


@pytest.mark.parametrize(("registered", "reason"), [(99, Withheld.SMALL_PRACTICE), (100, "")])
def test_a_practice_with_fewer_than_100_registered_people_has_no_change(registered, reason):
    pool = Pool(240, 600, registered=registered)

    assert for_others(pool, pool, level="practice").reason == reason


def test_nothing_is_divided_by_zero():
    assert for_owner(Pool(0, 0), Pool(0, 0)) == Change()
    assert for_owner(Pool(0, 100), Pool(5, 100)) == Change()


def test_without_an_event_now_neither_difference_nor_ratio_has_an_interval():
    found = for_owner(Pool(10, 100), Pool(0, 100))

    assert (found.percent, found.difference) == (-100.0, -10.0)
    assert (found.lower, found.upper, found.difference_lower, found.difference_upper) == (None,) * 4


def test_m4_months_that_count_the_same_people_carry_the_information_of_one():
    pooled = for_owner(Pool(300, 1000), Pool(240, 1000))
    repeated = for_owner(Pool(300, 1000), Pool(240, 1000), repeated=True)

    widths = [found.difference_upper - found.difference for found in (pooled, repeated)]
    assert widths[1] / widths[0] == pytest.approx(3**0.5)


@given(st.integers(20, 10**6), st.integers(1, 10**9), st.integers(20, 10**6), st.integers(1, 10**9), st.booleans())
def test_the_door_does_the_same_sums_as_the_series_themselves(a, t, b, s, repeated):
    """One piece of code serves both: what the practice sees of itself is the same as what is stored of it."""
    found = for_owner(Pool(a, t), Pool(b, s), repeated=repeated)
    share = 3 if repeated else 1
    same = pooled_change(PooledRate(a, t, a / share), PooledRate(b, s, b / share))

    assert (found.difference, found.percent) == pytest.approx((same.difference * 100, (same.ratio - 1) * 100))
    assert found.difference_upper == pytest.approx(same.difference_upper * 100)


def test_others_are_told_nothing_of_how_practices_differ():
    """The clustered variance comes from true figures of each practice: theirs alone may be that wide."""
    clustering = Clustering(0.3, 0.3)
    true = pooled_change(PooledRate(300, 1000, 300), PooledRate(240, 1000, 240), clustering)
    found = for_others(Pool(300, 1000, practices=12), Pool(240, 1000, practices=12))

    assert true.is_clustered
    assert not found.is_clustered
    assert found.difference_upper == -1
