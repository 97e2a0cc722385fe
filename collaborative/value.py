"""What observed changes are worth: events no longer seen times what one costs, less what the programme cost. Pure.

Every figure is a best estimate between a low and a high one. Of a product of two ranges the ends are the least and the most
of its four corners, so the range is at least as wide as both together say. Ranges are added end to end, as if all went well,
or ill, at once: never too narrow.
"""

from collections.abc import Iterable
from dataclasses import dataclass

PAYS, COSTS, UNSURE = "pays", "costs", "unsure"
VERDICTS = {
    PAYS: "If all that is assumed here holds, the changes are worth more than the programme cost, even at the low end",
    COSTS: "If all that is assumed here holds, the changes are worth less than the programme cost, even at the high end",
    UNSURE: "The range holds zero, so nothing can be said of whether the programme pays",
}


@dataclass(frozen=True)
class Range:
    """low <= best <= high; pounds, or events."""

    best: float
    low: float
    high: float

    def __post_init__(self):
        if not self.low <= self.best <= self.high:
            raise ValueError(f"{self.low}, {self.best} and {self.high} are not in order")


def events_saved(difference: Range, denominator: float, per: int) -> Range:
    """How many events fewer there were. `difference` is current less baseline per `per` of `denominator`, with its interval.

    A rise is a negative saving.
    """
    ends = sorted(-end * denominator / per for end in (difference.low, difference.high))
    return Range(-difference.best * denominator / per, *ends)


def worth(events: Range, unit_cost: Range) -> Range:
    corners = [count * cost for count in (events.low, events.high) for cost in (unit_cost.low, unit_cost.high)]
    return Range(events.best * unit_cost.best, min(corners), max(corners))


def total(worths: Iterable[Range]) -> Range:
    found = list(worths)
    return Range(sum(one.best for one in found), sum(one.low for one in found), sum(one.high for one in found))


def net(gross: Range, cost: float) -> Range:
    return Range(gross.best - cost, gross.low - cost, gross.high - cost)


def verdict(left: Range) -> str:
    """PAYS, COSTS or UNSURE: no verdict where the range holds zero."""
    return PAYS if left.low > 0 else COSTS if left.high < 0 else UNSURE
