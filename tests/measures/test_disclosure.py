"""Properties of the release rule (P numbers: the programme's disclosure document), and a few worked figures."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures import disclosure
from measures.disclosure import Audience, Counts, Pool, Reader, Withheld

EXACT = [Audience.OWNER, Audience.PARTNER]
counts = st.one_of(
    st.integers(0, 12), st.integers(0, 400), st.integers(0, 1_000_000), st.sampled_from([0, 1, 7, 8, 12, 13, 10**6])
)


@st.composite
def tables(draw, level="wave"):
    """1 to 25 practices over 1 to 36 months, summed: sparse and dense, zeros, equal rows, one giant."""
    practices, months = draw(st.integers(1, 25)), draw(st.integers(1, 36))
    largest = draw(st.sampled_from([0, 3, 12, 300, 10**6]))
    row = st.lists(st.integers(0, largest), min_size=months, max_size=months)
    rows = draw(st.lists(row, min_size=1, max_size=3))
    rows = [rows[index % len(rows)] for index in range(practices)]
    return summed(rows, level, draw(st.integers(0, 40)), draw(st.integers(1, 9)))


def summed(rows, level="wave", people=30, commissioners=5):
    months = len(rows[0])
    total = tuple(map(sum, zip(*rows, strict=True)))
    return Counts(
        level=level,
        months=tuple(f"2006-{month + 1:02}" for month in range(months)),
        numerators=total,
        denominators=tuple(count + people for count in total),
        lists=tuple(count + people for count in total),
        registered=tuple(10 * (count + people) + 200 for count in total),
        practices=(len(rows),) * months,
        commissioners=(commissioners,) * months,
        reasons=("",) * months,
    )


def shown_counts(release):
    columns = (release.numerators, release.denominators, release.lists)
    return [value for column in columns for value in column if disclosure.is_number(value)]


@given(tables())
def test_p1_no_count_of_1_to_7_is_shown_and_every_one_is_a_multiple_of_5(table):
    shown = shown_counts(disclosure.release(table, Audience.OTHER, per=100))

    assert not [count for count in shown if 1 <= count <= 7 or count % 5]


@given(counts)
def test_p2_a_shown_count_is_within_2_of_the_true_one(count):
    published = disclosure.protect(count)

    assert published == "*" or abs(published - count) <= 2


@given(tables(), st.permutations(range(5)))
def test_p3_the_same_data_give_the_same_release(table, order):
    first = disclosure.release(table, Audience.OTHER, per=100)
    second = disclosure.release(Counts(**vars(table)), Audience.OTHER, per=100)

    assert first == second
    assert disclosure.quantile(order * 2, 0.5) == disclosure.quantile(sorted(order * 2), 0.5)


@given(counts, counts)
def test_p4_a_larger_count_never_shows_smaller(one, other):
    lower, higher = (disclosure.protect(count) for count in sorted([one, other]))

    assert lower == "*" or (higher != "*" and lower <= higher)


@given(counts, counts, st.sampled_from([100, 1000]))
def test_p8_rates_are_whole_numbers_and_follow_from_what_is_shown(numerator, denominator, per):
    shown = [disclosure.protect(numerator), disclosure.protect(denominator)]
    rate, why = disclosure.rate(*shown, per, Audience.OTHER)

    if rate is None:
        assert why
    else:
        assert rate == int(Fraction(shown[0] * per, shown[1]) + Fraction(1, 2))


@given(tables())
def test_p10_totals_come_from_true_values(table):
    release = disclosure.release(table, Audience.OTHER, per=100)
    pairs = zip(table.numerators, release.numerators, strict=True)

    assert all(abs(shown - true) <= 2 for true, shown in pairs if disclosure.is_number(shown))


@pytest.mark.parametrize("practices", [1, 2, 3, 4])
def test_p12_a_pct_of_fewer_than_5_practices_has_no_total(practices):
    table = summed([[100, 200]] * practices, level="commissioner")

    release = disclosure.release(table, Audience.OTHER, per=100)

    assert shown_counts(release) == []
    assert set(release.rates) == {None}
    assert set(release.reasons) == {Withheld.TOO_FEW_PRACTICES}


def test_p12_taking_one_of_5_practices_away_takes_the_total_away():
    of_five = disclosure.release(summed([[100]] * 5, level="commissioner"), Audience.OTHER, per=100)
    of_four = disclosure.release(summed([[100]] * 4, level="commissioner"), Audience.OTHER, per=100)

    assert of_five.numerators == (500,)
    assert of_four.numerators == (None,)


@pytest.mark.parametrize(("commissioners", "numerators"), [(2, (None,)), (3, (500,))])
def test_p12_a_wave_total_needs_3_pcts(commissioners, numerators):
    table = summed([[100]] * 5, commissioners=commissioners)

    assert disclosure.release(table, Audience.OTHER, per=100).numerators == numerators


def test_not_knowing_how_many_contribute_is_too_few():
    table = Counts("wave", ("2006-11",), (100,), (200,), (200,), (9000,), (), (), ("",))

    assert disclosure.release(table, Audience.OTHER, per=100).reasons == (Withheld.TOO_FEW_COMMISSIONERS,)


def test_a_practice_with_fewer_than_100_registered_people_shows_its_status_only():
    table = Counts("practice", ("2006-11",), (60,), (90,), (90,), (99,), (), (), ("",))

    release = disclosure.release(table, Audience.OTHER, per=100)

    assert shown_counts(release) == []
    assert release.reasons == (Withheld.SMALL_PRACTICE,)


@given(tables(), st.sampled_from(EXACT))
def test_p13_the_owner_sees_the_truth(table, audience):
    release = disclosure.release(table, audience, per=100)

    assert (release.numerators, release.denominators, release.lists) == (
        table.numerators,
        table.denominators,
        table.lists,
    )


@given(counts)
def test_p16_protecting_twice_changes_nothing(count):
    once = disclosure.protect(count)

    assert disclosure.protect(once) == once


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "*"), (7, "*"), (8, 10), (12, 10), (13, 15), (10**6, 10**6), (96.5, 95), (None, None)]
)
def test_p19_the_edges(count, shown):
    assert disclosure.protect(count) == shown


@pytest.mark.parametrize("value", [0, 7])
def test_p19_a_table_of_nothing_but_small_counts_shows_stars(value):
    table = summed([[value]], people=0)

    release = disclosure.release(table, Audience.OTHER, per=100)

    assert release.numerators == ("*",)
    assert release.rates == (None,)


def test_p19_numerator_equal_to_denominator_has_no_rate():
    assert disclosure.rate(40, 40, 100, Audience.OTHER) == (None, Withheld.WHOLE_GROUP)


def test_p19_an_empty_series_is_an_empty_release():
    assert disclosure.release(Counts("wave"), Audience.OTHER, per=100).rates == ()


def test_a_small_published_denominator_has_no_rate():
    assert disclosure.rate(10, 15, 100, Audience.OTHER) == (None, Withheld.SMALL_DENOMINATOR)


def test_nought_to_divide_by_is_a_reason_even_for_the_owner():
    assert disclosure.rate(0, 0, 100, Audience.OWNER) == (None, Withheld.SMALL_DENOMINATOR)


def test_a_month_without_a_return_keeps_its_reason_where_nothing_needs_protection():
    table = Counts("commissioner", ("2006-11",), (None,), (None,), (None,), (None,), (0,), (), ("no_return",))

    assert disclosure.release(table, Audience.OTHER, per=100).reasons == ("no_return",)


@pytest.mark.parametrize(("panel", "may"), [(97, True), (96, False), (93, False), (92, True)])
def test_two_groups_that_differ_by_a_few_practices_are_not_both_published(panel, may):
    assert disclosure.may_publish_both(97, panel) is may


def test_distributions_need_10_practices():
    assert disclosure.quantile([10, 20, "*"] * 4, 0.5) is None
    assert disclosure.quantile(range(0, 110, 10), 0.25) == 25


OWNER = Reader(owned=frozenset({"A99001"}))
COMMISSIONER = Reader(agreed=frozenset({"A99001", "A99002"}), partner_commissioners=frozenset({"5W0"}))
FACILITATOR = Reader(agreed=frozenset({"A99001", "A99002", "A99003"}), is_wave_partner=True)


@pytest.mark.parametrize(
    ("reader", "level", "code", "contributors", "audience"),
    [
        (OWNER, "practice", "A99001", (), Audience.OWNER),
        (OWNER, "practice", "A99002", (), Audience.OTHER),
        (OWNER, "commissioner", "5W0", ("A99001",), Audience.OTHER),
        (COMMISSIONER, "practice", "A99001", (), Audience.PARTNER),
        (COMMISSIONER, "practice", "A99009", (), Audience.OTHER),
        (COMMISSIONER, "commissioner", "5W0", ("A99001", "A99002"), Audience.PARTNER),
        (COMMISSIONER, "commissioner", "5W0", ("A99001", "A99009"), Audience.OTHER),
        (COMMISSIONER, "commissioner", "5W1", ("A99001",), Audience.OTHER),
        (COMMISSIONER, "wave", "", ("A99001", "A99002"), Audience.OTHER),
        (FACILITATOR, "wave", "", ("A99001", "A99002", "A99003"), Audience.PARTNER),
        (FACILITATOR, "wave", "", ("A99001", "A99009"), Audience.OTHER),
        (FACILITATOR, "commissioner", "5W1", ("A99003",), Audience.PARTNER),
        (FACILITATOR, "wave", "", (), Audience.OTHER),
    ],
)
def test_totals_are_exact_only_where_every_contributing_practice_has_agreed(
    reader, level, code, contributors, audience
):
    assert disclosure.audience_of(reader, level, code, contributors) == audience


@pytest.mark.parametrize("people", [0, 1, 7])
def test_a_list_of_nobody_looks_to_others_like_any_small_list(people):
    """3.3: a true zero is for the practice and its partners; the reason beside a star must not tell it."""
    reason = "too_few" if people else "denominator_zero"
    table = Counts("practice", ("2006-11",), (0,), (people,), (people,), (900,), (), (), (reason,))

    release = disclosure.release(table, Audience.OTHER, per=100)

    assert (release.numerators, release.denominators, release.reasons) == (("*",), ("*",), ("too_few",))


@pytest.mark.parametrize(("registered", "reason"), [(99, Withheld.SMALL_PRACTICE), (100, "")])
def test_a_practice_with_fewer_than_100_registered_people_has_no_pooled_rate_either(registered, reason):
    pool = Pool(240, 600, registered=registered)

    assert disclosure.pooled_rate(pool, Audience.OTHER, per=100, level="practice")[1] == reason


def test_a_withheld_total_does_not_say_whose_registered_people_it_is_made_of():
    """List sizes are published: their sum names those who reported."""
    release = disclosure.release(summed([[100]] * 4, level="commissioner"), Audience.OTHER, per=100)

    assert (release.registered, release.registered_rates) == ((None,), (None,))
