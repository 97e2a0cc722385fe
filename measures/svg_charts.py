"""Charts as SVG text for pages that must be readable without JavaScript, and for files. Pure.

Centre and limits of every phase, points that the rules mark by their shape, the list beneath. Colours and strokes are classes
of static/css/dashboards.css; a file carries its own style. Everything drawn comes from released figures only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

from measures.sparklines import Values, axis_bottom, dot, is_open, path, scale, ticks, triangle
from practices.svg import Drawn, labelled

WIDTH, HEIGHT = 360, 250
MOST_STEPS = 5
LEFT, RIGHT, TOP, MIDDLE, BOTTOM, LIST_TOP = 40, 352, 22, 158, 226, 176
LANE = 12


@dataclass(frozen=True)
class Band:
    """A stretch of months to shade: positions of its first and last month on the month grid."""

    first: float
    last: float
    label: str


@dataclass(frozen=True)
class Level:
    """A phase as it is drawn, rows `first` to `last`: its centre, and its limits per row, () where it has none."""

    first: int
    last: int
    centre: float | None
    lower: Values = ()
    upper: Values = ()
    is_trial: bool = False
    is_median: bool = False


@dataclass(frozen=True)
class Point:
    """A special cause. `side`: 1 high, -1 low, 0 both at once; `tone` names its colour; `words` are read out on it."""

    row: int
    side: int
    tone: str
    words: str


@dataclass(frozen=True)
class Happened:
    """A cycle or event beneath the months: positions of its first and last day on the month grid, and its number."""

    first: float
    last: float
    lane: int
    text: str
    words: str
    is_event: bool = False
    is_count: bool = False


@dataclass(frozen=True)
class Drawing:
    """What a chart with its list size beneath draws; `values`, `lists`, `labels`, `open_at` have one entry per month.

    `lists` is () for a line that no list lies beneath.
    """

    title: str
    description: str
    values: Values
    lists: Values
    labels: Sequence[str]
    open_at: Sequence[bool] = ()
    bands: Sequence[Band] = ()
    levels: Sequence[Level] = ()
    points: Sequence[Point] = ()
    centre_label: str = ""
    target: float | None = None
    # Upright lines with their words: (row, text).
    uprights: Sequence[tuple[float, str]] = ()
    # Cycles and events, in a strip beneath the months.
    happened: Sequence[Happened] = ()
    # Grey where special causes are to stand out; points alone where many months are equal.
    is_grey: bool = False
    is_joined: bool = True
    # Rows before which the line is cut, since something else is counted from there.
    cuts: Sequence[int] = ()

    @property
    def height(self) -> int:
        """Higher by the strip of cycles and events."""
        lanes = max((one.lane for one in self.happened), default=-1) + 1
        return HEIGHT + lanes * LANE


def chart(drawing: Drawing, identifier: str) -> Drawn:
    """The chart for a page; text sizes are set in the style sheet."""
    told = {"identifier": identifier, "title": drawing.title, "words": drawing.description}
    return labelled(content(drawing), width=WIDTH, height=drawing.height, css_class="run-chart", **told)


def content(drawing: Drawing) -> str:
    """All of the drawing, without the element around it."""
    columns = len(drawing.values)
    step = (RIGHT - LEFT) / max(columns, 1)
    centres = [LEFT + (index + 0.5) * step for index in range(columns)]
    drawn = figures_drawn(drawing)
    bottom = axis_bottom(min(drawn, default=0), max(drawn, default=0))
    top = bottom + 1.08 * ((max(drawn, default=0) or 1) - bottom)
    height = scale([bottom, top], TOP, MIDDLE)
    places = [None if value is None else (x, height(value)) for x, value in zip(centres, drawing.values, strict=True)]
    marked = {point.row for point in drawing.points}
    return "".join(
        [
            bands(drawing.bands, step),
            grid(ticks(bottom, top, MOST_STEPS), height),
            scale_note(bottom),
            uprights(drawing.uprights, step),
            *(level(one, step, height) for one in drawing.levels),
            target(drawing.target, height),
            f'<path class="line{" grey" if drawing.is_grey else ""}" d="{path(places, drawing.cuts) if drawing.is_joined else ""}"/>',
            dots(drawing, places, marked),
            *(special(point, places[point.row], is_open(drawing.open_at, point.row)) for point in drawing.points),
            centre_label(drawing, height),
            list_bars(drawing.lists, centres, step),
            month_labels(drawing.labels, centres),
            *(happened(one, step) for one in drawing.happened),
        ]
    )


def figures_drawn(drawing: Drawing) -> list[float]:
    """All that must have room."""
    levels = [value for one in drawing.levels for value in (one.centre, *one.lower, *one.upper)]
    return [value for value in [*drawing.values, drawing.target, *levels] if value is not None]


# ---- behind the line


def bands(shaded: Sequence[Band], step: float) -> str:
    return "".join(
        f'<rect class="band" x="{LEFT + band.first * step:.0f}" y="{TOP}" width="{(band.last - band.first + 1) * step:.0f}" height="{BOTTOM - TOP}"/>'
        f'<text class="band-label" x="{LEFT + band.first * step + 3:.0f}" y="{TOP - 6}">{escape(band.label)}</text>'
        for band in shaded
    )


def grid(marks: Sequence[float], height) -> str:
    return "".join(
        f'<path class="grid" d="M{LEFT} {round(height(mark))}H{RIGHT}"/><text class="y" x="{LEFT - 5}" y="{round(height(mark)) + 4}">{mark:g}</text>'
        for mark in marks
    )


def scale_note(bottom: float) -> str:
    """A scale that does not begin at nought says so."""
    return f'<text class="scale-note" x="{LEFT + 3}" y="{MIDDLE - 4}">scale from {bottom:g}</text>' if bottom else ""


def uprights(lines: Sequence[tuple[float, str]], step: float) -> str:
    """New phases and changes of definition, each with its word beside the line."""
    return "".join(
        f'<path class="upright" d="M{LEFT + row * step:.0f} {TOP}V{MIDDLE}"/><text x="{LEFT + row * step + 3:.0f}" y="{TOP + 8}">{escape(text)}</text>'
        for row, text in lines
    )


def level(phase: Level, step: float, height) -> str:
    """Centre, and limits as a step per month: dashed on trial, solid when firm. A median is dashed."""
    left, right = LEFT + phase.first * step, LEFT + (phase.last + 1) * step
    drawn = ""
    if phase.centre is not None:
        name = "m" if phase.is_median else "c"
        drawn = f'<path class="{name}" d="M{left:.0f} {round(height(phase.centre))}H{right:.0f}"/>'
    name = "limit trial" if phase.is_trial else "limit"
    outlines = [steps(limits, left, step, height) for limits in (phase.lower, phase.upper)]
    return drawn + "".join(f'<path class="{name}" d="{outline}"/>' for outline in outlines if outline)


def steps(limits: Values, left: float, step: float, height) -> str:
    """One level stretch per month, joined upright; the pen is lifted where there is no limit."""
    parts, pen = [], None
    for row, limit in enumerate(limits):
        if limit is None:
            pen = None
            continue
        y, right = round(height(limit)), left + (row + 1) * step
        if pen is None:
            parts.append(f"M{left + row * step:.0f} {y}")
        elif pen != y:
            parts.append(f"V{y}")
        elif parts[-1].startswith("H"):
            parts.pop()
        parts.append(f"H{right:.0f}")
        pen = y
    return "".join(parts)


def target(value: float | None, height) -> str:
    if value is None:
        return ""
    y = round(height(value))
    return f'<path class="target" d="M{LEFT} {y}H{RIGHT}"/><text x="{LEFT + 3}" y="{y - 4}">target</text>'


def centre_label(drawing: Drawing, height) -> str:
    """At the right end of the latest phase's centre line."""
    if not drawing.levels or drawing.levels[-1].centre is None:
        return ""
    y = round(height(drawing.levels[-1].centre))
    return f'<text class="m-label" x="{RIGHT}" y="{y - 5}">{escape(drawing.centre_label)}</text>'


# ---- points


def dots(drawing: Drawing, places, marked: set[int]) -> str:
    return "".join(
        dot(*place, 3, is_open(drawing.open_at, row)) for row, place in enumerate(places) if place and row not in marked
    )


def special(point: Point, place: tuple[float, float], opened: bool) -> str:
    """A triangle on the side on which the point lies; a diamond where one rule says better and another worse."""
    drawn = triangle(*place, 5, point.side, opened, point.tone) if point.side else diamond(*place, opened, point.tone)
    return f"<g>{drawn}<title>{escape(point.words)}</title></g>"


def diamond(x: float, y: float, opened: bool, tone: str) -> str:
    names = " ".join(name for name in ("t", tone, "o" if opened else "") if name)
    return f'<path class="{names}" d="M{round(x)} {round(y) - 6}l5 6l-5 6l-5 -6z"/>'


# ---- beneath the line


def list_bars(lists: Values, centres: Sequence[float], step: float) -> str:
    """The list beneath the rate: a list that grows explains a rate that falls."""
    if not lists:
        return ""
    largest = max((value for value in lists if value is not None), default=0)
    if not largest:
        return f'<text class="list-label" x="{LEFT}" y="{LIST_TOP - 3}">On the list: not known</text>'
    height = scale([0, largest], LIST_TOP, BOTTOM)
    bars = "".join(
        f"M{x - step * 0.35:.0f} {BOTTOM}V{height(value):.0f}h{step * 0.7:.0f}V{BOTTOM}z"
        for x, value in zip(centres, lists, strict=True)
        if value is not None
    )
    return f'<path class="list" d="{bars}"/><text class="list-label" x="{LEFT}" y="{LIST_TOP - 3}">On the list, at most {largest:,}</text>'


def month_labels(labels: Sequence[str], centres: Sequence[float]) -> str:
    every = max(1, ceil(len(labels) / 8))
    return "".join(
        f'<text class="x" x="{x:.0f}" y="{HEIGHT - 8}">{escape(label)}</text>'
        for index, (x, label) in enumerate(zip(centres, labels, strict=True))
        if index % every == 0
    )


def happened(one: Happened, step: float) -> str:
    """A bar for a cycle, a diamond for an event, a filled box for how many began: shape and text, so that grey prints too."""
    x, right = round(LEFT + one.first * step), round(min(LEFT + one.last * step, RIGHT))
    y = HEIGHT - 3 + one.lane * LANE
    words = f"<title>{escape(one.words)}</title>"
    if one.is_event:
        sign = f'<path class="event" d="M{x} {y}l5 5l-5 5l-5 -5z"/>'
        return f'<g class="happened">{sign}<text x="{x + 7}" y="{y + 9}">{escape(one.text)}</text>{words}</g>'
    name = "count" if one.is_count else "cycle"
    bar = f'<path class="{name}" d="M{x} {y}H{max(right, x + 4)}V{y + LANE - 2}H{x}z"/>'
    return f'<g class="happened">{bar}<text x="{x + 2}" y="{y + 8}">{escape(one.text)}</text>{words}</g>'
