"""Sparklines as SVG text, pure: nothing to run in the browser, nothing that a strict content policy forbids.

Colours and strokes are classes of static/css/dashboards.css. Everything drawn comes from released figures only. A month
without a value breaks the line; one that is not accepted yet is an open circle.
"""

from collections.abc import Collection, Sequence
from html import escape
from math import ceil, floor, log10

SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96, 26, 3

Values = Sequence[float | None]


def spread(low: float, high: float) -> tuple[float, float]:
    """A range that has a height, also when every value is the same."""
    return (low, high) if high > low else (low - 1, high + 1)


def scale(values: Values, top: float, bottom: float, floor_at: float | None = None):
    """A function from a value to its height on the drawing, for values that include None."""
    known = [value for value in values if value is not None]
    low, high = spread(min(known, default=0) if floor_at is None else floor_at, max(known, default=1))
    return lambda value: bottom - (value - low) / (high - low) * (bottom - top)


def path(places: Sequence[tuple[float, float] | None], cuts: Collection[int] = ()) -> str:
    """A path through whole coordinates that lifts the pen at every None and before every row of `cuts`; relative, which is
    shorter.
    """
    parts, pen, here = [], False, (0, 0)
    for row, place in enumerate(places):
        pen = pen and row not in cuts
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


def sparkline(
    values: Values,
    words: str,
    *,
    centre: float | None = None,
    open_at: Sequence[bool] = (),
    limits: tuple[int, float, float] | None = None,
    mark: int = 0,
    tone: str = "",
    top: float | None = None,
    cuts: Collection[int] = (),
) -> str:
    """A line as small as a word, with its centre line; `words` is what it says to whoever cannot see it.

    `limits`  (place of the first month of the phase, lower, upper), drawn as a pale band behind the line
    `mark`    1 or -1 where the latest point is a special cause, high or low: a triangle in place of the dot, coloured by `tone`
    `cuts`    rows before which the line is cut, since something else is counted from there
    `top`     the end of a scale that starts at 0 and is common to many sparklines; None for a scale of its own
    """
    ends = limits[1:] if limits else ()
    scaled = [*values, centre, *ends] if top is None else [top]
    height = scale(scaled, SPARK_EDGE, SPARK_HEIGHT - SPARK_EDGE, None if top is None else 0)
    step = (SPARK_WIDTH - 2 * SPARK_EDGE) / max(len(values) - 1, 1)
    places = [
        None if value is None else (SPARK_EDGE + index * step, height(value)) for index, value in enumerate(values)
    ]
    line = "" if centre is None else f'<path class="m" d="M0 {round(height(centre))}h{SPARK_WIDTH}"/>'
    drawn = path(places, cuts)
    return (
        f'<svg class="spark" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" role="img" aria-label="{escape(words)}">{band(limits, height, step)}'
        f"{line}{f'<path d={chr(34)}{drawn}{chr(34)}/>' if drawn else ''}{spark_dots(places, open_at, mark, tone)}</svg>"
    )


def band(limits: tuple[int, float, float] | None, height, step: float) -> str:
    """From the first month of the phase to the right edge."""
    if limits is None:
        return ""
    first, lower, upper = limits
    left, above = round(SPARK_EDGE + first * step), round(height(upper))
    across, down = SPARK_WIDTH - left, round(height(lower)) - above
    return f'<path class="b" d="M{left} {above}h{across}v{down}h-{across}z"/>'


def spark_dots(places, open_at: Sequence[bool], mark: int = 0, tone: str = "") -> str:
    """The latest point, by its shape where it is a special cause, and every one that is not accepted yet."""
    last = max((index for index, place in enumerate(places) if place), default=None)
    drawn = [
        dot(*place, 2, is_open(open_at, index))
        for index, place in enumerate(places)
        if place and (is_open(open_at, index) if index != last else not mark)
    ]
    if mark and last is not None:
        drawn.append(triangle(*places[last], 4, mark, is_open(open_at, last), tone))
    return "".join(drawn)


def is_open(open_at: Sequence[bool], index: int) -> bool:
    return index < len(open_at) and open_at[index]


def dot(x: float, y: float, radius: int, opened: bool) -> str:
    name = ' class="o"' if opened else ""
    return f'<circle{name} cx="{round(x)}" cy="{round(y)}" r="{radius}"/>'


def triangle(x: float, y: float, size: int, side: int, opened: bool, tone: str) -> str:
    """Pointing up for a point that is high, down for one that is low; `tone` names its colour."""
    names = " ".join(name for name in ("t", tone, "o" if opened else "") if name)
    return f'<path class="{names}" d="M{round(x) - size} {round(y) + side * size // 2}h{2 * size}l-{size} {-side * size * 2 + side}z"/>'


def axis_bottom(lowest: float, highest: float) -> float:
    """Where the scale of a line begins: at 0, unless that would press the line and its limits into less than half the height."""
    if lowest < highest / 2:
        return 0
    room = lowest - (highest - lowest) / 8
    return max((mark for mark in ticks(0, highest, 20) if mark <= room), default=0)


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round numbers from `low` to `high`, at most `most` steps apart."""
    low, high = spread(low, high)
    rough = (high - low) / most
    size = 10 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    first = ceil(low / step - 1e-9)
    return [count * step for count in range(first, floor(high / step + 1e-9) + 1)]
