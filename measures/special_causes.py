"""The patterns behind the flags of a line: which rule, on which side, in which months. Pure; computes no statistic.

measures.statistics says which points are members of which rule. A reader wants the pattern: eight months in a row below the
mean, from June to January. A point may be of one pattern that is an improvement and of another that is a concern at once;
both are kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from measures.chart_lines import Line
from measures.definitions import BETTER_SIDE
from measures.statistics.analysis import Phase
from measures.statistics.codes import LONG_RUN, OUTSIDE, RUN_CHART, SHIFT, TREND, TWO_IN_THREE
from measures.statistics.run_chart import ON_THE_MEDIAN

# The signals of a run chart that a long run has part in.
LONG_RUN_SIGNALS = ("long_run", "both")
# In the order in which they matter (precedence of the NHS tools).
RULES = (OUTSIDE, TREND, TWO_IN_THREE, SHIFT)
# The shortest trend of any rule set: six points, five differences (Nelson 1984).
SHORTEST_TREND = 6
# Two of three points lie at most so many months apart.
TWO_OF_THREE_APART = 2
CAUSES = "special_causes"
IMPROVEMENT, CONCERN, NEUTRAL, MIXED = "improvement", "concern", "neutral", "mixed"


@dataclass(frozen=True)
class SpecialCause:
    """One pattern. `side`: 1 high or rising, -1 low or falling. `rows`: its months, by their place on the grid."""

    rule: int | str
    side: int
    rows: tuple[int, ...]


def special_causes(line: Line) -> list[SpecialCause]:
    """Every pattern of every phase with limits, phases in order; none where the chart has no limits."""
    if CAUSES not in line.kept:
        line.kept[CAUSES] = [cause for phase in phases_of(line) for cause in causes_of(line, phase)]
    return line.kept[CAUSES]


def phases_of(line: Line) -> Sequence[Phase]:
    return line.analysis.phases if line.analysis else ()


def causes_of(line: Line, phase: Phase) -> list[SpecialCause]:
    """The patterns within one phase: no rule looks across its ends."""
    found = 0
    for flags in line.analysis.flags[phase.first : phase.last + 1]:
        found |= flags
    if phase.centre is None or not found:
        return []
    return [
        SpecialCause(rule, side, tuple(rows))
        for rule in RULES
        if found & rule
        for side, rows in PATTERNS[rule](line, phase, members(line, phase, rule))
    ]


def members(line: Line, phase: Phase, rule: int) -> list[int]:
    return [
        row
        for row in range(phase.first, phase.last + 1)
        if line.analysis.flags[row] & rule and line.judged[row] is not None
    ]


def sign(value: float) -> int:
    return (value > 0) - (value < 0)


def outside(line: Line, phase: Phase, rows: list[int]) -> Iterator[tuple[int, list[int]]]:
    """All points above the upper limit, all below the lower one."""
    for side in (1, -1):
        beyond = [row for row in rows if sign(line.judged[row] - phase.centre) == side]
        if beyond:
            yield side, beyond


def unbroken(line: Line, phase: Phase, rows: list[int], apart: int) -> Iterator[tuple[int, list[int]]]:
    """Stretches on one side of the centre whose neighbours are at most `apart` months from each other."""
    stretch: list[int] = []
    side = 0
    for row in rows:
        here = sign(line.judged[row] - phase.centre)
        if stretch and (here != side or row - stretch[-1] > apart):
            yield side, stretch
            stretch = []
        stretch, side = [*stretch, row], here
    if stretch:
        yield side, stretch


def shift(line: Line, phase: Phase, rows: list[int]) -> Iterator[tuple[int, list[int]]]:
    return unbroken(line, phase, rows, 1)


def two_in_three(line: Line, phase: Phase, rows: list[int]) -> Iterator[tuple[int, list[int]]]:
    return unbroken(line, phase, rows, TWO_OF_THREE_APART)


def trend(line: Line, phase: Phase, rows: list[int]) -> Iterator[tuple[int, list[int]]]:
    """Stretches that only rise or only fall; the point at which one turns into the other belongs to both."""
    stretch, side = rows[:1], 0
    for before, row in pairwise(rows):
        here = sign(line.judged[row] - line.judged[before]) if row == before + 1 else 0
        if here != side or not here:
            if len(stretch) >= SHORTEST_TREND:
                yield side, stretch
            stretch = [before] if here else []
        stretch, side = [*stretch, row], here
    if len(stretch) >= SHORTEST_TREND:
        yield side, stretch


PATTERNS = {OUTSIDE: outside, SHIFT: shift, TREND: trend, TWO_IN_THREE: two_in_three}


def longest_run(line: Line) -> tuple[int, list[int]]:
    """(side, months) of the run that a run chart's long run signal speaks of: the last of the longest; points on the median skipped.

    (0, []) where it is not as long as the signal says, because the points drawn are not those that were judged.
    """
    if line.run.median is None:
        return 0, []
    margin = ON_THE_MEDIAN * max(abs(line.run.median), 1)
    first = line.phase.first if line.phase else 0
    off = [
        (sign(value - line.run.median), row)
        for row, value in enumerate(line.judged)
        if row >= first and value is not None and abs(value - line.run.median) > margin
    ]
    runs = [(side, [row for _, row in points]) for side, points in groupby(off, key=lambda point: point[0])]
    side, rows = max(reversed(runs), key=lambda run: len(run[1]), default=(0, []))
    return (side, rows) if len(rows) == line.run.longest_run else (0, [])


def long_runs(line: Line) -> list[SpecialCause]:
    """The long run of a run chart, where its rule says so; few crossings are of the whole line and mark no point."""
    if line.kind != RUN_CHART or line.run.name not in LONG_RUN_SIGNALS:
        return []
    side, rows = longest_run(line)
    return [SpecialCause(LONG_RUN, side, tuple(rows))] if rows else []


# ---- what a pattern means


def tone_of_side(side: int, direction: str) -> str:
    """What lying on a side means for a measure; neutral where neither higher nor lower is better."""
    better = BETTER_SIDE.get(direction)
    if better is None:
        return NEUTRAL
    return IMPROVEMENT if side == better else CONCERN


def tones_of(line: Line, row: int, causes: Sequence[SpecialCause]) -> set[str]:
    return {tone_of_side(cause.side, line.direction) for cause in causes if row in cause.rows}


def is_mixed(tones: set[str]) -> bool:
    """An improvement by one rule and a concern by another at the same time."""
    return {IMPROVEMENT, CONCERN} <= tones


@dataclass(frozen=True)
class Mark:
    """A special-cause point as it is drawn. `side` is that of its most important rule."""

    row: int
    side: int
    tone: str
    causes: tuple[SpecialCause, ...]


def marks(line: Line) -> list[Mark]:
    """Every flagged point in order, with the colour that may be claimed for it.

    While the list moves, neither improvement nor concern is claimed; an improvement only where the change per registered
    patient agrees.
    """
    of_rows: dict[int, list[SpecialCause]] = {}
    for cause in [*special_causes(line), *long_runs(line)]:
        for row in cause.rows:
            of_rows.setdefault(row, []).append(cause)
    return [
        Mark(row, own[0].side, claimed(line, tones_of(line, row, own)), tuple(own))
        for row, own in sorted(of_rows.items())
    ]


def claimed(line: Line, tones: set[str]) -> str:
    if line.list_standing == "moved":
        return NEUTRAL
    if is_mixed(tones):
        return MIXED
    [tone] = tones
    return NEUTRAL if tone == IMPROVEMENT and line.list_standing else tone
