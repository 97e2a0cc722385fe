"""The chart of what others are shown: the same analysis, made from released figures and nothing else. Pure.

Limits, flags and icons of the true figures would tell more than the figures that are withheld or rounded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from measures.computing.series_data import SeriesData
from measures.definitions import MeasureDefinition
from measures.disclosure import Release, is_number
from measures.statistics.analysing import Observed, analyse
from measures.statistics.analysis import Analysis
from measures.statistics.icons import better_of
from measures.statistics.packing import packed, unpacked
from measures.statistics.run_chart import run_chart_of

COLUMNS = ("numerators", "denominators", "people", "pooled", "better", "targets")


@dataclass(frozen=True)
class Part:
    """One series to analyse. `data` gives the calendar: where phases begin, from when on the months are judged, the target."""

    release: Release
    definition: MeasureDefinition
    data: SeriesData


def analysis_of_release(release: Release, definition: MeasureDefinition, data: SeriesData) -> Analysis:
    return analyses_of_releases([Part(release, definition, data)])[0]


def analyses_of_releases(parts: Sequence[Part]) -> list[Analysis]:
    """Of many series of one wave in one call: a page has hundreds, and one by one they would take a second."""
    counts = [counts_of(part.release) for part in parts]
    columns = [observed(*pair, part.definition, part.data) for pair, part in zip(counts, parts, strict=True)]
    analyses = analyse(side_by_side(columns))
    stored = packed(analyses)
    return [
        unpacked(
            stored.chart[place].tolist(),
            stored.phases[place].tolist(),
            [[None if np.isnan(value) else value for value in row] for row in stored.spreads[place].tolist()],
            stored.flags[place],
            run=run_chart_of(analyses.run, place, part.definition.per),
            denominators=counts[place][1],
            per=part.definition.per,
        )
        for place, part in enumerate(parts)
    ]


def side_by_side(columns: Sequence[Observed]) -> Observed:
    """Several single series as one, a column each; all of one wave, so of the same months."""
    if len(columns) == 1:
        return columns[0]
    phases = [
        one.phases if one.phases is not None else np.zeros(one.numerators.shape, dtype=np.int8) for one in columns
    ]
    return Observed(
        **{name: np.hstack([getattr(one, name) for one in columns]) for name in COLUMNS},
        phases=np.hstack(phases),
        judged_from=columns[0].judged_from,
    )


def counts_of(release: Release) -> tuple[list, list]:
    """Numerators and denominators of the months that have a rate; None for the others."""
    shown = [is_number(rate) for rate in release.rates]
    columns = release.numerators, release.denominators
    numerators, denominators = (
        [count if is_shown else None for count, is_shown in zip(column, shown, strict=True)] for column in columns
    )
    return numerators, denominators


def observed(numerators, denominators, definition: MeasureDefinition, data: SeriesData) -> Observed:
    """One column of the shown counts.

    The rate that is drawn is a whole number: of long absence it would be the same in nearly every month. The counts stand
    beside it in the table, so whoever divides them finds the same limits and flags.
    """
    starts = np.zeros(len(numerators), dtype=np.int8)
    starts[data.phase_starts[1:]] = 1
    return Observed(
        numerators=column(numerators),
        denominators=column(denominators),
        people=np.array([definition.is_proportion]),
        pooled=np.array([data.is_of_several]),
        better=np.array([better_of(definition.direction)], dtype=np.int8),
        phases=np.cumsum(starts).reshape(-1, 1) if starts.any() else None,
        judged_from=data.judged_from,
        targets=np.array([np.nan if data.target is None else data.target / definition.per]),
    )


def column(values) -> np.ndarray:
    """float [T, 1], NaN for what is withheld or missing."""
    return np.array([value if is_number(value) else np.nan for value in values], dtype=float).reshape(-1, 1)
