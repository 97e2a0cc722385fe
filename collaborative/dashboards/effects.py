"""Two sections of a measure's page: is it more than the trend before, and practices as each other's controls."""

from dataclasses import dataclass

from django.urls import reverse

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown
from measures import chart_words, charts, effect_charts, effect_words
from measures.definitions import MeasureDefinition
from measures.disclosure import WORDS, Audience
from measures.effects import Practice, controls, crossing_rows, interrupted
from measures.models import Series
from measures.statistics.stepped_wedge import NEVER, NONE_CROSSED, SAME_MONTH

METHOD = "before-and-after"


@dataclass(frozen=True)
class Wedge:
    """`words` are (heading, words); `table` is the twin of the sentence, None where nothing was worked out."""

    words: list[tuple[str, str]]
    table: dict | None = None


@dataclass(frozen=True)
class Effects:
    """What both sections print. `chart` is as components/chart.html takes it, `changes` as components/table.html; None without."""

    caution: str
    chart: dict | None
    changes: dict | None
    why_not: str
    wedge: Wedge
    trend_method: str
    wedge_method: str


def effects(gathered: Gathered, definition: MeasureDefinition) -> Effects | None:
    """None before anything was computed, or any month has ended."""
    wave = gathered.series(Series.Level.WAVE, None, definition.code)
    if wave is None or not wave.data.months:
        return None
    release = wave.release
    counts = release.months, release.numerators, release.denominators
    breaks = [day for day, _ in wave.breaks]
    found = interrupted(*counts, gathered.workshop_month, definition, ends=gathered.wave.last_month, breaks=breaks)
    page = reverse("method_detail", args=[METHOD])
    return Effects(
        caution=list_caution(wave),
        chart=chart_of(found, wave),
        changes=None if found.reason else effect_words.changes_table(found, definition),
        why_not=why_not(found, wave),
        wedge=wedge(gathered, wave),
        trend_method=f"{page}#interrupted",
        wedge_method=f"{page}#stepped_wedge",
    )


def why_not(found, wave: Shown) -> str:
    """Why there is no trend to compare with: where nothing may be shown, that."""
    if not found.reason:
        return ""
    release = wave.release
    withheld = [reason for reason in release.reasons if reason in WORDS]
    if charts.has_values(release.rates) or not withheld:
        return effect_words.why_not(found)
    return f"{effect_words.NOT_COMPARED} The rates of the wave: {chart_words.reason_words(withheld[-1])}."


def list_caution(wave: Shown) -> str:
    if not wave.is_headline_withheld:
        return ""
    return "The list moved: a list that grows by milder cases lowers a rate without any change in care."


def chart_of(found, wave: Shown) -> dict | None:
    """Drawn only where it was worked out: the months alone stand in the chart above."""
    if found.reason:
        return None
    definition, line = wave.definition, wave.line
    return {
        "id": f"{definition.code.replace('_', '-')}-trend",
        "title": f"{definition.short_title}, {definition.unit}: observed, fitted, and the earlier trend carried on",
        "words": [
            ("What we see", effect_words.found_words(found, definition)),
            ("How sure", effect_words.sure_words(found, contributors_words(line), is_protected=line.is_protected)),
        ],
        "figure": charts.sent(effect_charts.figure(found)),
        "table": effect_words.months_table(found, definition),
    }


def contributors_words(line) -> str:
    """The practices behind the months differ, which a trend cannot tell from a change."""
    known = [number for number, value in zip(line.contributors, line.values, strict=True) if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    if low == high:
        return f"{low} practices in every month."
    return f"Between {low} and {high} practices a month: who came in later may have had another rate all along."


# ---- practices as each other's controls


def wedge(gathered: Gathered, wave: Shown) -> Wedge:
    """When practices began is no secret; their figures are, so others are told no more than that."""
    grid = list(wave.data.months)
    joined = [one.joined_on for one in gathered.memberships]
    rows = set(crossing_rows(grid, joined, gathered.workshop_month))
    if len(rows) < 2:
        return nothing(effect_words.wedge_reason(NONE_CROSSED if rows <= {NEVER} else SAME_MONTH))
    practices = exact_practices(gathered, wave)
    if practices is None:
        return nothing(effect_words.WITHHELD_PRACTICES)
    found = controls(grid, practices, gathered.workshop_month)
    if found.reason:
        return nothing(effect_words.wedge_reason(found.reason))
    said = effect_words.wedge_words(found, wave.definition), effect_words.wedge_sure(found)
    return Wedge(
        list(zip(("What we see", "How sure"), said, strict=True)), effect_words.wedge_table(found, wave.definition)
    )


def nothing(why: str) -> Wedge:
    return Wedge([("What we see", why)])


def exact_practices(gathered: Gathered, wave: Shown) -> list[Practice] | None:
    """Every practice that gave anything, with its true counts; None where this reader may not see each of them exactly."""
    if wave.audience is Audience.OTHER:
        return None
    found = []
    for one in gathered.memberships:
        series = gathered.series(Series.Level.PRACTICE, one.practice, wave.definition.code)
        if series is None or series.data.latest_month is None:
            continue
        if not series.audience.is_exact:
            return None
        found.append(Practice(series.data.numerators, series.data.denominators, one.joined_on))
    return found
