"""The workforce of a wave: posts, who is in them, who came and went, throughput and supervision; protected for all but its lead."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from collaborative.dashboards.workforce_figures import (
    Place,
    Sums,
    Value,
    WaveWorkforce,
    counted,
    new_patients_per_wte,
    supervision_held,
    unless,
    vacant_share,
    wave_workforce,
)
from collaborative.dashboards.workforce_listed import listed_values
from measures import line_drawings, svg_charts
from measures.chart_lines import Line, Signal
from measures.chart_tables import numeric
from measures.disclosure import RULE, is_number
from practices import months
from practices.models import Programme
from practices.svg import Drawn
from workforce.dashboards.links import href
from workforce.models import WorkforceProgramme

EMPTY = (
    "Nothing has been computed of the posts in this wave yet: the figures follow in the night after a roster is kept."
)
BENCHMARK = 300
BENCHMARK_WORDS = "derived from 300,000 new patients for 1,000 workers, not measured"
BANDS_WORDS = "How many PCTs lie in each band, without their names."
# Upper ends of the bands, in per cent or in new patients of one WTE a year.
SHARE_BANDS = (10, 25, 50, 75)
# Those of the page of supervision, so that one cannot be read against the other.
SUPERVISION_BANDS = (25, 50, 75, 100)
PATIENT_BANDS = (100, 200, 300, 400)


@dataclass(frozen=True)
class Chart:
    """One line drawn here, with its sentence and table."""

    identifier: str
    title: str
    unit: str
    drawing: Drawn
    sentence: str
    table: dict
    # One entry a month, for slides that draw it themselves.
    categories: tuple[str, ...]
    numbers: tuple[float | None, ...]


@dataclass(frozen=True)
class WaveWorkforcePage:
    """Ready for the template. Without any computed month only `empty` is filled."""

    month: str = ""
    sentence: str = ""
    is_protected: bool = False
    rule: str = RULE
    figures: dict = field(default_factory=dict)
    charts: list[Chart] = field(default_factory=list)
    by_month: dict = field(default_factory=dict)
    listed: dict | None = None
    places: dict | None = None
    bands: dict | None = None
    bands_words: str = BANDS_WORDS
    why_no_bands: str = ""
    roster_links: list[dict] = field(default_factory=list)
    empty: str = ""


def wave_workforce_page(user, wave) -> WaveWorkforcePage:
    found = wave_workforce(user, wave)
    if found.month is None:
        return WaveWorkforcePage(empty=EMPTY, roster_links=roster_links(wave))
    whole = figures(found, benchmark_of(wave))
    return WaveWorkforcePage(
        month=months.label(found.month),
        sentence=what_matters(whole),
        is_protected=not found.is_exact,
        figures=figures_table(whole, found),
        listed=listed_table(listed_values(user, wave, found)),
        charts=charts(found),
        by_month=month_table(found),
        places=places_table(found.named_places, wave) if found.named_places else None,
        bands=bands_table(found) if not (found.is_exact or found.why_no_figure) else None,
        why_no_bands="" if found.is_exact else found.why_no_figure,
        roster_links=roster_links(wave),
    )


def roster_links(wave) -> list[dict]:
    """From a workforce wave to its programme's own pages."""
    if wave.programme.kind != Programme.Kind.WORKFORCE:
        return []
    named = [("Retention", "retention"), ("Variation", "variation"), ("Managers' engagement", "workforce_engagement")]
    pages = [{"text": text, "href": href(name, wave.programme.slug)} for text, name in named]
    return [page for page in pages if page["href"]]


def benchmark_of(wave) -> int:
    """What the programme expects of one WTE; the derived benchmark where a wave has no programme of its own."""
    kept = WorkforceProgramme.objects.filter(programme=wave.programme_id).values_list("benchmark", flat=True).first()
    return kept or BENCHMARK


# ---- the whole


def figures(found: WaveWorkforce, benchmark: int = BENCHMARK) -> list[tuple[str, Value, str]]:
    """(what, value, remark): the stock of the latest month, then the year to it."""
    latest, year, exact = found.latest, found.year, found.is_exact
    return [
        ("Posts", counted(found, latest.posts), "open at the month's end"),
        ("Vacant posts", counted(found, latest.posts_vacant), "open, and nobody or less WTE than established in them"),
        ("Vacant", unless(found.withheld, vacant_share(latest, exact=exact)), "of the posts"),
        ("WTE established", counted(found, latest.wte_established, 1), ""),
        ("WTE in post", counted(found, latest.wte_in_post, 1), ""),
        ("People in post", counted(found, latest.people), ""),
        ("Starters", counted(found, year.starters), "in twelve months"),
        ("Leavers", unless(found.why_no_figure, counted(found, year.leavers)), "left the role in twelve months"),
        ("Promoted", unless(found.why_no_figure, counted(found, year.promoted)), "in twelve months; not leavers"),
        throughput(found, benchmark),
        (
            "Active patients",
            unless(found.why_no_throughput, counted(found, latest.active)),
            "as far as said, at the month's end",
        ),
        supervision(found),
    ]


SAID_FIRST = {
    "Vacant": "{} of the posts are vacant",
    "Leavers": "{} left the role in twelve months",
    "Supervision held": "{} of the expected supervision was held",
}


def what_matters(found: list[tuple[str, Value, str]]) -> str:
    """What matters first, in the words of the table below: a figure that is withheld there is not said here."""
    said = {what: value.text for what, value, _ in found if is_number(value.number)}
    parts = [words.format(said[what]) for what, words in SAID_FIRST.items() if what in said]
    return f"{'; '.join(parts)}." if parts else ""


def throughput(found: WaveWorkforce, benchmark: int) -> tuple[str, Value, str]:
    value = unless(found.why_no_throughput, new_patients_per_wte(found.year, exact=found.is_exact))
    return "New patients of one WTE a year", value, f"benchmark {benchmark}, {BENCHMARK_WORDS}"


def supervision(found: WaveWorkforce) -> tuple[str, Value, str]:
    value = unless(found.why_no_supervision, supervision_held(found.supervised))
    return (
        "Supervision held",
        value,
        "of the minutes expected in the last three full months, as on the page of supervision",
    )


def figures_table(found: list[tuple[str, Value, str]], of: WaveWorkforce) -> dict:
    return {
        "caption": f"The whole, {months.label(of.month)}",
        "first_is_header": True,
        "compact": True,
        "head": ["What", numeric("Value"), "Remark"],
        "rows": [[what, value_cell(value), remark] for what, value, remark in found],
    }


def value_cell(value: Value) -> dict:
    return {"text": value.text, "hint": value.why, "numeric": True}


def listed_table(found: list[tuple[str, Value, str]]) -> dict:
    return {
        "caption": "Beside the lists of the wave's practices",
        "first_is_header": True,
        "compact": True,
        "head": ["What", numeric("Value"), "Remark"],
        "rows": [[what, value_cell(value), remark] for what, value, remark in found],
    }


# ---- month by month


def month_table(found: WaveWorkforce) -> dict:
    """Stocks alone: what happened month by month is nearly always less than may be shown."""
    return {
        "caption": "Month by month",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "head": ["Month", *map(numeric, ("Posts", "Vacant posts", "WTE in post", "People in post"))],
        "rows": [[months.label(month), *map(value_cell, stocks(found, sums))] for month, sums in found.by_month],
    }


def stocks(found: WaveWorkforce, sums: Sums) -> list[Value]:
    return [
        counted(found, sums.posts),
        counted(found, sums.posts_vacant),
        counted(found, sums.wte_in_post, 1),
        counted(found, sums.people),
    ]


def charts(found: WaveWorkforce) -> list[Chart]:
    named = [("WTE in post", "WTE", 2), ("Vacant posts", "posts", 1)]
    return [chart(found, title, unit, column) for title, unit, column in named]


def chart(found: WaveWorkforce, title: str, unit: str, column: int) -> Chart:
    """A plain line: how many there were at each month's end."""
    values = [stocks(found, sums)[column] for _, sums in found.by_month]
    grid = [month for month, _ in found.by_month]
    line = line_of(found, title, unit, grid, values)
    sentence = sentence_of(title, values)
    drawing = replace(line_drawings.drawing(line, title=title, description=sentence), lists=())
    return Chart(
        identifier=line.identifier,
        title=title,
        unit=unit,
        drawing=svg_charts.chart(drawing, line.identifier),
        sentence=sentence,
        table={
            "caption": f"{title}, month by month",
            "compact": True,
            "first_is_header": True,
            "head": ["Month", numeric(title)],
            "rows": [[months.label(month), value_cell(value)] for month, value in zip(grid, values, strict=True)],
        },
        categories=tuple(months.label(month) for month in grid),
        numbers=tuple(line.values),
    )


def line_of(found: WaveWorkforce, title: str, unit: str, grid: list, values: Sequence[Value]) -> Line:
    """As shown: what is withheld is a gap. Too few points for rules, so none are asked."""
    return Line(
        identifier=title.lower().replace(" ", "-"),
        title=title,
        unit=unit,
        direction="neutral",
        months=grid,
        values=[value.number if is_number(value.number) else None for value in values],
        signal=Signal("too_few_points", len(grid), len(grid), None),
        states=["accepted"] * len(grid),
        is_protected=not found.is_exact,
    )


def sentence_of(title: str, values: Sequence[Value]) -> str:
    """WTE in post: 38.0 in the first of 12 months, 21.5 in the last."""
    if not values:
        return f"{title}: no month yet."
    return f"{title}: {said(values[0])} in the first of {len(values)} months, {said(values[-1])} in the last."


def said(value: Value) -> str:
    return f"{value.text} ({value.why})" if value.why else value.text


# ---- PCT by PCT


def places_table(places: Sequence[Place], wave) -> dict:
    """By name for the lead: of the whole programme all of them, of one PCT the own."""
    return {
        "caption": f"By {wave.commissioner_label}",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "head": [wave.commissioner_label, *map(numeric, PLACE_HEAD)],
        "rows": [[place.name, *map(value_cell, place_values(place))] for place in places],
    }


PLACE_HEAD = (
    "Posts", "Vacant", "WTE in post", "Starters, 12 months", "Leavers, 12 months", "New patients per WTE a year",
    "Supervision held",
)  # fmt: skip


def place_values(place: Place) -> list[Value]:
    latest, year = place.latest, place.year
    return [
        Value(latest.posts),
        Value(latest.posts_vacant),
        Value(latest.wte_in_post, "", 1),
        Value(year.starters),
        Value(year.leavers),
        new_patients_per_wte(year, exact=True),
        supervision_held(place.supervised),
    ]


BAND_COLUMNS = [
    ("Posts vacant", lambda place: vacant_share(place.latest, exact=True), SHARE_BANDS, "%"),
    ("Supervision held", lambda place: supervision_held(place.supervised), SUPERVISION_BANDS, "%"),
    ("New patients of one WTE a year", lambda place: new_patients_per_wte(place.year, exact=True), PATIENT_BANDS, ""),
]


def band_columns(found: WaveWorkforce) -> list[tuple]:
    """Those of which the whole may be shown."""
    vacant, supervision, patients = BAND_COLUMNS
    shown = [supervision] * (not found.why_no_supervision) + [patients] * (not found.why_no_throughput)
    return [vacant, *shown]


def bands_table(found: WaveWorkforce) -> dict:
    """How far PCTs lie apart, for everybody: wide bands and how many PCTs are in each, never which."""
    rows = [row for column in band_columns(found) for row in band_rows(found.places, *column)]
    return {
        "caption": "How far PCTs lie apart",
        "compact": True,
        "first_is_header": True,
        "head": ["What", "Band", numeric("PCTs")],
        "rows": rows,
    }


def band_rows(places: Sequence[Place], title: str, value_of, edges: Sequence[int], unit: str) -> list[list]:
    values = [value_of(place).number for place in places]
    counts = Counter(band_of(value, edges) for value in values)
    names = [*(band_name(place, edges, unit) for place in range(len(edges) + 1)), "No value"]
    return [[title, name, numeric(str(counts[place]))] for place, name in enumerate(names)]


def band_of(value: float | None, edges: Sequence[int]) -> int:
    """The place of the band; the last place but one is open upward, the last is for those without a value."""
    return len(edges) + 1 if value is None else sum(value >= edge for edge in edges)


def band_name(place: int, edges: Sequence[int], unit: str) -> str:
    if place == 0:
        return f"under {edges[0]}{unit}"
    if place == len(edges):
        return f"{edges[-1]}{unit} or more"
    return f"{edges[place - 1]} to under {edges[place]}{unit}"


# ---- the file

HEAD = ["table", "month", "place", "what", "value", "remark"]


def csv_rows(user, wave) -> tuple[list[str], list[list]]:
    """The figures of the page, and no others."""
    found = wave_workforce(user, wave)
    if found.month is None:
        return HEAD, []
    month = months.period(found.month)
    whole = [
        ["whole", month, wave.name, what, plain(value), value.why or remark]
        for what, value, remark in figures(found, benchmark_of(wave))
    ]
    stock = [
        ["month", months.period(one), wave.name, what, plain(value), value.why]
        for one, sums in found.by_month
        for what, value in zip(
            ("Posts", "Vacant posts", "WTE in post", "People in post"), stocks(found, sums), strict=True
        )
    ]
    places = [
        ["place", month, place.name, what, plain(value), value.why]
        for place in found.named_places
        for what, value in zip(PLACE_HEAD, place_values(place), strict=True)
    ]
    listed = [
        ["listed", month, wave.name, what, plain(value), value.why or remark]
        for what, value, remark in listed_values(user, wave, found)
    ]
    return HEAD, [*whole, *listed, *stock, *places, *band_lines(found, month)]


def band_lines(found: WaveWorkforce, month: str) -> list[list]:
    if found.is_exact or found.why_no_figure:
        return []
    rows = [row for column in band_columns(found) for row in band_rows(found.places, *column)]
    return [["bands", month, "PCTs in the band", f"{title}: {band}", cell["text"], ""] for title, band, cell in rows]


def plain(value: Value) -> object:
    """As the page shows it: a number with its decimals, a star, or nothing."""
    if not is_number(value.number):
        return value.number
    return round(value.number, value.decimals) if value.decimals else round(value.number)
