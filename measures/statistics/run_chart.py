"""Run charts: the median and the two Anhoej rules, on useful points only. Pure, NumPy.

A useful point does not lie on the median. Two patterns say that more than chance is at work (Anhoej 2014, 2015; the
limits are those of qicharts2): an unusually long run on one side, or unusually few crossings of the median.
Below ten useful points neither rule has power, so none is applied.
"""

from dataclasses import dataclass, fields
from functools import cache
from math import comb, log2

import numpy as np

USEFUL_POINTS_NEEDED = 10
# Means of two middle values differ in the last bit between programs: this near the median, as a share of it, counts as on it.
ON_THE_MEDIAN = 1e-9

NO_SIGNAL, LONG_RUN, FEW_CROSSINGS, BOTH_SIGNALS, TOO_FEW_POINTS = 0, 1, 2, 3, 4
SIGNAL_NAMES = ("none", "long_run", "few_crossings", "both", "too_few_points")


@dataclass(frozen=True)
class RunChart:
    """Of one series. `median` is None without points; the limits are None below ten useful points."""

    points: int
    useful_points: int
    median: float | None
    longest_run: int
    longest_run_limit: int | None
    crossings: int
    crossings_limit: int | None
    signal: str


@dataclass(frozen=True)
class RunCharts:
    """Of many series at once, one array element per series; `median` is NaN without points."""

    points: np.ndarray
    useful_points: np.ndarray
    median: np.ndarray
    longest_run: np.ndarray
    crossings: np.ndarray
    signal: np.ndarray

    def split(self, parts: int) -> list["RunCharts"]:
        """Equal parts, in order."""
        columns = [np.split(getattr(self, field.name), parts) for field in fields(self)]
        return [RunCharts(*part) for part in zip(*columns, strict=True)]


@cache
def longest_run_limit(useful_points: int) -> int:
    """The longest run that chance still explains; a longer one is a signal."""
    return round(log2(useful_points)) + 3


@cache
def crossings_limit(useful_points: int) -> int:
    """The fewest crossings that chance still explains: the 5% point of a fair coin thrown n - 1 times, exactly."""
    throws = useful_points - 1
    below, crossings = 0, 0
    while True:
        below += comb(throws, crossings)
        if 20 * below >= 2**throws:
            return crossings
        crossings += 1


def medians(values: np.ndarray) -> np.ndarray:
    """The median of each column of a [months, series] array, NaN where there is no value."""
    ordered = np.sort(values, axis=0)  # NaN sorts last
    points = np.sum(~np.isnan(values), axis=0)
    last = max(len(values) - 1, 0)
    columns = np.arange(values.shape[1])
    upper = ordered[np.minimum(points // 2, last), columns]
    lower = ordered[np.clip((points - 1) // 2, 0, last), columns]
    return np.where(points > 0, (lower + upper) / 2, np.nan)


def medians_by_phase(values: np.ndarray, phases: np.ndarray | None, counted: np.ndarray | None = None) -> np.ndarray:
    """[P, N]: the median of the counted points of each phase, NaN without any. Arrays as in measures.statistics.phases."""
    used = values if counted is None else np.where(counted, values, np.nan)
    if phases is None:
        return medians(used)[np.newaxis] if len(used) else np.full((1, used.shape[1]), np.nan)
    numbers = range(int(phases.max(initial=0)) + 1)
    return np.array([medians(np.where(phases == number, used, np.nan)) for number in numbers])


def run_charts(
    values: np.ndarray,
    phases: np.ndarray | None = None,
    counted: np.ndarray | None = None,
    excluded: np.ndarray | None = None,
) -> RunCharts:
    """Analyse every column of a [months, series] array of values with NaN for the months without one.

    Of the latest phase only, where `phases` are given. The median is that of the `counted` points, such as a frozen baseline; the rules look
    at all points but the `excluded` ones.
    """
    months, series = values.shape
    if months == 0:
        nothing = np.zeros(series, dtype=np.int64)
        return RunCharts(nothing, nothing, np.full(series, np.nan), nothing, nothing, nothing + TOO_FEW_POINTS)
    judged = latest_points(values, phases, excluded)
    centre = medians(judged if counted is None else np.where(counted, judged, np.nan))
    return runs_about(judged, centre)


def latest_points(values: np.ndarray, phases: np.ndarray | None, excluded: np.ndarray | None) -> np.ndarray:
    """The values of the latest phase that are not excluded; NaN elsewhere."""
    if phases is not None:
        values = np.where(phases == phases[-1], values, np.nan)
    return values if excluded is None else np.where(excluded, np.nan, values)


def runs_about(values: np.ndarray, centre: np.ndarray) -> RunCharts:
    """The two Anhoej rules about any centre line, [N] or [T, N]; `median` is then that line in the last month.

    They assume that half of the points lie on either side: not so about the mean of gaps or of moving ranges (trap 20).
    """
    sides = sides_of(values, centre)
    useful = np.count_nonzero(sides, axis=0)
    longest, crossings = longest_runs_and_crossings(sides)
    return RunCharts(
        points=np.sum(~np.isnan(values), axis=0),
        useful_points=useful,
        median=centre if centre.ndim == 1 else centre[-1],
        longest_run=longest,
        crossings=crossings,
        signal=signals(useful, longest, crossings),
    )


def sides_of(values: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """1 above the median, -1 below, 0 on it or missing."""
    with np.errstate(invalid="ignore"):
        distance = values - centre
        margin = ON_THE_MEDIAN * np.abs(centre)
        return (distance > margin).astype(np.int8) - (distance < -margin).astype(np.int8)


def longest_runs_and_crossings(sides: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per column; a 0 neither ends a run nor counts in it."""
    series = sides.shape[1]
    previous = np.zeros(series, dtype=np.int8)
    run, longest, crossings = (np.zeros(series, dtype=np.int64) for _ in range(3))
    for side in sides:
        useful = side != 0
        same = side == previous
        run = np.where(useful, np.where(same, run + 1, 1), run)
        longest = np.maximum(longest, run)
        crossings += useful & ~same & (previous != 0)
        previous = np.where(useful, side, previous)
    return longest, crossings


def signals(useful: np.ndarray, longest: np.ndarray, crossings: np.ndarray) -> np.ndarray:
    """One of the codes above per series."""
    most = int(useful.max(initial=0))
    possible = range(1, most + 1)
    run_limits = np.array([0, *map(longest_run_limit, possible)])
    crossing_limits = np.array([0, *map(crossings_limit, possible)])
    found = LONG_RUN * (longest > run_limits[useful]) + FEW_CROSSINGS * (crossings < crossing_limits[useful])
    return np.where(useful >= USEFUL_POINTS_NEEDED, found, TOO_FEW_POINTS)


def run_chart(values: list[float | None]) -> RunChart:
    """Analyse one series, in time order, None for the months without a value."""
    column = np.array([np.nan if value is None else value for value in values], dtype=float).reshape(-1, 1)
    return run_chart_of(run_charts(column), 0)


def run_chart_of(charts: RunCharts, series: int, per: float = 1) -> RunChart:
    """One of many; its median `per` times as large."""
    median = charts.median[series] * per
    return described(
        points=int(charts.points[series]),
        useful=int(charts.useful_points[series]),
        median=None if np.isnan(median) else float(median),
        longest_run=int(charts.longest_run[series]),
        crossings=int(charts.crossings[series]),
        signal=int(charts.signal[series]),
    )


def described(
    *, points: int, useful: int, median: float | None, longest_run: int, crossings: int, signal: int
) -> RunChart:
    """With the limits that belong to so many useful points; `signal` is one of the codes above."""
    enough = useful >= USEFUL_POINTS_NEEDED
    return RunChart(
        points=points,
        useful_points=useful,
        median=median,
        longest_run=longest_run,
        longest_run_limit=longest_run_limit(useful) if enough else None,
        crossings=crossings,
        crossings_limit=crossings_limit(useful) if enough else None,
        signal=SIGNAL_NAMES[signal],
    )
