"""One series under every rule set: the same months and phases, another method, nothing but released figures."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures import icons_drawn
from measures import other_rules_words as words
from measures.definitions import definition_of
from measures.disclosure import Audience, Counts, release
from measures.other_rules import FEW_CROSSINGS, Ground, Marked, limits_of, opinions
from measures.released_analysis import analysis_of_release, counts_of, observed
from measures.statistics import codes
from measures.statistics.limits import WEIGHTED_INDIVIDUALS
from measures.statistics.profiles import ANHOEJ, MAKING_DATA_COUNT, NELSON, NHSRPLOTTHEDOTS_0_2_2, WESTERN_ELECTRIC
from tests.measures.lines import GRID, line_of

RATE, SHARE = "gp_consultations", "long_absence"
# A rate with a little noise, that falls after the baseline of thirteen months.
NOISE = [3, -5, 1, 4, -2, -4, 5, 0, 2, -3, -1, 4, -4, 1, 3, -2, 5, -5, 2, -1, 0, 4, -3, 1]
FALLING = [100 + step - 30 * (row > 14) for row, step in enumerate(NOISE)]
SIZES = [200, 210, 190, 205] * 6


def ground_of(numerators, denominators=SIZES, *, measure=RATE, audience=Audience.OWNER, judged_from=13, starts=(0,)):
    """As a page has it. `starts`: the rows in which phases begin."""
    size = len(numerators)
    counts = Counts("practice", GRID[:size], tuple(numerators), tuple(denominators[:size]), reasons=("",) * size)
    shown, definition = release(counts, audience, per=definition_of(measure).per), definition_of(measure)
    calendar = SimpleNamespace(phase_starts=list(starts), judged_from=judged_from, target=None, is_of_several=False)
    analysis = analysis_of_release(shown, definition, calendar)
    line = line_of(shown.rates, analysis=analysis, is_protected=shown.is_protected)
    return Ground(line, observed(*counts_of(shown), definition, calendar), definition.per)


def found_of(ground, chart, profile=MAKING_DATA_COUNT):
    profile = ANHOEJ if chart == codes.RUN_CHART else profile
    [one] = [one for one in opinions(ground) if (one.chart, one.profile) == (chart, profile)]
    return one


def marked_by(one):
    return {found.rule: found for found in one.marked}


def test_every_chart_and_rule_set_is_there_once_the_one_in_use_first():
    found = opinions(ground_of(FALLING))

    assert [(one.chart, one.profile) for one in found] == [
        (codes.U_CHART, MAKING_DATA_COUNT),
        (codes.INDIVIDUALS, MAKING_DATA_COUNT),
        (codes.INDIVIDUALS, NHSRPLOTTHEDOTS_0_2_2),
        (codes.U_PRIME, MAKING_DATA_COUNT),
        ("u_exact", MAKING_DATA_COUNT),
        (WEIGHTED_INDIVIDUALS, MAKING_DATA_COUNT),
        (codes.U_CHART, WESTERN_ELECTRIC),
        (codes.U_CHART, NELSON),
        (codes.RUN_CHART, ANHOEJ),
    ]
    assert [one.is_in_use for one in found] == [True] + [False] * 8


# ---- the same ground


counts = st.lists(st.integers(0, 300), min_size=10, max_size=24)


@given(
    numerators=counts,
    sizes=st.lists(st.integers(1, 10**9), min_size=24, max_size=24),
    start=st.integers(1, 23),
    judged_from=st.integers(0, 24),
)
def test_the_chart_in_use_says_what_the_chart_itself_says(numerators, sizes, start, judged_from):
    """Twin: the analysis that the page draws."""
    ground = ground_of(numerators, sizes, judged_from=judged_from, starts=(0, min(start, len(numerators) - 1)))

    ours, drawn = opinions(ground)[0].line, ground.line

    assert ours.analysis.flags == drawn.analysis.flags
    assert icons_drawn.variation(ours) == icons_drawn.variation(drawn)
    for phase, same in zip(ours.analysis.phases, drawn.analysis.phases, strict=True):
        assert (phase.points, phase.strength, phase.frozen_at) == (same.points, same.strength, same.frozen_at)
        # What is stored has ten digits.
        assert none_as_nan(phase.lower) == pytest.approx(none_as_nan(same.lower), rel=1e-6, abs=1e-6, nan_ok=True)


def none_as_nan(values):
    return [np.nan if value is None else value for value in values]


def test_limits_rest_on_the_frozen_baseline_and_on_no_range_across_a_missing_month():
    """Traps 6 and 8, by a plain second computation."""
    numerators = [None if row == 5 else count for row, count in enumerate(FALLING)]
    rates = [None if count is None else 100 * count / size for count, size in zip(numerators, SIZES, strict=True)]
    known = [rate for rate in rates[:13] if rate is not None]
    ranges = [abs(rates[row] - rates[row - 1]) for row in range(1, 13) if row not in (5, 6)]

    one = found_of(ground_of(numerators, judged_from=14), codes.INDIVIDUALS)

    known.append(rates[13])
    ranges.append(abs(rates[13] - rates[12]))
    centre, mean_range = sum(known) / len(known), sum(ranges) / len(ranges)
    assert one.centre == pytest.approx(centre)
    assert (one.lower, one.upper) == pytest.approx((centre - 2.66 * mean_range, centre + 2.66 * mean_range))
    assert one.sigma == pytest.approx(2.66 * mean_range / 3)


def test_nothing_is_marked_across_the_start_of_a_phase():
    """Trap 7: twelve months high and twelve low are a long run, but not where a phase begins between them."""
    numerators = [100 + step for step in NOISE[:12]] + [70 + step for step in NOISE[:12]]

    whole, parted = (found_of(ground_of(numerators, starts=starts), codes.RUN_CHART) for starts in ((0,), (0, 12)))

    assert "long_run" in marked_by(whole)
    assert "long_run" not in marked_by(parted)


def test_under_thirteen_months_no_chart_has_limits_and_no_rule_with_limits_speaks():
    found = opinions(ground_of(FALLING[:12]))

    with_limits = [one for one in found if one.chart != codes.RUN_CHART]
    assert {(one.lower, one.upper, one.sigma, one.marked) for one in with_limits} == {(None, None, None, ())}
    assert {words.no_limits_words(one) for one in with_limits} == {"12 months, 13 needed"}


# ---- what differs


def test_only_the_r_package_screens_large_moving_ranges():
    """Trap 4."""
    numerators = [*FALLING[:6], 190, *FALLING[7:]]
    ground = ground_of(numerators)

    excel, package = (found_of(ground, codes.INDIVIDUALS, one) for one in (MAKING_DATA_COUNT, NHSRPLOTTHEDOTS_0_2_2))

    assert package.centre == excel.centre
    assert package.sigma < excel.sigma


def test_sigma_z_is_told_raw_and_below_one_does_not_narrow_the_limits():
    """Trap 12."""
    ground = ground_of(FALLING)

    plain, prime = found_of(ground, codes.U_CHART), found_of(ground, codes.U_PRIME)

    assert prime.sigma_z < 1
    assert (prime.lower, prime.upper) == pytest.approx((plain.lower, plain.upper))
    assert plain.sigma_z is None


def test_exact_limits_of_a_rate_lie_higher_than_normal_ones():
    """Trap 9: Poisson counts are skewed upward."""
    ground = ground_of(FALLING)

    normal, exact = found_of(ground, codes.U_CHART), found_of(ground, "u_exact")

    assert exact.lower > normal.lower
    assert exact.upper > normal.upper


def test_a_share_has_the_charts_of_people():
    charts = {one.chart for one in opinions(ground_of([60 + step for step in NOISE], measure=SHARE))}

    assert {codes.P_CHART, codes.P_PRIME, "p_exact"} <= charts
    assert codes.U_CHART not in charts


def test_members_and_the_months_that_complete_a_shift():
    """Nine months below the mean: the seventh completes the shift, and so do those after it."""
    shift = marked_by(found_of(ground_of(FALLING), codes.U_CHART))["shift"]

    assert shift == Marked("shift", low=tuple(range(15, 24)), completing=(21, 22, 23))


def test_too_few_crossings_mark_no_single_month():
    numerators = [100 + abs(step) for step in NOISE[:12]] + [70 - abs(step) for step in NOISE[:12]]
    run = found_of(ground_of(numerators, judged_from=24), codes.RUN_CHART)

    crossings = marked_by(run)[FEW_CROSSINGS]

    assert crossings == Marked(FEW_CROSSINGS)
    assert words.marked_words(run, crossings) == "1 crossing, chance gives at least 8: no single month"


def test_zone_rules_judge_an_individuals_chart_where_no_limits_are_in_use():
    ground = ground_of([1 + (step > 0) for step in NOISE])

    charts = {one.profile: one.chart for one in opinions(ground)}

    assert ground.line.kind not in codes.WITH_LIMITS
    assert charts[NELSON] == charts[WESTERN_ELECTRIC] == codes.INDIVIDUALS


def test_what_others_see_depends_on_published_counts_alone():
    """Other true counts that are published alike give the same comparison in every figure."""
    numerators = [count // 5 * 5 for count in FALLING]
    near = [count + 2 for count in numerators]

    same = [opinions(ground_of(one, audience=Audience.OTHER)) for one in (numerators, near)]

    assert same[0] == same[1]


@pytest.mark.parametrize(
    "numerators",
    [[0] * 24, SIZES, [50] * 24, [None] * 24, [10] + [None] * 23],
    ids=["none", "everybody", "all equal", "all missing", "one month"],
)
@pytest.mark.parametrize("measure", [RATE, SHARE])
def test_series_that_say_nothing_have_no_limits_and_reasons(numerators, measure):
    ground = ground_of(numerators, [50] * 24 if numerators[0] == 50 else SIZES, measure=measure)

    found = [one for one in opinions(ground) if one.chart == codes.INDIVIDUALS]

    assert all(one.lower is None and words.no_limits_words(one) for one in found)
    assert len(words.not_chosen(ground)) >= 9


def test_a_chart_that_the_series_cannot_have_is_refused():
    with pytest.raises(KeyError):
        limits_of(ground_of(FALLING), codes.P_CHART, MAKING_DATA_COUNT)


# ---- words


def test_every_chart_but_the_one_in_use_has_a_reason():
    ground = ground_of(FALLING)

    charts = [chart for chart, _ in words.not_chosen(ground)]

    assert words.CHART_NAMES[codes.U_CHART] not in charts
    assert len(set(charts)) == len(charts) == 10


@pytest.mark.parametrize(
    ("numerators", "measure", "chart", "said"),
    [
        (FALLING, RATE, codes.RUN_CHART, "24 months in the longest phase (13 needed)"),
        (FALLING, RATE, codes.PLAIN_LINE, "off the median; here 2"),
        (FALLING, RATE, codes.INDIVIDUALS, "here all months by 200"),
        (FALLING, RATE, codes.U_PRIME, "it takes p below 0.05 and sigma z above 1 together"),
        (FALLING[:12], RATE, codes.U_CHART, "Limits need 13 months in one phase; here 12"),
        ([100 + 9 * step for step in NOISE], RATE, codes.U_CHART, "The months differ by more than chance explains"),
        (
            [1 + 7 * row % 6 for row in range(24)],
            SHARE,
            codes.P_CHART,
            "it takes 5 or more expected in 90% of the months",
        ),
        ([5 + 7 * row % 8 for row in range(24)], SHARE, codes.P_PRIME, "for a share near 0 or 100%"),
        ([2] * 12 + [1, 3] * 6, RATE, codes.U_CHART, "Table comes first"),
    ],
    ids=str,
)
def test_why_a_chart_is_not_in_use_is_told_with_its_figures(numerators, measure, chart, said):
    ground = ground_of(numerators, [200] * 24, measure=measure)

    reasons = dict(words.not_chosen(ground))

    assert said in reasons[words.CHART_NAMES[chart]]


@pytest.mark.parametrize(("spread", "same"), [(1, True), (9, False)])
def test_a_chart_of_many_practices_says_that_they_are_added_up(spread, same):
    ground = ground_of([100 + spread * step for step in NOISE])
    pooled = replace(ground.observed, pooled=np.array([True]))
    analysis = replace(ground.line.analysis, kind=codes.U_PRIME, why="pooled")
    ground = Ground(replace(ground.line, analysis=analysis), pooled, ground.per)

    said = dict(words.not_chosen(ground))["u chart (without Laney)"]

    assert said.startswith("The figures of several practices added up always get Laney's correction")
    assert said.endswith("both charts have the same limits.") is same


def test_months_that_follow_each_other_are_told_as_one_stretch():
    one = opinions(ground_of(FALLING))[0]
    found = Marked("outside", high=(0, 1, 2, 5), low=(7,))

    assert words.marked_words(one, found) == "Feb 2005 to Apr 2005, Jul 2005, high; Sep 2005, low"


def test_false_alarms_of_a_run_chart_are_those_of_the_nearest_length():
    keys = [words.false_alarm_key(found_of(ground_of(FALLING[:size]), codes.RUN_CHART)) for size in (12, 17, 19, 24)]

    assert keys == ["anhoej_12", "anhoej_12", "anhoej_24", "anhoej_24"]


def test_what_a_short_series_needs_is_told_beside_what_it_has():
    [run, *_] = words.what_can_speak(ground_of(FALLING[:6]))

    assert run == ("Anhøj rules on a run chart", "10 months off the median", "6")
