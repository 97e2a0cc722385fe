"""Small multiples (L7): one measure of every organisation in view, on one page that prints. Alphabetical; no rank."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.matrix import commissioner_href, practice_href, wave_href
from collaborative.dashboards.readings import month_words, value_words
from collaborative.dashboards.shown import Shown
from collaborative.dashboards.standing_words import as_at_with_returns
from collaborative.dashboards.worth_a_look import items_of
from measures import chart_words, small_multiples
from measures.definitions import MeasureDefinition
from measures.models import Series

COMMON, FREE = "common", "free"
NAME, LOOK = "name", "look"


@dataclass(frozen=True)
class Multiple:
    """`scale`: what the drawing's lower and upper edge stand for. `remark` is "" for common cause."""

    name: str
    code: str
    href: str
    drawing: SafeString
    value: str
    month: str
    points: str
    scale: str
    remark: str
    is_marked: bool
    is_worth_a_look: bool


@dataclass(frozen=True)
class MultiplesPage:
    as_at: str
    computation: int | None
    is_protected: bool
    totals: list[Multiple]
    practices: list[Multiple]
    common_scale: str
    without: list[str]


def multiples_page(
    gathered: Gathered, definition: MeasureDefinition, *, scale: str, order: str, marked: tuple[str, ...]
) -> MultiplesPage:
    """`scale` "common" or "free"; `order` "look" puts those worth a look first, each part alphabetical."""
    totals, practices, without = in_view(gathered, definition)
    lines = [series.line for series, _ in [*totals, *practices]]
    bounds = small_multiples.common_bounds(lines) if scale == COMMON else None
    look = {item.code for item in items_of(gathered, definition)}
    drawn = [multiple(series, href, bounds, marked, look) for series, href in practices]
    if order == LOOK:
        drawn.sort(key=lambda one: not one.is_worth_a_look)
    return MultiplesPage(
        as_at=as_at_with_returns(gathered),
        computation=gathered.pointer.pk if gathered.pointer else None,
        is_protected=any(line.is_protected for line in lines),
        totals=[multiple(series, href, bounds, (), ()) for series, href in totals],
        practices=drawn,
        common_scale=scale_words(bounds, definition) if bounds else "",
        without=without,
    )


def in_view(gathered: Gathered, definition: MeasureDefinition):
    """((series, address) of the wave and its PCTs, of the practices, and the names of practices without a value)."""
    code, wave = definition.code, gathered.wave
    gathered.analyse_listed([code])
    totals = [(gathered.series(Series.Level.WAVE, None, code), wave_href(wave))]
    totals += [
        (gathered.series(Series.Level.COMMISSIONER, one, code), commissioner_href(wave, one))
        for one in gathered.commissioners
    ]
    practices = [
        (gathered.series(Series.Level.PRACTICE, one.practice, code), practice_href(wave, one.practice), one.practice)
        for one in gathered.visible_memberships
    ]
    return (
        [pair for pair in totals if has_value(pair[0])],
        [(series, href) for series, href, _ in practices if has_value(series)],
        [practice.name for series, _, practice in practices if not has_value(series)],
    )


def has_value(series: Shown | None) -> bool:
    return series is not None and series.line.latest is not None


def multiple(series: Shown, href: str, bounds, marked, look) -> Multiple:
    line = series.line
    own = bounds or small_multiples.own_bounds(line)
    return Multiple(
        name=series.name,
        code=series.code,
        href=href,
        drawing=mark_safe(small_multiples.drawing(line, own, chart_words.spark_words(line, series.name))),
        value=value_words(line),
        month=month_words(line),
        points=f"{line.run.points} {'point' if line.run.points == 1 else 'points'}",
        scale="" if bounds else range_words(own),
        remark=chart_words.signal_tag(line)["text"] if chart_words.verdict(line) else "",
        is_marked=series.code in marked,
        is_worth_a_look=series.code in look,
    )


def range_words(bounds) -> str:
    low, high = (chart_words.shown(edge) if edge else "0" for edge in bounds)
    return f"{low} to {high}"


def scale_words(bounds, definition: MeasureDefinition) -> str:
    return f"All drawings from {chart_words.with_unit(range_words(bounds), definition.unit)}."
