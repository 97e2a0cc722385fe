"""How far practices are apart: a funnel for each measure, without rank; and practices that could learn from each other."""

from collaborative.dashboards.funnels import Comparison, basis_words, caution_words, comparison_of, funnel_of
from collaborative.models import Pairing
from collaborative.reports.assembling.charts import DIGITS, figure, table_of
from collaborative.reports.assembling.source import Source
from collaborative.reports.contents import Bullets, Chart, Page, Table, Text, Trace
from measures import funnel_charts
from measures.definitions import MeasureDefinition, all_definitions
from measures.funnel_charts import ABOVE_998, BELOW_998, INSIDE, Funnel, Limits

TITLE = "Spread of results"
FAR = (ABOVE_998, BELOW_998)
NO_RANK = "Practices in a table stand in alphabetical order; there is no rank and no league table."
UNNAMED = "a practice"
NO_PAIRS = "No two practices have agreed to be paired yet."


def spread(source: Source) -> list[Page]:
    """A summary, then a page for each measure."""
    found = [(definition, comparison_of(source.gathered, definition)) for definition in all_definitions().values()]
    return [summary(source, found), *(funnel_page(source, *one) for one in found)]


def summary(source: Source, found: list[tuple[MeasureDefinition, Comparison]]) -> Page:
    head = ("Measure", "Practices compared", "Average", "Outside the 95% limits", "Of these outside the 99.8% limits")
    rows = tuple(summary_row(source, *one) for one in found)
    return Page("spread", TITLE, (Text((NO_RANK,)), Table("How far practices are apart", head, rows)))


def summary_row(source: Source, definition: MeasureDefinition, comparison: Comparison) -> tuple:
    if comparison.withheld:
        return definition.title_with_unit, "not compared", "", "", ""
    funnel = funnel_of(source.gathered, comparison, ())
    outside = [one for one in funnel.points if one.zone != INSIDE]
    far = sum(one.zone in FAR for one in outside)
    return definition.title_with_unit, len(funnel.points), figure(funnel.average), len(outside), far


def funnel_page(source: Source, definition: MeasureDefinition, comparison: Comparison) -> Page:
    key = f"spread-{definition.code.replace('_', '-')}"
    if comparison.withheld:
        return Page(key, definition.short_title, (Text((comparison.withheld,)),), TITLE)
    funnel = funnel_of(source.gathered, comparison, ())
    notes = (basis_words(source.gathered, comparison), *caution_words(comparison))
    return Page(key, definition.short_title, (chart(key, funnel, notes),), TITLE)


def chart(key: str, funnel: Funnel, notes: tuple[str, ...]) -> Chart:
    return Chart(
        identifier=key,
        title=funnel.title,
        sentence=funnel_charts.sentence(funnel),
        unit=funnel.unit,
        categories=(),
        traces=traces(funnel),
        table=table_of(funnel_charts.table(funnel, funnel.title), funnel.title, "practices by name"),
        notes=notes,
        form="funnel",
        across_title=funnel.size_title,
    )


def traces(funnel: Funnel) -> tuple[Trace, ...]:
    """Dots by where they lie, so that their order tells nobody apart; the limits that judge; the average."""
    dots = sorted(funnel.points, key=lambda one: (one.size, one.rate, one.name))
    limits = funnel.wider or funnel.limits
    ends = (limits.sizes[0], limits.sizes[-1])
    return (
        Trace(
            "Practices",
            numbers([one.rate for one in dots]),
            "points",
            numbers([one.size for one in dots]),
            tuple(one.name or UNNAMED for one in dots),
        ),
        Trace(f"Average {funnel.average}", numbers([funnel.target] * 2), "centre", numbers(ends)),
        *limit_traces(limits),
    )


def limit_traces(limits: Limits) -> tuple[Trace, ...]:
    named = (
        ("Lower 95% limit", limits.lower_95),
        ("Upper 95% limit", limits.upper_95),
        ("Lower 99.8% limit", limits.lower_998),
        ("Upper 99.8% limit", limits.upper_998),
    )
    return tuple(Trace(name, numbers(values), "limit", numbers(limits.sizes)) for name, values in named)


def numbers(values) -> tuple[float, ...]:
    return tuple(round(float(value), DIGITS) for value in values)


# ---- bright spots


def pairings(source: Source) -> Page:
    """Two that started alike, one of which improved. The reason holds figures, so the copy for the wave goes without it."""
    items = tuple(pairing_words(source, one) for one in source.pairings)
    return Page(
        "pairings", "Who could learn from whom", (Bullets("Practices that both agreed to be paired", items, NO_PAIRS),)
    )


def pairing_words(source: Source, pairing: Pairing) -> str:
    definition = all_definitions().get(pairing.measure)
    of = definition.short_title if definition else pairing.measure
    alike = f"{pairing.learner.name} and {pairing.example.name} started alike in {of}."
    return f"{alike} Ask {pairing.example.name} what changed." if source.is_shared else f"{alike} {pairing.reason}"
