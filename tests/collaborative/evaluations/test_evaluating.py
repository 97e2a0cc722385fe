"""Many cycles at once: what is compared, what is claimed, and what is not."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from collaborative.evaluations.asked import less, summed
from collaborative.evaluations.evaluating import evaluate
from measures.disclosure import SUPPRESSED
from measures.statistics.clustered_change import clustered_change
from tests.collaborative.evaluations.made_cases import asked, case, columns, counts

# Twelve months of 100, the month of the start, and three of 80.
FELL = [100] * 12 + [95, 80, 80, 80]


def one(made):
    return evaluate([made])[0]


def test_a_fall_as_large_as_predicted_comes_true():
    found = one(case(columns(FELL)))

    assert (found.verdict, round(found.observed.percent)) == ("as_predicted", -20)
    assert (found.observed.baseline.numerator, found.observed.current.numerator) == (1200, 240)


def test_the_month_of_the_start_counts_for_neither_side():
    very_low = [*FELL[:12], 0, *FELL[13:]]

    assert one(case(columns(very_low))).observed == one(case(columns(FELL))).observed


def test_months_after_the_one_named_do_not_change_the_verdict():
    """The prediction is judged once."""
    found = one(case(columns([*FELL, 150, 150, 150])))

    assert found.observed == one(case(columns(FELL))).observed


def test_before_the_month_named_the_verdict_is_too_early():
    found = one(case(columns(FELL[:15])))

    assert (found.verdict, found.due.isoformat()[:7], found.observed.percent) == ("too_early", "2006-04", None)


def test_a_change_so_far_is_shown_and_not_judged():
    found = one(case(columns(FELL), asked=asked(by=asked().by.replace(month=9))))

    assert (found.verdict, round(found.observed.percent)) == ("too_early", -20)


def test_a_return_missing_among_the_three_months_is_named():
    found = one(case(columns([*FELL[:14], None, 80])))

    assert (found.verdict, found.reason, found.reason_month.isoformat()) == (
        "cannot_be_said",
        "no_return",
        "2006-03-01",
    )


def test_under_three_months_before_nothing_is_claimed():
    found = one(case(columns([None] * 10 + FELL[10:])))

    assert (found.verdict, found.reason, found.observed.percent) == ("cannot_be_said", "few_before", None)


def test_a_list_that_moved_by_more_than_a_quarter_forbids_a_claim():
    lists = [1000] * 13 + [1300] * 3

    found = one(case(columns(FELL, lists=lists)))

    assert (found.verdict, found.reason, round(found.list_percent)) == ("cannot_be_said", "list_moved", 30)


def test_a_list_that_moved_by_a_quarter_forbids_nothing():
    assert one(case(columns(FELL, lists=[1000] * 13 + [1250] * 3))).verdict == "as_predicted"


def test_a_list_that_was_still_being_built_forbids_a_claim():
    assert one(case(columns(FELL), was_list_building=True)).reason == "list_building"


def test_across_a_break_in_series_nothing_is_compared():
    broken = replace(columns(FELL), breaks=(date(2006, 2, 1),))

    assert (one(case(broken)).reason, one(case(broken)).observed.percent) == ("series_broken", None)
    assert one(case(replace(broken, breaks=(date(2000, 1, 1),)))).reason != "series_broken"


def test_nothing_counted_before_is_a_reason_and_no_division():
    assert one(case(columns([0] * 13 + [5, 5, 5]))).reason == "no_events_in_baseline"


def test_nothing_counted_since_has_no_interval_and_no_verdict():
    found = one(case(columns([100] * 13 + [0, 0, 0])))

    assert (found.verdict, found.reason, found.observed.percent) == ("cannot_be_said", "no_events_since", -100)


def test_without_a_prediction_the_change_is_shown_and_nothing_is_judged():
    found = one(case(columns(FELL), asked=asked(direction="", percent=None, by=None)))

    assert (found.verdict, round(found.observed.percent)) == ("not_predicted", -20)


def test_figures_that_this_reader_may_not_see_are_a_named_reason():
    found = one(case(None, why_not="out_of_scope"))

    assert (found.verdict, found.reason, found.phases) == ("cannot_be_said", "out_of_scope", ())


# ---- the comparison that the months bear


@pytest.mark.parametrize(
    ("before", "since", "proper"),
    [(2, 1, "nothing"), (12, 2, "nothing"), (5, 3, "pooled"), (12, 11, "pooled"), (12, 12, "trend")],
)
def test_the_strongest_comparison_that_the_months_bear_is_the_one_to_read(before, since, proper):
    made = (
        [None] * (12 - before)
        + [90 + 20 * (row % 2) for row in range(before)]
        + [100]
        + [70 + 9 * (row % 2) for row in range(since)]
    )

    assert one(case(columns(made))).proper == proper


def test_where_the_pooled_change_has_a_hole_the_run_chart_is_the_one_to_read():
    made = [90 + 20 * (row % 2) for row in range(12)] + [100, 70, None, 70, 70]

    assert one(case(columns(made))).proper == "run_chart"


def test_a_run_below_the_median_of_the_months_before_is_a_signal():
    made = [90 + 20 * (row % 2) for row in range(12)] + [100] + [70] * 10

    run = one(case(columns(made))).run

    assert (run.median, run.signal, run.latest_run, run.reaches, run.since_below) == (10.0, "long_run", 10, True, 10)


def test_a_run_that_ended_before_the_start_says_nothing_of_the_cycle():
    before = [130 + row % 3 for row in range(3)] + [70 + row % 3 for row in range(9)]
    made = [*before, 130, 131, 71, 132]

    run = one(case(columns(made))).run

    assert (run.latest_run, run.reaches) == (1, False)


def test_a_trend_is_asked_only_of_twelve_months_on_each_side():
    found = one(case(columns(FELL)))

    assert (found.trend.difference, found.trend.reason, found.trend.months_after) == (None, "few_since", 3)


# ---- the wave's other practices


def test_the_others_are_compared_over_the_same_months():
    found = one(case(columns(FELL), control=columns([1000] * 12 + [1000, 900, 900, 900], 10_000)))

    assert round(found.control.percent) == -10
    assert found.beyond.difference == pytest.approx(found.observed.difference - found.control.difference, abs=1)


def test_true_counts_of_others_give_the_clustered_interval():
    """The set-wise pass agrees with one call of the statistics module."""
    made = counts([FELL, [50] * 12 + [50, 40, 45, 40], [70] * 12 + [60, 66, 60, 70], [20] * 12 + [None, 20, 30, 20]])
    others = np.array([False, True, True, True])

    found = one(case(columns(FELL), counts=made, others=others, control_why=""))

    before, since = ([row[part].sum() for row in made.numerators.T[1:]] for part in (slice(0, 12), slice(13, 16)))
    twin = clustered_change(before, [12_000] * 3, since, [3_000] * 3)
    per = 100
    assert found.control.difference == pytest.approx(twin.difference * per)
    assert found.control.difference_lower == pytest.approx(twin.difference_lower * per, rel=1e-3)
    assert found.control.practices == 3


def test_cycles_of_different_months_are_worked_out_together_as_alone():
    made = counts([FELL, [50] * 12 + [50, 40, 45, 40], [70] * 12 + [60, 66, 60, 70]])
    others = np.array([False, True, True])
    several = [
        case(
            columns(FELL),
            counts=made,
            others=others,
            asked=asked(cycle=place, started=asked().started.replace(month=month)),
        )
        for place, month in enumerate((1, 1, 2))
    ]

    assert evaluate(several) == [one(made_case) for made_case in several]


def test_what_a_place_did_not_send_is_not_taken_from_the_wave():
    rest = less(columns([500, 500, 500], 9000), columns([100, None, 100]))

    assert (rest.numerators, rest.denominators) == ((400, 500, 400), (8000, 9000, 8000))


def test_what_is_withheld_of_a_place_is_not_told_by_the_others():
    withheld = columns([100, None, 100], reasons=["", "few", ""])

    assert less(columns([500, 500, 500], 9000), withheld).numerators == (400, None, 400)


# ---- several practices, and figures of others


def test_a_sum_has_the_months_in_which_every_practice_has_a_figure():
    both = summed([columns([1, 2, None]), columns([10, None, 30])], asked().started)

    assert (both.numerators, both.reasons) == ((11, None, None), ("", "not_all_practices", "not_all_practices"))


def test_a_practice_without_a_figure_before_the_start_is_left_out_of_the_sum():
    late = columns([None] * 13 + [10, 10, 10])

    assert summed([columns(FELL), late], asked().started).numerators == tuple(FELL)


def test_protected_figures_give_whole_numbers():
    found = one(case(columns(FELL), is_protected=True))

    assert [type(value) for value in (found.observed.percent, found.observed.lower)] == [int, int]
    assert found.observed.is_protected


def test_too_few_protected_events_are_not_compared():
    found = one(case(columns([10] * 13 + [5, 5, 5]), is_protected=True))

    assert (found.verdict, found.reason) == ("cannot_be_said", "small_counts")


def test_protected_lists_that_are_withheld_say_nothing():
    found = one(case(columns(FELL, lists=[SUPPRESSED] * 16), is_protected=True))

    assert (found.list_caution, found.list_percent) == ("", None)
