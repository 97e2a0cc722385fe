"""The files behind a chart: CSV, workbook and picture. All hold what the chart shows to this audience, and say what it is."""

from collaborative.dashboards import changes
from collaborative.dashboards.detail import place_code
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown
from collaborative.dashboards.standing_words import facts, suffix
from collaborative.dashboards.wave import source_words
from measures import chart_annotations, chart_tables, chart_words, line_drawings, svg_files
from measures.disclosure import RULE
from practices import months
from practices.exports import csv_bytes, xlsx_bytes


def csv_of(gathered: Gathered, series: Shown) -> bytes:
    """Metadata, a blank row, then one row per month, from which every rate follows again."""
    first, *others = chart_tables.csv_rows(series.line, about(gathered, series))
    return csv_bytes(first, others)


def xlsx_of(gathered: Gathered, series: Shown) -> bytes:
    """A workbook of two sheets: Figures and About."""
    return xlsx_bytes(
        {
            "Figures": (chart_tables.FILE_HEAD, chart_tables.file_rows(series.line)),
            "About": (("item", "value"), about(gathered, series)),
        }
    )


def svg_of(gathered: Gathered, series: Shown, labels=None) -> str:
    """The drawing with its title, its sentences and its source, to stand alone in a report or on a slide."""
    title = f"{series.definition.short_title}, {series.definition.unit}: {series.name}"
    drawing = line_drawings.drawing(series.line, title=title, bands=gathered.bands, labels=labels)
    happened = [(one.mark, f"{one.kind}: {one.text}") for one in chart_annotations.legend(series.line)]
    parts = [*chart_words.parts(series.line), *happened]
    return svg_files.svg_file(drawing, parts, source_words(gathered, series))


def about(gathered: Gathered, series: Shown) -> list[tuple]:
    """What the figures are: measure, place, release rule, chart with its rules and limits, marks, as at when."""
    return [
        *measured(series),
        ("wave", gathered.wave.code),
        ("level", series.level),
        ("organisation", place_code(series)),
        ("organisation_name", series.name),
        *released(series),
        ("data_as_at", f"{gathered.pointer.data_as_at.astimezone(months.LONDON):%Y-%m-%d %H:%M}"),
        ("computation", gathered.pointer.pk),
        *facts(gathered),
        *changes.facts(series),
        *chart_tables.analysis_facts(series.line),
    ]


def measured(series: Shown) -> list[tuple]:
    definition, line = series.definition, series.line
    rounding = ", to the nearest whole number" if line.is_protected else ""
    return [
        ("measure", definition.title),
        ("measure_code", definition.code),
        ("definition_version", definition.version),
        ("unit", definition.unit),
        ("rate_is", f"numerator / denominator * {definition.per}{rounding}"),
        ("numerator_per_registered_is", f"per {line.registered_per} registered patients"),
    ]


def released(series: Shown) -> list[tuple]:
    """By which rule the figures left the practice."""
    if series.line.is_protected:
        figures = "protected: * is 0 to 7, other counts to the nearest 5; totals need not add up"
        return [("figures", figures), ("rule", RULE)]
    return [("figures", "exact: do not share; small numbers"), ("rule", "none")]


def file_name(gathered: Gathered, series: Shown, ending: str) -> str:
    return f"{gathered.wave.code}-{place_code(series)}-{series.definition.code}{suffix(gathered)}.{ending}".lower()
