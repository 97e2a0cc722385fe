"""What the changes of a wave are worth, as a reader may see them: others from released figures only, with every assumption."""

from dataclasses import dataclass

from collaborative.dashboards.changes import change_of
from collaborative.models import ProgrammeCost, UnitCost
from collaborative.value import VERDICTS, Range, events_saved, net, total, verdict, worth
from measures.change_words import reason_words
from measures.computing.changes import CHANGE_REASONS
from measures.disclosed_changes import rate_of
from measures.disclosure import is_number
from measures.statistics.pooled_change import pooled_change

NOT_ENTERED = "No unit cost is entered"
NO_SERIES = "No returns yet"
NO_INTERVAL = "there is no interval, so no range of value either"
ASSUMPTIONS = (
    (
        "Each change is the rate of the latest three months less that of the baseline, with the 95% interval of the wave's page. "
        "What would have happened without the programme is taken to be the baseline; other causes are not taken away."
    ),
    "Events no longer seen are the change times the people and months counted in those three months, in practices with returns in both periods. A rise counts against.",
    (
        "One event costs what was entered here. The range takes the least and the most of interval and cost together, and adds "
        "measures end to end, so it is wide rather than narrow."
    ),
    "The programme's cost is taken to be the same in every month; three months of it are set against the changes.",
    "Costs are not brought to one price year, and no other benefit or harm is counted.",
)
MONTHS = 3


@dataclass(frozen=True)
class MeasureValue:
    """One measure: events saved and their worth, or the reason why there is none."""

    title: str
    cost: UnitCost | None
    events: Range | None = None
    worth: Range | None = None
    reason: str = ""
    is_protected: bool = False


@dataclass(frozen=True)
class ValuePage:
    measures: tuple[MeasureValue, ...]
    cost: float | None
    net: Range | None
    verdict: str
    assumptions: tuple[str, ...]


def value_page(gathered, definitions: dict, costs: list[UnitCost], programme: ProgrammeCost | None) -> ValuePage:
    """`gathered` for this reader; nothing here sees a figure that the reader does not."""
    by_measure = {cost.measure: cost for cost in costs}
    rows = tuple(
        measure_value(gathered.series("wave", None, code), definition, by_measure.get(code))
        for code, definition in definitions.items()
    )
    cost = float(programme.amount) * MONTHS / programme.months if programme else None
    counted = [row.worth for row in rows if row.worth]
    # A measure that has a price and no figure would make the sum say less than it seems to.
    is_whole = bool(counted) and all(row.worth for row in rows if row.cost)
    left = net(total(counted), cost) if is_whole and cost is not None else None
    return ValuePage(rows, cost, left, verdict_words(left, is_whole, cost), ASSUMPTIONS)


def verdict_words(left: Range | None, is_whole: bool, cost: float | None) -> str:
    if left is not None:
        return f"{VERDICTS[verdict(left)]}."
    if cost is None:
        return "The programme's cost is not entered, so nothing is set against it."
    if not is_whole:
        return "Not every measure with a unit cost has a change that can be shown, so no sum is made."
    return ""


def measure_value(series, definition, cost: UnitCost | None) -> MeasureValue:
    found = MeasureValue(definition.short_title, cost, reason=NOT_ENTERED)
    if cost is None:
        return found
    if series is None:
        return MeasureValue(definition.short_title, cost, reason=NO_SERIES)
    if series.is_headline_withheld:
        # A list that grows brings in people who are less ill: fewer events a head are then no saving.
        return MeasureValue(definition.short_title, cost, reason=CHANGE_REASONS[series.data.headline])
    return valued(definition, cost, change_of(series, "change")[0])


def valued(definition, cost: UnitCost, change) -> MeasureValue:
    title = definition.short_title
    if change.percent is None:
        return MeasureValue(title, cost, reason=reason_words(change.reason))
    if change.difference_lower is None or not is_number(change.current.denominator):
        return MeasureValue(title, cost, reason=NO_INTERVAL, is_protected=change.is_protected)
    difference = difference_of(change, definition.counts_the_same_people)
    events = events_saved(difference, change.current.denominator, change.per)
    price = Range(float(cost.cost), float(cost.low), float(cost.high))
    return MeasureValue(title, cost, events, worth(events, price), is_protected=change.is_protected)


def difference_of(change, repeated: bool) -> Range:
    """In the rate's unit. For others made again from the counts that they are shown beside the change: the whole numbers
    of the change itself, multiplied by a large list, would be out by half.
    """
    if not change.is_protected:
        return Range(change.difference, change.difference_lower, change.difference_upper)
    found = pooled_change(rate_of(change.baseline, repeated), rate_of(change.current, repeated))
    return Range(*(size * change.per for size in (found.difference, found.difference_lower, found.difference_upper)))


# ------------------------------------------------------------------ as rows

HEADINGS = [
    *("Measure", "Events fewer", "From", "To", "Cost of one (£)", "Lowest (£)", "Highest (£)", "Price year", "Source"),
    *("Worth (£)", "From (£)", "To (£)", "Why there is no value"),
]


def rows_of(page: ValuePage) -> list[list[object]]:
    return [
        [row.title, *ends(row.events), *cost_cells(row.cost), *ends(row.worth), row.reason] for row in page.measures
    ]


def ends(found: Range | None) -> list[object]:
    return [round(found.best), round(found.low), round(found.high)] if found else [None, None, None]


def cost_cells(cost: UnitCost | None) -> list[object]:
    return [float(cost.cost), float(cost.low), float(cost.high), cost.year, cost.source] if cost else [None] * 5


def pounds(amount: float) -> str:
    """Whole pounds; a true minus sign before a loss."""
    return f"{'−' if round(amount) < 0 else ''}£{abs(round(amount)):,}"


def said(found: Range, unit=pounds) -> str:
    return f"{unit(found.best)} ({unit(found.low)} to {unit(found.high)})"


def count(number: float) -> str:
    return f"{round(number):,}".replace("-", "−")


def table_of(page: ValuePage) -> dict:
    return {
        "caption": "What the changes of the latest three months are worth",
        "head": ["Measure", "Fewer events (95% interval)", "Cost of one", "Worth"],
        "first_is_header": True,
        "rows": [table_row(row) for row in page.measures],
    }


def table_row(row: MeasureValue) -> list:
    if row.cost is None:
        return [row.title, {"text": row.reason, "colspan": 3}]
    cost = {
        "text": f"£{row.cost.cost} (£{row.cost.low} to £{row.cost.high})",
        "hint": f"{row.cost.source}, prices of {row.cost.year}",
    }
    if row.worth is None:
        reason = f"Nothing is valued: {row.reason[0].lower()}{row.reason[1:]}"
        return [row.title, {"text": reason}, cost, "–"]
    hint = "From rounded counts: the interval does not allow for the rounding" if row.is_protected else ""
    return [row.title, {"text": said(row.events, count), "hint": hint}, cost, said(row.worth)]
