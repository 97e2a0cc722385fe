"""Who is still in a role at a few months, as a release says it: each figure with its interval, a word where there is none. Pure.

No steps: they would show when single people left, which no release says. The line between two figures is dashed, for nothing is
known there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from practices.svg import Drawn, labelled
from workforce.drawings.survival import BOTTOM, MONTHS_BEFORE, WIDTH, across, down, grid, ticks

HEIGHT = MONTHS_BEFORE + 16
# Months after the last figure, so that its word has room.
ROOM = 3
WHISKER = 5


@dataclass(frozen=True)
class Point:
    """Shares from 0 to 1; `missing` is the word that stands where no value may or can be shown."""

    month: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    missing: str = ""


def drawing(points: Sequence[Point], *, identifier: str, title: str, words: str) -> Drawn:
    """The drawing, with the words that screen readers get."""
    until = max(point.month for point in points) + ROOM
    parts = [grid(until, ticks(until)), joined(points, until), *(mark(point, until) for point in points)]
    told = {"identifier": identifier, "title": title, "words": words}
    return labelled("".join(parts), width=WIDTH, height=HEIGHT, css_class="survival", **told)


def joined(points: Sequence[Point], until: int) -> str:
    """From one figure to the next; not across one that is missing."""
    lines = "".join(
        f"M{across(one.month, until)} {down(one.value)}L{across(other.month, until)} {down(other.value)}"
        for one, other in pairwise(points)
        if one.value is not None and other.value is not None
    )
    return f'<path class="reference" d="{lines}"/>' if lines else ""


def mark(point: Point, until: int) -> str:
    x = across(point.month, until)
    if point.value is None:
        return f'<text class="x" x="{x}" y="{BOTTOM - 5}">{point.missing}</text>'
    return f'{whisker(point, x)}<circle cx="{x}" cy="{down(point.value)}" r="4" fill="#005eb8"/>'


def whisker(point: Point, x: float) -> str:
    if point.low is None or point.high is None:
        return ""
    ends = "".join(f"M{x - WHISKER} {down(share)}h{2 * WHISKER}" for share in (point.low, point.high))
    return f'<path class="seen" d="{ends}M{x} {down(point.high)}V{down(point.low)}"/>'
