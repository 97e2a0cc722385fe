"""The figures of a frozen report's charts as its readers would be shown them today: for the list of what was revised."""

from django.contrib.auth.models import AnonymousUser

from collaborative.dashboards.gathering import Gathered, gather
from collaborative.dashboards.shown import Shown
from collaborative.models import WorkshopReport
from collaborative.reports.assembling.charts import figure, identifier_of
from collaborative.reports.contents import Cell, Report
from collaborative.reports.copies import EXACT
from collaborative.reports.revisions import Revision, line_charts, revisions
from measures import chart_words
from measures.definitions import all_definitions
from measures.disclosure import STRANGER, Reader
from measures.models import Computation, Series
from practices import months


def revised_since(report: WorkshopReport, copy: str, contents: Report) -> list[Revision]:
    """Nothing while no later computation changed anything."""
    pointer = Computation.objects.pointer(report.event.wave)
    if pointer is None or pointer.content_version <= (report.computation or 0):
        return []
    return revisions(contents, figures_today(report, copy, {chart.identifier for chart in line_charts(contents)}))


def figures_today(report: WorkshopReport, copy: str, wanted: set[str]) -> dict[str, dict[str, tuple[Cell, ...]]]:
    gathered = gather(AnonymousUser(), report.event.wave, reader_then(report, copy))
    return {
        identifier: figures_of(series)
        for series in every_series(gathered)
        if (identifier := identifier_of(series)) in wanted
    }


def reader_then(report: WorkshopReport, copy: str) -> Reader:
    """To whom the copy's figures were exact: the same agreements, so that what was rounded then is rounded now."""
    return Reader(agreed=frozenset(report.exact_of), is_wave_partner=True) if copy == EXACT else STRANGER


def every_series(gathered: Gathered) -> list[Shown]:
    places = [
        (Series.Level.WAVE, None),
        *((Series.Level.COMMISSIONER, organisation) for organisation in gathered.commissioners),
        *((Series.Level.PRACTICE, one.practice) for one in gathered.memberships),
    ]
    found = [gathered.series(*place, code) for place in places for code in all_definitions()]
    return [one for one in found if one is not None]


def figures_of(series: Shown) -> dict[str, tuple[Cell, ...]]:
    """Month -> numerator, denominator, rate, as chart_tables prints them; no analysis is needed for these."""
    release = series.release
    columns = release.months, release.numerators, release.denominators, release.rates, release.reasons
    return {
        months.label(month): (
            figure(chart_words.shown_count(numerator)),
            figure(chart_words.shown_count(denominator)),
            figure(
                chart_words.shown(rate, release.is_protected) if rate is not None else chart_words.reason_words(reason)
            ),
        )
        for month, numerator, denominator, rate, reason in zip(*columns, strict=True)
    }
