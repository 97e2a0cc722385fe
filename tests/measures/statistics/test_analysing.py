"""The whole analysis: phases, baselines, the choice of chart, rules and icons together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.statistics import codes
from measures.statistics.analysing import Observed, analyse
from measures.statistics.packing import packed, unpacked
from measures.statistics.run_chart import run_chart_of

LOWER = -1
NOISE = (52, 48, 55, 47, 50, 53, 46, 51, 49, 54, 45, 52, 48)


def observed(counts, *, size=100, people=False, better=LOWER, starts=(), judged_from=0, target=np.nan, pooled=False):
    """One series of events among `size` (one, or one a month); None for a month without a value."""
    numerators = np.array([np.nan if count is None else count for count in counts], dtype=float).reshape(-1, 1)
    sizes = np.where(np.isnan(numerators), np.nan, np.broadcast_to(np.reshape(size, (-1, 1)), numerators.shape))
    phases = np.array([[sum(row >= start for start in starts)] for row in range(len(counts))]) if starts else None
    return Observed(
        numerators=numerators,
        denominators=sizes,
        people=np.array([people]),
        pooled=np.array([pooled]),
        better=np.array([better], dtype=np.int8),
        phases=phases,
        judged_from=judged_from,
        targets=np.array([target]),
    )


def analysis_of(counts, **options):
    """Analysed, stored and read back."""
    given_counts = observed(counts, **options)
    analyses = analyse(given_counts)
    stored = packed(analyses)
    sizes = given_counts.denominators[:, 0]
    return unpacked(
        stored.chart[0].tolist(),
        stored.phases[0].tolist(),
        [[None if np.isnan(value) else value for value in row] for row in stored.spreads[0].tolist()],
        stored.flags[0],
        run=run_chart_of(analyses.run, 0, 100),
        denominators=[None if np.isnan(value) else value for value in sizes],
        per=100,
    )


def test_the_months_before_the_intervention_are_the_baseline_and_later_ones_are_judged():
    analysis = analysis_of([*NOISE, *[30] * 8], judged_from=13)

    [phase] = analysis.phases
    assert (phase.points, phase.frozen_at, phase.strength) == (13, 12, codes.TRIAL)
    assert phase.centre == pytest.approx(sum(NOISE) / 13)
    assert analysis.variation == codes.IMPROVEMENT_LOW
    assert [flag & codes.SHIFT for flag in analysis.flags] == [0] * 12 + [codes.SHIFT] * 9


def test_limits_are_those_of_a_u_chart_by_hand():
    analysis = analysis_of(NOISE + NOISE, size=[100, 200] * 13)

    [phase] = analysis.phases
    centre = 2 * sum(NOISE[:10]) / (100 * 10 + 200 * 10) * 100
    width = 3 * (centre / 100 / 200) ** 0.5 * 100
    assert analysis.kind == codes.U_PRIME or phase.upper[1] == pytest.approx(phase.centre + width)
    assert phase.points == 20
    assert phase.frozen_at == 19


def test_without_enough_months_before_it_the_first_twenty_points_lock():
    """Traps 7 and 8: limits do not creep with new data."""
    analysis = analysis_of([*NOISE, *NOISE, 80, 80], judged_from=5)

    [phase] = analysis.phases
    assert (phase.points, phase.frozen_at, phase.strength) == (20, 19, codes.FIRM)
    assert phase.centre == pytest.approx(sum((NOISE + NOISE)[:20]) / 20)


def test_a_new_phase_has_no_limits_until_thirteen_points_and_the_earlier_ones_stay():
    """I9: the earlier baseline stays visible; no icon on few points."""
    analysis = analysis_of([*NOISE, *[30, 31, 29, 30, 32]], starts=[13])

    before, after = analysis.phases
    assert (before.first, before.last, after.first, after.last) == (0, 12, 13, 17)
    assert before.strength == codes.TRIAL
    assert None not in before.lower
    assert after.strength == codes.NO_LIMITS
    assert set(after.lower) == {None}
    assert after.centre == pytest.approx(30.4)
    assert analysis.variation == codes.NO_ICON
    assert not any(analysis.flags[13:])


def test_no_icon_on_six_points():
    analysis = analysis_of([50, 40, 30, 20, 10, 5])

    assert (analysis.kind, analysis.variation) == (codes.PLAIN_LINE, codes.NO_ICON)
    assert not any(analysis.flags)


def test_twelve_points_make_a_run_chart_with_its_median():
    analysis = analysis_of(NOISE[:12])

    [phase] = analysis.phases
    assert (analysis.kind, phase.centre_name) == (codes.RUN_CHART, "median")
    assert phase.centre == pytest.approx(np.median(NOISE[:12]))
    assert analysis.variation == codes.NO_ICON


def test_the_icon_speaks_of_the_last_observed_month():
    analysis = analysis_of([*NOISE, *[30] * 8, None], judged_from=13)

    assert analysis.icon_row == 20
    assert analysis.variation == codes.IMPROVEMENT_LOW
    assert "gap" not in analysis.warnings


def test_a_missing_month_within_is_said():
    assert "gap" in analysis_of([*NOISE[:6], None, *NOISE]).warnings


def test_nobody_in_the_denominator_is_no_data():
    """Trap 10: 0 of 0 is not 0%."""
    sizes = [100] * 13 + [0]

    analysis = analysis_of([*NOISE, 0], size=sizes)

    assert analysis.icon_row == 12


def test_a_measure_without_judgement_has_neutral_icons():
    assert analysis_of([*NOISE, *[30] * 8], judged_from=13, better=0).variation == codes.NEUTRAL_LOW


def test_a_target_that_limits_never_reach_is_missed():
    assert analysis_of(NOISE + NOISE, target=0.05).assurance == codes.FAIL
    assert analysis_of(NOISE + NOISE, target=0.99).assurance == codes.PASS
    assert analysis_of(NOISE + NOISE, target=0.5).assurance == codes.HIT_OR_MISS
    assert analysis_of(NOISE + NOISE).assurance == codes.NO_TARGET


def test_few_events_a_month_make_a_run_chart_that_says_why():
    counts = [2, 0, 3, 1, 4, 2, 1, 0, 3, 2, 5, 1, 2, 0, 3, 1, 4, 2]

    analysis = analysis_of(counts, size=600)

    assert (analysis.kind, analysis.why) == (codes.RUN_CHART, "rare")


def test_pooled_series_get_limits_that_allow_for_more_than_chance():
    """Trap 12: at 20,000 people every wobble is outside the limits of a u chart."""
    counts = [rate * 200 for rate in NOISE + NOISE]

    pooled = analysis_of(counts, size=20_000, pooled=True)

    assert pooled.kind == codes.U_PRIME
    assert pooled.phases[0].sigma_z > 5
    assert pooled.variation == codes.COMMON_CAUSE


def test_a_baseline_of_noughts_has_no_limits_and_no_icon():
    """Trap 10: nothing is a special cause against a line without a width."""
    analysis = analysis_of([*[0] * 13, *NOISE * 3], judged_from=13)

    assert (analysis.kind, analysis.why) == (codes.RUN_CHART, "no_variation")
    assert analysis.variation == codes.NO_ICON
    assert not any(analysis.flags)


@st.composite
def many_series(draw):
    months, series = draw(st.integers(1, 30)), draw(st.integers(1, 5))
    cells = st.one_of(st.none(), st.integers(0, 60), st.just(0), st.just(40))
    counts = draw(st.lists(st.lists(cells, min_size=months, max_size=months), min_size=series, max_size=series))
    numerators = np.array([[np.nan if cell is None else cell for cell in row] for row in counts], dtype=float).T
    size = draw(st.sampled_from([1, 60, 1000, 10**9]))
    starts = draw(st.lists(st.integers(1, 29), max_size=2))
    phases = np.array([[sum(row >= start for start in starts)] * series for row in range(months)])
    flags = [draw(st.lists(st.booleans(), min_size=series, max_size=series)) for _ in range(2)]
    return Observed(
        numerators=numerators,
        denominators=np.where(np.isnan(numerators), np.nan, float(max(size, 60))),
        people=np.array(flags[0]),
        pooled=np.array(flags[1]),
        better=np.array([draw(st.sampled_from([-1, 0, 1])) for _ in range(series)], dtype=np.int8),
        phases=compacted(phases),
        judged_from=draw(st.integers(0, 30)),
        targets=np.full(series, draw(st.sampled_from([np.nan, 0.1, 0.5]))),
    )


def compacted(phases):
    """Without gaps in the numbers."""
    _, numbers = np.unique(phases, return_inverse=True)
    return numbers.reshape(phases.shape)


def only(everything, column):
    chosen = [column]
    return Observed(
        numerators=everything.numerators[:, chosen],
        denominators=everything.denominators[:, chosen],
        people=everything.people[chosen],
        pooled=everything.pooled[chosen],
        better=everything.better[chosen],
        phases=everything.phases[:, chosen],
        judged_from=everything.judged_from,
        targets=everything.targets[chosen],
    )


@settings(max_examples=150, deadline=None)
@given(many_series())
def test_a_series_says_the_same_alone_and_among_others(everything):
    """The run of one return stores what the nightly run stores."""
    together = packed(analyse(everything))

    for column in range(everything.numerators.shape[1]):
        alone = packed(analyse(only(everything, column)))
        assert alone.chart[0].tolist() == together.chart[column].tolist()
        assert alone.phases[0].tolist() == together.phases[column].tolist()
        assert np.array_equal(alone.spreads[0], together.spreads[column], equal_nan=True)
        assert alone.flags[0] == together.flags[column]
