"""The returns of one wave as dense arrays, and what one measure takes from them. Pure, NumPy.

Arrays are [months, practices], time-major, so that every step runs along contiguous practices. A number that is not
there is negative: ABSENT, or ABSENT - n for the n-th reason of REASON_CODES. It is never added to anything (C8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from measures.definitions import MeasureDefinition
from measures.fields import NOT_AVAILABLE_REASONS

ABSENT = -1
NO_RETURN, PROVISIONAL, ACCEPTED = 0, 1, 2
REASON_CODES = tuple(NOT_AVAILABLE_REASONS)
READ_FIELDS = (
    "registered_all",
    "list_open",
    "list_close",
    "gp_consultations",
    "other_staff_consultations",
    "referrals_dedup",
    "people_13w",
)


@dataclass(frozen=True)
class Returns:
    """What the practices of a wave returned.

    counts         field -> int [T, N], negative where there is no number
    states         int [T, N]: NO_RETURN, PROVISIONAL or ACCEPTED
    expected       bool [T, N]: a return of this month counts for completeness
    baseline_start int [N]: row of the first of the practice's three baseline months; may lie outside the rows
    frozen         field -> int [T, N]: the counts as they were when the baseline was accepted, or None when none differ
    judged_from    row of learning workshop 1: from here on the months are those of the intervention
    """

    months: list[date]
    practices: np.ndarray
    counts: dict[str, np.ndarray]
    states: np.ndarray
    expected: np.ndarray
    baseline_start: np.ndarray
    frozen: dict[str, np.ndarray] | None = None
    judged_from: int = 0

    @property
    def shape(self) -> tuple[int, int]:
        return self.states.shape

    @cached_property
    def month_rows(self) -> np.ndarray:
        return np.arange(len(self.months)).reshape(-1, 1)

    @cached_property
    def in_baseline(self) -> np.ndarray:
        """bool [T, N]: the month is one of the practice's own three baseline months."""
        since = self.month_rows - self.baseline_start
        return (since >= 0) & (since < 3)


@dataclass(frozen=True)
class Contributions:
    """What each practice-month gives to each of M measures: int [T, M x N], 0 where `present` is False.

    The practices stand side by side once per measure, in the order of the definitions.

    The denominator is counted in the definition's denominator units (half person-months for measures 1 to 3).
    `opened` says where the list's start is known, too. `registered_present` says where the practice also said how many people are registered; `registered_numerator` is
    the numerator of those months only.
    """

    numerator: np.ndarray
    denominator: np.ndarray
    opening: np.ndarray
    closing: np.ndarray
    opened: np.ndarray
    present: np.ndarray
    registered_numerator: np.ndarray
    registered: np.ndarray
    registered_present: np.ndarray

    @cached_property
    def all_registered(self) -> bool:
        """Everybody who gave something also said how many people are registered."""
        return bool((self.present == self.registered_present).all())

    @property
    def values(self):
        return (self.numerator, self.denominator, self.closing)

    @property
    def registered_values(self):
        return (self.registered_numerator, self.registered)


def needed_fields(definition: MeasureDefinition) -> tuple[str, ...]:
    """The numbers without which a practice-month is absent from the measure."""
    ends = ("list_open", "list_close") if definition.counts_person_months else ("list_close",)
    return (definition.numerator, *ends)


def contributions(counts: dict[str, np.ndarray], definitions: Sequence[MeasureDefinition]) -> Contributions:
    """Skip every practice-month that lacks a number which the measure needs, in numerator and denominator alike."""
    numerator = np.hstack([counts[definition.numerator] for definition in definitions])
    opening, closing, registered = (
        np.tile(counts[field], len(definitions)) for field in ("list_open", "list_close", "registered_all")
    )
    person_months = np.repeat(
        [definition.counts_person_months for definition in definitions], counts["list_open"].shape[1]
    )
    present = (numerator > ABSENT) & (closing > ABSENT) & ((opening > ABSENT) | ~person_months)
    opened = present & (opening > ABSENT)
    registered_present = present & (registered > ABSENT)
    return Contributions(
        numerator=numerator * present,
        denominator=(closing + opening * person_months) * present,
        opening=opening * opened,
        closing=closing * present,
        opened=opened,
        present=present,
        registered_numerator=numerator * registered_present,
        registered=registered * registered_present,
        registered_present=registered_present,
    )


def missing_in_all(returns: Returns, definitions: Sequence[MeasureDefinition]) -> np.ndarray:
    """int [T, M x N]: missing_reasons of each measure, side by side."""
    return np.hstack([missing_reasons(returns, definition) for definition in definitions])


def missing_reasons(returns: Returns, definition: MeasureDefinition) -> np.ndarray:
    """int [T, N]: 1 + the place in REASON_CODES of the first needed number that is not available, 0 where none is."""
    found = np.zeros(returns.shape, dtype=np.int64)
    for field in reversed(needed_fields(definition)):
        counts = returns.counts[field]
        if counts.min(initial=0) < ABSENT:
            found = np.where(counts < ABSENT, ABSENT - counts, found)
    return found
