"""What a chart draws: one released series with its run rules, and the stretches of the calendar behind it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Band:
    """A stretch of the calendar to shade, such as an action period."""

    start: date
    end: date
    label: str


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


@dataclass(frozen=True)
class Line:
    """One series as a chart draws it: every sequence has one entry per month."""

    identifier: str
    title: str
    unit: str
    direction: str
    months: Sequence[date]
    values: Sequence[float | None]
    signal: Signal
    numerators: Sequence = ()
    denominators: Sequence = ()
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

    @property
    def open_at(self) -> list[bool]:
        return [state == "provisional" for state in self.states]

    @property
    def latest(self) -> int | None:
        """The position of the last month with a value, or None."""
        return max((place for place, value in enumerate(self.values) if value is not None), default=None)
