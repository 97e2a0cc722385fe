"""When a new phase may be worth a person's thought: a shift that has lasted until now. Proposed, never done. Pure.

There is no formula for a rebase: it is a judgement that needs a known cause, a date, a person and a reason (NHS Making Data
Count). On pure noise, 48 months with a baseline of 12, a rebase at every run of 7 rebased 35 charts in 100: so the machine
only says that a shift is there, and asks what was changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from measures.statistics.codes import FIRM_POINTS, TRIAL_POINTS
from measures.statistics.profiles import MAKING_DATA_COUNT
from measures.statistics.rules import sides

REBASED_ON_NOISE_PERCENT = 35


@dataclass(frozen=True)
class Proposal:
    """A shift that reaches the latest observed month. Rows are those of the month grid; `side` is 1 above, -1 below."""

    first: int
    last: int
    points: int
    side: int


def propose(
    values: Sequence[float | None],
    centre: float | None,
    *,
    phase_first: int = 0,
    length: int = MAKING_DATA_COUNT.shift,
    skipping: bool = False,
) -> Proposal | None:
    """The shift at the end of the latest phase, or None where it has none.

    values       one a month, None or NaN where there is none
    centre       centre line of the latest phase, None for none
    phase_first  the row in which that phase begins: no rebase lies inside a shift that is found after it
    length       points that make a shift
    skipping     of run charts: a point on the median and a month without a value are passed over (Anhoej); with limits
                 both break a shift (traps 2 and 6)

    None as well when nothing of the phase lies before the shift: then there is nothing that it shifted from.
    """
    phase = np.array(values[phase_first:], dtype=float)
    observed = np.flatnonzero(~np.isnan(phase)).tolist()
    if centre is None or not observed:
        return None
    side = sides(phase[: observed[-1] + 1], np.array(centre)).tolist()
    run = latest_run(side, skipping=skipping)
    if len(run) < length or run[0] == observed[0]:
        return None
    return Proposal(phase_first + run[0], phase_first + run[-1], len(run), side[run[-1]])


def latest_run(side: Sequence[int], *, skipping: bool) -> list[int]:
    """The rows that reach back from the last one on one side of the line, in order; `side` is 0 on it or without a value."""
    found = []
    for row in reversed([row for row, one in enumerate(side) if one or not skipping]):
        if not side[row] or (found and side[row] != side[found[0]]):
            break
        found.insert(0, row)
    return found


@dataclass(frozen=True)
class Split:
    """How many points with a value a phase would have before and from the month in which it is split."""

    before: int
    after: int

    @property
    def cautions(self) -> tuple[str, ...]:
        """What to beware of, in words: either side may be too short for limits. Nothing is forbidden by it."""
        return tuple(
            short_words(name, points)
            for name, points in (("earlier", self.before), ("new", self.after))
            if points < FIRM_POINTS
        )


def short_words(name: str, points: int) -> str:
    counted = "1 month" if points == 1 else f"{points} months"
    if points < TRIAL_POINTS:
        return (
            f"The {name} phase has {counted} with a value: it has a centre line, and no limits and no icon below "
            f"{TRIAL_POINTS}."
        )
    return (
        f"The {name} phase has {counted} with a value: its limits are trial limits, drawn dashed, below {FIRM_POINTS}."
    )


def split(values: Sequence[float | None], row: int, starts: Sequence[int]) -> Split:
    """`starts` are the rows in which later phases begin already, in any order; those after the last row are passed over."""
    first = max((start for start in starts if start < row), default=0)
    end = min((start for start in starts if start > row), default=len(values))
    return Split(points_in(values[first:row]), points_in(values[row:end]))


def points_in(values: Sequence[float | None]) -> int:
    return int(np.count_nonzero(~np.isnan(np.array(values, dtype=float))))
