"""The whole analysis of many series in one call: phases, baselines, limits, the choice of chart, rules, icons. Pure, NumPy.

Arrays are [months, series] ([T, N]), of phases [P, N], float64 with NaN where there is no value. The single series is the
case of one column. What comes out is small, so that it can be stored; measures.statistics.analysis reads it back.
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics import chooser, icons, limits, overdispersion, season
from measures.statistics.analysis import WARNINGS
from measures.statistics.bands import LIMIT_SIGMAS, NEAR_SIGMAS, root_of_ratio
from measures.statistics.chooser import Choice, Facts
from measures.statistics.codes import FIRM_POINTS, KINDS, P_PRIME, RUN_CHART, TRIAL_POINTS, U_PRIME, WITH_LIMITS
from measures.statistics.phases import NOWHERE, Phases, first_row, last_row, ratio
from measures.statistics.profiles import MAKING_DATA_COUNT, Profile, judge
from measures.statistics.run_chart import RunCharts, medians_by_phase, run_charts

PRIMES = [KINDS.index(P_PRIME), KINDS.index(U_PRIME)]
LIMITED = np.array([kind in WITH_LIMITS for kind in KINDS])
# More points than this on the median are worth a word; a third of them and there is no chart at all.
TIES_WORTH_A_WORD = 0.1


@dataclass(frozen=True)
class Observed:
    """What was counted, and what is known of each series beforehand.

    numerators, denominators  float [T, N], NaN together where a month has no value
    people       bool [N]: numerators are people among the denominator (binomial), else events (Poisson)
    pooled       bool [N]: the series of a PCT or a wave
    better       int8 [N]: 1 when higher is better, -1 when lower is, 0 for no judgement
    phases       int [T, N]: number of the phase, from 0; None for one phase
    judged_from  row from which the months are those of the intervention, which its own baseline must not hold (trap 8)
    targets      float [N], numerator over denominator; NaN for none
    """

    numerators: np.ndarray
    denominators: np.ndarray
    people: np.ndarray
    pooled: np.ndarray
    better: np.ndarray
    phases: np.ndarray | None
    judged_from: int
    targets: np.ndarray

    @property
    def values(self) -> np.ndarray:
        """NaN where nothing is divided by: nought people are no data."""
        return ratio(self.numerators, self.denominators)


@dataclass(frozen=True)
class Baselines:
    """Which points centre and limits rest on, and per phase its rows and how many points; rows are NOWHERE for none.

    counted     bool [T, N]
    first, last [P, N]: the months of the phase
    points      [P, N]: points that count
    frozen_at   [P, N]: the last row that counts when later points are judged only
    """

    counted: np.ndarray
    first: np.ndarray
    last: np.ndarray
    points: np.ndarray
    frozen_at: np.ndarray


@dataclass(frozen=True)
class Analyses:
    """Of many series: codes are places in the tuples of measures.statistics.codes, chooser and season.

    kind, why, variation, assurance, icon_row, warnings  int [N]
    flags      uint8 [T, N]
    baselines, centre, spread, sigma_z  per phase, [P, N]
    run        run charts of the latest phase
    """

    kind: np.ndarray
    why: np.ndarray
    variation: np.ndarray
    assurance: np.ndarray
    icon_row: np.ndarray
    warnings: np.ndarray
    flags: np.ndarray
    baselines: Baselines
    centre: np.ndarray
    spread: np.ndarray
    sigma_z: np.ndarray
    run: RunCharts


def baselines(present: np.ndarray, stretches: Phases, judged_from: int) -> Baselines:
    """Of each phase its months before the intervention when they hold enough points for limits; else its first twenty."""
    rows = np.arange(len(present)).reshape(-1, 1)
    inside = [stretches.numbers == phase for phase in range(stretches.count)]
    first, last = np.array([first_row(mask) for mask in inside]), np.array([last_row(mask) for mask in inside])
    before = present & (rows < judged_from)
    enough = stretches.at_months(stretches.sums(before.astype(np.int64)) >= TRIAL_POINTS)
    counted = np.where(enough, before, present & (rank(present, stretches, first) <= FIRM_POINTS))
    counted_in = [counted & mask for mask in inside]
    end = np.array([last_row(mask) for mask in counted_in])
    seen = np.array([last_row(present & mask) for mask in inside])
    points = np.array([mask.sum(axis=0) for mask in counted_in])
    return Baselines(counted, first, last, points, np.where((end >= 0) & (seen > end), end, NOWHERE))


def rank(present: np.ndarray, stretches: Phases, first: np.ndarray) -> np.ndarray:
    """int [T, N]: how many points of its phase have come by this month."""
    seen = np.cumsum(present, axis=0)
    columns = np.arange(present.shape[1])
    before = np.array([seen[np.maximum(row, 0), columns] - present[np.maximum(row, 0), columns] for row in first])
    return seen - stretches.at_months(before)


@dataclass(frozen=True)
class Pooled:
    """Per phase, [P, N]: sum over sum of the points that count, and Laney's ratio, raw; NaN where there is none."""

    centre: np.ndarray
    sigma_z: np.ndarray


def pooled(observed: Observed, counted: np.ndarray, phase_count: int, *, screened: bool) -> Pooled:
    """Of people by the p chart's arithmetic, of events by the u chart's. Moving ranges are screened where the profile has it so."""
    shape = (phase_count, len(observed.people))
    found = Pooled(np.full(shape, np.nan), np.full(shape, np.nan))
    for family, chart in ((observed.people, limits.proportions), (~observed.people, limits.rates)):
        if not family.any():
            continue
        phases = None if observed.phases is None else observed.phases[:, family]
        counts = observed.numerators[:, family], observed.denominators[:, family]
        one = chart(*counts, phases, counted[:, family], prime=True, screened=screened)
        given = len(one.phase_centre)  # Columns of this family may have fewer phases than others.
        found.centre[:given, family], found.sigma_z[:given, family] = one.phase_centre, one.sigma_z
    return found


@dataclass(frozen=True)
class Bands:
    """Centre, raw limits and near limits of every month, [T, N], NaN where there are none; `strength` [P, N] as of chooser.strengths."""

    centre: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    near_lower: np.ndarray
    near_upper: np.ndarray
    strength: np.ndarray


def analyse(observed: Observed, profile: Profile = MAKING_DATA_COUNT) -> Analyses:
    """Everything of every series. Under thirteen points of a phase no limits are made; from twenty on they stand firm.

    ValueError without a single month.
    """
    values = observed.values
    if not len(values):
        raise ValueError("A series without a month on its grid cannot be analysed.")
    stretches = Phases(observed.phases, values.shape)
    base = baselines(~np.isnan(values), stretches, observed.judged_from)
    centres = pooled(observed, base.counted, stretches.count, screened=profile.screened)
    run = run_charts(values, observed.phases, base.counted)
    facts = facts_of(observed, values, base, centres, stretches, run)
    choice = with_variation(chooser.choose(facts), observed, base, centres)
    prime = np.isin(choice.kind, PRIMES)
    spread = np.where(prime, np.fmax(centres.sigma_z, limits.LEAST_SIGMA_Z), 1.0)
    bands = bands_of(observed, base, centres.centre, spread, choice, stretches)
    flags = judge(values, *drawn(bands), stretches.numbers, profile).flags
    last = bands.strength[stretches.numbers[-1], np.arange(values.shape[1])]
    variation = icons.variation(flags, values, observed.better, last)
    return Analyses(
        kind=choice.kind,
        why=choice.why,
        variation=variation.icon,
        assurance=icons.assurance(
            flags, values, bands.lower, bands.upper, stretches.numbers, observed.targets, observed.better, last
        ),
        icon_row=variation.row,
        warnings=warnings(facts, choice, values, base, stretches, last, prime),
        flags=flags,
        baselines=base,
        centre=centres_drawn(choice, centres.centre, values, observed.phases, base.counted),
        spread=spread,
        sigma_z=np.where(prime, centres.sigma_z, np.nan),
        run=run,
    )


def facts_of(
    observed: Observed, values, base: Baselines, centres: Pooled, stretches: Phases, run: RunCharts | None = None
) -> Facts:
    """What the choice of chart rests on: the longest phase, so that a new phase does not take the chart away.

    `run` are the run charts of the latest phase, which is the longest where there is one phase.
    """
    longest = np.argmax(base.points, axis=0)
    if run is None or stretches.count > 1:
        run = run_charts(np.where(stretches.numbers == longest, values, np.nan), None, base.counted)
    dispersion = overdispersion.pearson_phi(
        observed.numerators,
        observed.denominators,
        base.counted & (stretches.numbers == longest),
        binomial=observed.people,
    )
    family = np.where(observed.people, chooser.FAMILIES.index(chooser.PEOPLE), chooser.FAMILIES.index(chooser.EVENTS))
    return chooser.facts_of(
        values,
        observed.numerators,
        observed.denominators,
        stretches.numbers == longest,
        family,
        pooled=observed.pooled,
        phi_p=dispersion.p,
        sigma_z=centres.sigma_z[longest, np.arange(values.shape[1])],
        season_p=season.annual_season(levelled(values, stretches), observed.judged_from),
        run=run,
    )


def with_variation(choice: Choice, observed: Observed, base: Baselines, centres: Pooled) -> Choice:
    """A baseline of nothing but noughts, or of everybody, has no limits: whatever came after it, a run chart."""
    longest = np.argmax(base.points, axis=0), np.arange(len(choice.kind))
    flat = LIMITED[choice.kind] & ~(variances(centres.centre, observed.people)[longest] > 0)
    return Choice(
        kind=np.where(flat, KINDS.index(RUN_CHART), choice.kind),
        why=np.where(flat, chooser.WHY.index(chooser.NO_VARIATION), choice.why),
    )


def variances(centre: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Of one person, or of one unit of time."""
    return np.where(people, centre * (1 - centre), centre)


def levelled(values: np.ndarray, stretches: Phases) -> np.ndarray:
    """Each phase about its own mean, so that a change in level that somebody knows of is not taken for a season."""
    if stretches.count == 1:
        return values
    means, _ = stretches.means(values, ~np.isnan(values))
    return values - stretches.at_months(means)


def bands_of(observed: Observed, base: Baselines, centre, spread, choice: Choice, stretches: Phases) -> Bands:
    variance = variances(centre, observed.people)
    strength = chooser.strengths(base.points) * (LIMITED[choice.kind] & (variance > 0))
    middle = stretches.at_months(centre)
    sigma = root_of_ratio(stretches.at_months(variance), observed.denominators) * stretches.at_months(spread)
    sigma = np.where(stretches.at_months(strength) > 0, sigma, np.nan)
    wide, near = LIMIT_SIGMAS * sigma, NEAR_SIGMAS * sigma
    return Bands(middle, middle - wide, middle + wide, middle - near, middle + near, strength)


def drawn(bands: Bands) -> tuple:
    """In the order in which the rules take them."""
    return bands.centre, bands.lower, bands.upper, bands.near_lower, bands.near_upper


def centres_drawn(choice: Choice, means, values, phases, counted) -> np.ndarray:
    """[P, N]: the mean where there are limits, the median on run charts, nothing on plain lines and in tables."""
    of_runs = np.where(choice.kind == KINDS.index(RUN_CHART), medians_by_phase(values, phases, counted), np.nan)
    return np.where(LIMITED[choice.kind], means, of_runs)


def warnings(facts: Facts, choice: Choice, values, base: Baselines, stretches: Phases, strength, prime) -> np.ndarray:
    """int [N]: one bit for each of WARNINGS that applies."""
    limited = LIMITED[choice.kind]
    calm = np.where(base.counted, values, np.nan)
    # Each phase about its own mean: two levels that somebody knows of are no memory.
    correlation = season.lag_one_autocorrelation(calm, stretches.at_months(stretches.means(values, base.counted)[0]))
    found = {
        "trial_limits": strength == chooser.STRENGTHS.index("trial"),
        "ties": facts.tied > TIES_WORTH_A_WORD,
        "gap": has_gap(values),
        "overdispersed": prime & (facts.phi_p < chooser.OVERDISPERSED_P) & (facts.sigma_z > 1),
        "seasonal": facts.season_p < chooser.SEASON_P,
        "autocorrelated": limited & season.is_autocorrelated(correlation, base.counted.sum(axis=0)),
        "small_denominator": limited & ~(facts.clearly >= chooser.NEARLY_EVERY),
    }
    return sum(found[name].astype(np.int64) << bit for bit, name in enumerate(WARNINGS))


def has_gap(values: np.ndarray) -> np.ndarray:
    """bool [N]: a month without a value between two that have one."""
    present = ~np.isnan(values)
    span = last_row(present) - first_row(present) + 1
    return present.any(axis=0) & (present.sum(axis=0) < span)
