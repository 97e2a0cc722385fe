"""The four measures from the returns of a wave, for any grouping of its practices. Pure, NumPy.

The same code computes a practice, a PCT and the wave, a whole night's run and the few series that one return touches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from measures.computing.baseline import (
    NO_BASELINE,
    WINDOW_MONTHS,
    Comparison,
    compare,
    latest_rows,
    months_from,
    nothing_compared,
    with_minimums,
)
from measures.computing.list_status import NEVER, differs_by_more_than_a_quarter, established_from
from measures.computing.returns import (
    ABSENT,
    ACCEPTED,
    NO_RETURN,
    REASON_CODES,
    Contributions,
    Returns,
    contributions,
    missing_reasons,
)
from measures.computing.roll_up import NOBODY, SIXTHS, Grouping, Pool, Window, pool, window
from measures.definitions import MeasureDefinition
from measures.statistics.run_chart import RunCharts, run_charts

# Why a month has no value: one character per month, so that a series stays small.
HAS_VALUE, NOT_EXPECTED, NO_RETURN_YET, DENOMINATOR_ZERO, TOO_FEW_PEOPLE, MIXED_REASONS = " .-0f?"
NOT_AVAILABLE = "abcde"
# What was returned for a month: nothing asked, nothing come, something provisional, all accepted.
NOTHING_ASKED, NOTHING_COME, SOME_PROVISIONAL, ALL_ACCEPTED = ".-sa"

HEADLINE_SHOWN, LIST_BUILDING, LIST_CHANGED, NOT_COMPARED = range(4)
HEADLINES = ("shown", "list_building", "list_changed", "not_compared")
NO_LIST, BUILDING, ESTABLISHED = range(3)
LIST_STATUSES = ("no_list", "building", "established")


def byte(character: str) -> np.uint8:
    return np.uint8(ord(character))


@dataclass(frozen=True)
class Reporting:
    """Practices of each group and month, int64 [T, G]: expected, reported, and reported but not yet accepted."""

    expected: np.ndarray
    reported: np.ndarray
    provisional: np.ndarray

    @cached_property
    def states(self) -> np.ndarray:
        """uint8 [T, G]: one character of the states above."""
        return np.select(
            [self.provisional > 0, self.reported > 0, self.expected > 0],
            [byte(SOME_PROVISIONAL), byte(ALL_ACCEPTED), byte(NOTHING_COME)],
            byte(NOTHING_ASKED),
        )


@dataclass(frozen=True)
class Monthly:
    """Sums of what the practices of each group gave to a measure, int64 [T, G], and the rate where there is one."""

    numerator: np.ndarray
    denominator: np.ndarray
    closing: np.ndarray
    registered_numerator: np.ndarray
    registered: np.ndarray
    contributing: np.ndarray
    registered_contributing: np.ndarray
    values: np.ndarray
    reasons: np.ndarray


@dataclass(frozen=True)
class Figures:
    """All that is known of one measure for every group of a grouping; arrays are per group."""

    monthly: Monthly
    chart: RunCharts
    latest: np.ndarray
    current: Pool
    change: Comparison
    change_reason: np.ndarray
    registered_change: Comparison
    registered_reason: np.ndarray
    list_status: np.ndarray
    established: np.ndarray
    headline: np.ndarray
    second: Comparison
    second_reason: np.ndarray
    second_offered: np.ndarray


def reporting(returns: Returns, grouping: Grouping) -> Reporting:
    return Reporting(
        expected=grouping.sums(returns.expected),
        reported=grouping.sums(returns.states > NO_RETURN),
        provisional=grouping.sums((returns.states > NO_RETURN) & (returns.states < ACCEPTED)),
    )


@dataclass(frozen=True)
class Gathered:
    """What is found for each measure alone, before the steps that all measures take at once."""

    definition: MeasureDefinition
    given: Contributions
    sums: Monthly
    latest: np.ndarray
    current: Window
    change: Comparison
    registered: Comparison
    opened: np.ndarray
    closed: np.ndarray

    @property
    def starts(self) -> np.ndarray:
        """int [G]: the first row of the latest three months."""
        return self.latest - WINDOW_MONTHS + 1


def compute(
    returns: Returns, definitions: Sequence[MeasureDefinition], grouping: Grouping, reported: Reporting
) -> list[Figures]:
    """Everything of each measure. `reported` is `reporting(returns, grouping)`, which the measures share."""
    gathered = [gather(returns, definition, grouping, reported) for definition in definitions]
    charts = run_charts(np.hstack([part.sums.values for part in gathered])).split(len(gathered))
    lists = [np.hstack([getattr(part, end) for part in gathered]) for end in ("opened", "closed")]
    established = np.split(established_from(*lists), len(gathered))
    return [
        figures(returns, grouping, part, chart, since)
        for part, chart, since in zip(gathered, charts, established, strict=True)
    ]


def gather(returns, definition, grouping, reported) -> Gathered:
    given = contributions(returns.counts, definition)
    accepted = given if returns.frozen is None else contributions(returns.frozen, definition)
    sums = monthly(returns, definition, grouping, given, reported)
    latest = latest_rows(sums.contributing)
    starts = latest - WINDOW_MONTHS + 1
    current = months_from(given.present, starts, grouping)
    change = change_since_baseline(returns, accepted, given, current, starts, grouping)
    opened, closed = panel_lists(returns, given, change, grouping)
    return Gathered(
        definition=definition,
        given=given,
        sums=sums,
        latest=latest,
        current=current,
        change=change,
        registered=registered_change(returns, accepted, given, starts, grouping, change),
        opened=opened,
        closed=closed,
    )


def figures(returns, grouping, part: Gathered, chart: RunCharts, established) -> Figures:
    definition = part.definition
    smallest = definition.minimum_denominator * definition.denominator_units * SIXTHS
    offered = is_second_offered(returns, established, part.change, grouping)
    second = change_since(np.where(offered, established, NEVER), part, grouping)
    reason = with_minimums(part.change, smallest)
    has_list = (part.closed > 0).any(axis=0)
    return Figures(
        monthly=part.sums,
        chart=chart,
        latest=part.latest,
        current=pool((*part.given.values, *part.given.registered_values), part.current, grouping),
        change=part.change,
        change_reason=reason,
        registered_change=part.registered,
        registered_reason=with_minimums(part.registered, 1),
        list_status=np.select([established != NEVER, has_list], [ESTABLISHED, BUILDING], NO_LIST),
        established=established,
        headline=headlines(reason, established, part.change),
        second=second,
        second_reason=with_minimums(second, smallest),
        second_offered=offered,
    )


def monthly(
    returns: Returns,
    definition: MeasureDefinition,
    grouping: Grouping,
    given: Contributions,
    reported: Reporting,
) -> Monthly:
    numerator, denominator = grouping.sums(given.numerator), grouping.sums(given.denominator)
    contributing = grouping.sums(given.present)
    enough = denominator >= definition.minimum_denominator * definition.denominator_units
    has_value = (contributing > 0) & enough
    divisor = np.where(has_value, denominator, 1)
    rate = numerator * (definition.per * definition.denominator_units) / divisor
    return Monthly(
        numerator=numerator,
        denominator=denominator,
        closing=grouping.sums(given.closing),
        registered_numerator=grouping.sums(given.registered_numerator),
        registered=grouping.sums(given.registered),
        contributing=contributing,
        registered_contributing=grouping.sums(given.registered_present),
        values=np.where(has_value, rate, np.nan),
        reasons=value_reasons(returns, definition, grouping, reported, contributing, denominator, has_value),
    )


def value_reasons(returns, definition, grouping, reported, contributing, denominator, has_value) -> np.ndarray:
    """uint8 [T, G]: one character per month that says why there is no value."""
    return np.select(
        [
            has_value,
            (contributing > 0) & (denominator == 0),
            contributing > 0,
            reported.reported > 0,
            reported.expected > 0,
        ],
        [
            byte(HAS_VALUE),
            byte(DENOMINATOR_ZERO),
            byte(TOO_FEW_PEOPLE),
            not_available_reasons(missing_reasons(returns, definition), grouping),
            byte(NO_RETURN_YET),
        ],
        byte(NOT_EXPECTED),
    )


def not_available_reasons(missing: np.ndarray, grouping: Grouping) -> np.ndarray:
    """uint8 [T, G]: the reason that all who returned a month gave, or MIXED_REASONS. `missing` is as missing_reasons gives it."""
    found = np.full((len(missing), grouping.count), byte(MIXED_REASONS), dtype=np.uint8)
    if not missing.any():
        return found
    counts = np.array([grouping.sums(missing == code) for code in range(1, len(REASON_CODES) + 1)])
    only = np.count_nonzero(counts, axis=0) == 1
    letters = np.array([byte(letter) for letter in NOT_AVAILABLE])
    return np.where(only, letters[np.argmax(counts, axis=0)], found)


def change_since_baseline(returns, accepted, given, current, starts, grouping) -> Comparison:
    baseline = window(returns.in_baseline & accepted.present, grouping)
    ends = returns.baseline_start[baseline.practices] + WINDOW_MONTHS - 1
    values = (*accepted.values, *accepted.registered_values)
    return compare(values, baseline, ends, (*given.values, *given.registered_values), current, starts, grouping)


def registered_change(returns, accepted, given, starts, grouping, change) -> Comparison:
    """The same per registered patient: what is shown in place of the headline while the list is building."""
    if given.all_registered and accepted.all_registered:
        return change.of_values(slice(3, 5))
    baseline = window(returns.in_baseline & accepted.registered_present, grouping)
    ends = returns.baseline_start[baseline.practices] + WINDOW_MONTHS - 1
    current = months_from(given.registered_present, starts, grouping)
    return compare(accepted.registered_values, baseline, ends, given.registered_values, current, starts, grouping)


def change_since(established, part: Gathered, grouping) -> Comparison:
    """The change since the second baseline: the first three months of the established list."""
    if (established == NEVER).all():
        return nothing_compared(len(part.given.values), grouping)
    known = np.where(established == NEVER, -2 * WINDOW_MONTHS, established)
    second = months_from(part.given.present, known, grouping)
    ends = known[second.groups] + WINDOW_MONTHS - 1
    values = part.given.values
    return compare(values, second, ends, values, part.current, part.starts, grouping)


def panel_lists(returns, given, change, grouping) -> tuple[np.ndarray, np.ndarray]:
    """int [T, G] twice: the list at the start and end of each month, whose growth says whether it is still being built.

    For a PCT or a wave the matched panel's summed list; without a panel, everybody's.
    """
    opening = returns.counts["list_open"]
    known = given.present & (opening > ABSENT)
    if not grouping.alone:
        known = known & in_panel(change, grouping)
    return grouping.sums(np.where(known, opening, 0)), grouping.sums(np.where(known, given.closing, 0))


def in_panel(change: Comparison, grouping: Grouping) -> np.ndarray:
    """bool [T, N]: the practice is in the panel of the group that it belongs to in the month, or the group has none."""
    panel = change.panel.reshape(-1, grouping.count)
    counted = panel | ~panel.any(axis=0)
    if grouping.together:
        return counted.T
    return counted[np.arange(len(counted)), grouping.of]


def headlines(reason: np.ndarray, established: np.ndarray, change: Comparison) -> np.ndarray:
    """int [G]: whether the change may be the headline, or what keeps it back."""
    moved = differs_by_more_than_a_quarter(change.current.means[2], change.baseline.means[2])
    return np.select(
        [reason > 0, established == NEVER, moved], [NOT_COMPARED, LIST_BUILDING, LIST_CHANGED], HEADLINE_SHOWN
    )


def is_second_offered(returns, established, change, grouping) -> np.ndarray:
    """bool [G]: the list was established only after the baseline began, so it needs a baseline of its own."""
    begun = returns.baseline_start if grouping.alone else returns.baseline_start.min(initial=len(returns.months))
    return (established != NEVER) & ((established > begun) | (change.reason == NO_BASELINE))


def grouping_by(parents: np.ndarray, organisations: np.ndarray) -> Grouping:
    """Group practice-months by their parent's id; `parents` is int [T, N] with 0 for none, `organisations` sorted."""
    if not len(organisations):
        return Grouping(np.full(parents.shape, NOBODY), 0)
    places = np.minimum(np.searchsorted(organisations, parents), len(organisations) - 1)
    return Grouping(np.where(organisations[places] == parents, places, NOBODY), len(organisations))
