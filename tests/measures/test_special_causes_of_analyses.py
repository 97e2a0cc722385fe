"""Whatever the rules flag comes back as a pattern, on the side that the icon takes: nothing is lost between numbers and words."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from measures import icons_drawn
from measures.special_causes import marks
from measures.statistics import codes
from measures.statistics.analysing import Observed, analyse
from measures.statistics.packing import packed, unpacked
from measures.statistics.run_chart import run_chart_of
from tests.measures.lines import line_of

PER = 100


def analysed(numerators, denominator, rebased_at):
    """A line of people among people, as the dashboards make it; with a new phase where there is one."""
    size = len(numerators)
    counts = np.array([np.nan if count is None else count for count in numerators], dtype=float).reshape(-1, 1)
    sizes = np.where(np.isnan(counts), np.nan, float(denominator))
    starts = np.arange(size) >= rebased_at
    found = analyse(
        Observed(
            numerators=counts,
            denominators=sizes,
            people=np.array([True]),
            pooled=np.array([False]),
            better=np.array([-1], dtype=np.int8),
            phases=starts.astype(np.int8).reshape(-1, 1),
            judged_from=13,
            targets=np.array([np.nan]),
        )
    )
    stored = packed(found)
    [chart], [phases], [spreads], [flags] = stored.chart.tolist(), stored.phases, stored.spreads, stored.flags
    analysis = unpacked(
        chart,
        phases.tolist(),
        [[None if np.isnan(value) else value for value in row] for row in spreads.tolist()],
        flags,
        run=run_chart_of(found.run, 0, PER),
        denominators=[None if count is None else denominator for count in numerators],
        per=PER,
    )
    values = [None if count is None else count / denominator * PER for count in numerators]
    return line_of(values, analysis=analysis)


COUNTS = st.lists(st.none() | st.integers(10, 90), min_size=24, max_size=24) | st.lists(
    st.integers(20, 40), min_size=24, max_size=24
)


@settings(max_examples=200, deadline=None)
@given(COUNTS, st.integers(0, 12), st.sampled_from([9, 24]))
def test_every_flagged_point_is_marked_on_the_side_of_its_most_important_rule(counts, steps, rebased_at):
    drifting = [None if count is None else count + steps * row for row, count in enumerate(counts)]
    line = analysed(drifting, 500, rebased_at)
    judged = {row for row, flags in enumerate(line.analysis.flags) if flags and line.kind in codes.WITH_LIMITS}

    found = marks(line)

    assert {mark.row for mark in found} == judged
    for mark in found:
        assert line.analysis.flags[mark.row] & (codes.HIGH if mark.side > 0 else codes.LOW)


@settings(max_examples=200, deadline=None)
@given(COUNTS, st.integers(0, 12), st.sampled_from([9, 24]))
def test_the_icon_says_what_the_mark_of_its_month_says(counts, steps, rebased_at):
    drifting = [None if count is None else count + steps * row for row, count in enumerate(counts)]
    line = analysed(drifting, 500, rebased_at)

    icon = icons_drawn.variation(line)
    mark = next((mark for mark in marks(line) if mark.row == line.latest), None)

    if line.has_limits:
        assert icon.arrow == (mark.side if mark else 0)
    else:
        assert icon.letter == ""
