"""What one series says: its chart, its phases with their limits, the points that rules flag, its icons. Pure.

It is made in measures.statistics.analysing, for many series in one call, and kept small by measures.statistics.packing.
"""

from dataclasses import dataclass

from measures.statistics.codes import NO_ICON, NO_LIMITS, NO_TARGET
from measures.statistics.run_chart import RunChart

# What a chart must say beside what it shows.
WARNINGS = ("trial_limits", "ties", "gap", "overdispersed", "seasonal", "autocorrelated", "small_denominator")


@dataclass(frozen=True)
class Phase:
    """One stretch between rebases or breaks, rows `first` to `last` of the month grid, both included.

    `points` is the number of months that centre and limits rest on; `frozen_at` the last row among them when later points
    are judged by them and not included, else None. `lower` and `upper` have one raw (unclipped) limit per row of the
    phase, None where there is no value or no limit. `sigma_z` is Laney's ratio, raw, on prime charts only.
    """

    first: int
    last: int
    points: int
    centre: float | None
    centre_name: str
    strength: str
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    frozen_at: int | None = None
    sigma_z: float | None = None


@dataclass(frozen=True)
class Analysis:
    """Of one series. `flags` has one number per month, bits of measures.statistics.codes; `why` is a code that measures.chart_words explains.

    `icon_row` is the row of the last observed month, of which alone the variation icon speaks. `run` is the run chart of
    the latest phase. `warnings`: codes of WARNINGS.
    """

    kind: str
    why: str
    profile: str
    phases: tuple[Phase, ...]
    flags: tuple[int, ...]
    run: RunChart
    variation: str = NO_ICON
    assurance: str = NO_TARGET
    icon_row: int | None = None
    warnings: tuple[str, ...] = ()

    @property
    def has_limits(self) -> bool:
        """Of the latest phase: only there do rules with limits judge, and icons speak."""
        return bool(self.phases) and self.phases[-1].strength != NO_LIMITS
