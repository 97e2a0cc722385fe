"""Is it more than the trend before? The two designs that compare a wave with something, for one measure. Pure, NumPy.

Interrupted time series: the wave against its own earlier trend. Stepped wedge: its practices against each other, where they
began in different months. What goes in has passed measures.disclosure, so what comes out tells no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from measures.definitions import MeasureDefinition
from measures.disclosure import is_number
from measures.statistics.segmented_design import FEW_MONTHS, Design, design
from measures.statistics.stepped_wedge import NEVER, SteppedWedge, stepped_wedge
from measures.statistics.time_series import (
    Estimate,
    SegmentedLeastSquares,
    SegmentedPoisson,
    segmented_least_squares,
    segmented_poisson,
)
from practices import months

# The month of learning workshop 1 and the next are neither before nor after: work changes by and by (trap 24).
TRANSITION_MONTHS = 2
# So many months after the transition are needed. A wave whose calendar holds fewer has no transition, or it would never have an
# answer: a decision of the calendar, taken before any figure is known.
MONTHS_AFTER = 12
NEW_DEFINITION, SERIES_BROKEN = "new_definition", "series_broken"


@dataclass(frozen=True)
class Interrupted:
    """One series against its own earlier trend. All figures in the unit of the measure's rate.

    `months`, `observed`, `fitted` and `carried_on` (the earlier trend without a change, with its interval) are of one length;
    None where there is no value. With a `reason` only the first two say anything. `level` is the step as the first month
    after the transition begins, `slope` the change of the trend a month, `at_end` that of the latest month used: each as current
    less carried on, with 95% intervals.
    """

    months: tuple[date, ...]
    observed: tuple[float | None, ...]
    plan: Design
    fit: SegmentedPoisson | SegmentedLeastSquares | None = None
    reason: str = ""
    fitted: tuple[float | None, ...] = ()
    carried_on: tuple[float | None, ...] = ()
    carried_on_lower: tuple[float | None, ...] = ()
    carried_on_upper: tuple[float | None, ...] = ()
    level: Estimate | None = None
    slope: Estimate | None = None
    at_end: Estimate | None = None

    @property
    def transition(self) -> tuple[date, ...]:
        return tuple(self.months[row] for row in self.plan.transition_rows)

    @property
    def last(self) -> int:
        """The row of the latest month that was used."""
        return self.fit.last_row


def interrupted(
    grid: Sequence[date],
    numerators: Sequence,
    denominators: Sequence,
    workshop: date,
    definition: MeasureDefinition,
    *,
    ends: date | None = None,
    breaks: Sequence[date] = (),
) -> Interrupted:
    """`workshop` is the month of learning workshop 1, `ends` the wave's last, that of the grid unless given.

    Counts that are withheld or missing are no data. Across one of `breaks`, from which something else is counted, there is no
    trend to compare.

    Events: quasi-Poisson. Of people who are counted month after month the months are alike, so their rate goes through least
    squares with Newey-West errors, which suppose no Poisson variation.
    """
    counts, sizes = column(numerators), column(denominators)
    plan = plan_of(grid, workshop, transition_months(workshop, ends or grid[-1]))
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(sizes > 0, counts / sizes, np.nan)
    given = {"months": tuple(grid), "observed": in_unit(rates, definition), "plan": plan}
    if any(grid[0] < change.on <= grid[-1] for change in definition.changes[1:]):
        return Interrupted(**given, reason=NEW_DEFINITION)
    if any(grid[0] < day <= grid[-1] for day in breaks):
        return Interrupted(**given, reason=SERIES_BROKEN)
    if definition.counts_the_same_people:
        fit = segmented_least_squares(rates, plan)
    else:
        fit = segmented_poisson(counts, sizes, plan)
    if fit.reason:
        return Interrupted(**given, fit=fit, reason=fit.reason)
    return Interrupted(**given, fit=fit, **figures(fit, definition))


def column(values: Sequence) -> np.ndarray:
    return np.array([value if is_number(value) else np.nan for value in values], dtype=float)


def transition_months(workshop: date, ends: date) -> int:
    enough = months.months_between(workshop, ends) + 1 - TRANSITION_MONTHS >= MONTHS_AFTER
    return TRANSITION_MONTHS if enough else 0


def plan_of(grid: Sequence[date], workshop: date, transition_months: int) -> Design:
    """With an annual season only where both sides hold two years: less cannot tell it from a trend."""
    row = months.months_between(grid[0], workshop)
    transition = range(row, row + transition_months)
    is_long = row >= FEW_MONTHS and len(grid) - row - transition_months >= FEW_MONTHS
    return design(len(grid), row, transition_rows=transition, seasonal=is_long)


def in_unit(values: np.ndarray, definition: MeasureDefinition) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else float(value) * definition.per for value in values)


def figures(fit, definition: MeasureDefinition) -> dict:
    lines = (fit.fitted, fit.counterfactual, fit.counterfactual_lower, fit.counterfactual_upper)
    names = ("fitted", "carried_on", "carried_on_lower", "carried_on_upper")
    changes = zip(("level", "slope", "at_end"), (*level_and_slope(fit), fit.difference_at_end), strict=True)
    return {name: in_unit(line, definition) for name, line in zip(names, lines, strict=True)} | {
        name: scaled(estimate, definition.per) for name, estimate in changes
    }


def level_and_slope(fit) -> tuple[Estimate, Estimate]:
    """In the unit of the rate. Ratios become differences from the rate carried on to the first month after the transition, taken as given."""
    if isinstance(fit, SegmentedLeastSquares):
        return fit.level_change, fit.slope_change
    rate = float(fit.counterfactual[fit.design.first_post_row])
    return tuple(
        Estimate(*(rate * (end - 1) for end in (ratio.value, ratio.lower, ratio.upper)))
        for ratio in (fit.level_ratio, fit.slope_ratio)
    )


def scaled(estimate: Estimate, per: int) -> Estimate:
    return Estimate(estimate.value * per, estimate.lower * per, estimate.upper * per)


# ---- practices as each other's controls


@dataclass(frozen=True)
class Practice:
    """One practice's true counts a month, None where there is none, and the day on which it joined."""

    numerators: Sequence
    denominators: Sequence
    joined: date


def crossing_rows(grid: Sequence[date], joined: Sequence[date], workshop: date) -> list[int]:
    """The row from which each practice works differently: learning workshop 1's, or that of joining where later; NEVER for not yet."""
    rows = [max(months.months_between(grid[0], max(workshop, months.first_of(day))), 0) for day in joined]
    return [row if row < len(grid) else NEVER for row in rows]


def controls(grid: Sequence[date], practices: Sequence[Practice], workshop: date) -> SteppedWedge:
    """Every practice before and after its own start, against those that had not begun in the same month."""
    counts, sizes = (
        np.array([column(getattr(one, name)) for one in practices]).reshape(len(practices), len(grid)).T
        for name in ("numerators", "denominators")
    )
    crossing = crossing_rows(grid, [one.joined for one in practices], workshop)
    return stepped_wedge(counts, sizes, np.array(crossing, dtype=int), transition_months=TRANSITION_MONTHS)
