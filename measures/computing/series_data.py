"""A stored series, read back: arrays per month, periods and changes, each with a named reason where there is no value.

Pure. `read(payload, definition)` gives the exact figures; who may see them is asked of measures.disclosure.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from measures.computing.baseline import COMPARISON_REASONS, WITHOUT_PANEL
from measures.computing.changes import Change, Period, change_between
from measures.computing.compute import (
    ALL_ACCEPTED,
    DENOMINATOR_ZERO,
    HAS_VALUE,
    HEADLINES,
    LIST_STATUSES,
    MIXED_REASONS,
    NO_RETURN_YET,
    NOT_AVAILABLE,
    NOT_EXPECTED,
    SOME_PROVISIONAL,
    TOO_FEW_PEOPLE,
)
from measures.computing.payload import unpacked
from measures.computing.roll_up import SIXTHS
from measures.definitions import MeasureDefinition
from measures.fields import NOT_AVAILABLE_REASONS
from measures.statistics.analysis import Analysis
from measures.statistics.packing import unpacked as unpacked_analysis
from measures.statistics.pooled_change import Clustering
from measures.statistics.run_chart import RunChart, described

REGISTERED_PER = 1000

# Named reasons for a month without a value; measures.chart_words has what a page says.
VALUE_REASONS = {
    NOT_EXPECTED: "not_expected",
    NO_RETURN_YET: "no_return",
    DENOMINATOR_ZERO: "denominator_zero",
    TOO_FEW_PEOPLE: "too_few",
    MIXED_REASONS: "not_available",
} | {letter: f"not_available:{code}" for letter, code in zip(NOT_AVAILABLE, NOT_AVAILABLE_REASONS, strict=True)}


@dataclass(frozen=True)
class SeriesData:
    """One measure of one organisation, month by month. All tuples have one element per month."""

    definition: MeasureDefinition
    content: dict

    @cached_property
    def months(self) -> tuple[date, ...]:
        year, month = map(int, self.content["first_month"].split("-"))
        first = year * 12 + month - 1
        return tuple(date(at // 12, at % 12 + 1, 1) for at in range(first, first + len(self.content["states"])))

    @property
    def is_of_several(self) -> bool:
        """A PCT's or a wave's series, not a single practice's."""
        return self.content["contributing"] is not None

    def _counts(self, name: str) -> tuple[int | None, ...]:
        return tuple(None if value < 0 else value for value in self.content[name])

    @cached_property
    def numerators(self) -> tuple[int | None, ...]:
        return self._counts("numerators")

    @cached_property
    def denominators(self) -> tuple[float | None, ...]:
        """Person-months, or people at the month's end."""
        units = self.definition.denominator_units
        return tuple(None if value is None else value / units for value in self._counts("denominators"))

    @cached_property
    def list_sizes(self) -> tuple[int | None, ...]:
        """People on the lists of the contributing practices at the month's end."""
        return self._counts("lists" if self.definition.counts_person_months else "denominators")

    @cached_property
    def registered(self) -> tuple[int | None, ...]:
        return self._counts("registered")

    @cached_property
    def registered_numerators(self) -> tuple[int | None, ...]:
        """The numerators of those who also said how many people are registered."""
        if self.is_of_several:
            return self._counts("registered_numerators")
        return tuple(
            None if registered is None else numerator
            for numerator, registered in zip(self.numerators, self.registered, strict=True)
        )

    @cached_property
    def values(self) -> tuple[float | None, ...]:
        """The rate, in the definition's unit; None where `reasons` names why."""
        per = self.definition.per
        return tuple(
            numerator / denominator * per if mark == HAS_VALUE else None
            for numerator, denominator, mark in zip(
                self.numerators, self.denominators, self.content["reasons"], strict=True
            )
        )

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """A named reason (VALUE_REASONS) for every month without a value, "" for the others."""
        return tuple("" if mark == HAS_VALUE else VALUE_REASONS[mark] for mark in self.content["reasons"])

    @cached_property
    def is_provisional(self) -> tuple[bool, ...]:
        """Something submitted but not yet accepted stands in the month: drawn open."""
        return tuple(state == SOME_PROVISIONAL for state in self.content["states"])

    @cached_property
    def has_return(self) -> tuple[bool, ...]:
        return tuple(state in (SOME_PROVISIONAL, ALL_ACCEPTED) for state in self.content["states"])

    def _practices(self, name: str, single) -> tuple[int, ...]:
        return tuple(self.content[name]) if self.is_of_several else tuple(int(value) for value in single)

    @cached_property
    def contributing(self) -> tuple[int, ...]:
        """Practices whose numbers are in the month's value."""
        return self._practices("contributing", (value is not None for value in self.numerators))

    @cached_property
    def reported(self) -> tuple[int, ...]:
        return self._practices("reported", self.has_return)

    @cached_property
    def provisional(self) -> tuple[int, ...]:
        return self._practices("provisional", self.is_provisional)

    @cached_property
    def expected(self) -> tuple[int, ...] | None:
        """Practices whose return counts for completeness; None on a practice's own series."""
        return tuple(self.content["expected"]) if self.is_of_several else None

    @cached_property
    def run_chart(self) -> RunChart:
        points, useful, longest, crossings = self.content["run"]
        return described(
            points=points,
            useful=useful,
            median=self.content["median"],
            longest_run=longest,
            crossings=crossings,
            signal=self.content["signal"],
        )

    @property
    def target(self) -> float | None:
        """What the wave aims at, in the unit of the rate."""
        return self.content["target"]

    @property
    def judged_from(self) -> int:
        """The row from which the months are those of the intervention."""
        return self.content["judged_from"]

    @property
    def phase_starts(self) -> list[int]:
        """The rows in which phases begin, the first included."""
        return [first for first, *_ in self.content["phases"]]

    @cached_property
    def analysis(self) -> Analysis:
        """The chart that suits this series, with limits, special causes and icons."""
        content = self.content
        marks = zip(self.denominators, content["reasons"], strict=True)
        return unpacked_analysis(
            content["chart"],
            content["phases"],
            content["spreads"],
            content["flags"],
            run=self.run_chart,
            denominators=[value if mark == HAS_VALUE else None for value, mark in marks],
            per=self.definition.per,
        )

    @property
    def latest_month(self) -> date | None:
        """The last month that has a contribution."""
        latest = self.content["latest"]
        return None if latest < 0 else self.months[latest]

    @property
    def current_months(self) -> tuple[date, ...]:
        """The latest three months: those of `current`."""
        latest = self.content["latest"]
        return () if latest < 0 else self.months[max(latest - 2, 0) : latest + 1]

    def _period(self, name: str) -> Period | None:
        found = self.content[name]
        if found is None:
            return None
        practices, months, *numbers = found
        sums, means = numbers, [number / months for number in numbers]
        if self.is_of_several:
            half = len(numbers) // 2
            sums, means = numbers[:half], [number / SIXTHS for number in numbers[half:]]
        units = 1 if name.startswith("registered") else self.definition.denominator_units
        return Period(
            practices=practices,
            months=months,
            numerator=sums[0],
            denominator=sums[1] / units,
            monthly_numerator=means[0],
            monthly_denominator=means[1] / units,
            monthly_list=means[2] if len(means) > 2 else None,
        )

    @cached_property
    def current(self) -> Period | None:
        """The latest three months of everybody who contributed."""
        return self._period("current")

    @property
    def current_value(self) -> float | None:
        """The rate of the latest three months pooled; None when there are too few people for a rate."""
        found = self.current
        if found is None or found.monthly_denominator < self.definition.minimum_denominator:
            return None
        return found.rate(self.definition.per)

    @cached_property
    def change(self) -> Change:
        """Since the baseline, of the matched panel. Only the headline when `headline` says "shown"."""
        return self._change("", self.content["change_reason"])

    @cached_property
    def registered_change(self) -> Change:
        """The same per 1,000 registered patients: stands in the headline's place while the list is building."""
        return self._change("registered_", self.content["registered_reason"])

    @cached_property
    def second_change(self) -> Change | None:
        """Since the second baseline, once the list is established; None when the series needs none."""
        if not self.content["second_offered"]:
            return None
        return self._change("second_", self.content["second_reason"])

    def _change(self, prefix: str, code: int) -> Change:
        matched = f"{prefix}matched"
        current = self._period(matched) if self.is_of_several else self._own_current(matched, code)
        of_registered = prefix == "registered_"
        return change_between(
            self._period(f"{prefix}baseline"),
            current,
            per=REGISTERED_PER if of_registered else self.definition.per,
            reason=COMPARISON_REASONS[code],
            same_people=self.definition.counts_the_same_people,
            clustering=self._clustering(prefix, 1 if of_registered else self.definition.denominator_units),
        )

    def _clustering(self, prefix: str, units: int) -> Clustering | None:
        """How much the panel's practices vary; None for a single practice. Stored per half person-month where these are counted."""
        found = self.content[f"{prefix}widths"]
        if found is None or None in found:
            return None
        difference, log_ratio = found
        return Clustering(difference * units, log_ratio)

    def _own_current(self, name: str, code: int) -> Period | None:
        """A single practice is its own panel, so its current months are not stored twice."""
        if code in WITHOUT_PANEL:
            return None
        if not name.startswith("registered"):
            return self.current
        practices, _, *numbers = self.content["current"]
        latest = self.content["latest"]
        given = sum(value is not None for value in self.registered[max(latest - 2, 0) : latest + 1])
        if not given:
            return None
        numerator, registered = numbers[3], numbers[4]
        return Period(practices, given, numerator, registered, numerator / given, registered / given)

    @property
    def headline(self) -> str:
        """ "shown", or why the change since the baseline is not the headline: a key of CHANGE_REASONS."""
        found = HEADLINES[self.content["headline"]]
        return self.change.reason if found == "not_compared" else found

    @property
    def list_status(self) -> str:
        """ "no_list", "building" or "established"."""
        return LIST_STATUSES[self.content["list_status"]]

    @property
    def established_month(self) -> date | None:
        """The month from which the list has been established until now."""
        row = self.content["established"]
        return None if row is None else self.months[row]


def read(payload: str, definition: MeasureDefinition) -> SeriesData:
    """A stored series. Raises ValueError when it is not one."""
    return SeriesData(definition, unpacked(payload))
