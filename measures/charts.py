"""Released lines in, plotly figures (plain dicts) out. Pure: a chart never computes a statistic.

What comes in has passed measures.disclosure, so figure, tooltip, table, sentence and file all hold the same values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from measures import chart_annotations
from measures import chart_words as words
from measures.chart_annotations import Happening
from measures.chart_layouts import TEMPLATE
from measures.chart_lines import EVENT, STARTED, Band, Line
from measures.chart_traces import (
    BAND,
    DARK,
    GREY,
    SHADE,
    centre_trace,
    limit_traces,
    list_trace,
    rate_traces,
    rounded,
    special_traces,
    stretched,
    symbols,
    target_trace,
    thin_line,
)
from measures.disclosure import is_number
from measures.sparklines import axis_bottom
from practices import months

BEHIND = "#eff2f3"
# How much of the height the rate takes: the list stands beneath it.
RATE_DOMAIN, LIST_DOMAIN = [0.34, 1], [0, 0.24]
LONGEST_NOTE = 32
# A longer one would run into the labels of action periods, which stand above the drawing.
LONGEST_ABOVE = 16
# Of a chart in whose months something happened: between the two stands the strip of cycles and events.
WITH_STRIP = {"height": 450, "rate": [0.43, 1], "strip": (0.27, 0.41), "list": [0, 0.2]}
THREE_WITH_STRIP = {
    "height": 560,
    "rate": [0.65, 1],
    "strip": (0.53, 0.63),
    "registered": [0.28, 0.5],
    "list": [0, 0.2],
}


@dataclass(frozen=True)
class Reference:
    """What a line is compared with: the line of the whole, or the stretch in which the middle half of the others lies."""

    name: str
    values: Sequence
    upper: Sequence = ()


def figure(
    line: Line, bands: Sequence[Band] = (), *, workshop: date | None = None, reference: Reference | None = None
) -> dict:
    """The chart with list size beneath, as plotly.js takes it; with `workshop`, on months since that month.

    `reference` is drawn behind the line.
    """
    return with_strip(rate_over_list(line, bands, workshop, reference), line, workshop, WITH_STRIP)


def rate_over_list(
    line: Line, bands: Sequence[Band], workshop: date | None, reference: Reference | None = None
) -> dict:
    """The rate with what stands behind it, and the list beneath."""
    places = positions(line.months, workshop)
    behind = reference_traces(reference, places) if reference else []
    data = [
        *behind,
        *rate_traces(line, places),
        centre_trace(line, places),
        *limit_traces(line, places),
        target_trace(line, places),
        *special_traces(line, places),
        list_trace(line, places) if has_values(line.lists) else None,
    ]
    layout = base_layout(workshop)
    layout["shapes"], layout["annotations"] = shading(bands, line, workshop)
    drawn = [trace for trace in data if trace]
    layout["yaxis"] |= vertical_range(drawn)
    return {"data": drawn, "layout": layout}


def vertical_range(traces: list[dict]) -> dict:
    """Nothing where the scale of the rate begins at 0; else from where it does, and the words that say so."""
    drawn = [value for trace in traces if trace.get("yaxis", "y") == "y" for value in trace["y"] if value is not None]
    bottom, top = axis_bottom(min(drawn, default=0), max(drawn, default=0)), max(drawn, default=0)
    if not bottom:
        return {}
    return {
        "range": [bottom, round(top + 0.06 * (top - bottom), 2)],
        "title": {"text": f"rate, scale from {bottom:g}"},
    }


def three_line_figure(line: Line, bands: Sequence[Band] = (), *, workshop: date | None = None) -> dict:
    """Rate, rate per registered patient and list size, one above the other: a fall of the first alone is list growth."""
    drawn = rate_over_list(line, bands, workshop)
    places = positions(line.months, workshop)
    registered = {
        "mode": "lines+markers",
        "name": words.registered_title(line),
        "x": places,
        "y": rounded(line.registered_values),
        "yaxis": "y3",
        "line": {"color": DARK, "width": 2},
        "marker": {"size": 6, "symbol": symbols(line)},
    }
    drawn["data"] += stretched(line, registered, line.registered_values)
    drawn["layout"]["yaxis"]["domain"] = [0.62, 1]
    drawn["layout"]["yaxis2"]["domain"] = [0, 0.22]
    drawn["layout"]["yaxis3"] = axis("per registered", [0.3, 0.54])
    drawn["layout"]["height"] = 520
    return with_strip(drawn, line, workshop, THREE_WITH_STRIP)


def sent(drawn: dict) -> dict:
    """A figure as a page carries it: the months once for all its lines, and no template; static/js/charts.js has both put back."""
    shared = max((trace["x"] for trace in drawn["data"]), key=len, default=[])
    data = [{key: value for key, value in trace.items() if key != "x" or value != shared} for trace in drawn["data"]]
    layout = {key: value for key, value in drawn["layout"].items() if key != "template"}
    return {"data": data, "layout": layout, "x": shared}


def positions(grid: Sequence[date], workshop: date | None) -> list:
    if workshop is None:
        return [months.period(month) for month in grid]
    return [months.months_between(workshop, month) for month in grid]


def position(day: date, workshop: date | None):
    """Where a day lies on the axis: a date, or months with their fraction."""
    if workshop is None:
        return day.isoformat()
    month = months.first_of(day)
    return round(months.months_between(workshop, month) + (day.day - 1) / months.last_day(month).day, 2)


def has_values(values: Sequence) -> bool:
    return any(is_number(value) for value in values)


def reference_traces(reference: Reference, places: list) -> list[dict]:
    """A dotted line, or a shaded stretch between two edges. A month in which either edge is unknown is left out."""
    if not reference.upper:
        return [
            thin_line(reference.name, places, reference.values) | {"line": {"color": DARK, "width": 1, "dash": "dot"}}
        ]
    known = [
        place for place, pair in enumerate(zip(reference.values, reference.upper, strict=True)) if None not in pair
    ]
    x = [places[place] for place in known]
    edges = [[side[place] for place in known] for side in (reference.values, reference.upper)]
    below = thin_line("lower edge", x, edges[0]) | {"line": {"width": 0}, "showlegend": False, "hoverinfo": "skip"}
    above = thin_line(reference.name, x, edges[1]) | {
        "line": {"width": 0},
        "fill": "tonexty",
        "fillcolor": BAND,
        "hoverinfo": "skip",
    }
    return [below, above]


# ---- axes


def axis(title: str, domain: list[float]) -> dict:
    return {"title": {"text": title}, "domain": domain}


def base_layout(workshop: date | None) -> dict:
    if workshop is None:
        horizontal = {"anchor": "y2", "type": "date", "tickformat": "%b %Y"}
    else:
        horizontal = {"anchor": "y2", "title": {"text": "Months since learning workshop 1"}, "zeroline": True}
    # Beneath the title of the axis, where it has one.
    legend = {} if workshop is None else {"legend": {"y": -0.3}}
    return {
        "template": TEMPLATE,
        "height": 420,
        **legend,
        "xaxis": horizontal,
        "yaxis": axis("rate", RATE_DOMAIN),
        "yaxis2": axis("on the list", LIST_DOMAIN),
    }


# ---- the calendar behind the line


def shading(bands: Sequence[Band], line: Line, workshop: date | None) -> tuple[list, list]:
    """Shapes and their words: action periods as shaded stretches, changes of definition and new phases as upright lines."""
    shapes, notes = [], []
    if not line.months:
        return shapes, notes
    first, last = line.months[0], months.last_day(line.months[-1])
    for band in bands:
        start, end = max(band.start, first), min(band.end, last)
        if start <= end:
            shapes.append(shape("rect", position(start, workshop), position(end, workshop)))
            notes.append(note(position(start, workshop), band.label))
    for day, text, is_inside in upright_lines(line):
        if first <= day <= last:
            shapes.append(shape("line", position(day, workshop), position(day, workshop)))
            notes.append(note(position(day, workshop), text) | (INSIDE if is_inside else {}))
    baseline = frozen_baseline(line, workshop)
    return [*shapes, *baseline[:1]], [*notes, *baseline[1:]]


# Beneath the labels of action periods, which stand above the drawing.
INSIDE = {"yanchor": "top", "bgcolor": "rgba(255,255,255,0.8)"}


def upright_lines(line: Line) -> list[tuple[date, str, bool]]:
    """(day, text, whether the text stands inside the drawing)."""
    return [
        *((day, shortened(text), len(text) > LONGEST_ABOVE) for day, text in line.breaks),
        *((day, shortened(f"Rebased: {text}"), True) for day, text in line.phase_notes),
    ]


def shortened(text: str) -> str:
    """What has no room in a drawing stands whole in its sentences."""
    return text if len(text) <= LONGEST_NOTE else f"{text[: LONGEST_NOTE - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def frozen_baseline(line: Line, workshop: date | None) -> list[dict]:
    """Under the months that centre and limits come from, where later months are not included: a thick stroke and its word."""
    phase = line.phase
    if phase is None or phase.frozen_at is None or not line.has_limits:
        return []
    start, end = line.months[phase.first], months.last_day(line.months[phase.frozen_at])
    foot = {"yref": "y domain", "y0": 0, "y1": 0, "layer": "above", "line": {"color": GREY, "width": 3}}
    stroke = shape("line", position(start, workshop), position(end, workshop)) | foot
    return [stroke, note(position(start, workshop), "baseline") | {"yref": "y domain", "y": 0}]


def shape(kind: str, start, end) -> dict:
    drawn = {"type": kind, "x0": start, "x1": end}
    if kind == "rect":
        return drawn | {"fillcolor": BEHIND}
    return drawn | {"line": {"color": DARK, "width": 2, "dash": "dot"}}


def note(start, text: str) -> dict:
    return {"x": start, "text": text}


# ---- cycles and events


def with_strip(drawn: dict, line: Line, workshop: date | None, room: dict) -> dict:
    """Bars of cycles and diamonds of events between the rate and what stands beneath; nothing changes where nothing happened."""
    found = chart_annotations.happenings(line)
    if not found:
        return drawn
    layout = drawn["layout"]
    layout["height"] = room["height"]
    for axis_name, part in (("yaxis", "rate"), ("yaxis2", "list"), ("yaxis3", "registered")):
        if part in room:
            layout[axis_name]["domain"] = room[part]
    bottom, top = room["strip"]
    step = (top - bottom) / chart_annotations.MOST_LANES
    for one in found:
        y1 = round(top - one.lane * step, 4)
        shapes, notes = mark(one, round(y1 - 0.85 * step, 4), y1, workshop)
        layout["shapes"] += shapes
        layout["annotations"] += notes
    return drawn


def mark(one: Happening, y0: float, y1: float, workshop: date | None) -> tuple[list[dict], list[dict]]:
    """(shapes, words) of one cycle or event: its kind by its shape, its number in text."""
    start, end = position(one.start, workshop), position(one.end, workshop)
    text = {"text": one.text, "x": start, "y": (y0 + y1) / 2, "yanchor": "middle", "hovertext": one.words}
    text |= {"font": {"size": 11, "color": DARK}, "borderpad": 0}
    if one.kind == EVENT and one.start == one.end:
        upright = shape("line", start, start) | {"line": {"color": GREY, "width": 1, "dash": "dot"}, "y0": y0}
        return [upright], [text | {"text": f"\N{BLACK DIAMOND}{one.text}", "xanchor": "center", "bgcolor": "#ffffff"}]
    fill = SHADE if one.kind == STARTED else "#ffffff"
    bar = shape("rect", start, end) | {"y0": y0, "y1": y1, "layer": "above", "fillcolor": fill}
    drawn = f"\N{BLACK DIAMOND}{one.text}" if one.kind == EVENT else one.text
    return [bar | {"line": {"color": DARK, "width": 1}}], [text | {"text": drawn}]
