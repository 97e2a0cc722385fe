"""Definitions, how good the data are, and how the figures were worked out."""

from collections import defaultdict

from collaborative.dashboards.shown import Shown, states
from collaborative.reports.assembling.cover import first_series
from collaborative.reports.assembling.source import Source
from collaborative.reports.contents import Page, Table, Text
from measures import chart_words
from measures.definitions import MeasureDefinition, all_definitions
from measures.models import Series
from practices import months

LIST_WORDS = {
    "established": "established",
    "building": "still being built",
    "no_list": "no list yet",
}
NOT_SHOWN = "not shown"
SECTION = "Definitions and data quality"
RECENT = 6
METHOD = (
    "Each series has one chart, chosen from its data: limits where counts bear them, else a run chart, else a plain line.",
    "The rules for special causes are those of NHS Making Data Count.",
    "The months before learning workshop 1 are the baseline where thirteen have a value, else the first twenty with a value.",
    "A new phase begins only where a person sets it, with a reason.",
    "While a list is being built or moves by more than a quarter, no chart is called better or worse.",
    "Zero, blank and not available are three things: zero is a counted nought, and where there is no value the reason is named.",
    "A place outside the limits of a funnel is a question, not an answer. Nobody is ranked.",
)


def appendix(source: Source) -> list[Page]:
    return [definitions(), data_quality(source), Page("method", "Method", (Text(METHOD),))]


def definitions() -> Page:
    head = ("Measure", "Numerator", "Denominator", "Unit", "Direction", "Version")
    rows = tuple(definition_row(one) for one in all_definitions().values())
    return Page("definitions", SECTION, (Table("The measures", head, rows),))


def definition_row(one: MeasureDefinition) -> tuple:
    title = f"{one.number}. {one.title}"
    return (
        title,
        one.numerator_text,
        one.denominator_text,
        one.unit,
        chart_words.direction_words(one.direction),
        f"version {one.version}",
    )


def data_quality(source: Source) -> Page:
    blocks = [returns_by_month(source)]
    if not source.is_shared:
        blocks.append(by_practice(source))
    return Page("data-quality", "Data quality", tuple(blocks), SECTION)


def returns_by_month(source: Source) -> Table:
    """How many returned is no secret; who did stands in the facilitator's copy."""
    series = first_series(source)
    data = series.data if series else None
    rows = (
        tuple(zip(map(months.label, data.months), data.expected, data.reported, data.provisional, strict=True))
        if data
        else ()
    )
    head = ("Month", "Practices expected", "Returned", "Of these not accepted yet")
    return Table("Returns by month", head, rows, "Nothing has been returned yet.")


def by_practice(source: Source) -> Table:
    head = (
        "Practice",
        "Months returned",
        "Missing of the last six",
        "Not accepted yet",
        "Queries",
        "Not available in the latest return",
        "On the list",
        "List",
    )
    rows = tuple(practice_row(source, one.practice) for one in source.gathered.visible_memberships)
    return Table("Returns, queries and lists by practice", head, rows, "No practice takes part yet.")


def practice_row(source: Source, practice) -> tuple:
    found = [source.gathered.series(Series.Level.PRACTICE, practice, code) for code in all_definitions()]
    series = [one for one in found if one is not None]
    queries = source.queried.get(practice.pk, 0)
    name = f"{practice.name} ({practice.ods_code})"
    if not series:
        return name, 0, "all", 0, queries, "none", None, "nothing returned"
    standing = states(series[0].data)
    missing = [
        months.label(month)
        for month, state in list(zip(series[0].data.months, standing, strict=True))[-RECENT:]
        if state == "missing"
    ]
    returned = sum(series[0].data.has_return)
    return (
        name, returned, ", ".join(missing) or "none", standing.count("provisional"), queries,
        unavailable(series), list_size(series[0]), list_words(series[0]),
    )  # fmt: skip


def unavailable(series: list[Shown]) -> str:
    """What the latest return has no value of, and the reason as this reader is told it: reason, then measures."""
    found = defaultdict(list)
    for one in series:
        place = last_return(one)
        if place is not None and one.release.rates[place] is None and one.release.reasons[place]:
            found[chart_words.reason_words(one.release.reasons[place])].append(one.definition.short_title)
    return "; ".join(f"{', '.join(names)}: {reason}" for reason, names in found.items()) or "none"


def last_return(series: Shown) -> int | None:
    """Where the latest month with a return stands; None where nothing was returned."""
    returned = [place for place, has_return in enumerate(series.data.has_return) if has_return]
    return returned[-1] if returned else None


def list_size(series: Shown):
    size = series.latest_list
    return NOT_SHOWN if size is None and not series.audience.is_exact else size


def list_words(series: Shown) -> str:
    """Whether a list moves is worked out of true counts, so it is told of those alone whose figures are exact."""
    if not series.audience.is_exact:
        return NOT_SHOWN
    return LIST_WORDS.get(series.data.list_status, series.data.list_status.replace("_", " "))
