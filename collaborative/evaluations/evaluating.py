"""Many cycles at once: which months, what changed in them, against whom, and what that says of the prediction. Pure, NumPy."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import numpy as np

from collaborative.evaluations import change_found, ladder, verdicts
from collaborative.evaluations.asked import Case, Columns
from collaborative.evaluations.found import Evaluation, PhaseRate, Run, Trend
from collaborative.evaluations.period import (
    AFTER,
    BEFORE,
    DURING,
    FEW_BEFORE,
    FEW_SINCE,
    HOLES,
    NO_FIGURES,
    Windows,
    due_month,
    first_full_month,
    phases_of,
    windows,
)
from collaborative.evaluations.pools import Group, Pools, pool_of_columns, pools
from measures.disclosed_changes import Change
from measures.disclosure import is_number
from measures.effects import NEW_DEFINITION, SERIES_BROKEN, interrupted
from measures.statistics.run_chart import (
    SIGNAL_NAMES,
    USEFUL_POINTS_NEEDED,
    longest_run_limit,
    run_charts,
    sides_of,
)
from measures.statistics.segmented_design import FEWEST_MONTHS
from practices import months

BUILDING, MOVED = "building", "moved"
# A list that differs by more than a quarter is another list (measures.computing.list_status).
MOVED_FROM = 0.25


def evaluate(cases: Sequence[Case]) -> list[Evaluation]:
    """One evaluation per case, in order."""
    chosen = [windows_of(case) for case in cases]
    own, others = clustered(cases, chosen, "parts"), clustered(cases, chosen, "others")
    return [
        finished(case, found, own.get(place), others.get(place))
        for place, (case, found) in enumerate(zip(cases, chosen, strict=True))
    ]


def windows_of(case: Case) -> Windows:
    asked = case.asked
    if case.own is None:
        return Windows(None, None, due_month(asked.started, asked.by), is_due=False, reason=case.why_not)
    return windows(case.own.months, case.own.has_value, asked.started, asked.by)


def clustered(cases: Sequence[Case], chosen: Sequence[Windows], which: str) -> dict[int, Pools]:
    """Place of a case -> the pools of its practices (`which`: parts or others), one pass for every measure."""
    by_counts = defaultdict(list)
    for place, (case, found) in enumerate(zip(cases, chosen, strict=True)):
        if case.counts is not None and getattr(case, which) is not None and found.since is not None:
            by_counts[id(case.counts)].append(place)
    done = {}
    for places in by_counts.values():
        groups = [Group(getattr(cases[place], which), chosen[place].before, chosen[place].since) for place in places]
        done |= zip(places, pools(cases[places[0]].counts, groups), strict=True)
    return done


def finished(case: Case, found: Windows, own: Pools | None, others: Pools | None) -> Evaluation:
    asked = case.asked
    given = {"asked": asked, "due": found.due, "is_protected": case.is_protected}
    if case.own is None:
        why_not = {
            "reason": case.why_not,
            "observed": Change(reason=case.why_not),
            "control": Change(reason=case.why_not),
        }
        return Evaluation(**given, verdict=verdict_without_figures(case), **why_not)
    observed = observed_change(case, found, own)
    given |= facts(case, found, observed) | comparison(case, found, observed, others)
    list_caution, list_percent = list_change(case, found)
    verdict, reason, month = verdict_of(case, found, observed, list_caution)
    return Evaluation(
        **given,
        verdict=verdict,
        reason=reason,
        reason_month=month,
        list_caution=list_caution,
        list_percent=list_percent,
        was_extreme=case.was_extreme,
    )


def verdict_without_figures(case: Case) -> str:
    return verdicts.CANNOT_BE_SAID if case.asked.direction else verdicts.NOT_PREDICTED


# ---- what changed


def observed_change(case: Case, found: Windows, own: Pools | None) -> Change:
    if found.since is None:
        return Change(reason=found.reason)
    if defined_anew(case, found):
        return Change(reason=NEW_DEFINITION)
    if is_between(case, found, case.own.breaks):
        return Change(reason=SERIES_BROKEN)
    columns = case.own
    if case.is_protected:
        return protected(columns, found, case)
    if own is not None:
        return change_found.exact_change(own.before, own.since, case.definition, own.clustering)
    before, since = (
        pool_of_columns(columns.numerators, columns.denominators, part) for part in (found.before, found.since)
    )
    return change_found.exact_change(before, since, case.definition, None)


def protected(columns: Columns, found: Windows, case: Case) -> Change:
    before, since = (
        pool_of_columns(columns.numerators, columns.denominators, part) for part in (found.before, found.since)
    )
    return change_found.protected_change(before, since, case.definition)


def defined_anew(case: Case, found: Windows) -> bool:
    return is_between(case, found, [change.on for change in case.definition.changes[1:]])


def is_between(case: Case, found: Windows, days) -> bool:
    """Whether something else is counted from one of these days on, within the months that are compared."""
    grid = case.own.months
    return any(grid[found.before[0]] < day <= grid[found.since[1]] for day in days)


def comparison(case: Case, found: Windows, observed: Change, others: Pools | None) -> dict:
    """The wave's other practices over the same months, and how much further the place went."""
    control = control_change(case, found, others)
    is_protected = case.is_control_protected
    return {
        "observed": observed,
        "control": control,
        "beyond": change_found.beyond(observed, control),
        "is_control_protected": is_protected,
    }


def control_change(case: Case, found: Windows, others: Pools | None) -> Change:
    if found.since is None or defined_anew(case, found):
        return Change(reason=found.reason or NEW_DEFINITION)
    if others is not None:
        return change_found.exact_change(others.before, others.since, case.definition, others.clustering)
    if case.control is None:
        return Change(reason=case.control_why)
    if not all(case.control.has_value[row] for row in range(found.since[0], found.since[1] + 1)):
        return Change(reason=HOLES)
    return protected(case.control, found, case)


# ---- what the months bear


def facts(case: Case, found: Windows, observed: Change) -> dict:
    columns, asked = case.own, case.asked
    has, grid = columns.has_value, columns.months
    phases = phases_of(grid, asked.started, asked.ended)
    full = first_full_month(asked.started)
    before = sum(is_there and phase == BEFORE for is_there, phase in zip(has, phases, strict=True))
    since = sum(is_there and month >= full for is_there, month in zip(has, grid, strict=True))
    run = run_of(case, phases, full) if before and since else None
    trend = trend_of(case, full, before, since)
    done = {
        ladder.RUN_CHART: run is not None,
        ladder.POOLED: observed.percent is not None,
        ladder.TREND: not trend.reason,
    }
    return {
        "latest": max((month for is_there, month in zip(has, grid, strict=True) if is_there), default=None),
        "before": stretch(grid, found.before),
        "since": stretch(grid, found.since),
        "phases": phase_rates(columns, phases, case.definition.per),
        "run": run,
        "trend": trend,
        "months_before": before,
        "months_since": since,
        "proper": ladder.proper(before, since, run.useful if run else 0, done),
    }


def stretch(grid: Sequence[date], rows: tuple[int, int] | None) -> tuple[date, date] | None:
    return (grid[rows[0]], grid[rows[1]]) if rows else None


def phase_rates(columns: Columns, phases: Sequence[str], per: int) -> tuple[PhaseRate, ...]:
    made = []
    for name in (BEFORE, DURING, AFTER):
        rows = [row for row, phase in enumerate(phases) if phase == name]
        if not rows:
            continue
        pool = pool_of_columns(columns.numerators, columns.denominators, (rows[0], rows[-1]))
        above, below = (pool.numerator, pool.denominator) if pool.months else (None, None)
        rate = above / below * per if below else None
        made.append(PhaseRate(name, columns.months[rows[0]], columns.months[rows[-1]], pool.months, above, below, rate))
    return tuple(made)


def rates_of(columns: Columns, per: int) -> list[float | None]:
    pairs = zip(columns.numerators, columns.denominators, strict=True)
    return [None if above is None else above / below * per for above, below in pairs]


def run_of(case: Case, phases: Sequence[str], full: date) -> Run:
    """The two rules on all months about the median of those before the start."""
    values = np.array([np.nan if rate is None else rate for rate in rates_of(case.own, case.definition.per)]).reshape(
        -1, 1
    )
    counted = np.array([phase == BEFORE for phase in phases]).reshape(-1, 1)
    found = run_charts(values, counted=counted)
    since = np.array([month >= full for month in case.own.months])
    sides = sides_of(values, found.median)[:, 0]
    useful, latest = int(found.useful_points[0]), latest_run(sides)
    return Run(
        median=float(found.median[0]),
        useful=useful,
        signal=SIGNAL_NAMES[int(found.signal[0])],
        latest_run=latest,
        reaches=useful >= USEFUL_POINTS_NEEDED and latest > longest_run_limit(useful),
        since_below=int((sides[since] < 0).sum()),
        since_above=int((sides[since] > 0).sum()),
    )


def latest_run(sides: np.ndarray) -> int:
    """How many of the latest useful points lie on one side; those on the median are passed over."""
    useful = sides[sides != 0]
    changes = np.flatnonzero(useful != useful[-1]) if len(useful) else []
    return len(useful) - (int(changes[-1]) + 1 if len(changes) else 0)


def trend_of(case: Case, full: date, before: int, since: int) -> Trend:
    """Asked of the series only where enough months can hold it."""
    counted = {"months_before": before, "months_after": since}
    if before < FEWEST_MONTHS or since < FEWEST_MONTHS:
        return Trend(**counted, reason=FEW_BEFORE if before < FEWEST_MONTHS else FEW_SINCE)
    columns = case.own
    counts = columns.months, columns.numerators, columns.denominators
    found = interrupted(*counts, full, case.definition, breaks=columns.breaks)
    if found.reason:
        return Trend(**counted, reason=found.reason)
    end = found.at_end
    numbers = [round(value) if case.is_protected else value for value in (end.value, end.lower, end.upper)]
    return Trend(found.months[found.last], *numbers, found.fit.months_before, found.fit.months_after)


# ---- what to beware of


def list_change(case: Case, found: Windows) -> tuple[str, float | None]:
    """("building" | "moved" | "", change of the mean list in per cent or None). Said of lists that this reader is shown."""
    if case.was_list_building:
        return BUILDING, None
    if found.since is None:
        return "", None
    before, since = (mean_list(case.own, rows) for rows in (found.before, found.since))
    if not before or since is None:
        return "", None
    change = since / before - 1
    percent = round(change * 100) if case.is_protected else change * 100
    return (MOVED if abs(change) > MOVED_FROM else ""), percent


def mean_list(columns: Columns, rows: tuple[int, int]) -> float | None:
    known = [size for size in columns.lists[rows[0] : rows[1] + 1] if is_number(size)]
    return sum(known) / len(known) if known else None


# ---- the verdict


def verdict_of(case: Case, found: Windows, observed: Change, list_caution: str) -> tuple[str, str, date | None]:
    """(verdict, reason, the month that the reason is about)."""
    if not case.asked.direction:
        return verdicts.NOT_PREDICTED, "", None
    if found.reason in (FEW_BEFORE, NO_FIGURES):
        return verdicts.CANNOT_BE_SAID, found.reason, None
    if not found.is_due and is_to_come(case, found):
        return verdicts.TOO_EARLY, "", found.due
    if found.hole is not None:
        return verdicts.CANNOT_BE_SAID, case.own.reasons[found.hole] or HOLES, case.own.months[found.hole]
    if not found.is_due:
        row = months.months_between(case.own.months[0], found.due)
        return verdicts.CANNOT_BE_SAID, case.own.reasons[row] or NO_FIGURES, found.due
    if observed.reason:
        return verdicts.CANNOT_BE_SAID, observed.reason, None
    if list_caution:
        return verdicts.CANNOT_BE_SAID, f"list_{list_caution}", None
    if observed.lower is None:
        return verdicts.CANNOT_BE_SAID, "no_interval", None
    asked = case.asked
    return verdicts.judged(asked.direction, asked.percent, observed.lower, observed.upper), "", None


def is_to_come(case: Case, found: Windows) -> bool:
    """The due month has not ended, or its return may still come: not where its figure is there and withheld."""
    row = months.months_between(case.own.months[0], found.due)
    return row >= len(case.own.months) or case.own.reasons[row] in ("no_return", "not_expected", "not_all_practices")
