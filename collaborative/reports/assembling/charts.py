"""A series as a chart of the report: drawing, sentence, table and the numbers that slides are drawn from."""

import re

from collaborative.dashboards.shown import Shown, analyse_together
from collaborative.reports.assembling.source import Source
from collaborative.reports.assembling.words import paragraph
from collaborative.reports.contents import Chart, Mark, Table, Trace
from measures import chart_annotations, chart_tables, chart_words, line_drawings, svg_charts
from measures.chart_lines import EVENT, STARTED, Annotation
from measures.definitions import all_definitions
from measures.disclosure import is_number
from measures.models import Series
from practices import months

FIGURE = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?|-?\d+(\.\d+)?")
DIGITS = 4


def charts_of(source: Source, level: str, organisation) -> tuple[Chart, ...]:
    """The charts of a place, one a measure, with what happened there in their months."""
    found = [source.gathered.series(level, organisation, code) for code in all_definitions()]
    return tuple(chart(source, one) for one in found if one is not None)


def analyse_all(source: Source) -> None:
    """What others are shown of every place with charts, analysed in one call."""
    places = [
        (Series.Level.WAVE, None),
        *((Series.Level.COMMISSIONER, team.organisation) for team in source.teams),
        *((Series.Level.PRACTICE, practice) for practice in source.shown_practices),
    ]
    found = [source.gathered.series(*place, code) for place in places for code in all_definitions()]
    analyse_together({id(one): one for one in found if one is not None}.values())


def chart(source: Source, series: Shown) -> Chart:
    line, bands = series.line, source.gathered.bands
    identifier = identifier_of(series)
    title = f"{series.definition.short_title}, {series.definition.unit}: {series.name}"
    sentence = sentence_of(line)
    drawing = line_drawings.drawing(line, title=title, bands=bands, description=sentence)
    return Chart(
        identifier=identifier,
        title=title,
        sentence=sentence,
        unit=series.definition.unit,
        categories=tuple(months.label(month) for month in line.months),
        traces=traces(line),
        table=table_of(chart_tables.table(line), title),
        svg=svg_charts.chart(drawing, identifier),
        marks=marks_of(line, bands),
        notes=(*legend(line), f"How sure: {chart_words.how_sure(line)}"),
    )


def identifier_of(series: Shown) -> str:
    """The same for a place and measure in every report."""
    return f"{series.level}-{series.code.lower()}-{series.definition.code}".replace("_", "-")


def sentence_of(line) -> str:
    return paragraph(
        chart_words.what_we_see(line),
        chart_words.direction_words(line.direction),
        chart_annotations.what_happened(line),
    )


# ---- the numbers


def traces(line) -> tuple[Trace, ...]:
    """The released rate, then centre and limits month by month as they are drawn, then the target."""
    rows = chart_tables.rows(line)
    names = ["Rate", *(f"Rate from {months.label(line.months[row])}" for row in line.cuts)]
    found = [Trace(name, numbers(part)) for name, part in zip(names, line.stretches(line.values), strict=True)]
    if any(row.centre is not None for row in rows):
        centre = chart_words.first_upper(line.phase.centre_name) if line.phase else "Centre"
        found.append(Trace(centre, numbers([row.centre for row in rows]), "centre"))
    if chart_tables.shows_limits(line):
        found.append(Trace("Lower limit", numbers([line.drawn(row.lower) for row in rows]), "limit"))
        found.append(Trace("Upper limit", numbers([line.drawn(row.upper) for row in rows]), "limit"))
    if line.target is not None:
        found.append(Trace("Target", numbers([line.target] * len(rows)), "target"))
    return tuple(found)


def numbers(values) -> tuple[float | None, ...]:
    return tuple(round(float(value), DIGITS) if is_number(value) else None for value in values)


def table_of(table: dict, caption: str, of: str = "month by month") -> Table:
    """A table of the pages: what is shown as a number is a number here."""
    return Table(
        caption=f"{caption}, {of}",
        head=tuple(cell_text(cell) for cell in table["head"]),
        rows=tuple(tuple(figure(cell_text(cell)) for cell in row) for row in table["rows"]),
        empty=table.get("empty", ""),
    )


def cell_text(cell) -> str:
    return cell["text"] if isinstance(cell, dict) else cell


def figure(text: str):
    """The number that a text is, else the text; an empty cell is None."""
    if not text:
        return None
    if not FIGURE.fullmatch(text):
        return text
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain)


# ---- what happened then


def marks_of(line, bands) -> tuple[Mark, ...]:
    """Action periods, then events by their letters and cycles by their numbers, in months from the beginning of the first."""
    periods = [
        Mark(band.label, round(band.first, 2), round(band.last + 1, 2)) for band in line_drawings.shaded(line, bands)
    ]
    return (*periods, *(mark(line, *one) for one in chart_annotations.marked(line) if one[1].kind != STARTED))


def mark(line, text: str, one: Annotation) -> Mark:
    first = max(line_drawings.row_of(line, one.start), 0)
    last = None if one.kind == EVENT else line_drawings.row_of(line, chart_annotations.end_of(one, line))
    return Mark(text, round(first, 2), None if last is None else round(min(last, len(line.months)), 2), one.kind)


def legend(line) -> tuple[str, ...]:
    """What the marks on the chart stand for."""
    return tuple(f"{entry.mark}: {entry.text}" for entry in chart_annotations.legend(line))
