"""From two pools to a change with its interval, and how far one change goes beyond another. Pure."""

from math import exp, log

from collaborative.evaluations.found import Beyond
from measures.definitions import MeasureDefinition
from measures.disclosed_changes import Change, change_of_pools, comparable, rate_of, sizes_of, whole
from measures.disclosure import MINIMUM_DENOMINATOR, Pool, Withheld
from measures.statistics.intervals import percentage_change
from measures.statistics.pooled_change import Clustering, pooled_change

TOO_FEW, NO_EVENTS_BEFORE, NO_EVENTS_SINCE, NO_PRACTICES = (
    "too_few",
    "no_events_in_baseline",
    "no_events_since",
    "no_matched_practices",
)


def exact_change(before: Pool, since: Pool, definition: MeasureDefinition, clustering: Clustering | None) -> Change:
    """Of true counts; the interval allows for how much practices vary."""
    if not (before.months and since.months and before.denominator and since.denominator):
        return Change(reason=NO_PRACTICES)
    if min(before.denominator / before.months, since.denominator / since.months) < definition.minimum_denominator:
        return Change(reason=TOO_FEW)
    if not before.numerator:
        return Change(reason=NO_EVENTS_BEFORE)
    repeated = definition.counts_the_same_people
    found = pooled_change(rate_of(before, repeated), rate_of(since, repeated), clustering)
    sizes = sizes_of(found, definition.per, has_events=bool(since.numerator))
    reason = "" if since.numerator else NO_EVENTS_SINCE
    return Change(
        *sizes, per=definition.per, baseline=before, current=since, is_clustered=found.is_clustered, reason=reason
    )


def protected_change(before: Pool, since: Pool, definition: MeasureDefinition) -> Change:
    """Of released counts, in whole numbers, where there are enough of them to compare."""
    if not comparable(before, since) or min(before.denominator, since.denominator) < MINIMUM_DENOMINATOR:
        return Change(reason=Withheld.SMALL_COUNTS)
    return change_of_pools(before, since, definition.per, definition.counts_the_same_people, is_protected=True)


def beyond(own: Change, control: Change) -> Beyond | None:
    """None unless both have an interval. The two groups share nobody, so the half widths add up as squares do."""
    ends = (own.difference_lower, own.lower, control.difference_lower, control.lower)
    if None in ends or min(own.percent, control.percent) <= -100:
        return None
    difference = own.difference - control.difference
    half = together(
        width(own.difference_lower, own.difference_upper), width(control.difference_lower, control.difference_upper)
    )
    logarithm = logged(own.percent) - logged(control.percent)
    log_half = together(log_width(own), log_width(control))
    percents = [percentage_change(exp(value)) for value in (logarithm, logarithm - log_half, logarithm + log_half)]
    as_shown = whole if own.is_protected or control.is_protected else float
    return Beyond(*map(as_shown, (difference, difference - half, difference + half, *percents)))


def together(one: float, other: float) -> float:
    return (one**2 + other**2) ** 0.5


def width(lower: float, upper: float) -> float:
    return (upper - lower) / 2


def logged(percent: float) -> float:
    # Whole numbers for others can round to a fall of everything; such an end is as far away as half a per cent.
    return log(max(1 + percent / 100, 0.005))


def log_width(change: Change) -> float:
    return width(logged(change.lower), logged(change.upper))
