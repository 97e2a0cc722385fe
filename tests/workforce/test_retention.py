"""Survival, turnover and stability of a role from spells; the released figures of others; time without a holder."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from measures.statistics.log_rank import LogRank
from tests.measures.statistics.vectors import assert_agrees, cases_of
from workforce.dashboards.retention import caution
from workforce.released_retention import (
    Figure,
    Rate,
    figures_of,
    rates_together,
    reasons_withheld,
    released_figures,
    released_groups,
    stability_rate,
    turnover_rate,
)
from workforce.retention import (
    ALL_MOVED_ON,
    NO_LAST_DAYS,
    NOBODY,
    NOBODY_BEFORE,
    TOO_SHORT,
    compared,
    counted,
    group_of,
    turnover_of,
)
from workforce.vacant_time import vacancies

BEGAN, TODAY = date(2006, 1, 9), date(2007, 2, 8)
COLUMNS = ["start", "last", "outcome", "reason", "destination", "employer", "cohort"]


def spells_of(*rows):
    """Each (start, last day or None) and how it ended: left, unless said."""
    listed = [
        [start, last, (outcome[0] if outcome else "left") if last else "in_post", "pay" if last else "", "", place % 3, 1 + place % 2]
        for place, (start, last, *outcome) in enumerate(rows)
    ]  # fmt: skip
    found = pd.DataFrame(listed, columns=COLUMNS)
    for name in ("start", "last"):
        found[name] = pd.to_datetime(found[name]).astype("datetime64[s]")
    return found


def after(months):
    """The last day of somebody who stayed so many months."""
    return date(2006 + months // 12, 1 + months % 12, 8)


def group(*rows, since=BEGAN):
    return group_of(spells_of(*rows), None, since, TODAY)


TEN = [(BEGAN, None)] * 10
TWENTY_LEFT = [(BEGAN, after(5))] * 9 + [(BEGAN, after(11))] * 2 + [(BEGAN, None)] * 9


def test_a_leaver_lowers_the_curve_at_the_right_month():
    """Row 5 of the systems: of ten, one leaves after six months."""
    found = group((BEGAN, after(6)), *TEN[1:])

    assert found.curve.at([5.9, 6, 12]).tolist() == pytest.approx([1, 0.9, 0.9])


def test_a_promotion_and_a_transfer_out_of_sight_do_not_lower_it():
    found = group((BEGAN, after(6), "promoted"), (BEGAN, after(6), "carried_on"), *TEN[2:])

    assert (found.curve.at([12]).tolist(), found.promoted, found.carried_on) == ([1], 1, 1)


def test_the_figures_of_dated_rows_are_those_of_the_reference_vectors():
    """The times of the vector as whole months in the role, of people who all began on one day."""
    (case,) = cases_of("kaplan_meier")
    told = zip(case["input"]["time"], case["input"]["event"], strict=True)
    rows = [(date(1990, 1, 1), stayed(time), "left" if event else "carried_on") for time, event in told]

    found = group_of(spells_of(*rows), None, date(1990, 1, 1), TODAY)

    assert_agrees(found.curve.survival.tolist(), case["expected"]["survival"], case["rel_tol"])
    assert_agrees(found.curve.lower.tolist(), case["expected"]["loglog_lower"], case["rel_tol"])
    assert found.curve.median == case["expected"]["median"]


def stayed(months):
    """The last day of so many whole months from 1 January 1990 on."""
    return date(1990 + months // 12, 1 + months % 12, 1) - timedelta(days=1)


def test_whoever_was_in_post_before_does_not_raise_survival():
    """Delayed entry: ten who had stayed a year when observation began are not at risk in their first year."""
    early = [(date(2005, 1, 9), None)] * 10

    found = group(*early, (BEGAN, after(3)), *TEN[:7])

    assert found.points[0].value == pytest.approx(7 / 8)


def test_without_five_at_risk_there_is_no_curve_but_a_reason():
    found = group(*TEN[:4])

    assert {figure.reason for figure in figures_of(found)} == {
        "At no time were enough people at risk to start a curve."
    }


def test_the_lead_sees_what_was_followed_with_its_interval():
    six, *_, two_years = figures_of(group((BEGAN, after(6)), *TEN[1:]))

    assert (six.value, six.lower < 90 < six.upper) == (90.0, True)
    assert two_years == Figure(24, reason="nobody was followed for so long")


def test_others_see_whole_per_cents_where_eight_left_since_the_last():
    six, year, *_ = released_figures(group(*TWENTY_LEFT))

    assert (six.value, six.value == int(six.value)) == (55, True)
    assert year == Figure(12, reason="withheld: fewer than 8 people")


def test_others_see_nothing_of_a_small_team():
    """Trap 25: small teams identify people."""
    figures = released_figures(group(*TWENTY_LEFT[6:13]))

    assert {figure.reason for figure in figures} == {"withheld: fewer than 8 people"}


def test_a_small_group_takes_the_next_smallest_with_it():
    reasons = reasons_withheld([(30, 4), (5, 3), (12, 3)])

    assert [bool(reason) for reason in reasons] == [False, True, True]


def test_few_leavers_of_a_group_do_not_follow_from_the_other_and_the_whole():
    """Two groups of one whole: where one has no figure for its few leavers, the other has none either."""
    many, few = group(*TWENTY_LEFT), group(*TEN[:7], *[(BEGAN, after(5))] * 3, *TEN)

    figures = [found[0] for _, found in released_groups([many, few])]

    assert [figure.value for figure in figures] == [None, None]
    assert figures[0].reason == "withheld: it would tell a smaller group apart"


def test_rates_are_withheld_together_until_eight_are_hidden():
    rates = rates_together([Rate(40), Rate(50), Rate(None, "withheld")], [30, 9, 3])

    assert [rate.value for rate in rates] == [40, None, None]


def test_groups_large_enough_are_all_shown():
    assert reasons_withheld([(30, 4), (12, 3)]) == ["", ""]


def test_a_test_of_small_groups_is_read_with_caution():
    """The normal approximation needs five leavings expected in each group; without them p is only rough."""
    few = LogRank(("a", "b"), np.array([3, 6]), np.array([4.2, 5.0]), 1.0, 1, 0.3)
    enough = replace(few, expected=np.array([5.0, 6.0]))

    assert "in 1 of 2 groups fewer than 5 leavings would be expected" in caution(few, exact=True)
    assert "1 of 2" not in caution(few, exact=False)
    assert caution(enough, exact=True) == ""


def test_cohorts_are_compared_with_delayed_entry():
    early = [(BEGAN, after(2)), (BEGAN, None)] * 6

    test = compared(spells_of(*early), "cohort", BEGAN, TODAY)

    assert (test.groups, test.degrees_of_freedom, test.p < 0.01) == ((1.0, 2.0), 1, True)


# ---- twelve months


def year_of(*rows, since=date(2005, 1, 1), **more):
    return turnover_of(spells_of(*rows), since, TODAY, **more)


def test_turnover_divides_leavers_by_the_mean_headcount():
    """P26: of ten at the start two left and two came."""
    found = year_of(*TEN[:8], *[(BEGAN, after(6))] * 2, *[(date(2006, 9, 1), None)] * 2)

    assert (found.at_start, found.at_end, found.leavers, found.starters) == (10, 10, 2, 2)
    assert (found.turnover, found.stability) == (20, 80)


def test_promotion_is_no_loss_to_stability_nor_to_turnover():
    """Of ten two were promoted and one left: of eight that could have stayed seven did."""
    found = year_of(*TEN[:7], (BEGAN, after(6)), *[(BEGAN, after(6), "promoted")] * 2)

    assert (found.leavers, found.promoted, found.moved_on) == (1, 2, 2)
    assert found.stability == 87.5


def test_the_headcounts_add_up():
    found = year_of(*TEN, (BEGAN, after(3)), (BEGAN, after(4), "promoted"), (date(2006, 6, 1), date(2006, 7, 1)))

    assert found.at_start + found.starters - found.leavers - found.promoted == found.at_end


@pytest.mark.parametrize(
    ("rows", "more", "turnover", "stability"),
    [
        (TEN, {"since": date(2006, 3, 1)}, TOO_SHORT, TOO_SHORT),
        (TEN, {"open_on_closed": 1}, NO_LAST_DAYS, NO_LAST_DAYS),
        ([], {}, NOBODY, NOBODY_BEFORE),
        ([(date(2006, 9, 1), None)], {}, None, NOBODY_BEFORE),
        ([(BEGAN, after(6), "promoted")], {}, None, ALL_MOVED_ON),
    ],
    ids=["kept too short", "no last days", "nobody", "nobody before", "all promoted"],
)
def test_without_a_value_there_is_a_named_reason(rows, more, turnover, stability):
    """P2: the states in which a rate cannot be computed."""
    found = year_of(*rows, **more)

    assert (found.turnover_reason, found.stability_reason) == (turnover, stability)
    assert (found.turnover is None, found.stability is None) == (bool(turnover), bool(stability))


def test_others_see_the_rates_of_eight_leavers_and_more_in_whole_per_cent():
    found = year_of(*TEN * 3, *[(BEGAN, after(6))] * 10, (BEGAN, after(6), "promoted"))

    assert turnover_rate(found, exact=False).value == 28
    assert stability_rate(found, exact=False).value == 75


def test_others_do_not_see_the_rates_of_few_leavers():
    found = year_of(*TEN * 3, *[(BEGAN, after(6))] * 7)

    reasons = {make(found, exact=False).reason for make in (turnover_rate, stability_rate)}
    assert reasons == {"withheld: fewer than 8 people"}


def test_reasons_are_counted_of_leavers_alone():
    spells = spells_of((BEGAN, after(3)), (BEGAN, after(3), "promoted"), (BEGAN, None))

    assert counted(spells, "reason", ["pay", "other"]) == {"pay": 1, "other": 0, "not_recorded": 0}


# ---- posts without a holder


def stretches(holdings, *, start=BEGAN, end=None):
    def dated(rows, columns):
        found = pd.DataFrame(rows, columns=columns)
        for name in ("start", "end"):
            found[name] = pd.to_datetime(found[name]).astype("datetime64[s]")
        return found

    posts = dated([[1, "GMHW", 7, start, end]], ["post", "role", "commissioner", "start", "end"])
    found = vacancies(posts, dated([[1, *dates] for dates in holdings], ["post", "start", "end"]), TODAY)
    return [(row["start"].date(), row["months"], row["is_now"]) for row in found.to_dict("records")]


def test_a_post_is_empty_before_between_and_after_its_holders():
    holdings = [(date(2006, 3, 9), date(2006, 5, 8)), (date(2006, 6, 9), date(2006, 12, 8))]

    found = stretches(holdings)

    assert found == [(BEGAN, 2, False), (date(2006, 5, 9), 1, False), (date(2006, 12, 9), 2, True)]


def test_a_post_that_two_share_is_not_empty_while_one_is_there():
    assert stretches([(BEGAN, None), (BEGAN, date(2006, 5, 1))]) == []


def test_a_closed_post_is_not_vacant():
    assert stretches([(BEGAN, date(2006, 5, 8))], end=date(2006, 5, 8)) == []
