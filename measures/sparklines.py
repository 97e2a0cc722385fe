"""Small charts as SVG text, pure: nothing to run in the browser, nothing that a strict content policy forbids.

Colours and strokes are classes of static/css/dashboards.css. Everything drawn comes from released figures only. A month
without a value breaks the line; one that is not accepted yet is an open circle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96, 26, 3
WIDTH, HEIGHT = 360, 250
LEFT, RIGHT, TOP, MIDDLE, BOTTOM, LIST_TOP = 40, 352, 22, 158, 226, 176

Values = Sequence[float | None]


@dataclass(frozen=True)
class Band:
    """A stretch of months to shade: positions of its first and last month on the month grid."""

    first: float
    last: float
    label: str


def spread(low: float, high: float) -> tuple[float, float]:
    """A range that has a height, also when every value is the same."""
    return (low, high) if high > low else (low - 1, high + 1)


def scale(values: Values, top: float, bottom: float, floor_at: float | None = None):
    """A function from a value to its height on the drawing, for values that include None."""
    known = [value for value in values if value is not None]
    low, high = spread(min(known, default=0) if floor_at is None else floor_at, max(known, default=1))
    return lambda value: bottom - (value - low) / (high - low) * (bottom - top)


def path(places: Sequence[tuple[float, float] | None]) -> str:
    """A path through whole coordinates that lifts the pen at every None; relative, which is shorter."""
    parts, pen, here = [], False, (0, 0)
    for place in places:
        if place is None:
            pen = False
            continue
        there = (round(place[0]), round(place[1]))
        if pen:
            parts.append(f"l{there[0] - here[0]} {there[1] - here[1]}")
        else:
            # A point between two gaps is a line of no length: its round cap shows.
            parts.append(f"M{there[0]} {there[1]}l0 0")
        pen, here = True, there
    return "".join(parts)


def sparkline(values: Values, words: str, *, centre: float | None = None, open_at: Sequence[bool] = ()) -> str:
    """A line as small as a word, with its median; `words` is what it says to whoever cannot see it."""
    height = scale([*values, centre], SPARK_EDGE, SPARK_HEIGHT - SPARK_EDGE)
    step = (SPARK_WIDTH - 2 * SPARK_EDGE) / max(len(values) - 1, 1)
    places = [
        None if value is None else (SPARK_EDGE + index * step, height(value)) for index, value in enumerate(values)
    ]
    line = "" if centre is None else f'<path class="m" d="M0 {round(height(centre))}h{SPARK_WIDTH}"/>'
    drawn = path(places)
    return (
        f'<svg class="spark" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" role="img" aria-label="{escape(words)}">'
        f"{line}{f'<path d={chr(34)}{drawn}{chr(34)}/>' if drawn else ''}{spark_dots(places, open_at)}</svg>"
    )


def spark_dots(places, open_at: Sequence[bool]) -> str:
    """The latest point, and every one that is not accepted yet."""
    last = max((index for index, place in enumerate(places) if place), default=None)
    marked = [
        (place, is_open(open_at, index))
        for index, place in enumerate(places)
        if place and (index == last or is_open(open_at, index))
    ]
    return "".join(dot(x, y, 2, opened) for (x, y), opened in marked)


def is_open(open_at: Sequence[bool], index: int) -> bool:
    return index < len(open_at) and open_at[index]


def dot(x: float, y: float, radius: int, opened: bool) -> str:
    name = ' class="o"' if opened else ""
    return f'<circle{name} cx="{round(x)}" cy="{round(y)}" r="{radius}"/>'


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round numbers from `low` to `high`, at most `most` steps apart."""
    low, high = spread(low, high)
    rough = (high - low) / most
    size = 10 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    first = ceil(low / step - 1e-9)
    return [count * step for count in range(first, floor(high / step + 1e-9) + 1)]


@dataclass(frozen=True)
class Drawing:
    """What a run chart with its list size beneath draws; all sequences have one entry per month of the grid."""

    title: str
    description: str
    values: Values
    lists: Values
    labels: Sequence[str]
    open_at: Sequence[bool] = ()
    centre: float | None = None
    centre_label: str = ""
    bands: Sequence[Band] = ()


def run_chart(drawing: Drawing, identifier: str) -> str:
    """The run chart of a page that must be readable without JavaScript; text sizes are set in the style sheet."""
    columns = len(drawing.values)
    step = (RIGHT - LEFT) / max(columns, 1)
    centres = [LEFT + (index + 0.5) * step for index in range(columns)]
    known = [value for value in [*drawing.values, drawing.centre] if value is not None]
    top = max(known, default=1) or 1
    height = scale([0, top * 1.08], TOP, MIDDLE)
    places = [None if value is None else (x, height(value)) for x, value in zip(centres, drawing.values, strict=True)]
    parts = [
        bands(drawing.bands, step),
        grid(ticks(0, top * 1.08), height),
        median(drawing, height),
        f'<path class="line" d="{path(places)}"/>' if any(places) else "",
        "".join(dot(*place, 3, is_open(drawing.open_at, index)) for index, place in enumerate(places) if place),
        list_bars(drawing.lists, centres, step),
        month_labels(drawing.labels, centres),
    ]
    return (
        f'<svg class="run-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{identifier}-t {identifier}-d">'
        f'<title id="{identifier}-t">{escape(drawing.title)}</title><desc id="{identifier}-d">{escape(drawing.description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


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


def median(drawing: Drawing, height) -> str:
    if drawing.centre is None:
        return ""
    y = round(height(drawing.centre))
    return f'<path class="m" d="M{LEFT} {y}H{RIGHT}"/><text class="m-label" x="{RIGHT}" y="{y - 5}">{escape(drawing.centre_label)}</text>'


def list_bars(lists: Values, centres: Sequence[float], step: float) -> str:
    """The list beneath the rate: a list that grows explains a rate that falls."""
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
