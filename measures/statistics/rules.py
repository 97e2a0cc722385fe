"""The rules that say "more than chance is at work" on a chart with limits: the set of NHS Making Data Count. Pure, NumPy.

Every function judges all columns of [months, series] arrays at once, without a loop over series. Decisions, each tested:
a point on a line is on neither side of it; a tie breaks a trend, and a value on the centre line breaks a shift; a missing
month breaks every pattern (the reference program stops with an error there); nothing reaches across a phase.
Source: NHS England, Making Data Count; NHSRplotthedots 0.2.2 for the lengths.
"""

from dataclasses import dataclass

import numpy as np

# Means differ in the last bit between programs: this near a line, as a share of it, counts as on it.
SAME = 1e-9
# Of this many points in a row, so many beyond two sigma.
WINDOW, NEEDED = 3, 2


@dataclass(frozen=True)
class Found:
    """What one rule found, arrays [months, series].

    `members` are the points that the rule marks, `completing` those at which a pattern was complete (it may be a point
    that is no member: the third of "two in three"), `side` is 1 for a member that is high or rising, -1 low or falling.
    """

    members: np.ndarray
    completing: np.ndarray
    side: np.ndarray


def above(values: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Strictly, by more than rounding; False where either is missing."""
    return values > line + SAME * np.abs(line)


def below(values: np.ndarray, line: np.ndarray) -> np.ndarray:
    return values < line - SAME * np.abs(line)


def sides(values: np.ndarray, line: np.ndarray) -> np.ndarray:
    """int8: 1 above the line, -1 below, 0 on it or where either is missing."""
    return above(values, line).astype(np.int8) - below(values, line)


def outside(values: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Found:
    """A single point beyond a limit, strictly. A limit of NaN is never crossed."""
    high, low = above(values, upper), below(values, lower)
    return both_sides((high, high), (low, low))


def shift(values: np.ndarray, centre: np.ndarray, phases: np.ndarray, length: int) -> Found:
    """`length` points in a row on one side of the centre line."""
    return in_a_row(above(values, centre), below(values, centre), phases, length)


def trend(values: np.ndarray, phases: np.ndarray, points: int) -> Found:
    """`points` points in a row, each above the one before, or each below: `points` - 1 differences.

    Where a rising and a falling trend share a point, its side is that of the difference to its right.
    """
    up, down = np.zeros((2, *values.shape), dtype=bool)
    up[1:], down[1:] = above(values[1:], values[:-1]), below(values[1:], values[:-1])
    rising = run_of(up, phases, points, links=points - 1)
    falling = run_of(down, phases, points, links=points - 1)
    found = both_sides(rising, falling)
    found.side[:-1] += (rising[0] & falling[0])[:-1] * (up[1:].astype(np.int8) - down[1:])
    return found


def two_in_three(values, centre, near_lower, near_upper, lower, upper, phases, *, beyond_limits: bool) -> Found:
    """Two of three points in a row beyond two sigma, all three on the same side of the centre; marks those beyond.

    `beyond_limits`: points beyond the limits count too, as Making Data Count announced on 6 November 2023;
    without it only those between two sigma and the limit do, as in NHSRplotthedots 0.2.2.
    """
    high, low = above(values, near_upper), below(values, near_lower)
    if not beyond_limits:
        high, low = high & ~above(values, upper), low & ~below(values, lower)
    return both_sides(
        two_of_three(above(values, centre), high, phases), two_of_three(below(values, centre), low, phases)
    )


def two_of_three(same_side: np.ndarray, beyond: np.ndarray, phases: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Members and completing points on one side."""
    completing = all_of_last(same_side, WINDOW) & within_phase(phases, WINDOW)
    completing &= count_of_last(beyond, WINDOW) >= NEEDED
    return beyond & any_of_next(completing, WINDOW), completing


def in_a_row(high: np.ndarray, low: np.ndarray, phases: np.ndarray, length: int) -> Found:
    """So many points in a row, all high or all low."""
    return both_sides(run_of(high, phases, length), run_of(low, phases, length))


def run_of(marks: np.ndarray, phases: np.ndarray, length: int, links: int | None = None):
    """Members and completing points of runs of marked points of one phase; `links`: how many of the last are marked."""
    completing = all_of_last(marks, length if links is None else links) & within_phase(phases, length)
    return any_of_next(completing, length), completing


def both_sides(high: tuple[np.ndarray, np.ndarray], low: tuple[np.ndarray, np.ndarray]) -> Found:
    """One answer from (members, completing) of the high and of the low side."""
    side = high[0].astype(np.int8) - low[0]
    return Found(high[0] | low[0], high[1] | low[1], side)


def within_phase(phases: np.ndarray, length: int) -> np.ndarray:
    """Whether a row and the `length` - 1 before it exist and are of one phase; phase numbers never fall."""
    found = np.zeros(phases.shape, dtype=bool)
    back = length - 1
    found[back:] = phases[back:] == phases[: len(phases) - back] if back <= len(phases) else False
    return found


def all_of_last(marks: np.ndarray, length: int) -> np.ndarray:
    """Whether a row and the `length` - 1 before it are all marked. Doubles its reach: four steps for a run of nine."""
    found, reach = marks, 1
    while reach < length:
        back = min(reach, length - reach)
        longer = np.zeros_like(found)
        longer[back:] = found[back:] & found[:-back]
        found, reach = longer, reach + back
    return found


def any_of_next(marks: np.ndarray, length: int) -> np.ndarray:
    """Whether a row or one of the `length` - 1 after it is marked."""
    found, reach = marks.copy(), 1
    while reach < length:
        ahead = min(reach, length - reach)
        wider = found.copy()
        wider[:-ahead] |= found[ahead:]
        found, reach = wider, reach + ahead
    return found


def count_of_last(marks: np.ndarray, length: int) -> np.ndarray:
    """How many of a row and the `length` - 1 before it are marked."""
    counts = marks.astype(np.int8)
    for back in range(1, min(length, len(marks))):
        counts[back:] += marks[:-back]
    return counts
