"""The chart of what others are shown: the same analysis, made from released figures and nothing else. Pure.

Limits, flags and icons of the true figures would tell more than the figures that are withheld or rounded.
"""

import numpy as np

from measures.computing.judging import BETTER
from measures.computing.series_data import SeriesData
from measures.definitions import MeasureDefinition
from measures.disclosure import Release, is_number
from measures.statistics.analysing import Observed, analyse
from measures.statistics.analysis import Analysis
from measures.statistics.packing import packed, unpacked
from measures.statistics.run_chart import run_chart_of


def analysis_of_release(release: Release, definition: MeasureDefinition, data: SeriesData) -> Analysis:
    """`data` gives the calendar: where phases begin, from when on the months are judged, the target."""
    denominators = divided_by(release)
    numerators = [
        count if is_number(rate) else None for rate, count in zip(release.rates, release.numerators, strict=True)
    ]
    analyses = analyse(observed(numerators, denominators, definition, data))
    stored = packed(analyses)
    [chart], [phases], [spreads], [flags] = stored.chart.tolist(), stored.phases, stored.spreads, stored.flags
    return unpacked(
        chart,
        phases.tolist(),
        [[None if np.isnan(value) else value for value in row] for row in spreads.tolist()],
        flags,
        run=run_chart_of(analyses.run, 0, definition.per),
        denominators=denominators,
        per=definition.per,
    )


def divided_by(release: Release) -> list:
    """The denominators of the months that have a rate; None for the others."""
    return [size if is_number(rate) else None for rate, size in zip(release.rates, release.denominators, strict=True)]


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
        better=np.array([BETTER.get(definition.direction, 0)], dtype=np.int8),
        phases=np.cumsum(starts).reshape(-1, 1) if starts.any() else None,
        judged_from=data.judged_from,
        targets=np.array([np.nan if data.target is None else data.target / definition.per]),
    )


def column(values) -> np.ndarray:
    """float [T, 1], NaN for what is withheld or missing."""
    return np.array([value if is_number(value) else np.nan for value in values], dtype=float).reshape(-1, 1)
