"""What a chart draws: one released series with its run rules, and the stretches of the calendar behind it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from math import inf

from measures.statistics.analysis import Analysis, Phase
from measures.statistics.codes import NO_LIMITS, PLAIN_LINE, RUN_CHART, TABLE
from measures.statistics.run_chart import RunChart


@dataclass(frozen=True)
class Band:
    """A stretch of the calendar to shade, such as an action period."""

    start: date
    end: date
    label: str


@dataclass(frozen=True)
class Annotation:
    """Something that happened while the months of a chart ran. `kind` is of KINDS; this module knows no more of it.

    A cycle or STAFFING without an `end` still goes on, an event without one is a day. `count` is how many began, for STARTED.
    """

    start: date
    end: date | None
    label: str
    kind: str
    key: str
    href: str = ""
    count: int = 0


CYCLE, EVENT, STARTED, STAFFING = "cycle", "event", "started", "staffing"
KINDS = (CYCLE, EVENT, STARTED, STAFFING)
# What may go on for an unknown time.
LASTING = (CYCLE, STAFFING)


@dataclass(frozen=True)
class Signal:
    """What the run rules said of the released points. `name`: none, long_run, few_crossings, both or too_few_points."""

    name: str
    points: int
    useful_points: int
    median: float | None
    longest_run: int = 0
    longest_run_limit: int | None = None
    crossings: int = 0
    crossings_limit: int | None = None

    @property
    def is_special_cause(self) -> bool:
        return self.name in {"long_run", "few_crossings", "both"}


def signal_of(run: RunChart) -> Signal:
    """What the two rules of a run chart say, as a line holds it."""
    return Signal(
        name=run.signal,
        points=run.points,
        useful_points=run.useful_points,
        median=run.median,
        longest_run=run.longest_run,
        longest_run_limit=run.longest_run_limit,
        crossings=run.crossings,
        crossings_limit=run.crossings_limit,
    )


@dataclass(frozen=True)
class Line:
    """One series as a chart draws it: every sequence has one entry per month.

    `analysis` is made from the released `values`; its centres and limits, and `target`, are in their unit.
    `phase_notes` says from which day on a person has set a new phase, and why.
    """

    identifier: str
    title: str
    unit: str
    direction: str
    months: Sequence[date]
    values: Sequence[float | None]
    signal: Signal
    numerators: Sequence = ()
    denominators: Sequence = ()
    # What numerator over denominator is multiplied by; 0 where they are not given.
    per: int = 0
    lists: Sequence = ()
    registered: Sequence = ()
    registered_values: Sequence = ()
    registered_per: int = 1000
    states: Sequence[str] = ()
    reasons: Sequence[str] = ()
    contributors: Sequence[int] = ()
    numerator_text: str = "Events"
    denominator_text: str = "On the list"
    is_protected: bool = False
    # Whether the list may be behind a signal: "moved" while it is building or far from its baseline, "unconfirmed" where
    # the change per registered patient is not known or does not go the same way, "" where it does.
    list_standing: str = ""
    notes: Sequence[str] = ()
    breaks: Sequence[tuple[date, str]] = ()
    analysis: Analysis | None = None
    target: float | None = None
    phase_notes: Sequence[tuple[date, str]] = ()
    annotations: Sequence[Annotation] = ()
    # What drawings, words and tables of the line all ask for and work out once.
    kept: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def open_at(self) -> list[bool]:
        return [state == "provisional" for state in self.states]

    @cached_property
    def cuts(self) -> list[int]:
        """The rows in which a stretch begins that counts something else: there the line is not joined to what lies before."""
        starts = {day.replace(day=1) for day, _ in self.breaks}
        return [row for row, month in enumerate(self.months) if row and month in starts]

    def stretches(self, values: Sequence) -> list[list]:
        """The values once for each stretch between cuts, None outside it: one entry per month, so that months are shared."""
        edges = [0, *self.cuts, len(values)]
        return [
            [value if start <= row < end else None for row, value in enumerate(values)]
            for start, end in pairwise(edges)
        ]

    @cached_property
    def latest(self) -> int | None:
        """The position of the last month with a value, or None."""
        return max((place for place, value in enumerate(self.values) if value is not None), default=None)

    @cached_property
    def judged(self) -> list[float | None]:
        """What the rules judged: numerator over denominator as shown, where the rate is shown as a whole number."""
        if not (self.is_protected and self.per):
            return list(self.values)
        counts = zip(self.values, self.numerators, self.denominators, strict=True)
        return [None if value is None else above / below * self.per for value, above, below in counts]

    @cached_property
    def kind(self) -> str:
        """Of measures.statistics.codes.KINDS; a line that nothing has analysed is a run chart."""
        return self.analysis.kind if self.analysis else RUN_CHART

    @property
    def is_table_only(self) -> bool:
        """Where a drawing would say less than its table: many months tied, or nearly all at 0 or 100%."""
        return self.kind == TABLE

    @cached_property
    def has_centre(self) -> bool:
        """Whether a centre line is drawn: below ten useful points it says nothing."""
        if self.kind in (TABLE, PLAIN_LINE):
            return False
        return self.kind != RUN_CHART or self.run.name != "too_few_points"

    @cached_property
    def run(self) -> Signal:
        """The run rules on the latest phase."""
        return signal_of(self.analysis.run) if self.analysis else self.signal

    @cached_property
    def phase(self) -> Phase | None:
        """The latest phase, of which icons and sentences speak."""
        return self.analysis.phases[-1] if self.analysis and self.analysis.phases else None

    @cached_property
    def has_limits(self) -> bool:
        """Of the latest phase."""
        return self.analysis is not None and self.analysis.has_limits

    @property
    def is_percentage(self) -> bool:
        return self.unit.startswith("%")

    @cached_property
    def largest(self) -> float:
        """The end of the scale: no share lies above 100%."""
        return 100 if self.is_percentage else inf

    def drawn(self, limit: float | None) -> float | None:
        """A limit where it is drawn: no rate lies below 0 and no share above 100%. Rules ask the raw limit."""
        if limit is None or 0 <= limit <= self.largest:
            return limit
        return 0 if limit < 0 else self.largest

    def phase_at(self, row: int) -> Phase | None:
        phases = self.analysis.phases if self.analysis else ()
        return next((phase for phase in phases if phase.first <= row <= phase.last), None)

    def limits_at(self, row: int) -> tuple[float | None, float | None]:
        """(lower, upper) of a month, raw; None where there is none."""
        phase = self.phase_at(row)
        if phase is None or phase.strength == NO_LIMITS:
            return None, None
        return phase.lower[row - phase.first], phase.upper[row - phase.first]
