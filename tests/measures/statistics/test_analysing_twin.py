"""The whole analysis against a plain second one, on u, u-prime, p and p-prime charts; and at its edges."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from measures.statistics import codes
from measures.statistics.analysing import Observed, analyse
from measures.statistics.packing import packed, unpacked
from measures.statistics.run_chart import run_chart_of
from tests.measures.statistics.naive_analysis import naive_analysis

PER = 1000


def column(amounts):
    return np.array([np.nan if one is None else one for one in amounts], dtype=float).reshape(-1, 1)


def analysed(above, below, *, people=False, pooled=False, better=-1, phases=None, judged_from=0, target=None):
    """One series, analysed, stored and read back."""
    analyses = analyse(
        Observed(
            numerators=column(above),
            denominators=column(below),
            people=np.array([people]),
            pooled=np.array([pooled]),
            better=np.array([better], dtype=np.int8),
            phases=None if phases is None else np.array(phases, dtype=np.int8).reshape(-1, 1),
            judged_from=judged_from,
            targets=np.array([np.nan if target is None else target]),
        )
    )
    stored = packed(analyses)
    return unpacked(
        stored.chart[0].tolist(),
        stored.phases[0].tolist(),
        [[None if np.isnan(value) else value for value in row] for row in stored.spreads[0].tolist()],
        stored.flags[0],
        run=run_chart_of(analyses.run, 0, PER),
        denominators=[None if one is None or not size else size for one, size in zip(above, below, strict=True)],
        per=PER,
    )


@st.composite
def one_series(draw):
    """Mostly of a length and size that carry limits; gaps, noughts, a giant month, phases and a baseline anywhere."""
    months = draw(st.one_of(st.integers(1, 60), st.integers(26, 48)))
    mean, size = draw(st.sampled_from([(3, 40), (60, 150), (60, 900), (400, 1000), (2000, 10**9), (10**6, 10**7)]))
    width = draw(st.sampled_from([sqrt(mean), 2 * sqrt(mean), mean / 2]))
    usual = st.integers(max(0, round(mean - width)), round(mean + width))
    shifted = st.integers(max(0, round(mean - 4 * width)), round(mean - width / 2) + 1)
    count = st.one_of(usual, usual, usual, usual, shifted, st.sampled_from([None, 0, mean, 2 * mean]))
    above = draw(st.lists(count, min_size=months, max_size=months))
    after = draw(st.integers(0, months))
    above[after:] = draw(st.lists(st.one_of(shifted, usual), min_size=months - after, max_size=months - after))
    sizes = st.sampled_from([size, size, size, 2 * size, 50 * size, 0])
    below = draw(st.one_of(st.just([size] * months), st.lists(sizes, min_size=months, max_size=months)))
    above = [None if one is None else min(one, of) for one, of in zip(above, below, strict=True)]
    starts = set(draw(st.lists(st.integers(1, max(months - 1, 1)), max_size=2))) if months > 1 else set()
    return above, below, {
        "people": draw(st.booleans()),
        "pooled": draw(st.booleans()),
        "better": draw(st.sampled_from([-1, 0, 1])),
        "phases": [sum(row >= start for start in starts) for row in range(months)],
        "judged_from": draw(st.integers(0, 62)),
        "target": draw(st.sampled_from([None, mean / size, mean / size / 2, 2 * mean / size])),
    }  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(one_series())
def test_the_whole_analysis_as_its_twin(series):
    above, below, options = series
    found = analysed(above, below, **options)
    assume(found.why != "seasonal")

    plain = naive_analysis(above, below, **options)

    assert (found.kind, found.why) == (plain.kind, plain.why)
    assert list(found.flags) == plain.flags
    assert (found.variation, found.assurance, found.icon_row) == (plain.variation, plain.assurance, plain.row)
    assert [(phase.first, phase.last, phase.points) for phase in found.phases] == [
        (phase.rows[0], phase.rows[-1], len(phase.counted)) for phase in plain.phases
    ]
    assert_lines(found, plain)


def assert_lines(found, plain):
    """Centre and limits as read back from what is stored."""
    for side in ("lower", "upper"):
        drawn = [limit for phase in found.phases for limit in getattr(phase, side)]
        wanted = [None if limit is None else limit * PER for limit in getattr(plain, side)]
        assert [limit is None for limit in drawn] == [limit is None for limit in wanted]
        pairs = [(a, b) for a, b in zip(drawn, wanted, strict=True) if b is not None]
        assert [a for a, _ in pairs] == pytest.approx([b for _, b in pairs], rel=1e-6, abs=1e-7)
    for phase, told in zip(found.phases, plain.phases, strict=True):
        if plain.kind in codes.WITH_LIMITS:
            assert phase.centre == (None if told.centre is None else pytest.approx(told.centre * PER, rel=1e-9))


# ---- edges

LEVEL = [52, 48, 55, 47, 50, 53, 46, 51, 49, 54, 45, 52, 48, 55, 47, 50, 53, 46, 51, 49]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ([5], [100]),
        ([None], [100]),
        ([None] * 30, [100] * 30),
        ([0] * 30, [0] * 30),
        ([0] * 30, [100] * 30),
        ([100] * 30, [100] * 30),
        ([50] * 30, [100] * 30),
    ],
    ids=["one month", "one missing", "all missing", "nobody", "no event", "everybody", "all equal"],
)
@pytest.mark.parametrize("people", [False, True])
def test_nothing_to_judge_is_no_limits_no_flag_no_icon(above, below, people):
    """Traps 5 and 10."""
    found = analysed(above, below, people=people, target=0.4)

    assert not found.has_limits
    assert not any(found.flags)
    assert (found.variation, found.assurance) == (codes.NO_ICON, codes.NOT_ASSURED)


def test_a_grid_without_a_month_is_refused_by_name():
    with pytest.raises(ValueError, match="without a month"):
        analysed([], [])


def test_a_phase_that_began_before_the_intervention_rests_on_the_months_before_it():
    """Trap 8: the months of the change are not in their own baseline, in whichever phase they lie."""
    found = analysed([90, *LEVEL[:13], *[30] * 10], [100] * 24, phases=[0] + [1] * 23, judged_from=14)

    phase = found.phases[1]
    assert (phase.points, phase.frozen_at) == (13, 13)
    assert phase.centre == pytest.approx(sum(LEVEL[:13]) / 1300 * PER)
    assert found.variation == codes.IMPROVEMENT_LOW


@pytest.mark.parametrize("judged_from", [0, 500])
def test_an_intervention_at_or_beyond_the_ends_of_the_months(judged_from):
    """At the first row the first twenty points lock; beyond the last all months are baseline."""
    [phase] = analysed(LEVEL + LEVEL, [100] * 40, judged_from=judged_from).phases

    assert (phase.points, phase.frozen_at) == ((20, 19) if judged_from == 0 else (40, None))


def test_phases_without_a_value_have_no_centre_and_take_nothing_from_their_neighbours():
    found = analysed(
        [*LEVEL, *[None] * 5, *LEVEL], [100] * 45, judged_from=13, phases=[0] * 20 + [1] * 5 + [2] * 20, target=0.2
    )

    assert [phase.centre is None for phase in found.phases] == [False, True, False]
    assert [(phase.first, phase.last) for phase in found.phases] == [(0, 19), (20, 24), (25, 44)]
    assert found.assurance == codes.FAIL


def test_a_phase_in_the_last_row_has_no_icon_yet():
    found = analysed([*LEVEL, 5], [100] * 21, judged_from=13, phases=[0] * 20 + [1])

    assert (found.icon_row, found.variation) == (20, codes.NO_ICON)
    assert found.flags[20] == 0


def test_a_value_after_a_long_gap_is_judged_alone():
    """Trap 6: outside the limits it is, and no pattern reaches it from before the gap."""
    found = analysed([*LEVEL, *[None] * 24, 10], [100] * 45, judged_from=13)

    assert found.flags[44] == codes.OUTSIDE | codes.LOW
    assert (found.icon_row, "gap" in found.warnings) == (44, True)


def test_a_thousand_million_people_have_narrow_limits_and_no_false_ones():
    found = analysed([10**6 + (count - 50) * 200 for count in LEVEL], [10**9] * 20, people=True, target=0.0011)

    [phase] = found.phases
    assert phase.upper[0] - phase.centre == pytest.approx(3 * sqrt(0.001 * 0.999 / 10**9) * PER, rel=1e-3)
    assert found.assurance == codes.PASS


def test_two_levels_that_somebody_knows_of_are_not_taken_for_memory():
    """Trap 14: each phase about its own mean."""
    low = [count - 20 for count in LEVEL[:13]]

    assert "autocorrelated" not in analysed(LEVEL[:13] + low, [100] * 26, phases=[0] * 13 + [1] * 13).warnings
    assert "autocorrelated" in analysed(sorted(LEVEL), [100] * 20).warnings


def test_months_that_swing_to_and_fro_are_not_said_to_resemble_each_other():
    assert "autocorrelated" not in analysed([45, 55] * 15, [100] * 30).warnings
