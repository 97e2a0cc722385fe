"""What others than the workforce lead may see of who stayed and who left. Pure.

No steps: each is a person. Of groups of 8 people and 3 employers, the part still in the role after 6, 12, 18 and 24 months, in
whole per cent, where no fewer than 8 left since the last figure shown (else the figures would say how few) and no fewer
than 8 are still at risk. A group too small to show hides the next smallest with it, or the whole would give it away.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.statistics import survival
from workforce.disclosure import MINIMUM_PEOPLE, TOO_FEW_PEOPLE, why_withheld
from workforce.retention import LEAST_AT_RISK, REASON_WORDS, Group, Point, Turnover

WITH_ANOTHER = "withheld: it would tell a smaller group apart"
NOT_SO_LONG = "nobody was followed for so long"
LATE = f"fewer than {LEAST_AT_RISK} people at risk before"


@dataclass(frozen=True)
class Figure:
    """Per cent still in the role at `month`, with its interval where it has one; or the reason why not."""

    month: int
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    reason: str = ""


def figures_of(group: Group) -> tuple[Figure, ...]:
    """As they are, for the workforce lead."""
    return tuple(figure_of(point, group) for point in group.points)


def figure_of(point: Point, group: Group, digits: int | None = 1) -> Figure:
    """With `digits` None in whole per cent."""
    if point.value is None:
        return Figure(point.month, reason=why_unknown(point, group))
    parts = (None if part is None else round(100 * part, digits) for part in (point.value, point.lower, point.upper))
    return Figure(point.month, *parts)


def why_unknown(point: Point, group: Group) -> str:
    if group.curve.reason:
        return survival.REASON_WORDS[group.curve.reason]
    return LATE if point.month < group.curve.start else NOT_SO_LONG


def released_figures(group: Group, withheld: str = "") -> tuple[Figure, ...]:
    """Protected; `withheld` is a reason that holds for the whole group."""
    reason = withheld or why_withheld(group.people, group.employers)
    if reason:
        return tuple(Figure(point.month, reason=reason) for point in group.points)
    shown, left_before = [], 0
    for point in group.points:
        figure, left_before = released(point, group, left_before)
        shown.append(figure)
    return tuple(shown)


def released(point: Point, group: Group, left_before: int) -> tuple[Figure, int]:
    """The figure, and how many had left by the last one shown."""
    if point.value is None:
        return figure_of(point, group), left_before
    if point.left - left_before < MINIMUM_PEOPLE or point.at_risk < MINIMUM_PEOPLE:
        return Figure(point.month, reason=TOO_FEW_PEOPLE), left_before
    return figure_of(point, group, digits=None), point.left


def released_groups(groups: Sequence[Group]) -> list[tuple[str, tuple[Figure, ...]]]:
    """Of the groups of one whole: why nothing of a group may be shown ("" where something may), and its figures."""
    reasons = reasons_withheld([(group.people, group.employers) for group in groups])
    listed = [released_figures(group, reason) for group, reason in zip(groups, reasons, strict=True)]
    columns = [
        hidden_together(column, [group.points[place].left for group in groups])
        for place, column in enumerate(zip(*listed, strict=True))
    ]
    return list(zip(reasons, zip(*columns, strict=True), strict=True))


def hidden_together(figures: Sequence[Figure], left: Sequence[int]) -> list[Figure]:
    """One month of all groups: the few leavers of those without a figure would follow from the whole and the others."""
    reasons = with_company([figure.reason for figure in figures], left)
    return [
        figure if figure.value is None or not reason else Figure(figure.month, reason=reason)
        for figure, reason in zip(figures, reasons, strict=True)
    ]


def reasons_withheld(sizes: Sequence[tuple[int, int]]) -> list[str]:
    """Of (people, employers) of the groups of one whole: why each may not be shown, "" where it may."""
    reasons = [why_withheld(people, employers) for people, employers in sizes]
    return with_company(reasons, [people for people, _ in sizes])


def with_company(reasons: Sequence[str], counts: Sequence[int]) -> list[str]:
    """Hide the next smallest too, as long as those that are hidden come to fewer than 8."""
    reasons = list(reasons)
    shown = sorted((place for place, reason in enumerate(reasons) if not reason), key=lambda place: -counts[place])
    while shown and any(reasons) and hidden_count(reasons, counts) < MINIMUM_PEOPLE:
        reasons[shown.pop()] = WITH_ANOTHER
    return reasons


def hidden_count(reasons: Sequence[str], counts: Sequence[int]) -> int:
    return sum(count for count, reason in zip(counts, reasons, strict=True) if reason)


@dataclass(frozen=True)
class Rate:
    """Turnover or stability in per cent, or the reason why there is none."""

    value: float | None
    reason: str = ""


def turnover_rate(found: Turnover, *, exact: bool, withheld: str = "") -> Rate:
    if found.turnover is None:
        return Rate(None, REASON_WORDS[found.turnover_reason])
    people = (found.leavers, found.at_start, found.at_end)
    return rate(found.turnover, people, found.employers, exact=exact, withheld=withheld)


def stability_rate(found: Turnover, *, exact: bool, withheld: str = "") -> Rate:
    """The few who went, or the few who stayed, are told by the rate as well as by their number."""
    if found.stability is None:
        return Rate(None, REASON_WORDS[found.stability_reason])
    people = (found.stayed, found.at_start - found.moved_on - found.stayed)
    return rate(found.stability, people, found.employers, exact=exact, withheld=withheld)


def rates_together(rates: Sequence[Rate], counts: Sequence[int]) -> list[Rate]:
    """The rates of the groups of one whole, where the hidden ones may not follow from the others and the whole."""
    reasons = with_company([rate.reason for rate in rates], counts)
    return [
        rate if rate.reason or not reason else Rate(None, reason) for rate, reason in zip(rates, reasons, strict=True)
    ]


def rate(value: float, people: Sequence[int], employers: int, *, exact: bool, withheld: str) -> Rate:
    if exact:
        return Rate(round(value, 1))
    reason = withheld or why_withheld(min(people), employers)
    return Rate(None, reason) if reason else Rate(round(value))
