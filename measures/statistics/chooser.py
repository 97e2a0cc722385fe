"""Which chart a series gets, and why: the table "which chart, and when a run chart", row by row. Pure, NumPy.

Order of precedence, and its reason. First whether there is anything to judge (too few useful points; the same value again and
again), since no chart helps there. Then whether limits can be believed (few points, small counts, a season seen in less
than two years); where not, the run chart, which supposes nothing. Only then which limits: those of the data's own kind,
and with Laney's correction where more than chance between people is at work.

Charts of percentages need what they are made of: without denominators there is no way to a p chart or to a pooled figure,
because a mean of percentages is not the pooled percentage (trap 11).
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics import codes
from measures.statistics.codes import FIRM_POINTS, KINDS, TRIAL_POINTS
from measures.statistics.rules import sides
from measures.statistics.run_chart import USEFUL_POINTS_NEEDED, RunCharts, run_charts

# What is counted: people among people, events, plain values without a denominator, gaps between dated events.
PEOPLE, EVENTS, VALUES, DATES = "people", "events", "values", "dates"
FAMILIES = (PEOPLE, EVENTS, VALUES, DATES)

STRENGTHS = (codes.NO_LIMITS, codes.TRIAL, codes.FIRM)

# More ties than this on the median and a run chart has nothing to cross; more values than half at 0 or 100% likewise.
MOST_TIED, MOST_AT_BOUND = 1 / 3, 1 / 2
# "n p and n (1 - p) at least 5 nearly every month": nearly every is nine in ten.
EXPECTED_COUNT, NEARLY_EVERY = 5, 0.9
# Shares above 95% or below 5% count as rare unless ten are expected on the scarcer side: from there on three sigma limits
# give false alarms about as seldom as they should (0.35% of points against 0.27%, Poisson of mean 10).
EXTREME_SHARE, CLEARLY_EXPECTED = 0.05, 10
OVERDISPERSED_P = 0.05
# One in a hundred and not one in twenty: a season wrongly seen costs a chart its limits.
SEASON_P = 0.01
TWO_YEARS = 24

FEW_USEFUL, TIED, AT_BOUND, SHORT, RARE, SEASONAL = "few_useful", "tied", "at_bound", "short", "rare", "seasonal"
RARE_WITH_DATES, GAPS, PLAIN_VALUES, STABLE_COUNTS = "rare_with_dates", "gaps", "values", "stable_counts"
COUNTS, POOLED, OVERDISPERSED, NO_VARIATION = "counts", "pooled", "overdispersed", "no_variation"
WHY = (
    FEW_USEFUL, TIED, AT_BOUND, SHORT, RARE, SEASONAL, RARE_WITH_DATES, GAPS,
    PLAIN_VALUES, STABLE_COUNTS, COUNTS, POOLED, OVERDISPERSED, NO_VARIATION,
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What the choice rests on, of one phase; one element per series, `months` of the whole series.

    family           index into FAMILIES
    points, useful   values, and those of them that do not lie on the median
    tied             share of the points on the median;  at_bound  share at 0 or, of people, at 100%
    expected         share of months in which at least 5 are expected on both sides (events: at least 5 expected)
    clearly          the same with 10 instead of 5
    share            the pooled proportion, NaN where the series is not one of people
    pooled           series of a PCT or a wave;  phi_p, sigma_z, season_p  NaN where not computed
    stable           a plain count, drawn as one, of a population that does not change
    dated            the dates of the single events are known;  same_day  two of them fall on one day
    """

    family: np.ndarray
    points: np.ndarray
    useful: np.ndarray
    tied: np.ndarray
    at_bound: np.ndarray
    expected: np.ndarray
    clearly: np.ndarray
    share: np.ndarray
    pooled: np.ndarray
    phi_p: np.ndarray
    sigma_z: np.ndarray
    season_p: np.ndarray
    months: np.ndarray
    stable: np.ndarray
    dated: np.ndarray
    same_day: np.ndarray


@dataclass(frozen=True)
class Choice:
    """Per series an index into codes.KINDS and one into WHY."""

    kind: np.ndarray
    why: np.ndarray


def strengths(points: np.ndarray) -> np.ndarray:
    """Index into STRENGTHS for the points that limits rest on: none under 13, trial under 20, firm from there."""
    points = np.asarray(points)
    return (points >= TRIAL_POINTS).astype(np.int8) + (points >= FIRM_POINTS).astype(np.int8)


def strength(points: int) -> str:
    return STRENGTHS[int(strengths(np.array(points)))]


def facts_of(
    values: np.ndarray,
    numerators: np.ndarray | None,
    denominators: np.ndarray | None,
    in_phase: np.ndarray,
    family: np.ndarray | str,
    *,
    run: RunCharts | None = None,
    full: np.ndarray | float = 1.0,
    pooled: np.ndarray | bool = False,
    phi_p: np.ndarray | float = np.nan,
    sigma_z: np.ndarray | float = np.nan,
    season_p: np.ndarray | float = np.nan,
    dated: np.ndarray | bool = False,
    same_day: np.ndarray | bool = False,
) -> Facts:
    """From [months, series] arrays, NaN for missing; `in_phase` marks the phase that is judged, `full` is 100% in the unit of values.

    `run` are the run charts of that phase, where they are known already. Raises ValueError where a percentage comes
    without its denominators, or is to be pooled without them.
    """
    series = values.shape[1]
    family = family_indexes(family, series)
    pooled = np.broadcast_to(pooled, series)
    people = family == FAMILIES.index(PEOPLE)
    refuse_without_denominators(family, denominators, pooled)
    here = in_phase & ~np.isnan(values)
    run = run_charts(np.where(here, values, np.nan)) if run is None else run
    points, useful = run.points, run.useful_points
    share, scarcer = expected_counts(numerators, denominators, here, people)
    return Facts(
        family=family,
        points=points,
        useful=useful,
        tied=part(points - useful, points),
        at_bound=share_at_bound(values, here, points, full, people),
        expected=part(np.count_nonzero(scarcer >= EXPECTED_COUNT, axis=0), points),
        clearly=part(np.count_nonzero(scarcer >= CLEARLY_EXPECTED, axis=0), points),
        share=np.where(people, share, np.nan),
        pooled=pooled,
        phi_p=np.broadcast_to(phi_p, series),
        sigma_z=np.broadcast_to(sigma_z, series),
        season_p=np.broadcast_to(season_p, series),
        months=np.sum(~np.isnan(values), axis=0),
        stable=np.full(series, denominators is None) & (family == FAMILIES.index(EVENTS)),
        dated=np.broadcast_to(dated, series),
        same_day=np.broadcast_to(same_day, series),
    )


def family_indexes(family: np.ndarray | str, series: int) -> np.ndarray:
    """From one name for all series, or from one index per series."""
    return np.broadcast_to(FAMILIES.index(family) if isinstance(family, str) else np.asarray(family), series)


def refuse_without_denominators(family: np.ndarray, denominators: np.ndarray | None, pooled: np.ndarray) -> None:
    """No p chart and no pooled figure without denominators: they must not be made of percentages."""
    if denominators is None and np.any(family == FAMILIES.index(PEOPLE)):
        raise ValueError("A percentage needs its denominators; without them it is a series of plain values.")
    if np.any(pooled & (denominators is None)) or np.any(pooled & (family == FAMILIES.index(VALUES))):
        raise ValueError("Plain values cannot be pooled: a mean of percentages is not the pooled percentage.")


def expected_counts(numerators, denominators, here, people) -> tuple[np.ndarray, np.ndarray]:
    """The pooled share or rate, and [months, series] how many are expected on the scarcer side; NaN outside `here`.

    Sum over sum, never a mean of percentages. Events have one side only.
    """
    if numerators is None:
        return np.full(here.shape[1], np.nan), np.full(here.shape, np.nan)
    size = np.where(here, 1.0 if denominators is None else denominators, 0.0)
    counted, total = np.where(here, numerators, 0.0).sum(axis=0), size.sum(axis=0)
    scarcer = np.where(people, np.minimum(counted, total - counted), counted)
    # Multiplied before it is divided: five expected are 5 and not 4.999...
    return part(counted, total), np.where(here, part(size * scarcer, total), np.nan)


def share_at_bound(values, here, points, full, people) -> np.ndarray:
    """The share of points at 0 or, of people, at 100%: whichever is more."""
    none = np.count_nonzero((values == 0) & here, axis=0)
    all_of_them = np.count_nonzero((sides(values, np.asarray(full)) == 0) & here, axis=0) * people
    return part(np.maximum(none, all_of_them), points)


def part(some: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """One over the other, NaN of nothing."""
    return np.divide(some, whole, out=np.full(np.shape(some), np.nan), where=whole > 0)


def choose(facts: Facts) -> Choice:
    """The first row of the table that holds."""
    rows = [row for table in (nothing_to_judge, limits_in_doubt, which_limits) for row in table(facts)]
    kind = np.select([where for where, _, _ in rows], [kind for _, kind, _ in rows])
    why = np.select([where for where, _, _ in rows], [WHY.index(why) for _, _, why in rows])
    return Choice(kind.astype(np.int8), why.astype(np.int8))


def nothing_to_judge(facts: Facts):
    """Rows (where, kind, why). With dated events the gaps between them say what a row of noughts cannot."""
    same = facts.tied > MOST_TIED
    bound = facts.at_bound > MOST_AT_BOUND
    counted = (facts.family == FAMILIES.index(PEOPLE)) | (facts.family == FAMILIES.index(EVENTS))
    enough = facts.points >= USEFUL_POINTS_NEEDED
    yield facts.dated & counted & enough & (same | bound), of_gaps(facts), RARE_WITH_DATES
    yield facts.useful < USEFUL_POINTS_NEEDED, KINDS.index(codes.PLAIN_LINE), FEW_USEFUL
    yield bound, KINDS.index(codes.TABLE), AT_BOUND
    yield same, KINDS.index(codes.TABLE), TIED


def limits_in_doubt(facts: Facts):
    """Run charts; the gaps between events again where their dates are known."""
    rare = is_rare(facts)
    run = KINDS.index(codes.RUN_CHART)
    yield facts.points < TRIAL_POINTS, run, SHORT
    yield facts.dated & rare, of_gaps(facts), RARE_WITH_DATES
    yield rare, run, RARE
    yield (facts.season_p < SEASON_P) & (facts.months < TWO_YEARS), run, SEASONAL


def is_rare(facts: Facts) -> np.ndarray:
    """Too few expected in too many months, or a share near 0 or 100% without clearly enough of them."""
    people = facts.family == FAMILIES.index(PEOPLE)
    counted = people | (facts.family == FAMILIES.index(EVENTS))
    extreme = people & (np.minimum(facts.share, 1 - facts.share) < EXTREME_SHARE)
    return counted & (~(facts.expected >= NEARLY_EVERY) | (extreme & ~(facts.clearly >= NEARLY_EVERY)))


def which_limits(facts: Facts):
    """The chart of the data's own kind, prime where months differ by more than chance between people explains."""
    people = facts.family == FAMILIES.index(PEOPLE)
    plain = np.where(people, KINDS.index(codes.P_CHART), KINDS.index(codes.U_CHART))
    prime = np.where(people, KINDS.index(codes.P_PRIME), KINDS.index(codes.U_PRIME))
    yield facts.family == FAMILIES.index(VALUES), KINDS.index(codes.INDIVIDUALS), PLAIN_VALUES
    yield facts.family == FAMILIES.index(DATES), of_gaps(facts), GAPS
    yield facts.stable, KINDS.index(codes.C_CHART), STABLE_COUNTS
    yield facts.pooled, prime, POOLED
    yield (facts.phi_p < OVERDISPERSED_P) & (facts.sigma_z > 1), prime, OVERDISPERSED
    yield np.ones(facts.points.shape, dtype=bool), plain, COUNTS


def of_gaps(facts: Facts) -> np.ndarray:
    """The t chart, but a gap of no time at all has no place on it: then the g chart (trap 21)."""
    return np.where(facts.same_day, KINDS.index(codes.G_CHART), KINDS.index(codes.T_CHART))
