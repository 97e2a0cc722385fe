"""The measures, on arrays: against a naive twin, and in the cases that the handbook names."""

from datetime import date

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from measures.computing.compute import compute, grouping_by
from measures.computing.payload import rows_of
from measures.computing.returns import ABSENT, PROVISIONAL, READ_FIELDS, Returns
from measures.computing.roll_up import each_practice_alone, everybody
from measures.computing.series_data import read
from measures.definitions import all_definitions, definition_of
from practices.months import add_months, month_range
from tests.measures import naive

FIRST = date(2006, 1, 1)
MONTHS = 10
MEASURES = list(naive.NUMERATORS)
STEADY = dict(zip(READ_FIELDS, (8000, 200, 200, 150, 60, 4, 10), strict=True))


def make_returns(practices, months=MONTHS):
    """Arrays of naive practices."""
    shape = (months, len(practices))
    counts = {field: np.full(shape, ABSENT) for field in READ_FIELDS}
    states, expected = np.zeros(shape, dtype=int), np.zeros(shape, dtype=bool)
    for column, practice in enumerate(practices):
        expected[list(practice.expected), column] = True
        for month, values in practice.returns.items():
            states[month, column] = PROVISIONAL
            for field in READ_FIELDS:
                # Not collected is the first of the reasons.
                counts[field][month, column] = ABSENT - 1 if values[field] is None else values[field]
    return Returns(
        months=month_range(FIRST, add_months(FIRST, months - 1)),
        practices=np.arange(1, len(practices) + 1),
        counts=counts,
        states=states,
        expected=expected,
        baseline_start=np.array([practice.baseline_start for practice in practices]),
    )


def grouped(practices, months=MONTHS):
    """By the groups 1 and 2 of the naive practices."""
    parents = np.array([[practice.groups.get(month, 0) for practice in practices] for month in range(months)])
    return grouping_by(parents.reshape(months, len(practices)), np.array([1, 2]))


def series(returns, grouping, measure):
    """The series of each group, stored and read back."""
    definition = definition_of(measure)
    rows = rows_of(compute(returns, [definition], grouping), "2006-01")
    return [read(row.payload, definition) for row in rows]


def steady_practice(months=range(MONTHS), *, group=1, baseline_start=0, **changes):
    """A practice that returns the same numbers every month; a change may be a function of the month."""
    returns = {
        month: STEADY | {name: value(month) if callable(value) else value for name, value in changes.items()}
        for month in months
    }
    return naive.Practice(returns, dict.fromkeys(range(MONTHS), group), baseline_start, expected=set(range(MONTHS)))


@st.composite
def any_practice(draw):
    count = st.one_of(st.none(), st.integers(0, 400))
    a_return = st.fixed_dictionaries(dict.fromkeys(READ_FIELDS, count))
    moved = draw(st.integers(0, MONTHS))
    first, second = draw(st.sampled_from([(1, 1), (1, 2), (2, 2), (2, 1)]))
    return naive.Practice(
        returns=draw(st.dictionaries(st.integers(0, MONTHS - 1), a_return, max_size=MONTHS)),
        groups={month: first if month < moved else second for month in range(MONTHS)},
        baseline_start=draw(st.integers(-2, 4)),
        expected=draw(st.sets(st.integers(0, MONTHS - 1))),
    )


GIANT = steady_practice(list_open=900_000, list_close=900_000, gp_consultations=700_000)


@settings(max_examples=50, deadline=None)
@given(practices=st.lists(any_practice(), min_size=1, max_size=5), measure=st.sampled_from(MEASURES))
@example(practices=[GIANT, steady_practice(), steady_practice()], measure="gp_consultations")
@example(practices=[naive.Practice({}, dict.fromkeys(range(MONTHS), 1), 0)], measure="referrals")
def test_every_month_is_the_sum_over_the_sum_of_those_who_gave_one(practices, measure):
    """C8: what is missing is never 0; one giant practice, and all missing, among the cases."""
    returns = make_returns(practices)

    for group, data in zip((1, 2), series(returns, grouped(practices), measure), strict=True):
        for month in range(MONTHS):
            value, reason = naive.month_value(practices, group, measure, month)
            assert data.values[month] == (None if value is None else pytest.approx(value))
            assert data.reasons[month].partition(":")[0] == reason


@settings(max_examples=50, deadline=None)
@given(practices=st.lists(any_practice(), min_size=1, max_size=5), measure=st.sampled_from(MEASURES))
@example(practices=[GIANT, steady_practice(range(5)), steady_practice()], measure="gp_consultations")
def test_change_is_that_of_the_same_practices_in_both_periods(practices, measure):
    returns = make_returns(practices)

    for group, data in zip((1, 2), series(returns, grouped(practices), measure), strict=True):
        percent, reason, count = naive.change(practices, group, measure, MONTHS)
        assert data.change.reason == reason
        assert data.change.percent == (None if percent is None else pytest.approx(percent, abs=1e-6))
        assert data.change.practices == count


@settings(max_examples=25, deadline=None)
@given(practices=st.lists(any_practice(), min_size=1, max_size=4), measure=st.sampled_from(MEASURES))
def test_practice_alone_is_a_group_of_one(practices, measure):
    """The practice's own series and that of a group with this one member say the same."""
    for practice in practices:
        practice.groups = dict.fromkeys(range(MONTHS), 1)
    alone = series(make_returns(practices), each_practice_alone((MONTHS, len(practices))), measure)

    for practice, data in zip(practices, alone, strict=True):
        (together,) = series(make_returns([practice]), everybody((MONTHS, 1)), measure)
        assert (data.values, data.reasons, data.list_status) == (
            together.values,
            together.reasons,
            together.list_status,
        )
        for one, other in (
            (data.change, together.change),
            (data.registered_change, together.registered_change),
            (data.second_change, together.second_change),
        ):
            assert one == other


@settings(max_examples=25, deadline=None)
@given(
    practices=st.lists(any_practice(), min_size=2, max_size=5),
    measure=st.sampled_from(MEASURES),
    order=st.randoms(use_true_random=False),
)
def test_order_of_the_practices_does_not_matter(practices, measure, order):
    before = [data.content for data in series(make_returns(practices), grouped(practices), measure)]
    order.shuffle(practices)

    after = [data.content for data in series(make_returns(practices), grouped(practices), measure)]

    assert after == before


@settings(max_examples=25, deadline=None)
@given(practices=st.lists(any_practice(), min_size=1, max_size=4), measure=st.sampled_from(MEASURES))
def test_practice_that_returns_nothing_changes_no_figure(practices, measure):
    """C8: an absent practice is absent, not zero."""
    before = series(make_returns(practices), everybody((MONTHS, len(practices))), measure)[0]
    silent = naive.Practice({}, dict.fromkeys(range(MONTHS), 1), 0)

    after = series(make_returns([*practices, silent]), everybody((MONTHS, len(practices) + 1)), measure)[0]

    assert (after.values, after.change, after.current) == (before.values, before.change, before.current)


def one(practice, measure="gp_consultations"):
    return series(make_returns([practice]), each_practice_alone((MONTHS, 1)), measure)[0]


def test_zero_is_a_value_and_missing_is_not():
    data = one(steady_practice([3, 4], gp_consultations=lambda month: 0 if month == 3 else None))

    assert (data.values[3], data.values[4]) == (0, None)
    assert data.reasons[4] == "not_available:not_collected"


def test_empty_list_has_no_rate_and_says_why():
    assert one(steady_practice([0], list_open=0, list_close=0)).reasons[0] == "denominator_zero"


@pytest.mark.parametrize(
    ("measure", "people", "reason"),
    [("referrals", 29, "too_few"), ("referrals", 30, ""), ("long_absence", 49, "too_few"), ("long_absence", 50, "")],
)
def test_rate_needs_thirty_people_and_measure_four_fifty(measure, people, reason):
    assert one(steady_practice([0], list_open=people, list_close=people), measure).reasons[0] == reason


def test_change_and_its_interval_as_in_the_handbook():
    """300 events against 240 with equal person-time: -20% (-32.5 to -5.2)."""
    data = one(steady_practice(gp_consultations=lambda month: 100 if month < 3 else 80))

    found = data.change
    assert (found.baseline.numerator, found.current.numerator) == (300, 240)
    assert [round(value, 1) for value in (found.percent, found.lower, found.upper)] == [-20, -32.5, -5.2]


def test_interval_of_measure_four_has_the_variance_of_one_month():
    """Three month-ends count much the same people: a third of the events, an interval wider by the root of three."""
    data = one(steady_practice(people_13w=lambda month: 100 if month < 3 else 80), "long_absence")

    found = data.change
    assert round(found.percent, 1) == -20
    assert [round(value, 1) for value in (found.lower, found.upper)] == [-40.4, 7.3]


def test_change_to_nothing_has_no_interval():
    found = one(steady_practice(referrals_dedup=lambda month: 4 if month < 3 else 0), "referrals").change

    assert (found.percent, found.lower, found.upper) == (-100, None, None)


def test_baseline_without_an_event_has_a_reason():
    data = one(steady_practice(referrals_dedup=lambda month: 0 if month < 3 else 4), "referrals")

    assert (data.change.percent, data.headline) == (None, "no_events_in_baseline")


def growing(month):
    """A list that doubles between March and June, then rests."""
    return 200 if month < 3 else min(200 + 67 * (month - 2), 401)


def growing_practice(**changes):
    return steady_practice(
        list_open=lambda month: growing(month - 1), list_close=growing, gp_consultations=100, **changes
    )


def test_fall_that_is_only_list_growth_is_not_the_headline():
    """Denominator inflation: the rate halves, the consultations do not; per registered patient nothing changed."""
    data = one(growing_practice())

    assert round(data.change.percent) == -50
    assert data.headline == "list_changed"
    assert data.registered_change.percent == 0


def test_headline_is_withheld_while_the_list_is_building():
    data = one(growing_practice(), "referrals")
    building = one(steady_practice(list_open=200, list_close=lambda month: 211 if month == 8 else 200), "referrals")

    assert (data.list_status, building.list_status) == ("established", "building")
    assert building.headline == "list_building"


def test_five_per_cent_is_calm_and_a_little_more_is_not():
    calm = one(steady_practice(list_open=200, list_close=210))
    growing_on = one(steady_practice(list_open=200, list_close=211))

    assert (calm.list_status, growing_on.list_status) == ("established", "building")


def test_second_baseline_is_the_first_three_months_of_the_established_list():
    """The list grows until June and is calm from July: established in September, so no second baseline before December."""
    months = 16
    practice = growing_practice()
    practice.returns |= {month: practice.returns[9] | {"gp_consultations": 80} for month in range(11, months)}
    practice.returns[10] = practice.returns[9]
    practice.groups = dict.fromkeys(range(months), 1)
    data = series(make_returns([practice], months), each_practice_alone((months, 1)), "gp_consultations")[0]

    assert data.established_month == date(2006, 9, 1)
    assert data.second_change.baseline.numerator == 300
    assert round(data.second_change.percent, 1) == -20


def test_list_established_from_the_start_needs_no_second_baseline():
    assert one(steady_practice()).second_change is not None
    assert one(steady_practice(baseline_start=4)).second_change is None


def test_run_chart_of_ten_points_on_both_sides_applies_the_rules():
    data = one(steady_practice(gp_consultations=lambda month: 150 if month < 5 else 80))

    assert (data.run_chart.useful_points, data.run_chart.crossings, data.run_chart.signal) == (10, 1, "few_crossings")


@settings(max_examples=50, deadline=None)
@given(practices=st.lists(any_practice(), min_size=1, max_size=5), by=st.sampled_from(["alone", "parents", "all"]))
@example(practices=[steady_practice(), steady_practice(range(5))], by="all")
def test_all_definitions_compute_at_once_as_they_do_alone(practices, by):
    shape = (MONTHS, len(practices))
    groupings = {"alone": each_practice_alone(shape), "parents": grouped(practices), "all": everybody(shape)}
    returns, grouping = make_returns(practices), groupings[by]

    together = rows_of(compute(returns, list(all_definitions().values()), grouping), "2006-01")

    one_by_one = [rows_of(compute(returns, [part], grouping), "2006-01") for part in all_definitions().values()]
    assert together == [row for rows in one_by_one for row in rows]
