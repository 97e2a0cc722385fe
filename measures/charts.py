"""Released lines in; plotly figures (plain dicts), tables and files out. Pure: a chart never computes a statistic.

What comes in has passed measures.disclosure, so figure, tooltip, table, sentence and file all hold the same values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from measures import chart_words as words
from measures.chart_lines import Band, Line
from measures.disclosure import is_number
from practices import months

BLUE, GREY, DARK, PALE, SHADE = "#005eb8", "#4c6272", "#212b32", "#aeb7bd", "#e8edee"
BAND = "rgba(65,182,230,0.3)"
DECIMALS = 4


@dataclass(frozen=True)
class Reference:
    """What a line is compared with: the line of the whole, or the stretch in which the middle half of the others lies."""

    name: str
    values: Sequence
    upper: Sequence = ()


def figure(
    line: Line, bands: Sequence[Band] = (), *, workshop: date | None = None, reference: Reference | None = None
) -> dict:
    """The run chart with list size beneath, as plotly.js takes it; with `workshop`, on months since that month.

    `reference` is drawn behind the line.
    """
    places = positions(line.months, workshop)
    behind = reference_traces(reference, places) if reference else []
    data = [*behind, rate_trace(line, places), median_trace(line, places)]
    if has_values(line.lists):
        data.append(list_trace(line, places))
    layout = base_layout(line, workshop)
    layout["shapes"], layout["annotations"] = shading(bands, line, workshop)
    return {"data": [trace for trace in data if trace], "layout": layout}


def three_line_figure(line: Line, bands: Sequence[Band] = (), *, workshop: date | None = None) -> dict:
    """Rate, rate per registered patient and list size, one above the other: a fall of the first alone is list growth."""
    drawn = figure(line, bands, workshop=workshop)
    places = positions(line.months, workshop)
    drawn["data"].append(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": words.registered_title(line),
            "x": places,
            "y": rounded(line.registered_values),
            "yaxis": "y3",
            "line": {"color": DARK, "width": 2},
            "marker": {"size": 6, "symbol": symbols(line)},
        }
    )
    drawn["layout"]["yaxis"]["domain"] = [0.62, 1]
    drawn["layout"]["yaxis2"]["domain"] = [0, 0.22]
    drawn["layout"]["yaxis3"] = axis("per registered", [0.3, 0.54])
    drawn["layout"]["height"] = 520
    return drawn


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


def rounded(values: Sequence) -> list:
    return [round(value, DECIMALS) if is_number(value) else None for value in values]


def has_values(values: Sequence) -> bool:
    return any(is_number(value) for value in values)


def symbols(line: Line):
    """Open circles where a return is not accepted yet: by shape, not by colour alone."""
    opened = line.open_at
    return ["circle-open" if is_open else "circle" for is_open in opened] if any(opened) else "circle"


def rate_trace(line: Line, places: list) -> dict:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.title,
        "x": places,
        "y": rounded(line.values),
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": BLUE, "width": 2},
        "marker": {"size": 8, "symbol": symbols(line)},
    }


def median_trace(line: Line, places: list) -> dict | None:
    """The centre line by name, from as many points as it comes from; none below what the run rules need."""
    if line.signal.median is None or line.signal.name == "too_few_points" or not places:
        return None
    median = round(line.signal.median, DECIMALS)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": f"Median of {line.signal.points} points: {words.shown(median, line.is_protected)}",
        "x": [places[0], places[-1]],
        "y": [median, median],
        "line": {"color": GREY, "width": 2, "dash": "dash"},
        "hoverinfo": "skip",
    }


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


def thin_line(name: str, places: list, values: Sequence) -> dict:
    return {"type": "scatter", "mode": "lines", "name": name, "x": places, "y": rounded(values)}


def list_trace(line: Line, places: list) -> dict:
    return {
        "type": "bar",
        "name": "On the list at the end of the month",
        "x": places,
        "y": rounded(line.lists),
        "yaxis": "y2",
        "marker": {"color": PALE},
    }


def axis(title: str, domain: list[float]) -> dict:
    return {
        "title": {"text": title, "font": {"size": 12}},
        "domain": domain,
        "rangemode": "tozero",
        "gridcolor": SHADE,
        "zerolinecolor": PALE,
        "automargin": True,
        "fixedrange": True,
    }


def base_layout(line: Line, workshop: date | None) -> dict:
    horizontal = {"anchor": "y2", "gridcolor": "#ffffff", "fixedrange": True, "automargin": True}
    if workshop is None:
        horizontal |= {"type": "date", "tickformat": "%b %Y"}
    else:
        horizontal |= {"title": {"text": "Months since learning workshop 1"}, "zeroline": True}
    return {
        "font": {"family": "arial, sans-serif", "size": 14, "color": DARK},
        "margin": {"l": 8, "r": 8, "t": 24, "b": 8},
        "height": 420,
        "plot_bgcolor": "#ffffff",
        "paper_bgcolor": "#ffffff",
        "hovermode": "x unified",
        "legend": {"orientation": "h", "y": -0.18},
        "xaxis": horizontal,
        "yaxis": axis("rate", [0.34, 1]),
        "yaxis2": axis("on the list", [0, 0.24]),
    }


def shading(bands: Sequence[Band], line: Line, workshop: date | None) -> tuple[list, list]:
    """Shapes and their words: action periods as shaded stretches, changes of definition as upright lines."""
    shapes, notes = [], []
    if not line.months:
        return shapes, notes
    first, last = line.months[0], months.last_day(line.months[-1])
    for band in bands:
        start, end = max(band.start, first), min(band.end, last)
        if start <= end:
            shapes.append(shape("rect", position(start, workshop), position(end, workshop)))
            notes.append(note(position(start, workshop), band.label))
    for day, text in line.breaks:
        if first <= day <= last:
            shapes.append(shape("line", position(day, workshop), position(day, workshop)))
            notes.append(note(position(day, workshop), text))
    return shapes, notes


def shape(kind: str, start, end) -> dict:
    drawn = {"type": kind, "xref": "x", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1, "layer": "below"}
    if kind == "rect":
        return drawn | {"fillcolor": SHADE, "opacity": 0.7, "line": {"width": 0}}
    return drawn | {"line": {"color": DARK, "width": 2, "dash": "dot"}}


def note(start, text: str) -> dict:
    return {
        "x": start, "y": 1, "xref": "x", "yref": "paper", "text": text,
        "showarrow": False, "xanchor": "left", "yanchor": "bottom", "font": {"size": 12},
    }  # fmt: skip


# ---- tables and files


def rows(line: Line) -> list[tuple]:
    """One row per month: (month, numerator, denominator, rate, per registered, list, registered, state, reason), unformatted."""
    columns = (line.numerators, line.denominators, line.values, line.registered_values, line.lists, line.registered)
    found = []
    for index, month in enumerate(line.months):
        figures = [column[index] if index < len(column) else None for column in columns]
        state = line.states[index] if index < len(line.states) else ""
        reason = line.reasons[index] if index < len(line.reasons) else ""
        found.append((month, *figures, state, reason if line.values[index] is None else ""))
    return found


def table(line: Line, *, href_of=None) -> dict:
    """The table twin of a chart. `href_of(month)` leads to how a month's figure came about."""
    return {
        "caption": f"{line.title}, month by month ({line.unit})",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "empty": "No month to show yet.",
        "head": ["Month", *({"text": text, "numeric": True} for text in table_head(line)), "State"],
        "rows": [table_row(line, row, href_of) for row in rows(line)],
    }


def table_head(line: Line) -> list[str]:
    return ["Numerator", "Denominator", "Rate", f"Per {line.registered_per:,} registered", "On the list"]


def table_row(line: Line, row: tuple, href_of) -> list:
    month, numerator, denominator, value, registered_value, listed, _, state, reason = row
    label = months.label(month)
    return [
        {"text": label, "href": href_of(month)} if href_of else label,
        numeric(words.shown_count(numerator)),
        numeric(words.shown_count(denominator)),
        numeric(words.shown(value, line.is_protected) if value is not None else words.reason_words(reason)),
        numeric(words.shown(registered_value, line.is_protected)),
        numeric(words.shown_count(listed)),
        words.STATE_WORDS.get(state, state),
    ]


def numeric(text: str) -> dict:
    return {"text": text, "numeric": True}


def csv_rows(line: Line, metadata: Sequence[tuple[str, str]]) -> list[list]:
    """Metadata rows, a blank one, the head and one row per month; from numerator and denominator each rate follows again."""
    head = [
        "month", "numerator", "denominator", "rate", "numerator_per_registered", "on_the_list_at_month_end",
        "registered", "practices_contributing", "state", "why_no_value",
    ]  # fmt: skip
    found = [[key, value] for key, value in metadata]
    found += [[], head]
    for index, row in enumerate(rows(line)):
        month, *figures, state, reason = row
        contributors = line.contributors[index] if index < len(line.contributors) else ""
        cells = ["" if value is None else value for value in figures]
        found.append(
            [
                months.period(month),
                *cells,
                contributors,
                words.STATE_WORDS.get(state, state),
                words.reason_words(reason),
            ]
        )
    return found
