"""What the chart of a line with an analysis says: which rule in which months, which chart and why, how firmly it stands."""

from dataclasses import replace
from datetime import date

import pytest

from measures import chart_words, icons_drawn
from measures.statistics import codes
from tests.measures.lines import FALLEN, GRID, HIGH, LOW, STEADY, analysis_of, fallen, line_of, mixed, phase_of


def one_rule(rule, rows, side=LOW, values=FALLEN, variation="improvement_low"):
    flags = [rule | side if row in rows else 0 for row in range(len(values))]
    return line_of(values, analysis=analysis_of(values, flags=flags, variation=variation))


@pytest.mark.parametrize(
    ("rule", "rows", "words"),
    [
        (codes.SHIFT, range(13, 24), "11 months in a row below the mean, Mar 2006 to Jan 2007"),
        (codes.OUTSIDE, [23], "Jan 2007 lies below the lower limit"),
        (codes.OUTSIDE, [21, 22, 23], "Nov 2006, Dec 2006 and Jan 2007 lie below the lower limit"),
        (codes.OUTSIDE, range(13, 24), "11 months lie below the lower limit, the latest of them Jan 2007"),
        (
            codes.TWO_IN_THREE,
            [21, 23],
            "two of three months in turn more than two thirds of the way to the lower limit, Nov 2006 and Jan 2007",
        ),
        (
            codes.TWO_IN_THREE,
            range(13, 24),
            "two of three months in turn more than two thirds of the way to the lower limit, Mar 2006 to Jan 2007 (11 months)",
        ),
    ],
)
def test_the_rule_that_fired_is_named_in_full_with_its_months(rule, rows, words):
    """L1, L8"""
    assert f"Special cause: {words}." in chart_words.what_we_see(one_rule(rule, rows))


def test_a_trend_says_which_way_it_goes():
    values = [*STEADY[:17], 88.0, 87, 86, 85, 84, 83, 81]

    said = chart_words.what_we_see(one_rule(codes.TREND, range(17, 24), values=values))

    assert "7 months in a row, each lower than the one before, Jul 2006 to Jan 2007" in said


def test_why_nothing_is_flagged_is_said_of_common_cause():
    said = chart_words.what_we_see(line_of())

    assert "Nothing is flagged: common cause variation. No month lies outside the limits" in said


@pytest.mark.parametrize(
    ("points", "words"),
    [(1, "1 month with a value since Jun 2006"), (8, "8 months with a value since Jun 2006")],
)
def test_why_nothing_is_flagged_is_said_of_a_new_phase(points, words):
    """L2: limits need 13 points, also after a rebase."""
    phases = [phase_of(0, 15), phase_of(16, 23, points=points, strength="none")]

    said = chart_words.what_we_see(line_of(analysis=analysis_of(STEADY, phases=phases, variation="none")))

    assert f"Nothing is flagged: {words}, and limits need 13." in said


def test_a_table_says_why_it_is_not_a_chart():
    line = line_of([0.0] * 24, analysis=analysis_of([0.0] * 24, kind="table", why="tied", phases=[]))

    assert "no rule can tell a change from chance" in chart_words.what_we_see(line)
    assert chart_words.what_next(line).startswith("Read the table")


def test_an_earlier_special_cause_is_told_from_the_latest_month():
    """Trap 18: the icon speaks of the latest month alone."""
    line = one_rule(codes.OUTSIDE, [15], values=[*STEADY[:15], 60.0, *STEADY[:8]], variation="common_cause")

    said = chart_words.what_we_see(line)

    assert "Nothing is flagged in the latest month" in said
    assert "Earlier in this phase: May 2006 lies below the lower limit." in said


def test_both_reasons_are_said_and_neither_is_claimed():
    """Trap 18"""
    line = mixed()

    said = chart_words.what_we_see(line)

    assert "7 months in a row, each higher than the one before" in said
    assert "7 months lie below the lower limit" in said
    assert "One of these is an improvement and another a concern" in said
    assert chart_words.verdict(line) == "mixed"


@pytest.mark.parametrize(
    ("direction", "standing", "verdict", "claim"),
    [
        ("LOWER_IS_BETTER", "", "better", "That is an improvement."),
        ("HIGHER_IS_BETTER", "", "worse", "That is a concern."),
        ("NO_JUDGEMENT", "", "different", ""),
        ("LOWER_IS_BETTER", "moved", "list", "neither improvement nor concern is claimed"),
        ("HIGHER_IS_BETTER", "moved", "list", "neither improvement nor concern is claimed"),
        ("LOWER_IS_BETTER", "unconfirmed", "different", "It is not called an improvement"),
        ("HIGHER_IS_BETTER", "unconfirmed", "worse", "That is a concern."),
    ],
)
def test_what_is_claimed_follows_direction_and_list(direction, standing, verdict, claim):
    """M3; nothing is called better or worse while the list moves."""
    variation = "improvement_low" if direction == "LOWER_IS_BETTER" else "concern_low"
    line = fallen(direction=direction, list_standing=standing, variation=variation)

    assert chart_words.verdict(line) == verdict
    assert claim in chart_words.what_we_see(line)


def test_a_measure_without_a_better_direction_is_never_called_better_or_worse():
    """M3"""
    said = chart_words.sentence(fallen(direction="NO_JUDGEMENT", variation="neutral_low")).lower()

    assert not any(word in said for word in ("improv", "concern", "worse"))
    assert "neither higher nor lower is better" in said


def test_the_sentence_names_chart_reason_profile_and_limits():
    """L2"""
    said = chart_words.which_chart(fallen())

    assert said.startswith("u chart: the numbers are large enough")
    assert "Trial limits, drawn dashed, from 13 months to Feb 2006; later months are judged by them" in said
    assert "NHS Making Data Count rules: shift of 7, trend of 7" in said


def test_firm_limits_are_not_called_trial():
    line = line_of(analysis=analysis_of(STEADY, phases=[phase_of(points=24, strength="firm")]))

    assert "Limits from 24 months." in chart_words.which_chart(line)
    assert "trial" not in chart_words.which_chart(line).lower()


def test_a_later_phase_says_what_began_it_and_that_the_earlier_one_stays():
    """I9"""
    phases = [phase_of(0, 9), phase_of(10, 23, points=14)]
    line = line_of(analysis=analysis_of(STEADY, phases=phases), phase_notes=[(date(2005, 12, 1), "telephone first")])

    assert "Phase 2, from Dec 2005 (telephone first); the earlier phase stays on the chart." in chart_words.which_chart(
        line
    )


def test_a_run_chart_has_no_limits_to_tell_of():
    line = line_of(analysis=analysis_of(STEADY, kind="run", why="short", phases=[phase_of(strength="none")]))

    said = chart_words.which_chart(line)

    assert said.startswith("Run chart: there are 24 months, and limits need 13.")
    assert "Mean from 13 months." in said
    assert "Making Data Count" not in said


@pytest.mark.parametrize(
    ("code", "words"),
    [("seasonal", "The figures follow the season"), ("autocorrelated", "Each month resembles the one before")],
)
def test_how_sure_warns_of_what_makes_signals_too_frequent(code, words):
    """Trap 14"""
    line = line_of(analysis=analysis_of(STEADY, warnings=(code,)))

    assert words in chart_words.how_sure(line)


def test_too_few_points_have_their_tag_and_next_step():
    phases = [phase_of(points=9, strength="none")]
    line = line_of(analysis=analysis_of(STEADY, phases=phases, variation="none"))

    assert chart_words.signal_tag(line)["text"] == "Too few points for a signal"
    assert chart_words.what_next(line).startswith("Send the months that are missing")


def test_a_new_phase_that_is_too_short_is_told_to_wait_and_not_to_send_old_months():
    """I9"""
    phases = [phase_of(0, 15), phase_of(16, 23, points=8, strength="none")]

    said = chart_words.what_next(line_of(analysis=analysis_of(STEADY, phases=phases, variation="none")))

    assert said.startswith("Go on testing changes: the new phase gets its limits by itself")


def test_a_plain_line_claims_no_run_even_where_its_baseline_would_give_one():
    """Useful points about the median of a frozen baseline may be many while those about the median of all months are few."""
    phases = [phase_of(centre=None, strength="none")]
    line = line_of(FALLEN, analysis=analysis_of(FALLEN, kind="line", why="few_useful", phases=phases, variation="none"))

    said = chart_words.sentence(line)

    assert line.run.name == "both"
    assert "Nothing is flagged: too few points lie off the median" in said
    assert "Special cause" not in said
    assert "too few points off the median, 10 needed" in icons_drawn.variation(line).text


def test_remark_is_empty_where_nothing_stands_out():
    assert chart_words.remark(line_of()) == ""
    assert chart_words.remark(fallen()) == "Special cause: improving"


def test_the_long_run_of_a_run_chart_is_told_with_its_months():
    """L1: which way, and from when to when."""
    phases = [phase_of(centre=80.0, strength="none")]
    line = line_of(FALLEN, analysis=analysis_of(FALLEN, kind="run", why="rare", phases=phases, variation="none"))

    assert line.run.name == "both"
    assert "Special cause: 11 points in a row below the median, Mar 2006 to Jan 2007" in chart_words.what_we_see(line)


def test_the_run_rules_speak_of_the_latest_phase_only():
    """Trap 7: rules restart at the boundary, so the level of the earlier phase does not turn the verdict."""
    values = [90.0] * 12 + [70.0, 71, 70, 71, 70, 71, 72, 73, 72, 73, 72, 73]
    analysis = analysis_of(
        values, kind="run", phases=[phase_of(0, 11, strength="none"), phase_of(12, 23, centre=71.5, strength="none")]
    )
    long_run = replace(analysis.run, signal="long_run", median=71.5)

    line = line_of(values, analysis=replace(analysis, run=long_run))

    assert chart_words.verdict(line) == "worse"


def test_provisional_months_and_gaps_are_counted():
    values = [*STEADY[:22], None, 81.0]
    line = line_of(values, states=["accepted"] * 22 + ["missing", "provisional"], reasons=[""] * 22 + ["no_return", ""])

    said = chart_words.how_sure(line)

    assert said.startswith("23 months with a value, 1 of them provisional and drawn open, 1 without one.")


def test_high_special_cause_is_a_concern_where_lower_is_better():
    values = [*STEADY[:23], 99.0]
    line = one_rule(codes.OUTSIDE, [23], side=HIGH, values=values, variation="concern_high")

    assert chart_words.signal_tag(line)["text"] == "Special cause: getting worse"
    assert len(GRID) == 24
