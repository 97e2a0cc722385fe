"""Worked figures of the method pages: invented numbers of `method/*.toml`, worked out by the functions that the charts use. Pure.

Nothing here is typed: a figure that the page shows is computed when the page is made.
"""

import numpy as np

from measures.method_comparisons import COMPARISONS
from measures.method_drawings import Lines
from measures.method_pages import Example
from measures.method_words import Worked, number, shown, with_unit
from measures.statistics import codes, event_charts, limits
from measures.statistics.profiles import MAKING_DATA_COUNT, RULE_BITS, Judged, judge
from measures.statistics.run_chart import RunChart, run_chart

SIGNAL_WORDS = {
    "none": "Neither rule signals: chance explains what is seen",
    "long_run": "Signal: an unusually long run",
    "few_crossings": "Signal: unusually few crossings",
    "both": "Signal by both rules",
    "too_few_points": "Too few useful points for either rule",
}
RULE_WORDS = {
    "outside": "outside the limits",
    "trend": "trend of seven",
    "two_in_three": "two of three near a limit",
    "shift": "shift of seven",
}


def worked(example: Example) -> Worked:
    """KeyError for a kind of example that nothing works out."""
    return WORKS[example.kind](example)


def column(numbers) -> np.ndarray:
    return np.array(numbers, dtype=float).reshape(-1, 1)


def span(lower: np.ndarray, upper: np.ndarray) -> str:
    """The limits of the last month."""
    return f"{number(float(lower[-1, 0]))} to {number(float(upper[-1, 0]))}"


# ---- run charts


def work_run(example: Example) -> Worked:
    found = run_chart(list(example.values))
    lines = Lines(
        title=f"Run chart of invented figures, {example.unit}, median {number(found.median)}. {SIGNAL_WORDS[found.signal]}.",
        values=example.values,
        centre=[found.median] * len(example.values),
    )
    return Worked(run_rows(found, example.unit), lines)


def run_rows(found: RunChart, unit: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Median", with_unit(found.median, unit)),
        ("Useful points", str(found.useful_points)),
        ("Longest run", f"{found.longest_run}; a signal when longer than {found.longest_run_limit}"),
        ("Crossings of the median", f"{found.crossings}; a signal when fewer than {found.crossings_limit}"),
        ("Result", SIGNAL_WORDS[found.signal]),
    )


# ---- charts with limits


def drawn_limits(example: Example) -> limits.Limits:
    """The limits of an example, in the unit that it is shown in for charts of values, in parts of 1 for p and u charts."""
    values, numerators, denominators = map(column, (example.values, example.numerators, example.denominators))
    counted = frozen_months(example)
    match example.kind:
        case codes.INDIVIDUALS:
            return limits.individuals(values, counted=counted)
        case codes.P_CHART | codes.P_PRIME:
            return limits.proportions(numerators, denominators, counted=counted, prime=example.kind == codes.P_PRIME)
        case codes.U_CHART | codes.U_PRIME:
            return limits.rates(numerators, denominators, counted=counted, prime=example.kind == codes.U_PRIME)
        case codes.C_CHART:
            return limits.counts(numerators)
        case codes.G_CHART:
            return event_charts.g_chart(values)
    return event_charts.t_chart(values)


def frozen_months(example: Example) -> np.ndarray | None:
    months = len(example.values or example.numerators)
    return (np.arange(months) < example.frozen)[:, None] if example.frozen else None


def work_limits(example: Example) -> Worked:
    found = drawn_limits(example)
    times = 100 if example.kind in (codes.P_CHART, codes.P_PRIME) else example.multiplier
    judged = None if example.kind in (codes.G_CHART, codes.T_CHART) else judged_by_mdc(found)
    special = special_words(found, judged)
    rows = [
        ("Centre", with_unit(float(found.centre[-1, 0]) * times, example.unit)),
        ("Limits of the last month, as rules use them", span(found.lower * times, found.upper * times)),
        *laney_rows(found),
        *([("Limits from", f"the first {example.frozen} months")] if example.frozen else []),
        ("Special cause", special),
    ]
    return Worked(tuple(rows), limit_lines(example, found, judged, times, special))


def work_moving_ranges(example: Example) -> Worked:
    found = limits.moving_ranges(column(example.values))
    beyond = np.flatnonzero(found.value > found.upper)
    words = f"Beyond the limit: {listed(beyond)}" if len(beyond) else "None beyond the limit"
    lines = Lines(
        title=f"Moving ranges of invented figures, {example.unit}, with mean and upper limit. {words}.",
        values=shown(found.value),
        centre=shown(found.centre),
        upper=shown(found.upper),
        special=frozenset(beyond.tolist()),
    )
    rows = (
        ("Mean moving range", number(float(found.centre[-1, 0]))),
        ("Upper limit", number(float(found.upper[-1, 0]))),
        ("Months", words),
    )
    return Worked(rows, lines)


def judged_by_mdc(found: limits.Limits) -> Judged:
    phases = np.zeros(found.value.shape, dtype=np.int8)
    lines = (found.value, found.centre, found.lower, found.upper, found.near_lower, found.near_upper)
    return judge(*lines, phases, MAKING_DATA_COUNT)


def laney_rows(found: limits.Limits) -> list[tuple[str, str]]:
    sigma_z = float(found.sigma_z[0, 0])
    return [] if np.isnan(sigma_z) else [("σz", number(sigma_z))]


def special_rows(found: limits.Limits, judged: Judged | None) -> np.ndarray:
    if judged is None:
        return np.flatnonzero((found.value > found.upper) | (found.value < found.lower))
    return np.flatnonzero(judged.flags[:, 0])


def special_words(found: limits.Limits, judged: Judged | None) -> str:
    """Which points are marked, and by what."""
    rows = special_rows(found, judged)
    if not len(rows):
        return "None: chance explains what is seen"
    if judged is None:
        return f"Outside the limits: {listed(rows)}"
    return "; ".join(
        f"{RULE_WORDS[rule]}: {listed(np.flatnonzero(judged.found[rule].members[:, 0]))}"
        for rule in RULE_BITS
        if judged.found[rule].members.any()
    )


def listed(rows: np.ndarray) -> str:
    """1, 2, 3 and 7 as "1 to 3, 7"; points count from 1."""
    stretches = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    return ", ".join(f"{part[0] + 1} to {part[-1] + 1}" if len(part) > 1 else f"{part[0] + 1}" for part in stretches)


def limit_lines(example: Example, found: limits.Limits, judged: Judged | None, times: float, special: str) -> Lines:
    lower = np.maximum(found.lower * times, 0)
    return Lines(
        title=f"Chart of invented figures, {example.unit}, with centre and limits. Special cause: {special}.",
        values=shown(found.value * times),
        centre=shown(found.centre * times),
        lower=shown(lower),
        upper=shown(found.upper * times),
        special=frozenset(special_rows(found, judged).tolist()),
        under="gaps" if judged is None else "months",
        breaks=(example.frozen,) if example.frozen else (),
    )


WORKS = {
    "run": work_run,
    limits.MOVING_RANGE: work_moving_ranges,
    **dict.fromkeys(sorted(codes.WITH_LIMITS), work_limits),
    **COMPARISONS,
}
