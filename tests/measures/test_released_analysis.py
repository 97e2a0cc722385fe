"""Limits, flags and icons for others come from what they are shown, and from nothing else (P11)."""

from datetime import date
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from measures.definitions import definition_of
from measures.disclosure import Audience, Counts, release
from measures.released_analysis import analysis_of_release
from measures.statistics import codes
from practices.months import add_months, month_range

ABSENCE = definition_of("long_absence")
FIRST = date(2005, 2, 1)
CALENDAR = SimpleNamespace(phase_starts=[0], judged_from=13, target=None, is_of_several=True)


def released(numerators, denominators):
    months = tuple(month_range(FIRST, add_months(FIRST, len(numerators) - 1)))
    counts = Counts(
        level="wave",
        months=months,
        numerators=tuple(numerators),
        denominators=tuple(denominators),
        commissioners=(16,) * len(months),
    )
    return release(counts, Audience.OTHER, per=ABSENCE.per)


def test_a_fall_by_less_than_a_whole_per_cent_a_month_is_still_seen():
    """The drawn rate is a whole per cent, 5 or 6 or 4 in most months; the published counts say more."""
    falling = [*[1100, 1120, 1090, 1105, 1115, 1095, 1110, 1100, 1085, 1120, 1105, 1090, 1110], *[940] * 8]

    analysis = analysis_of_release(released(falling, [20_000] * 21), ABSENCE, CALENDAR)

    assert analysis.kind == codes.P_PRIME
    assert analysis.variation == codes.IMPROVEMENT_LOW


def test_a_withheld_count_is_no_point():
    analysis = analysis_of_release(released([*[50] * 12, 3], [1000] * 13), ABSENCE, CALENDAR)

    assert analysis.icon_row is None or analysis.icon_row < 12
    assert analysis.run.points == 12


def test_trap_26_a_withheld_month_has_no_limit_and_no_flag():
    """Limits follow the denominators: that of a withheld month could be reckoned back from its limit."""
    counts = [*[50, 60, 45, 65] * 4, 3, 50, 60, 45, 65]
    sizes = [*[1000, 1100] * 8, 40, *[1000, 1100] * 2]

    analysis = analysis_of_release(released(counts, sizes), ABSENCE, CALENDAR)

    [phase] = analysis.phases
    assert (phase.lower[16], phase.upper[16], analysis.flags[16]) == (None, None, 0)
    assert None not in (phase.lower[15], phase.upper[17])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(8, 900), st.integers(-2, 2)), min_size=1, max_size=24))
def test_whoever_has_other_true_counts_behind_the_same_published_ones_sees_the_same(pairs):
    """Trap 26: what is shown does not tell which of the counts that round to the same number is the true one."""
    published = [(count + 2) // 5 * 5 for count, _ in pairs]
    others = [max(count + shift, 8) for count, (_, shift) in zip(published, pairs, strict=True)]
    kept = [other if (other + 2) // 5 * 5 == count else count for other, count in zip(others, published, strict=True)]
    sizes = [1000] * len(pairs)

    one = analysis_of_release(released(published, sizes), ABSENCE, CALENDAR)
    other = analysis_of_release(released(kept, sizes), ABSENCE, CALENDAR)

    assert one == other
