"""The lines of a chart as plotly.js takes them: values, centre, limits, special causes, target, list. Pure, plain dicts."""

from collections.abc import Sequence

from measures import chart_rule_words
from measures import chart_words as words
from measures.chart_lines import Line
from measures.disclosure import is_number
from measures.special_causes import CONCERN, IMPROVEMENT, MIXED, NEUTRAL, Mark, marks
from measures.statistics.analysis import Phase
from measures.statistics.codes import NO_LIMITS, RUN_CHART, TRIAL
from practices import months

BLUE, GREY, DARK, PALE, SHADE = "#005eb8", "#4c6272", "#212b32", "#aeb7bd", "#e8edee"
PURPLE = "#330072"
BAND = "rgba(65,182,230,0.3)"
# Blue for improvement and orange for concern as the NHS tools have it; the orange is dark enough to stand out on white (4.5 to 1).
TONES = {
    IMPROVEMENT: (BLUE, "improvement"),
    CONCERN: ("#c25700", "concern"),
    NEUTRAL: (PURPLE, "neither better nor worse"),
    MIXED: (PURPLE, "improvement and concern at once"),
}
TARGET_GREEN = "#007f3b"


def rounded(values: Sequence) -> list:
    """As exact as a drawing needs: two decimals where a value reaches 10, else four."""
    known = [value if is_number(value) else None for value in values]
    digits = 2 if any(value is not None and abs(value) >= 10 for value in known) else 4
    return [None if value is None else round(value, digits) for value in known]


def symbols(line: Line):
    """Open circles where a return is not accepted yet: by shape, not by colour alone."""
    opened = line.open_at
    return ["circle-open" if is_open else "circle" for is_open in opened] if any(opened) else "circle"


def rate_traces(line: Line, places: list) -> list[dict]:
    """The rate, cut where a series counts something else: one trace for each stretch, of which the first is in the legend."""
    whole = rate_trace(line, places)
    return stretched(line, whole, line.values)


def stretched(line: Line, trace: dict, values: Sequence) -> list[dict]:
    """A trace as it is, or once for each stretch between cuts."""
    if not line.cuts:
        return [trace]
    parts = [trace | {"y": part} for part in line.stretches(rounded(values))]
    return [parts[0], *(part | {"showlegend": False} for part in parts[1:])]


def rate_trace(line: Line, places: list) -> dict:
    """On a chart with limits the line is grey, so that what the rules mark stands out. Where many months are equal: points alone."""
    return {
        "mode": "markers" if line.is_table_only else "lines+markers",
        "name": line.title,
        "x": places,
        "y": rounded(line.values),
        "connectgaps": False,
        "line": {"color": GREY if line.has_limits else BLUE, "width": 2},
        "marker": {"symbol": symbols(line)} | sizes(line),
    }


POINT_SIZE = 8


def sizes(line: Line) -> dict:
    """Nothing where special_traces() draws a shape of its own: a circle would show from behind it.

    Points of several sizes are bubbles to plotly.js, pale and with a rim, unless it is told otherwise.
    """
    rows = {mark.row for mark in marks(line)}
    if not rows:
        return {"size": POINT_SIZE}
    alone = [0 if row in rows else POINT_SIZE for row in range(len(line.values))]
    return {"size": alone, "opacity": 1, "line": {"width": 0}}


def thin_line(name: str, places: list, values: Sequence) -> dict:
    return {"mode": "lines", "name": name, "x": places, "y": rounded(values)}


def list_trace(line: Line, places: list) -> dict:
    return {
        "type": "bar",
        "name": "On the list at the end of the month",
        "x": places,
        "y": rounded(line.lists),
        "yaxis": "y2",
        "marker": {"color": PALE},
    }


# ---- centre, limits, target


def centre_trace(line: Line, places: list) -> dict | None:
    """The centre line of every phase, by name and from as many points as it comes from."""
    if not line.has_centre or not places:
        return None
    if line.analysis is None:
        return median_trace(line, places)
    x, y = pieces([(phase, phase.centre) for phase in line.analysis.phases if phase.centre is not None], places)
    if not x:
        return None
    dash = {"dash": "dash"} if line.kind == RUN_CHART else {}
    return level(centre_name(line), x, y) | {"line": {"color": GREY, "width": 2} | dash}


def median_trace(line: Line, places: list) -> dict | None:
    """Of a line that nothing has analysed."""
    median = line.signal.median
    if median is None:
        return None
    name = f"Median of {line.signal.points} points: {words.shown(median, line.is_protected)}"
    return level(name, [places[0], places[-1]], rounded([median] * 2)) | {
        "line": {"color": GREY, "width": 2, "dash": "dash"}
    }


def level(name: str, x: list, y: list) -> dict:
    return {"mode": "lines", "name": name, "x": x, "y": y, "hoverinfo": "skip"}


def pieces(levels: Sequence[tuple[Phase, float]], places: list) -> tuple[list, list]:
    """One level stretch per phase, the pen lifted between them."""
    x, y = [], []
    for phase, height in levels:
        x += [None, places[phase.first], places[phase.last]]
        y += [None, *rounded([height, height])]
    return x[1:], y[1:]


def centre_name(line: Line) -> str:
    phase = line.phase
    until = f" to {months.label(line.months[phase.frozen_at])}" if phase.frozen_at is not None else ""
    value = words.shown(phase.centre, line.is_protected)
    return f"{words.first_upper(phase.centre_name)} of {phase.points} points{until}: {value}"


def limit_traces(line: Line, places: list) -> list[dict]:
    """Lower and upper limits: those on trial dashed, firm ones solid, both thinner than the line."""
    found = []
    phases = [phase for phase in line.analysis.phases if phase.strength != NO_LIMITS] if line.analysis else []
    for strength in dict.fromkeys(phase.strength for phase in phases):
        of_strength = [phase for phase in phases if phase.strength == strength]
        for is_upper in (False, True):
            x, y = outline(line, of_strength, places, is_upper)
            style = {"color": GREY, "width": 1} | ({"dash": "dash"} if strength == TRIAL else {})
            trace = level("Trial limits" if strength == TRIAL else "Limits", x, y) | {"line": style | {"shape": "hvh"}}
            found.append(trace if is_upper else trace | {"showlegend": False})
    return found


def outline(line: Line, phases: list[Phase], places: list, is_upper: bool) -> tuple[list, list]:
    """A limit as it is drawn: two ends where it is level, else a step per month."""
    x, y = [], []
    for phase in phases:
        limits = rounded([line.drawn(limit) for limit in (phase.upper if is_upper else phase.lower)])
        known = [row for row, limit in enumerate(limits) if limit is not None]
        if not known:
            continue
        is_level = len({limits[row] for row in known}) == 1
        rows = [known[0], known[-1]] if is_level else range(known[0], known[-1] + 1)
        x += [None, *(places[phase.first + row] for row in rows)]
        y += [None, *(limits[row] for row in rows)]
    return x[1:], y[1:]


def target_trace(line: Line, places: list) -> dict | None:
    if line.target is None or not places:
        return None
    name = f"Target: {words.shown(line.target, line.is_protected)}"
    return level(name, [places[0], places[-1]], rounded([line.target] * 2)) | {
        "line": {"color": TARGET_GREEN, "width": 2, "dash": "dashdot"}
    }


# ---- special causes


def special_traces(line: Line, places: list) -> list[dict]:
    """What the rules mark, by shape, colour and word: a triangle on the side on which it lies, a diamond where on both."""
    found = marks(line)
    return [
        special_trace(line, tone, [mark for mark in found if mark.tone == tone], places)
        for tone in TONES
        if any(mark.tone == tone for mark in found)
    ]


def special_trace(line: Line, tone: str, found: list[Mark], places: list) -> dict:
    colour, name = TONES[tone]
    return {
        "mode": "markers",
        "name": f"Special cause: {name}",
        "x": [places[mark.row] for mark in found],
        "y": rounded([line.values[mark.row] for mark in found]),
        "text": alike([mark_words(mark) for mark in found]),
        "hoverinfo": "text",
        "marker": {"size": 12, "color": colour, "symbol": alike([shape_of(line, mark) for mark in found])},
    }


def mark_words(mark: Mark) -> str:
    return "; ".join(chart_rule_words.short_words(cause) for cause in mark.causes)


def shape_of(line: Line, mark: Mark) -> str:
    shape = "diamond" if mark.tone == MIXED else ("triangle-up" if mark.side > 0 else "triangle-down")
    return f"{shape}-open" if line.open_at and line.open_at[mark.row] else shape


def alike(words_of_points: list[str]):
    """One word where all are the same, which is shorter."""
    return words_of_points[0] if len(set(words_of_points)) == 1 else words_of_points
