"""Who stood under whom and when, as spans that never overlap, pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


class LinkRefused(Exception):
    """Why a link cannot be set beside those that are there, in words."""


@dataclass
class Span:
    """One link of a child: to a parent, from a day (None: before the records) to its last day (None: until further notice)."""

    parent: object
    start: date | None
    end: date | None


def first_day(span) -> date:
    return span.start or date.min


def set_link(spans: Iterable, new: Span) -> tuple[str, list]:
    """Set one link beside a child's others: ("added" | "changed" | "unchanged", the existing spans to be stored anew).

    The link before it ends the day before it starts, and it ends before the next one starts. A link that is there from
    the same day is left, but for an end that was not known. `spans` may be any objects with parent, start and end.
    """
    spans = sorted(spans, key=first_day)
    same = next((span for span in spans if span.start == new.start), None)
    if same:
        return same_start(same, new)
    changed = [span for span in spans if first_day(span) < first_day(new) and shorten(span, new)]
    following = next((span for span in spans if first_day(span) > first_day(new)), None)
    if following and (new.end is None or new.end >= following.start):
        new.end = following.start - DAY
    return "added", changed


def same_start(same, new: Span) -> tuple[str, list]:
    if same.parent != new.parent:
        raise LinkRefused(f"it stands under {same.parent} from the same day already; write a move into the history")
    if new.end is None or new.end == same.end:
        return "unchanged", []
    same.end = new.end
    return "changed", [same]


def shorten(span, new: Span) -> bool:
    """End an earlier link the day before the new one starts; whether it had to be."""
    if span.end is not None and span.end < new.start:
        return False
    span.end = new.start - DAY
    return True


def end_link(span, last: date) -> bool:
    """End a link on a day; whether that changed it. One that would end before it starts is left alone."""
    if (span.end is not None and span.end <= last) or first_day(span) > last:
        return False
    span.end = last
    return True
