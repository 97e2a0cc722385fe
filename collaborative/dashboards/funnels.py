"""The funnel of one measure (L4, L5): every practice's latest three months around the wave's rate. Where am I, without rank.

Whoever sees every practice exactly gets a funnel of exact counts. For everybody else limits, average and dots are made from
protected counts alone; what they may see exactly, such as their own practice, is drawn over it and changes none of it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from collaborative.dashboards.funnel_units import Unit, Units, units_of
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.matrix import practice_href
from measures import chart_words, disclosure, funnel_charts
from measures.definitions import NO_JUDGEMENT, MeasureDefinition
from measures.disclosure import MINIMUM_PRACTICES_OF_DISTRIBUTION
from measures.funnel_charts import INSIDE, Funnel, Limits, Point, zone_of
from measures.models import Series
from measures.statistics import funnel as statistics
from practices import months

# Through so many places along the axis a limit is drawn.
PLACES = 60
# Of those listed as standing out when all are compared at once, at most this share is there by chance (Benjamini-Hochberg).
LARGEST_Q = 0.05
TOO_FEW = f"No funnel is drawn of fewer than {MINIMUM_PRACTICES_OF_DISTRIBUTION} practices, since it would speak of single ones."
TOO_MANY_SMALL = (
    "No funnel is drawn: small counts hide more than half of the practices, and the others would not stand for all."
)
NO_FIGURES = "No figures yet: nothing has been returned in this wave."
CAUTION = (
    "A place outside the limits is a question, not an answer: practices differ in whom they put on the list (case-mix), in how "
    "they code a consultation or an absence, and in who works beside the doctors. There is no rank here."
)
NO_EVENTS = "No funnel is drawn: nothing was counted in these months, so there is nothing to compare."


@dataclass(frozen=True)
class Comparison:
    """One measure's practices compared at one time. `result` is None where `withheld` says why there is no funnel."""

    definition: MeasureDefinition
    units: Units
    result: statistics.Funnel | None
    withheld: str = ""

    @property
    def is_protected(self) -> bool:
        return self.units.is_protected

    @property
    def practices(self) -> int:
        return len(self.units.base)

    @property
    def target(self) -> float:
        """The average, in the measure's unit."""
        return self.result.target * self.definition.per

    def limits_at(self, sizes, *, wide: bool) -> Limits:
        """Limits in the measure's unit for practices of these sizes; `wide` allows for over-dispersion."""
        result = self.result
        curve = statistics.limits_over(
            result.kind, result.target, result.dispersion.tau_squared, np.asarray(sizes, dtype=float)
        )
        found = curve.wide if wide else curve.exact
        columns = (found.inner_lower, found.inner_upper, found.outer_lower, found.outer_upper)
        return Limits(list(sizes), *((column * self.definition.per).tolist() for column in columns))

    @cached_property
    def points(self) -> dict[str, Point]:
        """Code -> where a practice lies: all of the base, with what the reader sees exactly in its place."""
        if self.result is None:
            return {}
        q = dict(zip((unit.code for unit in self.units.base), self.result.judged_q.tolist(), strict=True))
        units = {unit.code: unit for unit in self.units.base} | self.units.exact
        limits = self.limits_at([unit.size for unit in units.values()], wide=self.result.is_overdispersed)
        return {code: point_at(unit, limits, place, q.get(code)) for place, (code, unit) in enumerate(units.items())}


def point_at(unit: Unit, limits: Limits, place: int, q: float | None) -> Point:
    edges = (limits.lower_95, limits.upper_95, limits.lower_998, limits.upper_998)
    zone = zone_of(unit.rate, *(edge[place] for edge in edges))
    return Point("", "", unit.numerator, unit.denominator, unit.size, unit.rate, zone, q, is_exact=unit.is_exact)


def comparison_of(gathered: Gathered, definition: MeasureDefinition) -> Comparison:
    """The practices around the wave's rate, as far as this reader may see either."""
    units = units_of(gathered, definition)
    if withheld := why_withheld(units):
        return Comparison(definition, units, None, withheld)
    average, why = wave_rate(gathered, definition)
    if average is None and units.is_protected:
        # An average of the dots would be the wave's total by another door.
        return Comparison(
            definition, units, None, f"No funnel is drawn. {chart_words.first_upper(chart_words.reason_words(why))}."
        )
    make = statistics.proportions_funnel if definition.counts_the_same_people else statistics.rates_funnel
    result = make([unit.events for unit in units.base], [unit.size for unit in units.base], average)
    if result.reason:
        return Comparison(definition, units, None, NO_EVENTS)
    return Comparison(definition, units, result)


def why_withheld(units: Units) -> str:
    if not units.with_value:
        return NO_FIGURES
    if len(units.base) < MINIMUM_PRACTICES_OF_DISTRIBUTION:
        return TOO_FEW
    return TOO_MANY_SMALL if 2 * len(units.base) < units.with_value else ""


def wave_rate(gathered: Gathered, definition: MeasureDefinition) -> tuple[float | None, str]:
    """(the wave's rate of its latest three months as a ratio, ""), from what the reader may see of it; (None, why not).

    Of everybody, also those whose small counts keep them out of a protected funnel: without them it would lie too high.
    """
    wave = gathered.series(Series.Level.WAVE, None, definition.code)
    value, why = wave.current if wave else (None, "no_return")
    if value is None:
        return None, why
    pool = wave.pool(wave.data.current)
    if not wave.audience.is_exact:
        pool, _ = disclosure.protected_pool(pool, "wave")
    return pool.numerator / pool.denominator, ""


# ---- what is drawn


def funnel_of(gathered: Gathered, comparison: Comparison, marked: tuple[str, ...]) -> Funnel:
    """With names for the practices of this person's scope alone."""
    definition = comparison.definition
    points = named_points(gathered, comparison, marked)
    largest = max(point.size for point in points) * 1.05
    along = np.linspace(max(largest / PLACES, 1), largest, PLACES).round().tolist()
    is_wide = comparison.result.is_overdispersed
    return Funnel(
        title=f"{definition.short_title}, {definition.unit}",
        unit=definition.unit,
        size_title=size_title(definition),
        target=comparison.target,
        limits=comparison.limits_at(along, wide=False),
        wider=comparison.limits_at(along, wide=True) if is_wide else None,
        points=points,
        is_protected=comparison.is_protected,
        period=period_words(gathered, definition),
    )


def size_title(definition: MeasureDefinition) -> str:
    if definition.counts_the_same_people:
        return "People on the list (mean of the months)"
    return "Person-months on the list"


def named_points(gathered: Gathered, comparison: Comparison, marked: tuple[str, ...]) -> list[Point]:
    named = {one.practice.ods_code: one.practice for one in gathered.visible_memberships}
    return [
        with_name(gathered, point, named[code], code in marked) if code in named else point
        for code, point in comparison.points.items()
    ]


def with_name(gathered: Gathered, point: Point, practice, is_marked: bool) -> Point:
    href = practice_href(gathered.wave, practice)
    return Point(
        practice.name, practice.ods_code, point.numerator, point.denominator, point.size, point.rate, point.zone, point.q,
        is_marked, point.is_exact, href,
    )  # fmt: skip


def period_words(gathered: Gathered, definition: MeasureDefinition) -> str:
    """ "Oct 2006 to Dec 2006": the wave's latest three months."""
    window = gathered.series(Series.Level.WAVE, None, definition.code).data.current_months
    return f"{months.label(window[0])} to {months.label(window[-1])}"


# ---- in words


def where_words(gathered: Gathered, comparison: Comparison, funnel: Funnel, marked: tuple[str, ...]) -> list[str]:
    """For each marked practice where it lies, or why it is not in the funnel."""
    found = {point.code: funnel_charts.where_words(funnel, point) for point in funnel.marked}
    practices = {one.practice.ods_code: one.practice for one in gathered.visible_memberships}
    return [
        found.get(code) or absence_words(gathered, comparison, practices[code]) for code in marked if code in practices
    ]


def absence_words(gathered: Gathered, comparison: Comparison, practice) -> str:
    series = gathered.series(Series.Level.PRACTICE, practice, comparison.definition.code)
    reason = chart_words.reason_words(series.current[1]) if series else "no return"
    return f"{practice.name} is not in this funnel: {reason or 'no return in these months'}."


def standing_out(funnel: Funnel) -> tuple[list[Point], int]:
    """(those named who stand out also when all are compared at once, how many more without a name), alphabetical."""
    out = [point for point in funnel.points if point.zone != INSIDE and point.q is not None and point.q < LARGEST_Q]
    named = sorted((point for point in out if point.name), key=lambda point: (point.name, point.code))
    return named, len(out) - len(named)


def basis_words(gathered: Gathered, comparison: Comparison) -> str:
    """Which months each practice is compared by, and who is not compared."""
    first = gathered.series(Series.Level.WAVE, None, comparison.definition.code).data.current_months[0]
    own = f"Each practice stands here by its own latest three months; its latest return is of {months.label(first)} or later."
    return f"{own} {left_out_words(comparison.units)}".strip()


def left_out_words(units: Units) -> str:
    """How many practices are not in it, and why; "" when all are."""
    if not units.left_out:
        return ""
    reasons = sorted(units.left_out.items())
    said = "; ".join(f"{count} ({chart_words.reason_words(reason) or 'no rate'})" for reason, count in reasons)
    total = sum(units.left_out.values())
    return f"Of those, {total} {'is' if total == 1 else 'are'} not in the funnel: {said}."


def caution_words(comparison: Comparison) -> list[str]:
    """What a place outside the limits does not say."""
    definition, dispersion = comparison.definition, comparison.result.dispersion
    said = [CAUTION]
    if definition.direction == NO_JUDGEMENT:
        said.append("For this measure neither high nor low is called good: it shows where work is done.")
    if comparison.result.is_overdispersed:
        said.append(
            f"Practices differ from each other by more than chance explains (phi {dispersion.phi:.1f}, tau "
            f"{dispersion.tau_squared**0.5 * definition.per:.1f} {definition.unit}). So the wider limits judge, and those of chance "
            "alone are drawn thin beside them. The cause may be case-mix or coding."
        )
    if definition.counts_the_same_people:
        said.append("Three month-ends count much the same people, so the limits rest on one month's mean counts.")
    return said
