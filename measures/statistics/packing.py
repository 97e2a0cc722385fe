"""An analysis in its stored form and back: centre and spread of each phase, from which every month's limits follow. Pure.

Whoever stores it stores whole rows of numbers and one text per series. Numbers are cut to ten digits, so that the last bit
of a sum, which depends on how many series were summed at once, never makes a series look changed.
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics.analysing import Analyses
from measures.statistics.analysis import WARNINGS, Analysis, Phase
from measures.statistics.bands import limits_at, sigma_at
from measures.statistics.chooser import WHY, strength
from measures.statistics.codes import ASSURANCES, KINDS, NO_LIMITS, P_PRIME, RUN_CHART, U_PRIME, VARIATIONS, WITH_LIMITS
from measures.statistics.phases import NOWHERE
from measures.statistics.profiles import ANHOEJ, MAKING_DATA_COUNT
from measures.statistics.run_chart import RunChart

DIGITS = 10
# Six bits a letter; none of these needs a word of escape in JSON or in COPY.
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
LETTER_CODES = np.frombuffer(LETTERS.encode(), dtype=np.uint8)


@dataclass(frozen=True)
class Packed:
    """One element per series.

    chart    int [N, 6]: kind, why, variation, assurance, icon row, warnings
    phases   per series int [P, 4]: first row, last row, points, frozen at; only the phases that it has
    spreads  per series float [P, 3]: centre, spread, sigma z; NaN for none
    flags    one letter per month, "" where no point is flagged
    """

    chart: np.ndarray
    phases: list[np.ndarray]
    spreads: list[np.ndarray]
    flags: list[str]


def packed(analyses: Analyses) -> Packed:
    base = analyses.baselines
    chart = (
        analyses.kind, analyses.why, analyses.variation, analyses.assurance, analyses.icon_row, analyses.warnings,
    )  # fmt: skip
    rows = stacked(base.first, base.last, base.points, base.frozen_at)
    spreads = to_digits(stacked(analyses.centre, analyses.spread, analyses.sigma_z))
    has = (base.first != NOWHERE).sum(axis=0).tolist()
    return Packed(
        chart=np.stack([codes.astype(np.int64) for codes in chart], axis=1),
        phases=[row[:count] for row, count in zip(rows, has, strict=True)],
        spreads=[row[:count] for row, count in zip(spreads, has, strict=True)],
        flags=letters_of(analyses.flags),
    )


def stacked(*by_phase: np.ndarray) -> np.ndarray:
    """[N, P, columns] of several [P, N], each series in one piece."""
    return np.ascontiguousarray(np.stack(by_phase, axis=2).transpose(1, 0, 2))


def to_digits(values: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.abs(values))))
        cut = np.round(values * scale) / scale
    return np.where(np.isfinite(cut), cut, np.where(values == 0, 0.0, np.nan))


def letters_of(flags: np.ndarray) -> list[str]:
    """One text per column of a uint8 [T, N] array of numbers under 64."""
    months, series = flags.shape
    if not months:
        return [""] * series
    texts = np.ascontiguousarray(LETTER_CODES[flags].T).view(f"S{months}").ravel()
    return np.where(flags.any(axis=0), texts, b"").astype(str).tolist()


def unpacked(chart, phases, spreads, flags: str, *, run: RunChart, denominators, per: float) -> Analysis:
    """One series from its stored form, with limits in the unit of its values: `per` times numerator over denominator.

    `denominators` has one entry per month, None for none.
    """
    kind, why, variation, assurance, icon_row, warnings = chart
    kind = KINDS[kind]
    return Analysis(
        kind=kind,
        why=WHY[why],
        profile=MAKING_DATA_COUNT.name if kind in WITH_LIMITS else ANHOEJ.name,
        phases=tuple(
            phase_of(kind, rows, spread, denominators, per) for rows, spread in zip(phases, spreads, strict=True)
        ),
        flags=tuple(map(LETTERS.index, flags)) if flags else (0,) * len(denominators),
        run=run,
        variation=VARIATIONS[variation],
        assurance=ASSURANCES[assurance],
        icon_row=None if icon_row == NOWHERE else icon_row,
        warnings=tuple(name for bit, name in enumerate(WARNINGS) if warnings >> bit & 1),
    )


def phase_of(kind: str, rows, spreads, denominators, per: float) -> Phase:
    first, last, points, frozen_at = rows
    centre, spread, sigma_z = spreads
    firm = strength(points) if has_limits(kind, centre, spread) else NO_LIMITS
    lower, upper = limits_of(kind, firm, centre, spread, denominators[first : last + 1], per)
    return Phase(
        first=first,
        last=last,
        points=points,
        centre=None if centre is None else centre * per,
        centre_name="median" if kind == RUN_CHART else "mean",
        strength=firm,
        lower=lower,
        upper=upper,
        frozen_at=None if frozen_at == NOWHERE else frozen_at,
        sigma_z=sigma_z if kind in (P_PRIME, U_PRIME) else None,
    )


def has_limits(kind: str, centre: float | None, spread: float | None) -> bool:
    """Where nothing, or everything, was counted there are none (trap 10)."""
    return kind in WITH_LIMITS and centre is not None and not np.isnan(sigma_at(kind, centre, spread, 1.0))


def limits_of(kind: str, firm: str, centre, spread, denominators, per: float) -> tuple[tuple, tuple]:
    if firm == NO_LIMITS:
        nothing = (None,) * len(denominators)
        return nothing, nothing
    size = np.array([np.nan if value is None else value for value in denominators], dtype=float)
    band = limits_at(kind, centre, spread, size)
    return tuple(
        tuple(None if value != value else value * per for value in edge.tolist()) for edge in (band.lower, band.upper)
    )
