"""The drawing of a chart as SVG: as it was written with the contents, or drawn from the traces where none was. Pure."""

from html import escape

from collaborative.reports.contents import Chart, Trace
from measures.sparklines import axis_bottom, path, scale, ticks
from measures.svg_charts import HEIGHT, LEFT, RIGHT, TOP, WIDTH

BASE, MOST_STEPS = 214, 5
# The outer ones of two pairs of limits are solid.
OUTER = "99.8%"


def drawn(chart: Chart) -> str:
    return chart.svg or (funnel(chart) if chart.form == "funnel" else "")


# ---- points over a size, with limits


def funnel(chart: Chart) -> str:
    """Dots over their size, centre and limits as lines."""
    across = [value for trace in chart.traces for value in trace.across if value is not None]
    if not across:
        return ""
    bottom, top = ends(chart)
    along, height = scale([min(across), max(across)], RIGHT - 8, LEFT + 8), scale([bottom, top], TOP, BASE)
    drawing = grid(ticks(bottom, top, MOST_STEPS), height) + axis(chart, along, across)
    drawing += "".join(trace_drawn(trace, along, height, (bottom, top)) for trace in chart.traces)
    name = escape(chart.identifier)
    return (
        f'<svg class="run-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(chart.title)}</title><desc id="{name}-d">{escape(chart.sentence)}</desc>{drawing}</svg>'
    )


def ends(chart: Chart) -> tuple[float, float]:
    """Where the vertical scale begins and ends: by what was measured. Limits of the smallest would press it flat, so they are cut off."""
    measured = [one for trace in chart.traces if trace.style != "limit" for one in trace.values if one is not None] or [
        0
    ]
    bottom = axis_bottom(min(measured), max(measured))
    return bottom, bottom + 1.15 * ((max(measured) or 1) - bottom)


def grid(marks, height) -> str:
    return "".join(
        f'<path class="grid" d="M{LEFT} {round(height(mark))}H{RIGHT}"/><text class="y" x="{LEFT - 5}" y="{round(height(mark)) + 4}">{mark:g}</text>'
        for mark in marks
    )


def axis(chart: Chart, along, across) -> str:
    marks = "".join(
        f'<text class="x" x="{along(mark):.0f}" y="{BASE + 14}">{mark:g}</text>'
        for mark in ticks(min(across), max(across), MOST_STEPS)
    )
    return f'{marks}<text class="x" x="{(LEFT + RIGHT) / 2:.0f}" y="{HEIGHT - 6}">{escape(chart.across_title)}</text>'


LINES = {"centre": "c", "limit": "limit", "target": "target", "control": "m", "data": "line"}


def trace_drawn(trace: Trace, along, height, shown: tuple[float, float]) -> str:
    places = [
        (along(x), height(y)) if x is not None and y is not None and shown[0] <= y <= shown[1] else None
        for x, y in zip(trace.across, trace.values, strict=True)
    ]
    if trace.style != "points":
        inner = " trial" if trace.style == "limit" and OUTER not in trace.name else ""
        return f'<path class="{LINES.get(trace.style, "line")}{inner}" d="{path(places)}"/>'
    return "".join(f'<circle cx="{place[0]:.0f}" cy="{place[1]:.0f}" r="3"/>' for place in places if place)
