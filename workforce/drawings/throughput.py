"""New patients for each WTE-month as SVG: the line with its median and the benchmark, the WTE-months beneath. Pure.

The marks and classes are those of every other run chart (measures.svg_charts, static/css/dashboards.css).
"""

from collections.abc import Sequence

from measures.chart_lines import Line
from measures.disclosure import is_number
from measures.sparklines import dot, path, scale, ticks
from measures.svg_charts import (
    BOTTOM,
    HEIGHT,
    LEFT,
    LIST_TOP,
    MIDDLE,
    MOST_STEPS,
    RIGHT,
    TOP,
    WIDTH,
    grid,
    month_labels,
)
from practices.svg import Drawn, labelled


def drawing(line: Line, benchmark: float, description: str) -> Drawn:
    """The drawing, with the words that screen readers get."""
    columns = len(line.values)
    step = (RIGHT - LEFT) / max(columns, 1)
    centres = [LEFT + (index + 0.5) * step for index in range(columns)]
    top = 1.08 * max([benchmark, *(value for value in line.values if value is not None)])
    height = scale([0, top], TOP, MIDDLE)
    places = [None if value is None else (x, height(value)) for x, value in zip(centres, line.values, strict=True)]
    parts = [
        grid(ticks(0, top, MOST_STEPS), height),
        level("target", benchmark, height, f"benchmark {benchmark:g}", at_left=True),
        median(line, height),
        f'<path class="line" d="{path(places)}"/>',
        "".join(dot(*place, 3, False) for place in places if place),
        bars(line.denominators, centres, step),
        month_labels([f"{month:%b %y}" for month in line.months], centres),
    ]
    told = {"identifier": line.identifier, "title": line.title, "words": description}
    return labelled("".join(parts), width=WIDTH, height=HEIGHT, css_class="run-chart", **told)


def median(line: Line, height) -> str:
    """None below ten useful points, where it says nothing."""
    if not line.has_centre:
        return ""
    return level("m", line.signal.median, height, f"median {line.signal.median:.3g}", at_left=False)


def level(name: str, value: float, height, text: str, *, at_left: bool) -> str:
    y = round(height(value))
    words = (
        f'<text x="{LEFT + 3}" y="{y - 4}">{text}</text>'
        if at_left
        else f'<text class="m-label" x="{RIGHT}" y="{y - 5}">{text}</text>'
    )
    return f'<path class="{name}" d="M{LEFT} {y}H{RIGHT}"/>{words}'


def bars(amounts: Sequence, centres: Sequence[float], step: float) -> str:
    """What the line is divided by: few WTE-months make a line that jumps."""
    known = [amount for amount in amounts if is_number(amount)]
    label = f'<text class="list-label" x="{LEFT}" y="{LIST_TOP - 3}">WTE-months'
    if not known:
        return f"{label}: not shown</text>"
    height = scale([0, max(known) or 1], LIST_TOP, BOTTOM)
    drawn = "".join(
        f"M{x - step * 0.35:.0f} {BOTTOM}V{height(amount):.0f}h{step * 0.7:.0f}V{BOTTOM}z"
        for x, amount in zip(centres, amounts, strict=True)
        if is_number(amount)
    )
    return f'<path class="list" d="{drawn}"/>{label}, at most {max(known):,.4g}</text>'
