"""Pages of detail: a commissioner, a practice, a measure. Charts for plotly.js, each with its sentence, table and file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown, notes_once, shown, tile
from collaborative.dashboards.wave import (
    Cell,
    Row,
    as_at,
    cell,
    chart_icons,
    method_href,
    practice_row,
    series_files,
    source_words,
)
from measures import chart_annotations, chart_tables, chart_words, charts, disclosure
from measures.definitions import MeasureDefinition, all_definitions
from measures.disclosure import Audience
from measures.models import Series, rebased_level
from practices import months

# What the link to a chart's phases says to whoever may not begin one, and to whoever may.
REBASE_TEXT = {False: "Phases of this chart", True: "Begin a new phase (rebase)"}


@dataclass(frozen=True)
class DetailPage:
    """What the three pages have in common."""

    as_at: str
    computation: int | None
    is_protected: bool
    is_own: bool = False
    tiles: list[dict] = field(default_factory=list)
    tile_notes: list[str] = field(default_factory=list)
    charts: list[dict] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    commissioners: list[Row] = field(default_factory=list)
    practices: list[Row] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    due: str = ""
    merged: bool = False


def page_of(gathered: Gathered, series: list[Shown], **more) -> DetailPage:
    return DetailPage(
        as_at=as_at(gathered),
        computation=gathered.pointer.pk if gathered.pointer else None,
        is_protected=any(one.line.is_protected for one in series),
        is_own=any(one.audience == "owner" for one in series),
        measures=[definition.title_with_unit for definition in all_definitions().values()],
        merged=any(row.level == Series.Level.COMMISSIONER_NOW for row in gathered.rows),
        tile_notes=notes_once(more.get("tiles", [])),
        **more,
    )


def place_code(series: Shown) -> str:
    return "wave" if series.level == Series.Level.WAVE else series.code


def chart(
    gathered: Gathered,
    series: Shown,
    *,
    workshop: date | None = None,
    reference=None,
    three_lines=False,
    may_rebase: bool = False,
) -> dict:
    """One chart as components/chart.html takes it, with links to its file, its export and the working of each month."""
    wave, code = gathered.wave, series.definition.code
    place = [wave.code, series.level, place_code(series), code]
    line = series.line
    if three_lines:
        figure = charts.three_line_figure(line, gathered.bands, workshop=workshop)
    else:
        figure = charts.figure(line, gathered.bands, workshop=workshop, reference=reference)
    return {
        "id": code.replace("_", "-"),
        "title": f"{series.definition.short_title}, {series.definition.unit}",
        "icons": chart_icons(line),
        "words": chart_words.parts(line),
        "figure": charts.sent(figure),
        "is_table_only": line.is_table_only,
        "method_href": method_href(line),
        "source": source_words(gathered, series),
        "happened": chart_annotations.legend(line),
        "table": chart_tables.table(
            line,
            href_of=lambda month: working_href(wave, series, month),
            ask_of=lambda month: gathered.asking.href(wave, series, month),
        ),
        "asks": gathered.asking.links(wave, series),
        "files": series_files(place, f"{series.definition.short_title}, {series.definition.unit}: {series.name}"),
        "export_href": reverse("series_chart", args=place),
        "rebase_href": rebase_href(wave, series),
        "rebase_text": REBASE_TEXT[may_rebase],
        "rules_href": reverse("series_rules", args=place),
    }


def rebase_href(wave, series: Shown) -> str:
    return reverse(
        "series_rebase", args=[wave.code, rebased_level(series.level), place_code(series), series.definition.code]
    )


def working_href(wave, series: Shown, month: date) -> str:
    return reverse(
        "show_working", args=[wave.code, series.level, place_code(series), series.definition.code, months.period(month)]
    )


def measure_page_href(wave, definition: MeasureDefinition) -> str:
    return reverse("measure_dashboard", args=[wave.code, definition.code])


# ---- a practice


def practice_page(
    gathered: Gathered,
    practice,
    *,
    workshop: date | None = None,
    may_rebase: bool = False,
    may_compare: bool = False,
    beside: Mapping[str, dict] | None = None,
) -> DetailPage:
    """Its own four charts against the wave's rate as published, and what is due next.

    `may_compare`: whoever looks may open the pages that compare practices, so they are linked. `beside`: measure's code ->
    a chart that stands beside that of the measure.
    """
    found = [gathered.series(Series.Level.PRACTICE, practice, code) for code in all_definitions()]
    series = [one for one in found if one is not None]
    return page_of(
        gathered,
        series,
        tiles=[tile(one, measure_page_href(gathered.wave, one.definition) if may_compare else "") for one in series],
        charts=[
            chart(
                gathered,
                one,
                workshop=workshop,
                reference=wave_reference(gathered, one),
                may_rebase=may_rebase,
            )
            | {
                "funnel_href": funnel_href(gathered.wave, one) if may_compare else "",
                "beside": (beside or {}).get(one.definition.code),
            }
            for one in series
        ],
        missing=missing_months(gathered, practice, series),
        due=next_due(gathered, practice, series),
    )


def funnel_href(wave, series: Shown) -> str:
    """Where this practice stands among the others."""
    return f"{reverse('wave_funnel', args=[wave.code, series.definition.code])}?mark={series.code}"


def wave_reference(gathered: Gathered, series: Shown) -> charts.Reference | None:
    """The wave beside the practice's own line, from published figures only: its practices' middle half, else its rate.

    Never the wave without this practice: the difference would be this practice.
    """
    middle = middle_half(gathered, series.definition.code)
    if middle is not None:
        return middle
    wave = gathered.series(Series.Level.WAVE, None, series.definition.code)
    if wave is None or not charts.has_values(wave.line.values):
        return None
    return charts.Reference("The wave", wave.line.values)


def middle_half(gathered: Gathered, measure: str) -> charts.Reference | None:
    """Between which rates the middle half of the practices lies, month by month, or None where too few may be shown.

    Small counts are not published, so a band of those that are would speak for large practices only: at least half of
    the practices with a value must be among them.
    """
    rows = [row for row in gathered.rows if row.level == Series.Level.PRACTICE and row.measure == measure]
    published = [shown(row, Audience.OTHER) for row in rows]
    if not published:
        return None
    edges = [
        edges_of([(one.release.rates[place], one.data.values[place]) for one in published])
        for place in range(len(published[0].data.months))
    ]
    lower, upper = zip(*edges, strict=True)
    if not charts.has_values(lower):
        return None
    return charts.Reference("Middle half of the wave's practices", lower, upper)


def edges_of(pairs: list[tuple]) -> tuple:
    """(lower, upper) quartile of published rates, given (published, true) of each practice; (None, None) where withheld."""
    known = sum(published is not None for published, _ in pairs)
    if 2 * known < sum(true is not None for _, true in pairs):
        return None, None
    rates = [published for published, _ in pairs]
    return disclosure.quantile(rates, 0.25), disclosure.quantile(rates, 0.75)


def membership_of(gathered: Gathered, practice):
    return next((one for one in gathered.memberships if one.practice_id == practice.pk), None)


def missing_months(gathered: Gathered, practice, series: list[Shown]) -> list[str]:
    """Months that count for completeness, are past their day, and have no return."""
    membership = membership_of(gathered, practice)
    if not series or membership is None:
        return []
    now, data = gathered.moment, series[0].data
    return [
        months.label(month)
        for month, has_return, reason in zip(data.months, data.has_return, data.reasons, strict=True)
        if not has_return
        and reason == "no_return"
        and month >= membership.first_expected_month
        and months.due_at(month) < now
    ]


def next_due(gathered: Gathered, practice, series: list[Shown]) -> str:
    """The next deadline that a return is still wanted for: "Jan 2007, by 10 February 2007"; "" when there is none.

    A page of an earlier day asks for nothing: what was due then is no work for today.
    """
    membership = membership_of(gathered, practice)
    if membership is None or gathered.standing.day is not None:
        return ""
    data = series[0].data if series else None
    sent = (
        {month for month, has_return in zip(data.months, data.has_return, strict=True) if has_return} if data else set()
    )
    month = months.first_of(gathered.today)
    candidates = [months.add_months(month, back) for back in (-1, 0)]
    for one in candidates:
        if (
            one not in sent
            and membership.first_expected_month <= one <= membership.last_month
            and months.due_at(one) >= gathered.moment
        ):
            return f"{months.label(one)}, by {months.due_at(one):%-d %B %Y}"
    return ""


# ---- a commissioner


def commissioner_page(
    gathered: Gathered, commissioner, *, now: bool = False, workshop: date | None = None, may_rebase: bool = False
) -> DetailPage:
    """Its four charts, and its practices as far as the reader may open them."""
    level = Series.Level.COMMISSIONER_NOW if now else Series.Level.COMMISSIONER
    found = [gathered.series(level, commissioner, code) for code in all_definitions()]
    series = [one for one in found if one is not None]
    definitions = list(all_definitions().values())
    members = [one for one in gathered.members_of(commissioner, now=now) if one.practice_id in gathered.in_scope]
    return page_of(
        gathered,
        series,
        tiles=[tile(one, measure_page_href(gathered.wave, one.definition)) for one in series],
        charts=[chart(gathered, one, workshop=workshop, may_rebase=may_rebase) for one in series],
        practices=[practice_row(gathered, one.practice, definitions) for one in members],
    )


# ---- a measure


def measure_page(
    gathered: Gathered,
    definition: MeasureDefinition,
    *,
    now: bool = False,
    workshop: date | None = None,
    may_rebase: bool = False,
) -> DetailPage:
    """The wave's three lines, and each commissioner's small chart, alphabetical."""
    wave = gathered.series(Series.Level.WAVE, None, definition.code)
    series = [wave] if wave else []
    level = Series.Level.COMMISSIONER_NOW if now else Series.Level.COMMISSIONER
    gathered.analyse_listed([definition.code], level)
    rows = [
        commissioner_cell(gathered, level, commissioner, definition)
        for commissioner in gathered.commissioners
        if not now or gathered.members_of(commissioner, now=True)
    ]
    practices = [measure_row(gathered, one.practice, definition) for one in gathered.visible_memberships]
    return page_of(
        gathered,
        series,
        tiles=[tile(one) for one in series],
        charts=[chart(gathered, one, workshop=workshop, three_lines=True, may_rebase=may_rebase) for one in series],
        commissioners=rows,
        practices=practices,
    )


def commissioner_cell(gathered: Gathered, level: str, commissioner, definition: MeasureDefinition) -> Row:
    series = gathered.series(level, commissioner, definition.code)
    href = reverse("commissioner_dashboard", args=[gathered.wave.code, commissioner.ods_code])
    return Row(commissioner.name, commissioner.ods_code, href, "", change_cells(series, commissioner.name))


def measure_row(gathered: Gathered, practice, definition: MeasureDefinition) -> Row:
    series = gathered.series(Series.Level.PRACTICE, practice, definition.code)
    href = reverse("practice_dashboard", args=[gathered.wave.code, practice.ods_code])
    parent = gathered.parent_of.get(practice.pk)
    return Row(
        practice.name, practice.ods_code, href, parent.name if parent else "", change_cells(series, practice.name)
    )


def change_cells(series: Shown | None, name: str) -> list:
    """The sparkline, and the change with its interval, its sample and what to beware of."""
    if series is None:
        return [cell(None, name), Cell("", "", "")]
    change = series.headline
    behind = f"{change.details}." if change.details else ""
    return [cell(series, name), Cell("", change.change, " ".join(filter(None, (behind, *change.cautions))))]
