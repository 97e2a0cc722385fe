"""The small drawings of the method pages, as SVG text: a chart in time, a funnel, a curve of staying. Pure.

What is special is marked by shape, a square for a circle, and the sentence beside the drawing says the same in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from measures.sparklines import path, scale, ticks

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 352, 12, 164
ROOM = 0.06  # above and below what is drawn

Values = Sequence[float | None]


@dataclass(frozen=True)
class Lines:
    """One place from left to right per value; `places` are 0, 1, 2 ... unless given. Limits may differ from place to place."""

    title: str
    values: Values
    centre: Values
    lower: Values = ()
    upper: Values = ()
    outer_lower: Values = ()
    outer_upper: Values = ()
    special: frozenset[int] = frozenset()
    places: Sequence[float] = ()
    under: str = "months"
    joined: bool = True
    marked: bool = True
    breaks: tuple[int, ...] = ()


def drawn(lines: Lines, identifier: str) -> str:
    """The whole drawing with its name for those who cannot see it."""
    places = lines.places or range(len(lines.values))
    across = placing(places)
    low, high = bounds(lines)
    height = scale([low, high], TOP, BOTTOM, floor_at=low)
    points = [
        None if value is None else (across(x), height(value)) for x, value in zip(places, lines.values, strict=True)
    ]
    parts = [
        grid(ticks(low, high), height),
        *(stroke(values, places, across, height, name) for values, name in strokes(lines)),
        *(f'<path class="break" d="M{across(row - 0.5):.0f} {TOP}V{BOTTOM}"/>' for row in lines.breaks),
        f'<path class="line" d="{path(points)}"/>' if lines.joined else "",
        *(mark(point, place in lines.special) for place, point in enumerate(points) if point and lines.marked),
        f'<text class="x" x="{(LEFT + RIGHT) / 2:.0f}" y="{HEIGHT - 8}">{escape(lines.under)}</text>',
    ]
    return (
        f'<svg class="method-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{identifier}-t">'
        f'<title id="{identifier}-t">{escape(lines.title)}</title>{"".join(parts)}</svg>'
    )


def bounds(lines: Lines) -> tuple[float, float]:
    """The range of all that is drawn, with room at both ends."""
    drawn = (lines.values, lines.centre, lines.lower, lines.upper, lines.outer_lower, lines.outer_upper)
    known = [value for values in drawn for value in values if value is not None]
    room = (max(known) - min(known)) * ROOM or 1
    return min(known) - room, max(known) + room


def legend(lines: Lines) -> str:
    """What the strokes are, in a sentence; the style sheet draws them so."""
    parts = [
        (bool(lines.centre), "solid grey line: centre"),
        (bool(lines.upper), "dashed: limits"),
        (bool(lines.outer_lower), "dotted lines: limits at 99.8%"),
        (bool(lines.special), "squares: special cause"),
        (bool(lines.breaks), "dotted upright line: what lies to its left is the baseline"),
    ]
    text = "; ".join(words for holds, words in parts if holds)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def strokes(lines: Lines) -> tuple[tuple[Values, str], ...]:
    return (
        (lines.centre, "centre"),
        (lines.lower, "limit"),
        (lines.upper, "limit"),
        (lines.outer_lower, "outer"),
        (lines.outer_upper, "outer"),
    )


def placing(places: Sequence[float]):
    first, last = min(places), max(places)
    wide = (last - first) or 1
    return lambda x: LEFT + 6 + (x - first) / wide * (RIGHT - LEFT - 12)


def grid(marks: Sequence[float], height) -> str:
    return "".join(
        f'<path class="grid" d="M{LEFT} {round(height(mark))}H{RIGHT}"/>'
        f'<text class="y" x="{LEFT - 5}" y="{round(height(mark)) + 4}">{mark:g}</text>'
        for mark in marks
    )


def stroke(values: Values, places: Sequence[float], across, height, name: str) -> str:
    if not len(values):
        return ""
    points = [None if value is None else (across(x), height(value)) for x, value in zip(places, values, strict=True)]
    return f'<path class="{name}" d="{path(points)}"/>'


def mark(point: tuple[float, float], is_special: bool) -> str:
    x, y = round(point[0]), round(point[1])
    if is_special:
        return f'<rect class="special" x="{x - 4}" y="{y - 4}" width="8" height="8"/>'
    return f'<circle cx="{x}" cy="{y}" r="3"/>'
