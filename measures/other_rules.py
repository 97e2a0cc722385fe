"""One series under every rule set and every way of making limits, side by side, for whoever checks the chart in use. Pure.

Composition only: limits, rules and icons are those of measures.statistics. All charts have the phases, the frozen baseline
and the missing months of the chart in use, so that they differ in nothing but method. What goes in are released figures.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from measures.chart_lines import Line
from measures.statistics import chooser, codes, icons, limits
from measures.statistics.analysing import Observed, baselines, facts_of, pooled
from measures.statistics.analysis import Analysis, Phase
from measures.statistics.chooser import Facts
from measures.statistics.limits import HAS_LIMITS, WEIGHTED_INDIVIDUALS, Limits
from measures.statistics.phases import Phases
from measures.statistics.profiles import (
    ANHOEJ,
    MAKING_DATA_COUNT,
    NELSON,
    NHSRPLOTTHEDOTS_0_2_2,
    WESTERN_ELECTRIC,
    Judged,
    Profile,
    judge,
)
from measures.statistics.rules import Found
from measures.statistics.run_chart import medians_by_phase

# Charts that no series gets by itself, beside those of measures.statistics.codes.
EXACT = {codes.P_CHART: "p_exact", codes.U_CHART: "u_exact"}
NORMAL = {exact: normal for normal, exact in EXACT.items()}
FEW_CROSSINGS = "few_crossings"
# Why a chart has no limits in its latest phase: too few points, beside the reasons of measures.statistics.limits.
TOO_FEW, HAS_NONE = "too_few", "has_none"
# Below this many values no rule of any set can say anything: the run chart's need so many off the median.
LEAST_POINTS = chooser.USEFUL_POINTS_NEEDED


@dataclass(frozen=True)
class Marked:
    """What one rule marks, as rows of the month grid: its members by side, and the rows at which a pattern is complete."""

    rule: str
    high: tuple[int, ...] = ()
    low: tuple[int, ...] = ()
    neither: tuple[int, ...] = ()
    completing: tuple[int, ...] = ()


@dataclass(frozen=True)
class Opinion:
    """One chart under one rule set. Figures are of the last observed month, in the unit of the rate, raw; None for none.

    `sigma_z` is Laney's ratio, raw, on prime charts; `points` the months that limits of the latest phase rest on.
    `line` is the series as this chart would show it, for its icon.
    """

    chart: str
    profile: Profile
    is_in_use: bool
    line: Line
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    sigma: float | None = None
    sigma_z: float | None = None
    points: int = 0
    why_no_limits: str = ""
    marked: tuple[Marked, ...] = ()

    @property
    def has_icon(self) -> bool:
        """Whether the rule set is one that icons follow."""
        return self.profile in (MAKING_DATA_COUNT, NHSRPLOTTHEDOTS_0_2_2)


@dataclass(frozen=True)
class Ground:
    """What all charts share: the line that is shown, its one column of released counts, `per` of its rates."""

    line: Line
    observed: Observed
    per: float

    @cached_property
    def values(self) -> np.ndarray:
        return self.observed.values

    @cached_property
    def stretches(self) -> Phases:
        return Phases(self.observed.phases, self.values.shape)

    @cached_property
    def base(self):
        return baselines(~np.isnan(self.values), self.stretches, self.observed.judged_from)

    @property
    def data(self) -> tuple:
        """As the charts of counts take it."""
        return self.observed.numerators, self.observed.denominators, self.observed.phases, self.base.counted

    @property
    def plain(self) -> str:
        return codes.P_CHART if self.observed.people[0] else codes.U_CHART

    @property
    def prime(self) -> str:
        return codes.P_PRIME if self.observed.people[0] else codes.U_PRIME

    @property
    def points(self) -> int:
        return int(np.count_nonzero(~np.isnan(self.values)))

    @cached_property
    def facts(self) -> Facts:
        """What the choice of chart rested on."""
        centres = pooled(self.observed, self.base.counted, self.stretches.count, screened=MAKING_DATA_COUNT.screened)
        return facts_of(self.observed, self.values, self.base, centres, self.stretches)


def opinions(ground: Ground) -> list[Opinion]:
    """The chart in use first, then the others in a fixed order."""
    in_use = ground.line.kind, profile_in_use(ground)
    pairs = [in_use, *(pair for pair in other_pairs(ground) if pair != in_use)]
    return [opinion(ground, chart, profile, is_in_use=(chart, profile) == in_use) for chart, profile in pairs]


def profile_in_use(ground: Ground) -> Profile:
    return MAKING_DATA_COUNT if ground.line.kind in codes.WITH_LIMITS else ANHOEJ


def other_pairs(ground: Ground) -> list[tuple[str, Profile]]:
    """(chart, profile). The zone rules judge the limits in use; where there are none, those of an individuals chart."""
    zoned = ground.line.kind if ground.line.kind in codes.WITH_LIMITS else codes.INDIVIDUALS
    return [
        (codes.INDIVIDUALS, MAKING_DATA_COUNT),
        (codes.INDIVIDUALS, NHSRPLOTTHEDOTS_0_2_2),
        (ground.plain, MAKING_DATA_COUNT),
        (ground.prime, MAKING_DATA_COUNT),
        (EXACT[ground.plain], MAKING_DATA_COUNT),
        (WEIGHTED_INDIVIDUALS, MAKING_DATA_COUNT),
        (zoned, WESTERN_ELECTRIC),
        (zoned, NELSON),
        (codes.RUN_CHART, ANHOEJ),
    ]


def opinion(ground: Ground, chart: str, profile: Profile, *, is_in_use: bool) -> Opinion:
    if chart in (codes.TABLE, codes.PLAIN_LINE):
        return Opinion(chart, profile, is_in_use, ground.line, why_no_limits=HAS_NONE)
    if chart == codes.RUN_CHART:
        return run_opinion(ground, profile, is_in_use)
    return limits_opinion(ground, chart, profile, is_in_use)


# ---- charts with limits


def limits_opinion(ground: Ground, chart: str, profile: Profile, is_in_use: bool) -> Opinion:
    made = limits_of(ground, chart, profile)
    strengths = chooser.strengths(made.points) * (made.reason == HAS_LIMITS)
    drawn = drawn_limits(ground, made, strengths)
    judged = judge(ground.values, *drawn, ground.stretches.numbers, profile)
    latest = last_phase(ground)
    row = max(int(icons.last_observed(ground.values)[0]), 0)
    figures = [figure(array, row, ground.per) for array in (drawn[0], drawn[1], drawn[2], made.sigma)]
    has_limits = bool(strengths[latest, 0])
    return Opinion(
        chart,
        profile,
        is_in_use,
        shown_by(ground, chart, profile, made, drawn, strengths, judged),
        *(figures if has_limits else [figures[0], None, None, None]),
        sigma_z=number(made.sigma_z[latest, 0]),
        points=int(made.points[latest, 0]),
        why_no_limits="" if has_limits else why_no_limits(made, latest),
        marked=tuple(marked(rule, found) for rule, found in judged.found.items() if found.members.any()),
    )


def limits_of(ground: Ground, chart: str, profile: Profile) -> Limits:
    """Raises KeyError for a chart that a series with denominators cannot have."""
    counted = limits.proportions if ground.observed.people[0] else limits.rates
    makers = {
        codes.INDIVIDUALS: lambda: limits.individuals(
            ground.values,
            ground.observed.phases,
            ground.base.counted,
            screened=profile.screened,
            constants=profile.constants,
        ),
        ground.plain: lambda: counted(*ground.data),
        ground.prime: lambda: counted(*ground.data, prime=True, screened=profile.screened),
        EXACT[ground.plain]: lambda: counted(*ground.data, exact=True),
        WEIGHTED_INDIVIDUALS: lambda: limits.weighted_individuals(*ground.data),
    }
    return makers[chart]()


def drawn_limits(ground: Ground, made: Limits, strengths: np.ndarray) -> tuple[np.ndarray, ...]:
    """Centre, limits and near limits in the order in which rules take them; no limits in a phase of too few points."""
    stand = ground.stretches.at_months(strengths) > 0
    edges = made.lower, made.upper, made.near_lower, made.near_upper
    return made.centre, *(np.where(stand, edge, np.nan) for edge in edges)


def last_phase(ground: Ground) -> int:
    return int(ground.stretches.numbers[-1, 0])


def why_no_limits(made: Limits, phase: int) -> str:
    """Too few points go first: no other reason can be known of them."""
    reason = limits.NO_LIMITS_REASONS[made.reason[phase, 0]]
    return TOO_FEW if made.points[phase, 0] < codes.TRIAL_POINTS else reason


def figure(array: np.ndarray, row: int, per: float) -> float | None:
    return number(array[row, 0] * per)


def number(value) -> float | None:
    return None if np.isnan(value) else float(value)


def marked(rule: str, found: Found) -> Marked:
    members, side = found.members[:, 0], found.side[:, 0]
    high, low, neither = (rows_of(members & where) for where in (side > 0, side < 0, side == 0))
    return Marked(rule, high, low, neither, rows_of(found.completing[:, 0]))


def rows_of(marks: np.ndarray) -> tuple[int, ...]:
    return tuple(np.flatnonzero(marks).tolist())


# ---- the series as another chart would show it


def shown_by(ground: Ground, chart, profile, made: Limits, drawn, strengths, judged: Judged) -> Line:
    variation = icons.variation(judged.flags, ground.values, ground.observed.better, strengths[last_phase(ground)])
    analysis = Analysis(
        kind=codes.INDIVIDUALS if chart == WEIGHTED_INDIVIDUALS else NORMAL.get(chart, chart),
        why=ground.line.analysis.why,
        profile=profile.name,
        phases=tuple(
            phase_by(ground, phase, place, made, drawn, strengths)
            for place, phase in enumerate(ground.line.analysis.phases)
        ),
        flags=tuple(judged.flags[:, 0].tolist()),
        run=ground.line.analysis.run,
        variation=codes.VARIATIONS[variation.icon[0]],
        icon_row=None if variation.row[0] == icons.NOWHERE else int(variation.row[0]),
    )
    return replace(ground.line, analysis=analysis)


def phase_by(ground: Ground, phase: Phase, place: int, made: Limits, drawn, strengths) -> Phase:
    """The same stretch of months with the centre and the limits of another chart."""
    _, lower, upper, *_ = (in_unit(edge[phase.first : phase.last + 1, 0], ground.per) for edge in drawn)
    return replace(
        phase,
        centre=number(made.phase_centre[place, 0] * ground.per),
        centre_name="mean",
        strength=chooser.STRENGTHS[strengths[place, 0]],
        lower=lower,
        upper=upper,
        sigma_z=number(made.sigma_z[place, 0]),
    )


def in_unit(values: np.ndarray, per: float) -> tuple[float | None, ...]:
    return tuple(number(value * per) for value in values)


# ---- the run chart


def run_opinion(ground: Ground, profile: Profile, is_in_use: bool) -> Opinion:
    """Medians and unusually long runs of every phase; crossings of the latest one, which mark no single month."""
    medians = medians_by_phase(ground.values, ground.observed.phases, ground.base.counted)
    centre = ground.stretches.at_months(medians)
    nothing = np.full(ground.values.shape, np.nan)
    judged = judge(ground.values, centre, *[nothing] * 4, ground.stretches.numbers, profile)
    found = [marked(rule, one) for rule, one in judged.found.items() if one.members.any()]
    if ground.line.run.name in ("few_crossings", "both"):
        found.append(Marked(FEW_CROSSINGS))
    latest = last_phase(ground)
    return Opinion(
        codes.RUN_CHART,
        profile,
        is_in_use,
        ground.line,
        centre=number(medians[latest, 0] * ground.per),
        points=int(ground.base.points[latest, 0]),
        why_no_limits=HAS_NONE,
        marked=tuple(found),
    )
