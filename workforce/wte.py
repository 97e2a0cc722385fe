"""Whole-time equivalents over time: how much somebody works, or a post is filled, on every day. Pure.

A stretch is (first day, last day or None while it lasts, WTE). Between two days on which something begins or ends nothing changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

FULL = Decimal(1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """`end` is the last day; None: it has no end yet."""

    start: date
    end: date | None
    wte: Decimal

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def reaches(self, other: "Stretch") -> bool:
        """Whether the two have a day in common."""
        return self.covers(other.start) or other.covers(self.start)


@dataclass(frozen=True)
class Excess:
    """The first day on which stretches add up to more than they may, and to how much."""

    on: date
    wte: Decimal


def total_on(stretches: Iterable[Stretch], day: date) -> Decimal:
    return sum((stretch.wte for stretch in stretches if stretch.covers(day)), Decimal(0))


def first_excess(new: Stretch, others: Iterable[Stretch], limit: Decimal) -> Excess | None:
    """Where `new`, on top of the others, first goes beyond the limit; None when it never does."""
    others = [other for other in others if other.reaches(new)]
    days = sorted({new.start, *(other.start for other in others if new.covers(other.start))})
    for day in days:
        total = new.wte + total_on(others, day)
        if total > limit:
            return Excess(day, total)
    return None


def without(stretches: Iterable[Stretch], start: date, end: date | None) -> list[Stretch]:
    """The stretches as they are once they no longer hold from `start` to `end`: what the new one takes the place of."""
    kept = []
    for stretch in stretches:
        if stretch.start < start:
            last = start - ONE_DAY
            kept.append(Stretch(stretch.start, last if stretch.end is None else min(stretch.end, last), stretch.wte))
        if end is not None and (stretch.end is None or stretch.end > end):
            kept.append(Stretch(max(stretch.start, end + ONE_DAY), stretch.end, stretch.wte))
    return kept
