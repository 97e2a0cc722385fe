"""From a line to what its SVG drawings take: phases, special causes, upright lines, the band of a sparkline. Pure."""

from collections.abc import Sequence
from datetime import date

from measures import chart_annotations, chart_words, sparklines
from measures.chart_lines import EVENT, STARTED, Band, Line
from measures.chart_traces import mark_words
from measures.charts import upright_lines
from measures.icons_drawn import VERDICTS, side_of_icon
from measures.special_causes import CONCERN, IMPROVEMENT, MIXED, NEUTRAL, marks
from measures.statistics.codes import NO_LIMITS, RUN_CHART, TRIAL
from measures.svg_charts import Band as Shaded
from measures.svg_charts import Drawing, Happened, Level, Point
from practices import months

# The names of colours in static/css/dashboards.css.
TONES = {IMPROVEMENT: "better", CONCERN: "worse", NEUTRAL: "neutral", MIXED: "neutral"}


def drawing(
    line: Line, *, title: str, bands: Sequence[Band] = (), labels: Sequence[str] | None = None, description: str = ""
) -> Drawing:
    """What measures.svg_charts draws of a line. `labels` default to the calendar months."""
    return Drawing(
        title=title,
        description=description or chart_words.what_we_see(line),
        values=line.values,
        lists=[value if isinstance(value, int | float) else None for value in line.lists] or [None] * len(line.values),
        labels=[f"{month:%b %y}" for month in line.months] if labels is None else labels,
        open_at=line.open_at,
        bands=shaded(line, bands),
        levels=levels(line),
        points=points(line),
        centre_label=centre_label(line),
        target=line.target,
        uprights=uprights(line),
        happened=happened(line),
        is_grey=line.has_limits,
        is_joined=not line.is_table_only,
        cuts=line.cuts,
    )


def shaded(line: Line, bands: Sequence[Band]) -> list[Shaded]:
    """Action periods by the months that they begin and end in, with the part of a month."""
    found = []
    for band in bands:
        inside = [
            row for row, month in enumerate(line.months) if band.start <= months.last_day(month) and month <= band.end
        ]
        if inside:
            first, last = inside[0], inside[-1]
            starts, ends = months.first_of(band.start), months.first_of(band.end)
            first += (band.start.day - 1) / 31 if line.months[first] == starts else 0
            last -= 1 - band.end.day / 31 if line.months[last] == ends else 0
            found.append(Shaded(first, last, band.label))
    return found


def levels(line: Line) -> list[Level]:
    if not line.has_centre:
        return []
    if line.analysis is None:
        return [Level(0, len(line.values) - 1, line.signal.median, is_median=True)]
    return [level(line, phase) for phase in line.analysis.phases if phase.centre is not None]


def level(line: Line, phase) -> Level:
    lower, upper = ([line.drawn(limit) for limit in limits] for limits in (phase.lower, phase.upper))
    limits = {} if phase.strength == NO_LIMITS else {"lower": lower, "upper": upper}
    is_median = line.kind == RUN_CHART
    return Level(phase.first, phase.last, phase.centre, is_trial=phase.strength == TRIAL, is_median=is_median, **limits)


def points(line: Line) -> list[Point]:
    return [
        Point(
            mark.row,
            0 if mark.tone == MIXED else mark.side,
            TONES[mark.tone],
            f"{months.label(line.months[mark.row])}: special cause, {mark_words(mark)}",
        )
        for mark in marks(line)
    ]


def centre_label(line: Line) -> str:
    if not line.has_centre:
        return ""
    if line.analysis is None:
        return f"median {chart_words.shown(line.signal.median, line.is_protected)}"
    phase = line.phase
    return f"{phase.centre_name} {chart_words.shown(phase.centre, line.is_protected)}" if phase else ""


def uprights(line: Line) -> list[tuple[float, str]]:
    """By the part of the month; those outside the months shown are left out."""
    first = line.months[0] if line.months else None
    return [
        (row_of(line, day), text)
        for day, text, _ in upright_lines(line)
        if first and first <= day <= months.last_day(line.months[-1])
    ]


def row_of(line: Line, day: date) -> float:
    """Where a day lies on the month grid: the row of its month and the part of it that is gone."""
    return months.months_between(line.months[0], months.first_of(day)) + (day.day - 1) / 31


def happened(line: Line) -> list[Happened]:
    return [
        Happened(
            row_of(line, one.start),
            row_of(line, one.end) + 1 / 31,
            one.lane,
            one.text,
            one.words,
            is_event=one.kind == EVENT,
            is_count=one.kind == STARTED,
        )
        for one in chart_annotations.happenings(line)
    ]


# ---- as small as a word


def sparkline(line: Line, name: str, *, top: float | None = None) -> str:
    """The line with its centre, its limits as a pale band, and a triangle where the latest point is a special cause."""
    verdict = chart_words.verdict(line) if line.has_limits else ""
    return sparklines.sparkline(
        line.values,
        chart_words.spark_words(line, name),
        centre=centre(line),
        open_at=line.open_at,
        limits=limits(line),
        mark=side_of_icon(line) if verdict else 0,
        tone=VERDICTS[verdict][1] if verdict else "",
        top=top,
        cuts=line.cuts,
    )


def centre(line: Line) -> float | None:
    if not line.has_centre:
        return None
    return line.phase.centre if line.phase else line.signal.median


def limits(line: Line) -> tuple[int, float, float] | None:
    """Those of the latest month with a value, of which the sparkline speaks, from the start of its phase."""
    if not line.has_limits or line.latest is None:
        return None
    lower, upper = (line.drawn(limit) for limit in line.limits_at(line.latest))
    return None if lower is None or upper is None else (line.phase.first, lower, upper)
