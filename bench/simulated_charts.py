"""False alarms of rules and limits on charts in time."""

from dataclasses import replace
from functools import partial

import numpy as np

from bench import noise
from bench.simulation import OF_POINTS, Simulation, quantile
from measures.statistics import event_charts, limits
from measures.statistics.analysing import Observed, analyse
from measures.statistics.bands import limits_at
from measures.statistics.codes import C_CHART, P_CHART, U_CHART
from measures.statistics.exact_limits import exact_limits_at
from measures.statistics.profiles import (
    MAKING_DATA_COUNT,
    NELSON,
    NHSRPLOTTHEDOTS_0_2_2,
    WESTERN_ELECTRIC,
    Profile,
    judge,
)
from measures.statistics.rules import shift
from measures.statistics.run_chart import NO_SIGNAL, run_charts

MONTHS = 24
BASELINE = 13  # the months before the first learning workshop that the default locks
POINTS_A_TRIAL = 50


def judged(drawn: limits.Limits, profile: Profile = MAKING_DATA_COUNT):
    phases = np.zeros(drawn.value.shape, dtype=np.int8)
    return judge(
        drawn.value, drawn.centre, drawn.lower, drawn.upper, drawn.near_lower, drawn.near_upper, phases, profile
    )


def on_individuals(values: np.ndarray, profile: Profile = MAKING_DATA_COUNT):
    return judged(limits.individuals(values, screened=profile.screened, constants=profile.constants), profile)


def marked(found) -> np.ndarray:
    """bool [months, charts]: points that any rule of the profile marks."""
    return np.logical_or.reduce([rule.members for rule in found.found.values()])


def any_signal(chance, charts, *, series=noise.white, profile=MAKING_DATA_COUNT, rule=None) -> np.ndarray:
    """Charts of 24 months with at least one point marked by the profile, or by one rule of it."""
    found = on_individuals(series(chance, MONTHS, charts), profile)
    return (found.found[rule].members if rule else marked(found)).any(axis=0)


def latest_signal(chance, charts, *, profile=MAKING_DATA_COUNT) -> np.ndarray:
    return marked(on_individuals(noise.white(chance, MONTHS, charts), profile))[-1]


def outside_points(chance, charts) -> np.ndarray:
    return on_individuals(noise.white(chance, MONTHS, charts)).found["outside"].members.mean(axis=0)


def anhoej(chance, charts, *, months: int) -> np.ndarray:
    return run_charts(noise.white(chance, months, charts)).signal != NO_SIGNAL


LENGTHS = "The range found elsewhere is of some lengths; ours is of every length from 12 to 48: the limits are whole numbers and jump."


def anhoej_by_length(chance, charts) -> np.ndarray:
    """[charts, lengths]: whether each rule-length judged the first so many months a signal."""
    values = noise.white(chance, 48, charts)
    return np.stack([run_charts(values[:months]).signal != NO_SIGNAL for months in range(12, 49)], axis=1)


def fewest(found: np.ndarray) -> float:
    return float(100 * found.mean(axis=0).min())


def most(found: np.ndarray) -> float:
    return float(100 * found.mean(axis=0).max())


def rebased_at_each_shift(chance, charts) -> np.ndarray:
    """48 months, limits from the first 12: whether seven later months on one side would have redrawn them."""
    values = noise.white(chance, 48, charts)
    centre = np.broadcast_to(values[:12].mean(axis=0), values.shape)
    return shift(values, centre, np.zeros(values.shape, dtype=np.int8), 7).completing[12 + 7 - 1 :].any(axis=0)


# ---- the default of these pages: limits from the baseline, later months judged by them


def analysed(numerators: np.ndarray, denominators: float, *, people: bool, pooled: bool = False):
    """By the whole analysis of the pages, which chooses the chart: one phase, the intervention after the baseline, no target."""
    charts = numerators.shape[1]
    observed = Observed(
        numerators=numerators,
        denominators=np.full(numerators.shape, denominators),
        people=np.full(charts, people),
        pooled=np.full(charts, pooled),
        better=np.full(charts, -1, dtype=np.int8),
        phases=None,
        judged_from=BASELINE,
        targets=np.full(charts, np.nan),
    )
    return analyse(observed)


def default_flags(chance, charts) -> np.ndarray:
    return analysed(chance.poisson(100.0, (MONTHS, charts)).astype(float), 125.0, people=False).flags


def default_signal(chance, charts) -> np.ndarray:
    return default_flags(chance, charts)[BASELINE:].any(axis=0)


def default_latest(chance, charts) -> np.ndarray:
    return default_flags(chance, charts)[-1] != 0


def pooled_signal(chance, charts) -> np.ndarray:
    """3,000 events a month, as in a PCT, whose rate wobbles by 3% from month to month."""
    events = chance.poisson(3000 * np.exp(0.03 * chance.standard_normal((MONTHS, charts)))).astype(float)
    return analysed(events, 3750.0, people=False, pooled=True).flags[BASELINE:].any(axis=0)


def same_people_signal(chance, charts, *, staying: float) -> np.ndarray:
    counts = noise.same_people(chance, MONTHS, charts, people=300, share=0.055, staying=staying)
    return analysed(counts, 300.0, people=True).flags[BASELINE:].any(axis=0)


# ---- limits of three sigma around the true centre: points outside


def outside_share(values: np.ndarray, band) -> np.ndarray:
    return ((values < band.lower) | (values > band.upper)).mean(axis=0)


def binomial_points(chance, charts, *, people: int, share: float, exact: bool = False) -> np.ndarray:
    values = chance.binomial(people, share, (POINTS_A_TRIAL, charts)) / people
    band = exact_limits_at(P_CHART, share, people) if exact else limits_at(P_CHART, share, 1.0, people)
    return outside_share(values, band)


def poisson_points(chance, charts, *, events: float, kind: str) -> np.ndarray:
    values = chance.poisson(events, (POINTS_A_TRIAL, charts)).astype(float)
    band = limits_at(kind, events, 1.0) if kind == C_CHART else limits_at(kind, 1.0, 1.0, events)
    return outside_share(values if kind == C_CHART else values / events, band)


def gap_points(chance, charts, *, chart) -> np.ndarray:
    """Gaps with a mean of 20, limits from 24 of them."""
    is_g = chart is event_charts.g_chart
    gaps = chance.geometric(1 / 21, (MONTHS, charts)) - 1.0 if is_g else chance.exponential(20, (MONTHS, charts))
    drawn = chart(gaps)
    return ((gaps < drawn.lower) | (gaps > drawn.upper)).mean(axis=0)


# ---- Laney's ratio


def sigma_z(chance, charts, *, points: int, screened: bool = False) -> np.ndarray:
    numerators = chance.binomial(300, 0.3, (points, charts)).astype(float)
    return limits.proportions(numerators, np.full(numerators.shape, 300.0), prime=True, screened=screened).sigma_z[0]


def below_one(chance, charts) -> np.ndarray:
    return sigma_z(chance, charts, points=MONTHS) < 1


def wobbling(chance, charts, *, prime: bool, screened: bool = False) -> np.ndarray:
    """20,000 people a month, 30% on average, whose log-odds wobble by 5%: charts with a point outside the limits."""
    people, odds = 20_000, np.log(0.3 / 0.7)
    share = 1 / (1 + np.exp(-(odds + 0.05 * chance.standard_normal((MONTHS, charts)))))
    numerators = chance.binomial(people, share).astype(float)
    drawn = limits.proportions(numerators, np.full(numerators.shape, float(people)), prime=prime, screened=screened)
    return judged(drawn).found["outside"].members.any(axis=0)


# ---- the table

SCREENED = (
    "The figure found elsewhere is of screened moving ranges, as the R package makes them: see the row of NHSRplotthedots. "
    "Unscreened limits, as in the Excel tool, are wider and raise fewer false alarms."
)
SCREENED = (
    "As the R packages have it: the largest differences are taken away once. The charts here keep them, as the tools of NHS "
    "Making Data Count do."
)
UNKNOWN = "How many charts were simulated for the figure found elsewhere, and so how far off it may be, is not known."
SIX_LONG = replace(MAKING_DATA_COUNT, shift=6, trend=6)
MDC_WORDS, NHSR_WORDS = "All rules of Making Data Count", "All rules as in NHSRplotthedots 0.2.2"
SEASON = {"series": noise.seasonal, "stream": "seasonal"}
MEMORY_40 = {"series": partial(noise.remembering, memory=0.4), "stream": "memory 0.4"}
MEMORY_60 = {"series": partial(noise.remembering, memory=0.6), "stream": "memory 0.6"}
SEASON_WORDS = ", with a season as large as the noise"
MEMORY_WORDS = ", neighbouring months alike (correlation {})"


def of_noise(key, label, design=None, remark="", stream="noise", **how) -> Simulation:
    words = f"{label}: charts of 24 months with at least one signal"
    return Simulation(key, words, partial(any_signal, **how), design=design, remark=remark, stream=stream)


def of_latest(key, label, design, remark="", **how) -> Simulation:
    words = f"{label}: latest of 24 months marked"
    return Simulation(key, words, partial(latest_signal, **how), design=design, remark=remark, stream="noise")


def share_of_points(key, label, trials, design=None, remark="") -> Simulation:
    return Simulation(key, label, trials, unit=OF_POINTS, design=design, remark=remark)


def laney_quantile(points: int, share: float, design: float, *, screened: bool) -> Simulation:
    side, words = ("low", "lowest") if share < 0.5 else ("high", "highest")
    key = f"sigma_z_{points}_{side}" + ("_screened" if screened else "")
    label = f"σz of {points} months without more than chance{', screened' if screened else ''}: edge of the {words} 5%"
    remark = SCREENED if screened and side == "low" else ""
    trials = partial(sigma_z, points=points, screened=screened)
    return Simulation(key, label, trials, "", quantile(share), design, remark, stream=f"sigma_z_{points}")


def wobble(key, label, design, remark="", **how) -> Simulation:
    words = f"{label}, 20,000 people a month whose log-odds wobble by 5%: at least one month outside"
    return Simulation(key, words, partial(wobbling, **how), design=design, remark=remark, stream="wobble")


RULES = [
    of_noise("mdc_charts", MDC_WORDS, 18.6, SCREENED),
    of_noise("nhsr_charts", NHSR_WORDS, 18.6, profile=NHSRPLOTTHEDOTS_0_2_2),
    of_latest("mdc_latest", MDC_WORDS, 1.7, SCREENED),
    of_latest("nhsr_latest", NHSR_WORDS, 1.7, UNKNOWN, profile=NHSRPLOTTHEDOTS_0_2_2),
    of_noise("outside_charts", "A point outside the limits", rule="outside"),
    share_of_points("outside_point", "A point outside the limits of an individuals chart of 24 months", outside_points),
    of_noise("shift_7_charts", "Shift of seven", 8.5, rule="shift"),
    of_noise("shift_6_charts", "Shift of six", 21.0, rule="shift", profile=SIX_LONG),
    of_noise("trend_7_charts", "Trend of seven points", 0.6, rule="trend"),
    of_noise("trend_6_charts", "Trend of six points", 4.3, rule="trend", profile=SIX_LONG),
    of_noise("two_in_three_charts", "Two of three near or beyond a limit", rule="two_in_three"),
    of_noise("western_electric_charts", "All Western Electric rules", profile=WESTERN_ELECTRIC),
    of_noise("nelson_charts", "All Nelson rules", profile=NELSON),
    of_noise("seasonal_charts", MDC_WORDS + SEASON_WORDS, 50.0, SCREENED, **SEASON),
    of_noise("nhsr_seasonal_charts", NHSR_WORDS + SEASON_WORDS, 50.0, profile=NHSRPLOTTHEDOTS_0_2_2, **SEASON),
    of_noise("ar_40_charts", MDC_WORDS + MEMORY_WORDS.format(0.4), 59.0, SCREENED, **MEMORY_40),
    of_noise(
        "nhsr_ar_40_charts", NHSR_WORDS + MEMORY_WORDS.format(0.4), 59.0, profile=NHSRPLOTTHEDOTS_0_2_2, **MEMORY_40
    ),
    of_noise("ar_60_charts", MDC_WORDS + MEMORY_WORDS.format(0.6), 81.0, SCREENED, **MEMORY_60),
    of_noise(
        "nhsr_ar_60_charts", NHSR_WORDS + MEMORY_WORDS.format(0.6), 81.0, profile=NHSRPLOTTHEDOTS_0_2_2, **MEMORY_60
    ),
]

ANHOEJ = [
    *(
        Simulation(f"anhoej_{months}", f"The two Anhøj rules on a run chart of {months} months", partial(anhoej, months=months), design=design)
        for months, design in ((12, None), (24, 3.0), (36, None), (48, None))
    ),
    Simulation("anhoej_least", "The two Anhøj rules, 12 to 48 months: the length with fewest false alarms", anhoej_by_length, of=fewest, design=1.3, remark=LENGTHS, stream="anhoej"),
    Simulation("anhoej_most", "The two Anhøj rules, 12 to 48 months: the length with most false alarms", anhoej_by_length, of=most, design=4.3, remark=LENGTHS, stream="anhoej"),
]  # fmt: skip

DEFAULTS = [
    Simulation("default_charts", "Our default, limits from 13 months: at least one signal in the 11 months judged by them", default_signal, stream="default"),
    Simulation("default_latest", "Our default, limits from 13 months: latest of the 11 months judged by them marked", default_latest, stream="default"),
    Simulation("default_pooled", "Our default on a PCT’s u′ chart, 3,000 events a month whose rate wobbles by 3%, limits from 13 months: at least one signal in the 11 after", pooled_signal),
    Simulation("rebase_charts", "48 months, baseline 12: charts that “rebase at each shift” would have redrawn", rebased_at_each_shift, design=35.0),
    *(
        Simulation(f"same_people_{round(100 * staying)}", f"Measure 4, {staying:.0%} still absent a month later: limits from 13 months, at least one signal in the 11 after", partial(same_people_signal, staying=staying))
        for staying in (0.6, 0.8)
    ),
]  # fmt: skip

LIMITS = [
    share_of_points("p_nominal", "p chart, 1,000 people, 30%: months outside", partial(binomial_points, people=1000, share=0.3), 0.27),
    share_of_points("p_10_90", "p chart, 10 people, 90%: months outside", partial(binomial_points, people=10, share=0.9), 1.3),
    share_of_points("p_20_05", "p chart, 20 people, 5%: months outside", partial(binomial_points, people=20, share=0.05), 1.6),
    share_of_points("p_50_02", "p chart, 50 people, 2%: months outside", partial(binomial_points, people=50, share=0.02), 1.8),
    *(
        share_of_points(f"p_{people}_{share:.2f}_exact".replace("0.", ""), f"p chart with exact limits, {people} people, {share:.0%}: months outside", partial(binomial_points, people=people, share=share, exact=True))
        for people, share in ((10, 0.9), (20, 0.05), (50, 0.02))
    ),
    share_of_points("u_nominal", "u chart, 100 events expected: months outside", partial(poisson_points, events=100.0, kind=U_CHART)),
    share_of_points("c_nominal", "c chart, 8 events expected: months outside", partial(poisson_points, events=8.0, kind=C_CHART)),
    share_of_points("g_nominal", "g chart, limits from 24 gaps: gaps outside", partial(gap_points, chart=event_charts.g_chart)),
    share_of_points("t_nominal", "t chart, limits from 24 gaps: gaps outside", partial(gap_points, chart=event_charts.t_chart)),
]  # fmt: skip

LANEY = [
    *(
        laney_quantile(points, share, design, screened=screened)
        for points, share, design in ((12, 0.05, 0.59), (12, 0.95, 1.48), (30, 0.05, 0.74), (30, 0.95, 1.30))
        for screened in (False, True)
    ),
    Simulation("sigma_z_below_1", "σz below 1 in 24 months without more than chance", below_one, design=50.0),
    wobble("wobble_p", "p chart", 100.0, prime=False),
    wobble("wobble_pp", "p′ chart", 5.6, prime=True),
    wobble("wobble_pp_screened", "p′ chart, screened", 5.6, SCREENED, prime=True, screened=True),
]

CHART_SIMULATIONS = [*RULES, *ANHOEJ, *DEFAULTS, *LIMITS, *LANEY]
