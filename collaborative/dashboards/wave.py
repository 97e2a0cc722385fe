"""The wave's page: a commissioner's ten seconds. How many reported, four tiles, four charts, then PCTs and practices without rank."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from collaborative.dashboards.gathering import Gathered, list_sizes
from collaborative.dashboards.help_needed import NeedsHelp, needs_help
from collaborative.dashboards.shown import Shown, notes_once, tile
from measures import chart_annotations, chart_tables, chart_words, icons_drawn, line_drawings, svg_charts
from measures.definitions import all_definitions
from measures.disclosure import RULE
from measures.method_pages import place_of_kind
from measures.models import Series
from practices import months

WORKSHOP = "workshop"


@dataclass(frozen=True)
class Reporting:
    """Who reported for the latest month, and for how many people."""

    month: str
    expected: int
    accepted: int
    provisional: int
    missing: int
    due: str
    coverage: str

    @property
    def reported(self) -> int:
        return self.accepted + self.provisional


@dataclass(frozen=True)
class WaveChart:
    """A run chart drawn here, with its sentence and table."""

    identifier: str
    title: str
    href: str
    files: list[dict]
    icons: list
    method_href: str
    is_table_only: bool
    drawing: SafeString
    words: list[tuple[str, str]]
    happened: list[chart_annotations.Entry]
    rows: list[list[str]]
    head: list[str]


@dataclass(frozen=True)
class Cell:
    """One measure of one organisation: a sparkline, the latest three months' rate and what stands out."""

    drawing: SafeString
    value: str
    remark: str


@dataclass(frozen=True)
class Row:
    name: str
    code: str
    href: str
    under: str
    cells: list[Cell]


@dataclass(frozen=True)
class WavePage:
    as_at: str
    computation: int | None
    is_protected: bool
    reporting: Reporting | None
    tiles: list[dict]
    tile_notes: list[str]
    charts: list[WaveChart]
    measures: list[str]
    commissioners: list[Row]
    practices: list[Row]
    needing_help: list[NeedsHelp]
    others_missing: int
    merged: bool


def wave_page(gathered: Gathered, *, clock: str = "", parents: str = "") -> WavePage:
    """`clock` "workshop" draws months since learning workshop 1; `parents` "now" groups practices as they are now."""
    definitions = list(all_definitions().values())
    found = [gathered.series(Series.Level.WAVE, None, definition.code) for definition in definitions]
    series = [one for one in found if one is not None]
    level = Series.Level.COMMISSIONER_NOW if parents == "now" else Series.Level.COMMISSIONER
    gathered.analyse_listed([definition.code for definition in definitions], level)
    practices = practice_rows(gathered, definitions)
    help_needed = needs_help(gathered)
    tiles = [tile(one, measure_href(gathered.wave, one.definition.code)) for one in series]
    return WavePage(
        as_at=as_at(gathered),
        computation=gathered.pointer.pk if gathered.pointer else None,
        is_protected=any(one.line.is_protected for one in series),
        reporting=reporting(gathered, series[0]) if series else None,
        tile_notes=notes_once(tiles),
        tiles=tiles,
        charts=[wave_chart(gathered, one, clock) for one in series],
        measures=[definition.title_with_unit for definition in definitions],
        commissioners=commissioner_rows(gathered, level, definitions),
        practices=practices,
        needing_help=help_needed,
        others_missing=others_missing(gathered, series[0]) if series else 0,
        merged=any(row.level == Series.Level.COMMISSIONER_NOW for row in gathered.rows),
    )


def as_at(gathered: Gathered) -> str:
    moment = gathered.pointer.data_as_at if gathered.pointer else None
    return f"{moment.astimezone(months.LONDON):%-d %B %Y, %H:%M}" if moment else ""


def source_words(gathered: Gathered, series: Shown) -> str:
    rule = RULE if series.line.is_protected else "Own data, exact: do not share; small numbers"
    moment = gathered.pointer.data_as_at.astimezone(months.LONDON)
    return (
        f"{gathered.wave.name}, {series.definition.unit}. Definition {series.definition.version}. {rule}. "
        f"Data as at {moment:%-d %B %Y, %H:%M}, computation {gathered.pointer.pk}."
    )


def measure_href(wave, measure: str) -> str:
    return reverse("measure_dashboard", args=[wave.code, measure])


# ---- how many reported


def reporting(gathered: Gathered, series: Shown) -> Reporting:
    """Of the latest month that has ended. How many reported is no secret; who did is said only within one's scope."""
    data = series.data
    expected, reported, provisional = data.expected[-1], data.reported[-1], data.provisional[-1]
    month = data.months[-1]
    return Reporting(
        month=months.label(month),
        expected=expected,
        accepted=reported - provisional,
        provisional=provisional,
        missing=max(expected - reported, 0),
        due=f"{months.due_at(month):%d %b %Y}",
        coverage=coverage_words(*people_covered(gathered, month), names_all=sees_everybody(gathered)),
    )


def sees_everybody(gathered: Gathered) -> bool:
    return len(gathered.visible_memberships) == len(gathered.memberships)


def coverage_words(people: int | None, reported: int | None, *, names_all: bool) -> str:
    """To whom some practices are hidden a whole per cent: list sizes are public, so an exact sum would name who is missing."""
    if not people:
        return "How many people they cover is not known: there are no list sizes."
    if not names_all:
        return f"They cover {100 * reported // people}% of the registered people."
    return f"They cover {reported:,} of {people:,} registered people ({100 * reported // people}%)."


def people_covered(gathered: Gathered, month: date) -> tuple[int | None, int | None]:
    """(registered people of all who take part, of those who reported this month); None where sizes are not known."""
    sizes = list_sizes(gathered.wave, month)
    taking_part = [one.practice_id for one in gathered.memberships if is_member(one, month)]
    known = {
        practice: size for practice in taking_part if (size := sizes.get(practice) or returned_size(gathered, practice))
    }
    reported = [practice for practice in known if has_reported(gathered, practice)]
    return (sum(known.values()) or None, sum(known[practice] for practice in reported) if known else None)


def is_member(membership, month: date) -> bool:
    return membership.joined_on <= months.last_day(month) and (
        membership.left_on is None or membership.left_on >= month
    )


def returned_size(gathered: Gathered, practice: int) -> int | None:
    """The registered people that a practice wrote in its latest return."""
    data = practice_data(gathered, practice)
    return next((size for size in reversed(data.registered) if size is not None), None) if data else None


def has_reported(gathered: Gathered, practice: int) -> bool:
    data = practice_data(gathered, practice)
    return bool(data and data.has_return[-1])


def practice_data(gathered: Gathered, practice: int):
    """What a practice returned to the first measure, for the states and list sizes that all measures share."""
    row = gathered.by_key.get((Series.Level.PRACTICE, practice, next(iter(all_definitions()))))
    found = gathered.series(Series.Level.PRACTICE, row.organisation, row.measure) if row else None
    return found.data if found else None


def others_missing(gathered: Gathered, series: Shown) -> int:
    """Practices outside this person's scope whose return for the latest month has not come: a number, no names."""
    missing = max(series.data.expected[-1] - series.data.reported[-1], 0)
    own = sum(
        not has_reported(gathered, one.practice_id) and is_member(one, series.data.months[-1])
        for one in gathered.visible_memberships
    )
    return max(missing - own, 0)


# ---- the four charts


def wave_chart(gathered: Gathered, series: Shown, clock: str) -> WaveChart:
    line, wave = series.line, gathered.wave
    identifier = series.definition.code.replace("_", "-")
    code = series.definition.code
    return WaveChart(
        identifier=identifier,
        title=f"{series.definition.short_title}, {series.definition.unit}",
        href=measure_href(wave, code),
        files=series_files(
            [wave.code, "wave", "wave", code],
            f"{series.definition.short_title}, {series.definition.unit}: {series.name}",
        ),
        icons=chart_icons(line),
        method_href=method_href(line),
        is_table_only=line.is_table_only,
        drawing=mark_safe(svg_charts.chart(drawing(gathered, series, clock), identifier)),
        words=chart_words.parts(line),
        happened=chart_annotations.legend(line),
        head=["Month", *chart_tables.table_head(line), *chart_tables.text_head(line)],
        rows=[table_row(row) for row in chart_tables.table(line)["rows"]],
    )


def chart_icons(line) -> list:
    """Variation, and assurance where there is a target; none for a line that nothing has analysed."""
    if line.analysis is None:
        return []
    return [icons_drawn.variation(line), *([icons_drawn.assurance(line)] if line.target is not None else [])]


def method_href(line) -> str:
    """Where the method page explains this kind of chart."""
    slug, entry = place_of_kind(line.kind)
    return f"{reverse('method_detail', args=[slug])}#{entry}"


def series_files(place: list[str], title: str) -> list[dict]:
    """The files behind a chart, for components/chart_files.html."""
    kinds = [("series_csv", "CSV"), ("series_xlsx", "Excel (XLSX)"), ("series_svg", "Picture (SVG)")]
    return [{"href": reverse(name, args=place), "text": text, "of": title} for name, text in kinds]


def table_row(cells: list) -> list[str]:
    return [cell["text"] if isinstance(cell, dict) else cell for cell in cells]


def drawing(gathered: Gathered, series: Shown, clock: str) -> svg_charts.Drawing:
    line = series.line
    return line_drawings.drawing(
        line,
        title=f"{series.definition.short_title} of the wave",
        bands=gathered.bands,
        labels=labels(list(line.months), gathered, clock),
    )


def labels(grid: list[date], gathered: Gathered, clock: str) -> list[str]:
    """Calendar months, or months since the month of learning workshop 1."""
    if clock == WORKSHOP:
        return [f"{months.months_between(gathered.workshop_month, month):+d}".replace("+0", "0") for month in grid]
    return [f"{month:%b %y}" for month in grid]


# ---- rows of sparklines


def commissioner_rows(gathered: Gathered, level: str, definitions) -> list[Row]:
    """Alphabetical; as they are now, those that no longer have a member are left out."""
    rows = []
    for commissioner in gathered.commissioners:
        now = level == Series.Level.COMMISSIONER_NOW
        if now and not gathered.members_of(commissioner, now=True):
            continue
        found = [gathered.series(level, commissioner, definition.code) for definition in definitions]
        href = reverse("commissioner_dashboard", args=[gathered.wave.code, commissioner.ods_code])
        rows.append(
            Row(commissioner.name, commissioner.ods_code, href, "", [cell(one, commissioner.name) for one in found])
        )
    return rows


def practice_rows(gathered: Gathered, definitions) -> list[Row]:
    """Those of this person's scope only, alphabetical."""
    return [practice_row(gathered, one.practice, definitions) for one in gathered.visible_memberships]


def practice_row(gathered: Gathered, practice, definitions) -> Row:
    found = [gathered.series(Series.Level.PRACTICE, practice, definition.code) for definition in definitions]
    href = reverse("practice_dashboard", args=[gathered.wave.code, practice.ods_code])
    parent = gathered.parent_of.get(practice.pk)
    return Row(
        practice.name,
        practice.ods_code,
        href,
        parent.name if parent else "",
        [cell(one, practice.name) for one in found],
    )


def cell(series: Shown | None, name: str) -> Cell:
    if series is None:
        return Cell(SafeString(""), "no return", "")
    line = series.line
    value, reason = series.current
    return Cell(
        drawing=mark_safe(line_drawings.sparkline(line, name)),
        value=chart_words.shown(value, line.is_protected) if value is not None else chart_words.reason_words(reason),
        remark=chart_words.remark(line),
    )
