"""What was found of one cycle: dataclasses only. Pure."""

from dataclasses import dataclass
from datetime import date

from collaborative.evaluations.asked import Asked
from measures.disclosed_changes import NO_CHANGE, Change


@dataclass(frozen=True)
class PhaseRate:
    """All months of one phase pooled; `rate` in the measure's unit, None where it has no month with a value."""

    name: str
    first: date
    last: date
    months: int
    numerator: float | None
    denominator: float | None
    rate: float | None


@dataclass(frozen=True)
class Run:
    """The run chart about the median of the months before. `since_below` and `since_above`: months since the start on either side.

    `latest_run`: how many months up to the latest lie on one side; `reaches`: longer than chance explains. The signal itself is
    of all months, so a long run may have ended before the start.
    """

    median: float | None
    useful: int
    signal: str
    latest_run: int
    reaches: bool
    since_below: int
    since_above: int


@dataclass(frozen=True)
class Trend:
    """The latest month against the earlier trend carried on, in the measure's unit, with its 95% interval; or why not."""

    month: date | None = None
    difference: float | None = None
    lower: float | None = None
    upper: float | None = None
    months_before: int = 0
    months_after: int = 0
    reason: str = ""


NO_TREND = Trend()


@dataclass(frozen=True)
class Beyond:
    """How much further the place changed than the wave's other practices: difference of differences, and ratio of ratios less 1 in per cent."""

    difference: float
    lower: float
    upper: float
    percent: float
    percent_lower: float
    percent_upper: float


@dataclass(frozen=True)
class Evaluation:
    """`verdict` is a code of verdicts.py, `reason` why nothing can be said (with the month that it is about, `reason_month`).

    `before` and `since`: first and last month compared. `due`: the month whose figures decide; `latest` the last with a value.
    `observed` is the change of the place, `control` that of the wave's other practices over the same months.
    `proper`: the strongest comparison that the months bear (ladder.py). `list_caution`: "building", "moved" or "".
    `was_extreme`: the months before stood out on the chart, -1 low or 1 high.
    """

    asked: Asked
    due: date
    verdict: str
    reason: str = ""
    reason_month: date | None = None
    is_protected: bool = False
    is_control_protected: bool = False
    latest: date | None = None
    before: tuple[date, date] | None = None
    since: tuple[date, date] | None = None
    observed: Change = NO_CHANGE
    control: Change = NO_CHANGE
    beyond: Beyond | None = None
    phases: tuple[PhaseRate, ...] = ()
    run: Run | None = None
    trend: Trend = NO_TREND
    proper: str = "nothing"
    months_before: int = 0
    months_since: int = 0
    list_caution: str = ""
    list_percent: float | None = None
    was_extreme: int = 0
