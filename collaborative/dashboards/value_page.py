"""What the changes of a wave are worth, as a reader may see them: others from released figures only, with every assumption."""

from dataclasses import dataclass, replace

from collaborative.dashboards.changes import change_of
from collaborative.models import ProgrammeCost, UnitCost
from collaborative.value import VERDICTS, Range, events_saved, net, total, verdict, worth
from measures.change_words import reason_words, relative_words
from measures.computing.changes import CHANGE_REASONS
from measures.disclosed_changes import rate_of
from measures.disclosure import is_number
from measures.statistics.pooled_change import pooled_change
from practices import months
from practices.wording import counted

NOT_ENTERED = "No unit cost is entered"
NO_SERIES = "No returns yet"
NO_INTERVAL = "There is no interval, so no range of value either"
LIST_WITHHELD = "The size of the list is withheld, so whether it is still being built cannot be said"
UNCONFIRMED = "Per registered patient the change does not go the same way, so the list may be behind it"
ASSUMPTIONS = (
    (
        "Each change is the rate of the latest three months less that of the baseline, with the 95% interval of the wave's page. "
        "Without the programme the baseline would have gone on: other causes are not taken away."
    ),
    (
        "Events no longer seen are the change times the people and months counted in those three months, in the practices named "
        "beside each measure. A rise counts against. A month without a return adds nothing. Of long absence, people are counted "
        "at the end of every month, so one is a person's month."
    ),
    (
        "People on the list are taken to be as ill as they were. A list that grows takes in people who are less ill, so the change "
        "per registered patient stands beside each; where it does not go the same way, nothing is valued."
    ),
    (
        "One event costs what was entered here. Of the 95% interval and the lowest and highest cost together, the range takes the "
        "least and the most of the four products, and adds measures end to end, so it is wide rather than narrow."
    ),
    "The programme's cost is taken to be the same in every month; three months of it are set against the changes.",
    "Costs are not brought to one price year, and no other benefit or harm is counted. Pounds on the page have three figures.",
)
ROUNDED = "The figures here are worked out from rounded counts; the intervals do not allow for the rounding."
MONTHS = 3


@dataclass(frozen=True)
class MeasureValue:
    """One measure: events saved and their worth, or the reason why there is none.

    `counted` names one event; `basis` says of which months and practices, `registered` how the change per registered patient
    goes.
    """

    title: str
    counted: str
    cost: UnitCost | None
    events: Range | None = None
    worth: Range | None = None
    reason: str = ""
    basis: str = ""
    registered: str = ""
    is_protected: bool = False


@dataclass(frozen=True)
class ValuePage:
    """`gross` is what the priced changes are worth together, `cost` that of the programme over as long, `net` what is left."""

    measures: tuple[MeasureValue, ...]
    programme: ProgrammeCost | None
    gross: Range | None
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
    priced = [row.worth for row in rows if row.cost]
    # A measure that has a price and no figure would make the sum say less than it seems to.
    gross = total(priced) if priced and all(priced) else None
    cost = float(programme.amount) * MONTHS / programme.months if programme else None
    left = net(gross, cost) if gross and cost is not None else None
    rounded = (ROUNDED,) if any(row.is_protected for row in rows) else ()
    words = verdict_words(left, gross, cost, is_priced=bool(priced))
    return ValuePage(rows, programme, gross, cost, left, words, ASSUMPTIONS + rounded)


def verdict_words(left: Range | None, gross: Range | None, cost: float | None, *, is_priced: bool) -> str:
    if left is not None:
        return f"{VERDICTS[verdict(left)]}."
    if not is_priced:
        return "No unit cost is entered yet, so nothing is valued."
    if gross is None:
        return "Not every measure with a unit cost has a change that can be shown, so no sum is made."
    return "The programme's cost is not entered, so nothing is set against it."


def measure_value(series, definition, cost: UnitCost | None) -> MeasureValue:
    found = MeasureValue(definition.short_title, definition.counted[0], cost)
    if reason := why_not_valued(series, cost):
        return replace(found, reason=reason)
    change, panel = change_of(series, "change")
    if change.percent is None:
        return replace(found, reason=sentence(reason_words(change.reason)))
    found = replace(found, basis=basis_words(series, panel), is_protected=change.is_protected)
    if change.difference_lower is None or not is_number(change.current.denominator):
        return replace(found, reason=NO_INTERVAL)
    registered, _ = change_of(series, "registered_change")
    if change.percent and not goes_the_same_way(change, registered):
        return replace(found, reason=UNCONFIRMED)
    return valued(found, difference_of(change, definition.counts_the_same_people), change, registered)


def why_not_valued(series, cost: UnitCost | None) -> str:
    """ "" where there is a cost, and a list of which it is known that it is not being built."""
    if cost is None:
        return NOT_ENTERED
    if series is None:
        return NO_SERIES
    if not series.is_list_shown:
        return LIST_WITHHELD
    return CHANGE_REASONS[series.data.headline] if series.is_headline_withheld else ""


def sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def basis_words(series, panel: str) -> str:
    first, *_, last = series.data.current_months
    return f"{months.label(first)} to {months.label(last)}: {panel}"


def goes_the_same_way(change, registered) -> bool:
    """Whether a change per person on the list is one per registered patient too."""
    return registered.percent is not None and change.percent * registered.percent > 0


def valued(found: MeasureValue, difference: Range, change, registered) -> MeasureValue:
    events = events_saved(difference, change.current.denominator, change.per)
    price = Range(float(found.cost.cost), float(found.cost.low), float(found.cost.high))
    said_of_registered = (
        f"Per registered patient, {relative_words(registered)}" if registered.percent is not None else ""
    )
    return replace(found, events=events, worth=worth(events, price), registered=said_of_registered)


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
    *(
        "Measure",
        "What is counted",
        "Events fewer",
        "Events fewer, from",
        "Events fewer, to",
        "Months and practices",
        "Per registered patient",
    ),
    *("Cost of one (£)", "Lowest (£)", "Highest (£)", "Price year", "Source"),
    *("Worth (£)", "Worth, from (£)", "Worth, to (£)", "Why there is no value"),
]


def rows_of(page: ValuePage) -> list[list[object]]:
    return [
        [
            *(row.title, row.counted, *ends(row.events), row.basis, row.registered),
            *(*cost_cells(row.cost), *ends(row.worth), row.reason),
        ]
        for row in page.measures
    ]


def ends(found: Range | None) -> list[object]:
    return [round(found.best), round(found.low), round(found.high)] if found else [None, None, None]


def cost_cells(cost: UnitCost | None) -> list[object]:
    return [float(cost.cost), float(cost.low), float(cost.high), cost.year, cost.source] if cost else [None] * 5


def pounds(amount: float) -> str:
    """To three figures, as more would claim too much; a true minus sign before a loss."""
    size = int(float(f"{abs(amount):.3g}") + 0.5)
    return f"{'−' if amount < 0 and size else ''}£{size:,}"


def said(found: Range, unit=pounds) -> str:
    return f"{unit(found.best)} ({unit(found.low)} to {unit(found.high)})"


def count(number: float) -> str:
    return f"{round(number):,}".replace("-", "−")


def table_of(page: ValuePage) -> dict:
    return {
        "caption": "What the changes of the latest three months are worth",
        "head": ["Measure", "Fewer events (95% interval)", "Cost of one (lowest to highest)", "Worth (range)"],
        "first_is_header": True,
        "rows": [table_row(row) for row in page.measures],
    }


def table_row(row: MeasureValue) -> list:
    if row.worth is None:
        return [row.title, {"text": f"Not valued. {row.reason}", "colspan": 3}]
    return [row.title, said(row.events, count), price(row.cost), said(row.worth)]


def price(cost: UnitCost) -> str:
    return f"£{cost.cost:,.2f} (£{cost.low:,.2f} to £{cost.high:,.2f})"


def sums_of(page: ValuePage) -> list[tuple[str, str]]:
    """(what, pounds in words) of those that can be said."""
    sums = [
        ("Worth of the changes together", said(page.gross) if page.gross else ""),
        ("Cost of the programme over three months", pounds(page.cost) if page.cost is not None else ""),
        ("Left over", said(page.net) if page.net else ""),
    ]
    return [(what, words) for what, words in sums if words]


def behind(page: ValuePage) -> list[dict]:
    """What stands behind each figure, for components/summary_list.html."""
    rows = [
        {"key": row.title, "value": "\n".join(line for line in (cost_words(row), row.basis, row.registered) if line)}
        for row in page.measures
        if row.cost
    ]
    return rows + ([{"key": "The programme", "value": programme_words(page.programme)}] if page.programme else [])


def cost_words(row: MeasureValue) -> str:
    return f"One {row.counted} costs {price(row.cost)}. Source: {row.cost.source}, prices of {row.cost.year}"


def programme_words(cost: ProgrammeCost) -> str:
    return f"£{cost.amount:,.2f} over {counted(cost.months, 'month')}. Source: {cost.source}"


def notes_of(page: ValuePage) -> list[list[object]]:
    """What a file says beneath its rows, in whole pounds."""
    return [
        *([["Worth of the changes together (£)", *ends(page.gross)]] if page.gross else []),
        *([["Cost of the programme over three months (£)", round(page.cost)]] if page.cost is not None else []),
        *([["Left over (£)", *ends(page.net)]] if page.net else []),
        *([["The programme", programme_words(page.programme)]] if page.programme else []),
        ["Verdict", page.verdict],
        *(["Assumption", words] for words in page.assumptions),
    ]
