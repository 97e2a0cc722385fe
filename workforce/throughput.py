"""New patients for each WTE-month: the line of a programme, as exact or as protected as its reader may see it. Pure.

The benchmark is derived, not published as such: 300,000 new patients for 1,000 workers (seed 002F) are 300 a WTE and year,
25 a month. More patients a month are not in themselves better, so no verdict is made of the line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from measures.chart_lines import Line, signal_of
from measures.definitions import NO_JUDGEMENT
from measures.disclosure import Audience, Published, protect, rate
from measures.statistics.run_chart import run_chart_of, run_charts
from workforce.disclosure import why_withheld
from workforce.month_parts import part_of_month

MONTHS_A_YEAR = 12
NOBODY_SAID = "nobody said how many"
UNIT = "new patients a WTE-month"
# By how much the WTE in post may move before a reader is told.
STEADY = 0.1


@dataclass(frozen=True)
class MonthSums:
    """A month as it is: `said` is of how many holdings somebody said how many, `employers` how many employ them."""

    month: date
    new_patients: int
    wte_months: float
    said: int
    employers: int
    wte_in_post: float


@dataclass(frozen=True)
class MonthShown:
    """The same as a reader sees it; `value` None with the reason in `why`."""

    month: date
    new_patients: Published
    wte_months: Published
    said: Published
    value: float | None
    why: str = ""


def shown_months(sums: Sequence[MonthSums], *, exact: bool) -> list[MonthShown]:
    return [exact_month(one) if exact else protected_month(one) for one in sums]


def exact_month(one: MonthSums) -> MonthShown:
    if not one.said or not one.wte_months:
        return MonthShown(one.month, None, None, one.said, None, NOBODY_SAID)
    return MonthShown(one.month, one.new_patients, one.wte_months, one.said, one.new_patients / one.wte_months)


def protected_month(one: MonthSums) -> MonthShown:
    """From published counts alone, by the rule of all rates; that nobody said is a count from 0 to 7 too."""
    if why := why_withheld(one.said, one.employers):
        return MonthShown(one.month, None, None, None, None, why)
    counts = protect(one.new_patients), protect(one.wte_months)
    value, why = rate(*counts, 1, Audience.OTHER)
    return MonthShown(one.month, *counts, protect(one.said), value, why)


def line_of(shown: Sequence[MonthShown], identifier: str, title: str, *, exact: bool) -> Line:
    """The run chart's line, from released values alone."""
    values = [one.value for one in shown]
    column = np.array([np.nan if value is None else value for value in values], dtype=float).reshape(-1, 1)
    return Line(
        identifier=identifier,
        title=title,
        unit=UNIT,
        direction=NO_JUDGEMENT,
        months=[one.month for one in shown],
        values=values,
        signal=signal_of(run_chart_of(run_charts(column), 0)),
        numerators=[one.new_patients for one in shown],
        denominators=[one.wte_months for one in shown],
        reasons=[one.why for one in shown],
        is_protected=not exact,
    )


def benchmark_a_month(a_year: int) -> float:
    return a_year / MONTHS_A_YEAR


def posts_changed(sums: Sequence[MonthSums], *, exact: bool) -> str:
    """That those in post were not the same number throughout, in words; "" where they nearly were. Others get no figures."""
    wte = [one.wte_in_post for one in sums if one.wte_in_post]
    if not wte or max(wte) - min(wte) <= STEADY * max(wte):
        return ""
    figures = f" (from {min(wte):.1f} to {max(wte):.1f})" if exact else ""
    return (
        f"The WTE in post changed while the line ran{figures}: new workers see fewer patients at first, "
        "so a movement of the line may be theirs."
    )


# ---- of single holdings


def wte_months(caseload: Mapping[str, Sequence], terms: Mapping[str, Sequence]) -> np.ndarray:
    """WTE-months of each row of `caseload` (holding, month): WTE times the part of the month on those terms, summed.

    `terms`: holding, wte, start, end (NaT: open); both as columns.
    """
    holding, month = np.asarray(caseload["holding"]), np.asarray(caseload["month"])
    order = np.argsort(np.asarray(terms["holding"]), kind="stable")
    of, wte, start, end = (np.asarray(terms[name])[order] for name in ("holding", "wte", "start", "end"))
    first, after = np.searchsorted(of, holding, side="left"), np.searchsorted(of, holding, side="right")
    # Every row beside each of the terms of its holding.
    row = np.repeat(np.arange(len(holding)), after - first)
    place = np.arange(len(row)) - np.repeat(np.cumsum(after - first) - after, after - first)
    worked = part_of_month(month[row], start[place], end[place]) * wte[place]
    return np.bincount(row, weights=worked, minlength=len(holding))
