"""Worth a look (L12): practice and measure, why, how far, of how many. Alphabetical; nothing stands in it as good and bad.

Three things are looked for: a special cause at the latest month of a chart with limits, a special cause by the two rules of
a run chart, and a place outside the 99.8% limits of the funnel that is left when so many are compared (Benjamini-Hochberg).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from collaborative.dashboards.funnel_units import unit_of
from collaborative.dashboards.funnels import LARGEST_Q, Comparison, comparison_of
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.matrix import practice_href
from collaborative.dashboards.readings import (
    BETTER,
    DIFFERENT,
    LATEST_POINT,
    LIST,
    MIXED,
    RUN_CHART,
    WORSE,
    false_alarm_rate,
)
from collaborative.dashboards.shown import Shown
from collaborative.dashboards.standing_words import as_at_with_returns
from measures import chart_rule_words, chart_words
from measures.change_words import MINUS, REGRESSION_WORDS
from measures.definitions import BETTER_SIDE, MeasureDefinition, all_definitions
from measures.funnel_charts import ABOVE_998, BELOW_998, ZONE_WORDS, said
from measures.models import Series
from measures.special_causes import special_causes
from measures.statistics.by_chance import roughly
from measures.statistics.comparisons import PICKED_AS_EXTREME
from measures.statistics.funnel import OUTSIDE_OUTER
from practices import months


@dataclass(frozen=True)
class Reason:
    """Why a practice's measure is worth a look. `side`: better, worse, different, mixed or list; `effect` says how far."""

    side: str
    words: str
    effect: str


@dataclass(frozen=True)
class Item:
    """A practice's measure, once. `side` is what all its reasons agree on, else mixed."""

    name: str
    code: str
    href: str
    measure: str
    measure_number: int
    side: str
    note: str
    reasons: list[Reason]
    sample: str
    ask_href: str = ""


@dataclass(frozen=True)
class Section:
    identifier: str
    title: str
    text: str
    items: list[Item]
    empty: str


@dataclass(frozen=True)
class WorthALookPage:
    as_at: str
    computation: int | None
    is_protected: bool
    sections: list[Section]
    looked_at: int
    found: int
    chance: str
    minimums: list[str]
    # Trap 23: what is picked for standing out lies nearer the middle the next time.
    beware: str = REGRESSION_WORDS[PICKED_AS_EXTREME]


NOTES = {
    MIXED: "Mixed: one sign is for the better, another for the worse, so neither is claimed.",
    LIST: "The list moved: it is being built, or differs by more than a quarter from its baseline, so this is called neither better nor worse.",
    DIFFERENT: "Changed: for this measure, or with what is known of the list, neither better nor worse is claimed.",
}


# ---- the three things looked for


def reasons_of(series: Shown, comparison: Comparison | None) -> Iterator[Reason]:
    """All that speaks of one practice's measure, as its reader may see it."""
    if found := special_cause(series):
        yield found
    if comparison and (apart := outside_funnel(series, comparison)):
        yield apart


def special_cause(series: Shown) -> Reason | None:
    """Of a chart with limits that of the latest month; of a run chart, which has one signal for its phase, that one."""
    line = series.line
    side = chart_words.verdict(line)
    if not side:
        return None
    if line.has_limits:
        now = [cause for cause in special_causes(line) if line.latest in cause.rows]
        words, centre = f"Special cause: {chart_rule_words.joined(line, now)}.", line.phase.centre
    else:
        words, centre = chart_words.run_words(line), line.run.median
    return Reason(side, words, from_centre(series, centre))


def outside_funnel(series: Shown, comparison: Comparison) -> Reason | None:
    """Outside the 99.8% limits, and among those left when allowance is made for comparing so many."""
    point = comparison.points.get(series.code)
    if point is None or point.zone not in (ABOVE_998, BELOW_998) or point.q is None or point.q >= LARGEST_Q:
        return None
    words = f"The latest three months lie {ZONE_WORDS[point.zone]} of the funnel of {comparison.practices} practices."
    average = said(comparison.target, comparison.is_protected)
    apart = signed(point.rate - average, is_whole=not point.is_exact)
    effect = f"{apart} against the average of {chart_words.shown(average, comparison.is_protected)}"
    return Reason(side_of_funnel(series, point.zone), words, effect)


def side_of_funnel(series: Shown, zone: str) -> str:
    """A list that moves leaves open what a rate says."""
    if series.list_standing == "moved":
        return LIST
    better = BETTER_SIDE.get(series.definition.direction)
    if better is None:
        return DIFFERENT
    return BETTER if (better > 0) == (zone == ABOVE_998) else WORSE


def from_centre(series: Shown, centre: float | None) -> str:
    """The absolute difference first, then from what."""
    line = series.line
    if centre is None or line.latest is None:
        return ""
    value = line.values[line.latest]
    name = line.phase.centre_name if line.has_limits else "median"
    return (
        f"{signed(value - centre)} against the {name} of {chart_words.shown(centre, False)}: "
        f"{chart_words.with_unit(chart_words.shown(value, line.is_protected), line.unit)} in {months.label(line.months[line.latest])}"
    )


def signed(value: float, *, is_whole: bool = False) -> str:
    """With its sign, and nothing before a zero."""
    text = chart_words.shown(abs(value), is_whole)
    return f"{MINUS if value < 0 else '+'}{text}" if text.strip("0.,") else text


# ---- one item per practice and measure


def items_of(gathered: Gathered, definition: MeasureDefinition) -> list[Item]:
    """Of one measure: practices of this person's scope, alphabetical."""
    comparison = comparison_of(gathered, definition)
    found = []
    for membership in gathered.visible_memberships:
        series = gathered.series(Series.Level.PRACTICE, membership.practice, definition.code)
        reasons = list(reasons_of(series, comparison)) if series else []
        if reasons:
            found.append(item_of(gathered, membership, series, reasons))
    return found


def item_of(gathered: Gathered, membership, series: Shown, reasons: list[Reason]) -> Item:
    side = agreed_side({reason.side for reason in reasons})
    return Item(
        name=series.name,
        code=series.code,
        href=practice_href(gathered.wave, membership.practice),
        measure=series.definition.short_title,
        measure_number=series.definition.number,
        side=side,
        note=NOTES.get(side, ""),
        reasons=reasons,
        sample=sample_words(membership, series),
        ask_href=gathered.asking.latest_link(gathered.wave, series),
    )


def agreed_side(sides: set[str]) -> str:
    """Nothing is good and bad at once: what contradicts itself is mixed, and a list that moves leaves all of it open."""
    if LIST in sides:
        return LIST
    if MIXED in sides or {BETTER, WORSE} <= sides:
        return MIXED
    claimed = sides - {DIFFERENT}
    return claimed.pop() if claimed else DIFFERENT


def sample_words(membership, series: Shown) -> str:
    """How many months have a value, and the counts of the latest three."""
    months_said = f"{series.line.run.points} months with a value"
    unit = unit_of(membership, series)
    if unit is None:
        return months_said
    counts = f"{chart_words.shown_count(unit.numerator)} of {chart_words.shown_count(unit.denominator)}"
    of = "people at month-ends" if series.definition.counts_the_same_people else "person-months"
    return f"{months_said}; {counts} {of} in the latest three months"


# ---- the page


def worth_a_look_page(gathered: Gathered) -> WorthALookPage:
    definitions = list(all_definitions().values())
    gathered.analyse_listed(all_definitions())
    items = sorted(
        (item for definition in definitions for item in items_of(gathered, definition)),
        key=lambda item: (item.name, item.code, item.measure_number),
    )
    series = visible_series(gathered)
    return WorthALookPage(
        as_at=as_at_with_returns(gathered),
        computation=gathered.pointer.pk if gathered.pointer else None,
        is_protected=any(one.line.is_protected for one in series),
        sections=sections(items),
        looked_at=len(series),
        found=len(items),
        chance=by_chance(series, len(items)),
        minimums=[minimum_words(definition) for definition in definitions],
    )


def visible_series(gathered: Gathered) -> list[Shown]:
    found = [
        gathered.series(Series.Level.PRACTICE, one.practice, code)
        for one in gathered.visible_memberships
        for code in all_definitions()
    ]
    return [one for one in found if one]


def sections(items: list[Item]) -> list[Section]:
    """Help and learning apart, so that nobody is offered the one for the other; what claims neither comes last."""
    worse = [item for item in items if item.side == WORSE]
    better = [item for item in items if item.side == BETTER]
    open_to = [item for item in items if item.side not in (WORSE, BETTER)]
    return [
        Section("help", "Look for help", HELP_WORDS, worse, "Nothing at present."),
        Section("learn", "Learn from", LEARN_WORDS, better, "Nothing at present."),
        Section("changed", "Changed: ask what happened", CHANGED_WORDS, open_to, "Nothing at present."),
    ]


HELP_WORDS = "Signs for the worse. Ask how it is counted and what happened to the list before asking about care."
LEARN_WORDS = "Signs for the better. Ask what was changed, and whether it would hold elsewhere."
CHANGED_WORDS = "Something changed, and neither better nor worse is claimed: the list moved, the signs contradict each other, or the measure has no better direction."


def by_chance(series: list[Shown], found: int) -> str:
    """How many would stand here although nothing has changed."""
    charts = [one.line for one in series]
    limits = sum(line.has_limits for line in charts)
    runs = sum(not line.has_limits and not chart_words.has_too_few_points(line) for line in charts)
    chance = limits * false_alarm_rate(LATEST_POINT) + runs * false_alarm_rate(RUN_CHART) + len(charts) * OUTSIDE_OUTER
    return (
        f"{len(charts)} measures of practices were looked at and {found} "
        f"{'is' if found == 1 else 'are'} listed; with nothing changed anywhere, about {roughly(chance)} would be, by chance alone."
    )


def minimum_words(definition: MeasureDefinition) -> str:
    unit = "person-months a month" if definition.counts_person_months else "people at the end of the month"
    return f"{definition.short_title}: {definition.minimum_denominator} {unit}"
