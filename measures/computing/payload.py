"""Computed figures as stored text: one small JSON list per series. Pure; read it back with measures.computing.series_data.

Only whole numbers are stored (and medians and centre lines): rates, changes and intervals follow from them, so that whoever may see
protected figures only gets them from protected numbers by the same functions. -1 stands for "nobody gave this".
A list with places instead of an object with names, because twenty-six thousand of them are written in a night.
"""

from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import orjson

from measures.computing.baseline import COMPARED, Comparison
from measures.computing.compute import HEADLINES, LIST_STATUSES, Figures
from measures.computing.list_status import NEVER
from measures.computing.roll_up import SIXTHS, Pool
from measures.statistics.clustered_change import clustered_half_widths
from measures.statistics.packing import packed as packed_analyses
from measures.statistics.packing import to_digits
from measures.statistics.run_chart import SIGNAL_NAMES

# What stands in which place. A change of this list needs another FORMAT, and a recompute of everything.
FORMAT = 4
PLACES = (
    "format",
    "first_month",
    "version",
    "states",
    "reasons",
    "numerators",
    "denominators",
    "lists",
    "registered",
    "registered_numerators",
    "contributing",
    "expected",
    "reported",
    "provisional",
    "latest",
    "median",
    "run",
    "signal",
    "chart",
    "phases",
    "spreads",
    "flags",
    "judged_from",
    "target",
    "list_status",
    "headline",
    "established",
    "current",
    "change_reason",
    "baseline",
    "matched",
    "widths",
    "registered_reason",
    "registered_baseline",
    "registered_matched",
    "registered_widths",
    "second_offered",
    "second_reason",
    "second_baseline",
    "second_matched",
    "second_widths",
)


class SeriesRow(NamedTuple):
    """What is stored of one series: the text, its digest, and the few columns that lists sort and filter by."""

    payload: str
    digest: str
    latest_row: int
    latest_value: float | None
    current_value: float | None
    change: float | None
    signal: str
    useful_points: int
    list_status: str
    headline: str


def rows_of(figures: Figures, first_month: str) -> list[SeriesRow]:
    """One row per measure and group: all groups of the first measure first."""
    measured = figures.measured
    alone, each = measured.grouping.alone, measured.grouping.of_each
    series = measured.grouping.count
    nothing = [None] * series
    places = dict.fromkeys(PLACES, nothing)
    places |= {"format": [FORMAT] * series, "first_month": [first_month] * series}
    places["version"] = [definition.version for definition in measured.definitions for _ in range(each)]
    places |= months_of(figures, alone=alone)
    places |= standing_of(figures, alone=alone)
    places |= comparison_of("", figures.change.of_values(slice(3)), figures.change_reason, alone=alone)
    places |= comparison_of("registered_", figures.registered_change, figures.registered_reason, alone=alone)
    places |= comparison_of(
        "second_", figures.second, figures.second_reason, alone=alone, wanted=figures.second_offered
    )
    places["second_offered"] = figures.second_offered.astype(int).tolist()
    return packed(places, list_columns(figures))


def months_of(figures: Figures, *, alone: bool) -> dict:
    """Per month: what came, why there is no value, the sums, and for PCTs and waves how many practices they are of."""
    monthly, reported = figures.monthly, figures.measured.reported
    found = {
        "states": texts(reported.states),
        "reasons": texts(monthly.reasons),
        "numerators": columns(monthly.numerator, monthly.contributing),
        "denominators": columns(monthly.denominator, monthly.contributing),
        "lists": lists_of(figures),
        "registered": columns(monthly.registered, monthly.registered_contributing),
    }
    if not alone:
        found["registered_numerators"] = columns(monthly.registered_numerator, monthly.registered_contributing)
        found["contributing"] = rows_in(monthly.contributing)
        for name in ("expected", "reported", "provisional"):
            found[name] = rows_in(getattr(reported, name))
    return found


def lists_of(figures: Figures) -> list:
    """The lists at the months' ends, or None for a measure that has them as its denominators."""
    measured = figures.measured
    wanted = measured.of_groups([definition.counts_person_months for definition in measured.definitions])
    rows = columns(figures.monthly.closing, figures.monthly.contributing)
    return [row if kept else None for row, kept in zip(rows, wanted.tolist(), strict=True)]


def texts(codes: np.ndarray) -> list[str]:
    """One string per group of a uint8 [T, G] array of characters."""
    rows = np.ascontiguousarray(codes.T)
    return [row.decode("ascii") for row in rows.view(f"S{rows.shape[1]}").ravel().tolist()]


def columns(values: np.ndarray, present: np.ndarray) -> np.ndarray:
    """One row per group of a [T, G] array, -1 where nobody gave anything. orjson writes rows four times as fast as lists."""
    return rows_in(np.where(present > 0, values, -1))


def rows_in(values: np.ndarray) -> np.ndarray:
    """[G, T] of [T, G], each row in one piece, as orjson needs it."""
    return np.ascontiguousarray(values.T)


def standing_of(figures: Figures, *, alone: bool) -> dict:
    """Where each series stands: its run chart, its list and its latest three months."""
    analyses = packed_analyses(figures.analyses)
    chart = figures.analyses.run
    return {
        "latest": figures.latest.tolist(),
        "median": nothing_for_nan(to_digits(chart.median * figures.measured.per)),
        "run": rows_in(np.array([chart.points, chart.useful_points, chart.longest_run, chart.crossings])),
        "signal": chart.signal.tolist(),
        "chart": analyses.chart,
        "phases": analyses.phases,
        "spreads": analyses.spreads,
        "flags": analyses.flags,
        "judged_from": [figures.measured.returns.judged_from] * len(analyses.flags),
        "target": nothing_for_nan(figures.targets),
        "list_status": figures.list_status.tolist(),
        "headline": figures.headline.tolist(),
        "established": [None if row == NEVER else row for row in figures.established.tolist()],
        "current": pools(figures.current, figures.latest >= 0, alone=alone),
    }


def comparison_of(prefix: str, found: Comparison, reason: np.ndarray, *, alone: bool, wanted=True) -> dict:
    """Baseline, current months of the panel, and the code of the reason, where `wanted`."""
    places = {
        f"{prefix}reason" if prefix else "change_reason": np.where(wanted, reason, COMPARED).tolist(),
        f"{prefix}baseline": pools(found.baseline, (found.baseline.practices > 0) & wanted, alone=alone),
    }
    # A single practice's panel is itself: its current months stand in the series already.
    if not alone:
        compared = (found.reason == COMPARED) & wanted
        places[f"{prefix}matched"] = pools(found.current, compared, alone=False)
        places[f"{prefix}widths"] = widths(found, compared)
    return places


def widths(found: Comparison, compared: np.ndarray) -> list:
    """Per group half the interval [of the difference, of the ratio's logarithm] by how much its practices vary, or None."""
    between = found.variances.get(0)
    if between is None:
        return [None] * len(compared)
    rows = rows_in(to_digits(np.array(clustered_half_widths(between))))
    return [row if kept else None for row, kept in zip(rows, compared.tolist(), strict=True)]


def pools(found: Pool, keep: np.ndarray, *, alone: bool) -> list:
    """Per group [practices, months, sums..., means...] or None; a single practice's means follow from its sums."""
    parts = [found.practices, found.months, *found.sums]
    parts += [] if alone else [*found.means]
    rows = rows_in(np.array(parts))
    return [row if kept else None for row, kept in zip(rows, keep.tolist(), strict=True)]


def nothing_for_nan(values: np.ndarray) -> list[float | None]:
    return np.where(np.isnan(values), None, values.astype(object)).tolist()


def list_columns(figures: Figures) -> tuple[list, list, list]:
    """Latest value, rate of the latest three months and change in per cent, per group; None for none."""
    values, measured = figures.monthly.values, figures.measured
    latest = values[np.maximum(figures.latest, 0), np.arange(values.shape[1])]
    sums, means = figures.current.sums, figures.current.means
    enough = means[1] >= measured.smallest * SIXTHS
    current = np.where(enough, sums[0] * measured.scale / np.maximum(sums[1], 1), np.nan)
    before, now = figures.change.baseline.sums, figures.change.current.sums
    # In floating point: the products of a whole country's sums would not fit in 64 bits.
    ratio = now[0] * (before[1] / np.maximum(before[0], 1)) / np.maximum(now[1], 1)
    change = np.where(figures.change_reason == COMPARED, (ratio - 1) * 100, np.nan)
    return nothing_for_nan(latest), nothing_for_nan(current), nothing_for_nan(change)


def packed(places: dict, listed: tuple[list, list, list]) -> list[SeriesRow]:
    texts = [orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY) for content in zip(*places.values(), strict=True)]
    columns = (
        [text.decode() for text in texts],
        [blake2b(text, digest_size=12).hexdigest() for text in texts],
        places["latest"],
        *listed,
        [SIGNAL_NAMES[code] for code in places["signal"]],
        places["run"][:, 1].tolist(),
        [LIST_STATUSES[code] for code in places["list_status"]],
        [HEADLINES[code] for code in places["headline"]],
    )
    return list(map(SeriesRow, *columns))


def unpacked(payload: str) -> dict:
    """What stands in each place, by name. Raises ValueError for a text of another format."""
    content = orjson.loads(payload)
    if content[0] != FORMAT:
        raise ValueError(f"A series of format {content[0]}; this is format {FORMAT}: recompute it")
    return dict(zip(PLACES, content, strict=True))
