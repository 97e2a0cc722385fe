"""The published results beside what this site computes of the invented wave. Two columns that are never mixed."""

from dataclasses import dataclass

from django.urls import reverse

from collaborative.dashboards.gathering import Gathered
from collaborative.demonstration.published import Publication, PublishedFigure
from measures.definitions import all_definitions
from measures.models import Series

NOTHING_PUBLISHED = "Nothing was published"
NOT_YOURS = "Your role does not show the wave's figures"


@dataclass(frozen=True)
class Beside:
    """One measure: what was published of it, and what was computed of the invented returns."""

    measure: str
    quote: str
    qualifier: str
    computed: str
    interval: str
    href: str = ""


def measures_beside(publication: Publication, gathered: Gathered | None) -> list[Beside]:
    """One row per measure. Without `gathered`, the reader may see no figures of the invented wave."""
    return [beside(publication, definition, gathered) for definition in all_definitions().values()]


def beside(publication, definition, gathered) -> Beside:
    figure = publication.result_of(definition.code)
    quote = f"“{figure.quote}”" if figure else NOTHING_PUBLISHED
    qualifier = figure.qualifier.words if figure else ""
    title = f"{definition.number}. {definition.short_title}"
    series = gathered.series(Series.Level.WAVE, None, definition.code) if gathered else None
    if series is None:
        return Beside(title, quote, qualifier, NOT_YOURS if gathered is None else "Nothing computed yet", "")
    href = reverse("measure_dashboard", args=[gathered.wave.code, definition.code])
    headline = series.headline
    return Beside(title, quote, qualifier, headline.change, headline.details, href)


def beside_table(rows: list[Beside]) -> dict:
    return {
        "caption": "Results by measure",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["Measure", "Published of the real first wave", "Computed here of the invented wave"],
        "rows": [[row.measure, quoted(row), computed(row)] for row in rows],
    }


def quoted(row: Beside):
    return {"text": row.quote, "hint": row.qualifier} if row.qualifier else row.quote


def computed(row: Beside):
    cell = {"text": row.computed, "hint": row.interval} if row.interval else {"text": row.computed}
    return cell | {"href": row.href} if row.href else cell


def sizes_table(publication: Publication) -> dict:
    """Every figure that was published, word for word."""
    return {
        "caption": "Everything that was published",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["About", "As quoted", "Figure", "How it is meant", "Where it stands"],
        "rows": [figure_row(figure) for figure in publication.figures],
    }


def figure_row(figure: PublishedFigure) -> list:
    return [
        figure.about,
        f"“{figure.quote}”",
        {"text": figure.value.replace("-", "\N{MINUS SIGN}"), "numeric": True},
        figure.qualifier.words,
        figure.locus,
    ]
