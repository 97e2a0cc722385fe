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
    across_cuts,
    compare,
    latest_rows,
    months_from,
    nothing_compared,
    with_minimums,
)
from measures.computing.judging import judge_groups
from measures.computing.list_status import NEVER, differs_by_more_than_a_quarter, established_from
from measures.computing.returns import (
    ACCEPTED,
    NO_RETURN,
    REASON_CODES,
    Contributions,
    Returns,
    contributions,
    missing_in_all,
)
from measures.computing.roll_up import NOBODY, SIXTHS, Grouping, Pool, Window, pool, window
from measures.definitions import MeasureDefinition
from measures.statistics.analysing import Analyses

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

    def repeated(self, times: int) -> "Reporting":
        return Reporting(*(np.tile(sums, times) for sums in (self.expected, self.reported, self.provisional)))

    @cached_property
    def states(self) -> np.ndarray:
        """uint8 [T, G]: one character of the states above."""
        return np.select(
            [self.provisional > 0, self.reported > 0, self.expected > 0],
            [byte(SOME_PROVISIONAL), byte(ALL_ACCEPTED), byte(NOTHING_COME)],
            byte(NOTHING_ASKED),
        )


@dataclass(frozen=True)
class Measured:
    """What all measures are computed from, at once: their practices, and their groups, stand side by side.

    grouping, reported  of all measures' groups, those of the first measure first
    given, accepted     what the practices gave; as it was when the baseline was accepted
    """

    definitions: Sequence[MeasureDefinition]
    returns: Returns
    grouping: Grouping
    reported: Reporting
    given: Contributions
    accepted: Contributions

    def of_groups(self, values) -> np.ndarray:
        """int64 [M x G] of one value per measure."""
        return np.repeat(np.array(values, dtype=np.int64), self.grouping.of_each)

    @cached_property
    def scale(self) -> np.ndarray:
        """int64 per group: what numerator over denominator is multiplied by."""
        return self.of_groups([definition.per * definition.denominator_units for definition in self.definitions])

    @cached_property
    def per(self) -> np.ndarray:
        """int64 per group: the multiplier of the rate."""
        return self.of_groups([definition.per for definition in self.definitions])

    @cached_property
    def smallest(self) -> np.ndarray:
        """int64 per group: the least denominator of a month, in the definition's units."""
        definitions = self.definitions
        return self.of_groups([part.minimum_denominator * part.denominator_units for part in definitions])

    @cached_property
    def baseline_start(self) -> np.ndarray:
        """int [M x N]"""
        return np.tile(self.returns.baseline_start, len(self.definitions))

    @cached_property
    def in_baseline(self) -> np.ndarray:
        """bool [T, M x N]"""
        return np.tile(self.returns.in_baseline, len(self.definitions))


@dataclass(frozen=True)
class Monthly:
    """Sums of what the practices of each group gave to its measure, int64 [T, G], and the rate where there is one."""

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
    """All that is known of every group; arrays are per group, those of the first measure first."""

    measured: Measured
    monthly: Monthly
    analyses: Analyses
    # In the unit of the rate, NaN for none.
    targets: np.ndarray
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


def compute(
    returns: Returns,
    definitions: Sequence[MeasureDefinition],
    grouping: Grouping,
    *,
    phases: np.ndarray | None = None,
    cuts: np.ndarray | None = None,
    targets: dict[str, float] | None = None,
) -> Figures:
    """Everything of every measure and group.

    phases   int [T, M x G]: the number of the phase of each month, where a series has been rebased; None for one phase
    cuts     int [T, M x G]: the number of the stretch in which one and the same thing is counted; None for one throughout
    targets  measure -> rate in its unit
    """
    measured = side_by_side(returns, definitions, grouping)
    grouping, given = measured.grouping, measured.given
    sums = monthly(measured)
    aims = targets_of(measured, targets or {})
    latest = latest_rows(sums.contributing)
    current = months_from(given.present, first_of_latest(latest), grouping)
    change = change_since_baseline(measured, current, latest)
    opened, closed = panel_lists(given, change, grouping)
    established = established_from(opened, closed)
    reason = across_cuts(with_minimums(change, measured.smallest * SIXTHS), change, cuts, latest)
    registered = registered_change(measured, latest, change)
    offered = is_second_offered(measured, established, change)
    second = change_since(np.where(offered, established, NEVER), measured, current, latest)
    return Figures(
        measured=measured,
        monthly=sums,
        analyses=judge_groups(measured, sums, phases, aims),
        targets=aims,
        latest=latest,
        current=pool((*given.values, *given.registered_values), current, grouping),
        change=change,
        change_reason=reason,
        registered_change=registered,
        registered_reason=across_cuts(with_minimums(registered, 1), registered, cuts, latest),
        list_status=np.select([established != NEVER, (closed > 0).any(axis=0)], [ESTABLISHED, BUILDING], NO_LIST),
        established=established,
        headline=headlines(reason, established, change),
        second=second,
        second_reason=across_cuts(with_minimums(second, measured.smallest * SIXTHS), second, cuts, latest),
        second_offered=offered,
    )


def targets_of(measured: Measured, targets: dict[str, float]) -> np.ndarray:
    """float [G]: the target of each group's measure, NaN for none."""
    wanted = [targets.get(definition.code, np.nan) for definition in measured.definitions]
    return np.repeat(np.array(wanted, dtype=float), measured.grouping.of_each)


def side_by_side(returns: Returns, definitions: Sequence[MeasureDefinition], grouping: Grouping) -> Measured:
    given = contributions(returns.counts, definitions)
    return Measured(
        definitions=definitions,
        returns=returns,
        grouping=grouping.repeated(len(definitions)),
        reported=reporting(returns, grouping).repeated(len(definitions)),
        given=given,
        accepted=given if returns.frozen is None else contributions(returns.frozen, definitions),
    )


def first_of_latest(latest: np.ndarray) -> np.ndarray:
    """int [G]: the first row of the latest three months."""
    return latest - WINDOW_MONTHS + 1


def monthly(measured: Measured) -> Monthly:
    given, sums = measured.given, measured.grouping.sums
    numerator, denominator, contributing = sums(given.numerator), sums(given.denominator), sums(given.present)
    has_value = (contributing > 0) & (denominator >= measured.smallest)
    rate = numerator * measured.scale / np.where(has_value, denominator, 1)
    everybody_registered = given.all_registered
    return Monthly(
        numerator=numerator,
        denominator=denominator,
        closing=sums(given.closing),
        registered_numerator=numerator if everybody_registered else sums(given.registered_numerator),
        registered=sums(given.registered),
        contributing=contributing,
        registered_contributing=contributing if everybody_registered else sums(given.registered_present),
        values=np.where(has_value, rate, np.nan),
        reasons=value_reasons(measured, contributing, denominator, has_value),
    )


def value_reasons(measured, contributing, denominator, has_value) -> np.ndarray:
    """uint8 [T, G]: one character per month that says why there is no value."""
    missing = missing_in_all(measured.returns, measured.definitions)
    return np.select(
        [
            has_value,
            (contributing > 0) & (denominator == 0),
            contributing > 0,
            measured.reported.reported > 0,
            measured.reported.expected > 0,
        ],
        [
            byte(HAS_VALUE),
            byte(DENOMINATOR_ZERO),
            byte(TOO_FEW_PEOPLE),
            not_available_reasons(missing, measured.grouping),
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


def change_since_baseline(measured, current, latest) -> Comparison:
    given, accepted = measured.given, measured.accepted
    baseline = window(measured.in_baseline & accepted.present, measured.grouping)
    values = (*accepted.values, *accepted.registered_values)
    now = (*given.values, *given.registered_values)
    return compare_with_baseline(measured, values, baseline, now, current, latest)


def registered_change(measured, latest, change) -> Comparison:
    """The same per registered patient: what is shown in place of the headline while the list is building."""
    given, accepted = measured.given, measured.accepted
    if given.all_registered and accepted.all_registered:
        return change.of_values(slice(3, 5))
    baseline = window(measured.in_baseline & accepted.registered_present, measured.grouping)
    current = months_from(given.registered_present, first_of_latest(latest), measured.grouping)
    values, now = accepted.registered_values, given.registered_values
    return compare_with_baseline(measured, values, baseline, now, current, latest)


def compare_with_baseline(measured, values, baseline: Window, now, current: Window, latest) -> Comparison:
    ends = measured.baseline_start[baseline.practices] + WINDOW_MONTHS - 1
    return compare(values, baseline, ends, now, current, first_of_latest(latest), measured.grouping)


def change_since(established, measured, current, latest) -> Comparison:
    """The change since the second baseline: the first three months of the established list."""
    values, grouping = measured.given.values, measured.grouping
    if (established == NEVER).all():
        return nothing_compared(len(values), grouping)
    known = np.where(established == NEVER, -2 * WINDOW_MONTHS, established)
    second = months_from(measured.given.present, known, grouping)
    ends = known[second.groups] + WINDOW_MONTHS - 1
    return compare(values, second, ends, values, current, first_of_latest(latest), grouping)


def panel_lists(given, change, grouping) -> tuple[np.ndarray, np.ndarray]:
    """int [T, G] twice: the list at the start and end of each month, whose growth says whether it is still being built.

    For a PCT or a wave the matched panel's summed list; without a panel, everybody's.
    """
    known = given.opened if grouping.alone else given.opened & in_panel(change, grouping)
    return grouping.sums(given.opening * known), grouping.sums(given.closing * known)


def in_panel(change: Comparison, grouping: Grouping) -> np.ndarray:
    """bool [T, N]: the practice is in the panel of the group that it belongs to in the month, or the group has none."""
    panel = change.panel.reshape(grouping.times, -1, grouping.of_each)
    counted = (panel | ~panel.any(axis=1, keepdims=True)).reshape(-1, grouping.of_each)
    return counted[np.arange(len(counted)), grouping.by_month % grouping.of_each]


def headlines(reason: np.ndarray, established: np.ndarray, change: Comparison) -> np.ndarray:
    """int [G]: whether the change may be the headline, or what keeps it back."""
    moved = differs_by_more_than_a_quarter(change.current.means[2], change.baseline.means[2])
    return np.select(
        [reason > 0, established == NEVER, moved], [NOT_COMPARED, LIST_BUILDING, LIST_CHANGED], HEADLINE_SHOWN
    )


def is_second_offered(measured, established, change) -> np.ndarray:
    """bool [G]: the list was established only after the baseline began, so it needs a baseline of its own."""
    months = len(measured.returns.months)
    begun = measured.baseline_start if measured.grouping.alone else measured.baseline_start.min(initial=months)
    return (established != NEVER) & ((established > begun) | (change.reason == NO_BASELINE))


def grouping_by(parents: np.ndarray, organisations: np.ndarray) -> Grouping:
    """Group practice-months by their parent's id; `parents` is int [T, N] with 0 for none, `organisations` sorted."""
    if not len(organisations):
        return Grouping(np.full(parents.shape, NOBODY), 0)
    places = np.minimum(np.searchsorted(organisations, parents), len(organisations) - 1)
    return Grouping(np.where(organisations[places] == parents, places, NOBODY), len(organisations))
