"""The four measures from a register, month by month: exact person-months, the closed cohort beside them. Pure.

A value is missing where the register cannot know it, with the reason; nothing is divided by zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from measures.chart_lines import Line, signal_of
from measures.definitions import MeasureDefinition
from measures.statistics.analysing import Observed, analyse
from measures.statistics.analysis import Analysis
from measures.statistics.icons import better_of
from measures.statistics.packing import packed, unpacked
from measures.statistics.phase_starts import phase_numbers
from measures.statistics.run_chart import run_chart_of
from practices import months
from registers.figures import REASONS, person_months

# Field of the return -> the same of the people who were on the list throughout the baseline.
COHORT_FIELDS = {
    "gp_consultations": "cohort_gp_consultations",
    "referrals_dedup": "cohort_referrals",
    "people_13w": "cohort_people_13w",
}
TOO_FEW, NOBODY, NOT_COUNTED = "too_few", "denominator_zero", "not counted yet"
# With fewer people a rate of the cohort says nothing.
SMALLEST_COHORT = 30


@dataclass(frozen=True)
class MonthCounts:
    """A practice's month as it is stored: counts by name, and why others are missing."""

    month: date
    figures: Mapping[str, int]
    not_available: Mapping[str, str]
    code_list: str = ""

    def why(self, name: str) -> str:
        return REASONS.get(self.not_available.get(name, ""), NOT_COUNTED)


@dataclass(frozen=True)
class Point:
    """One month of one measure: counted, divided by what, the rate, or why there is none."""

    month: date
    numerator: int | None
    denominator: float | None
    value: float | None
    why: str = ""


@dataclass(frozen=True)
class RegisterSeries:
    """One measure: from the days that people were on the list, from (open + close) / 2, and of the closed cohort."""

    definition: MeasureDefinition
    points: tuple[Point, ...]
    halved: tuple[Point, ...]
    cohort: tuple[Point, ...]
    lists: tuple[int | None, ...]
    # (month, words) from which people are found by another code list.
    breaks: tuple[tuple[date, str], ...]


def series_of(definition: MeasureDefinition, rows: Sequence[MonthCounts]) -> RegisterSeries:
    """`rows` are consecutive months."""
    return RegisterSeries(
        definition=definition,
        points=tuple(point(row, definition, exact_people(row, definition)) for row in rows),
        halved=tuple(point(row, definition, halved_people(row, definition)) for row in rows),
        cohort=tuple(cohort_point(row, definition) for row in rows),
        lists=tuple(row.figures.get("list_close") for row in rows),
        breaks=code_list_breaks(rows),
    )


def exact_people(row: MonthCounts, definition: MeasureDefinition) -> float | None:
    """Person-months: days on the list over the days of the month; for people at the month's end their number."""
    return person_months(row.figures) if definition.counts_person_months else row.figures.get("list_close")


def halved_people(row: MonthCounts, definition: MeasureDefinition) -> float | None:
    """As the return has it."""
    if not definition.counts_person_months:
        return row.figures.get("list_close")
    opened, close = row.figures.get("list_open"), row.figures.get("list_close")
    return None if opened is None or close is None else (opened + close) / 2


def point(row: MonthCounts, definition: MeasureDefinition, people: float | None) -> Point:
    numerator = row.figures.get(definition.numerator)
    why = why_not(row, definition.numerator, numerator, people, definition.minimum_denominator)
    return Point(row.month, numerator, people, None if why else numerator / people * definition.per, why)


def cohort_point(row: MonthCounts, definition: MeasureDefinition) -> Point:
    """Of those who were on the list throughout the baseline, followed whatever happens to the list."""
    name = COHORT_FIELDS.get(definition.numerator)
    if name is None:
        return Point(row.month, None, None, None, "not followed for this measure")
    numerator, people = row.figures.get(name), cohort_people(row, definition)
    why = why_not(row, name, numerator, people, SMALLEST_COHORT)
    return Point(row.month, numerator, people, None if why else numerator / people * definition.per, why)


def cohort_people(row: MonthCounts, definition: MeasureDefinition) -> float | None:
    if not definition.counts_person_months:
        return row.figures.get("cohort_people")
    return person_months(row.figures, "cohort_person_days")


def why_not(row: MonthCounts, name: str, numerator, people, smallest: int) -> str:
    if numerator is None:
        return row.why(name)
    if people is None:
        return row.why("list_close")
    if not people:
        return NOBODY
    return TOO_FEW if people < smallest else ""


def code_list_breaks(rows: Sequence[MonthCounts]) -> tuple[tuple[date, str], ...]:
    """A month that names none says nothing: what is compared is the version named last before."""
    named = [row for row in rows if row.code_list]
    return tuple(
        (row.month, f"Code list {row.code_list} in place of {before.code_list}")
        for before, row in pairwise(named)
        if row.code_list != before.code_list
    )


# ---- as a chart draws it


def line_of(series: RegisterSeries, *, judged_from: date | None) -> Line:
    """The line with its analysis. `judged_from`: the first month of the intervention; None for no such month."""
    definition, points = series.definition, series.points
    grid = [one.month for one in points]
    analysis = analysis_of(series, grid, judged_from)
    return Line(
        identifier=f"register-{definition.code}",
        title=definition.short_title,
        unit=definition.unit,
        direction=definition.direction,
        months=grid,
        values=[one.value for one in points],
        signal=signal_of(analysis.run),
        numerators=[one.numerator for one in points],
        denominators=[one.denominator for one in points],
        per=definition.per,
        lists=series.lists,
        reasons=[one.why for one in points],
        analysis=analysis,
        breaks=series.breaks,
    )


def analysis_of(series: RegisterSeries, grid: Sequence[date], judged_from: date | None) -> Analysis:
    """The chart that suits the few points there are, by the same choice as every other chart."""
    definition, shown = series.definition, [one.value is not None for one in series.points]
    numerators, denominators = (
        [getattr(one, name) if is_shown else None for one, is_shown in zip(series.points, shown, strict=True)]
        for name in ("numerator", "denominator")
    )
    starts = [day for day, _ in series.breaks]
    found = analyse(
        Observed(
            numerators=column(numerators),
            denominators=column(denominators),
            people=np.array([definition.is_proportion]),
            pooled=np.array([False]),
            better=np.array([better_of(definition.direction)], dtype=np.int8),
            phases=phase_numbers(grid, [starts]) if starts else None,
            judged_from=months.months_between(grid[0], judged_from) if judged_from else len(grid),
            targets=np.array([np.nan]),
        )
    )
    stored = packed(found)
    spreads = [[None if np.isnan(value) else value for value in row] for row in stored.spreads[0].tolist()]
    return unpacked(
        stored.chart[0].tolist(),
        stored.phases[0].tolist(),
        spreads,
        stored.flags[0],
        run=run_chart_of(found.run, 0, definition.per),
        denominators=denominators,
        per=definition.per,
    )


def column(values) -> np.ndarray:
    """float [T, 1], NaN for what is missing."""
    return np.array([np.nan if value is None else value for value in values], dtype=float).reshape(-1, 1)
