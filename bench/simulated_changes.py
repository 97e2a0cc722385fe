"""Whether intervals of a change hold the true change as often as they say: over practices, before and after, stepped wedge."""

from functools import partial

import numpy as np

from bench import noise
from bench.simulation import OF_SERIES, OF_SETS, Simulation
from measures.statistics.clustered_change import changes
from measures.statistics.intervals import STANDARD_NORMAL_95
from measures.statistics.segmented_design import design
from measures.statistics.stepped_wedge import stepped_wedge
from measures.statistics.time_series import all_segmented_poisson

PRACTICES = 97
RATE, CHANGE, PRACTICES_DIFFER_BY = 0.8, 0.8, 0.2
MONTHS, EVENTS = 24, 200.0
ROUGHNESS = 0.05  # standard deviation of the months' own log rate, on top of chance
WEDGE_PRACTICES, WEDGE_MONTHS, CROSSINGS, WEDGE_EFFECT = 24, 36, (9, 15, 21, 27), 0.85
CHARTS_PER_FIT, CHARTS_PER_WEDGE = 50, 500


def pooled_change(chance, charts, *, clustered: bool) -> np.ndarray:
    """Three months before and three now in each practice, whose own change varies; whether the interval holds the true one."""
    sets = charts // CHARTS_PER_FIT
    time = 3 * noise.list_sizes(chance, PRACTICES, sets, 250)
    own = CHANGE * np.exp(PRACTICES_DIFFER_BY * chance.standard_normal(time.shape))
    truth = CHANGE * np.exp(PRACTICES_DIFFER_BY**2 / 2)
    before, now = (chance.poisson(RATE * factor * time).astype(float) for factor in (1.0, own))
    found = changes(before, time, now, time, np.ones(time.shape, dtype=bool), 1, 0.95)
    if clustered:
        return (found.ratio_lower <= truth) & (truth <= found.ratio_upper)
    return np.abs(np.log(found.ratio / truth)) <= STANDARD_NORMAL_95 * np.sqrt(found.log_ratio_poisson_variance)


def level_change_seen(chance, charts, *, memory: float) -> np.ndarray:
    """12 months and 12 months of a rate that does not change; whether the interval of the level change leaves out 1."""
    rough = noise.remembering(chance, MONTHS, charts // CHARTS_PER_FIT, memory) * ROUGHNESS
    counts = chance.poisson(EVENTS * np.exp(rough)).astype(float)
    found = all_segmented_poisson(counts, np.full(counts.shape, EVENTS), design(MONTHS, MONTHS // 2))
    return np.array([not one.level_ratio.lower <= 1 <= one.level_ratio.upper for one in found])


def wedge_holds(chance, charts) -> np.ndarray:
    """24 practices that begin in four different months, months and practices with rates of their own."""
    return np.array([one_wedge(chance) for _ in range(charts // CHARTS_PER_WEDGE)])


def one_wedge(chance) -> bool:
    shape = (WEDGE_MONTHS, WEDGE_PRACTICES)
    crossing = np.repeat(CROSSINGS, WEDGE_PRACTICES // len(CROSSINGS))
    has_begun = np.arange(WEDGE_MONTHS)[:, None] >= crossing
    months, practices = 0.1 * chance.standard_normal((WEDGE_MONTHS, 1)), 0.3 * chance.standard_normal(WEDGE_PRACTICES)
    rate = (
        0.1
        * np.exp(months + practices + ROUGHNESS * chance.standard_normal(shape))
        * np.where(has_begun, WEDGE_EFFECT, 1)
    )
    time = np.broadcast_to(noise.list_sizes(chance, WEDGE_PRACTICES, 1, 250)[:, 0], shape)
    found = stepped_wedge(chance.poisson(rate * time).astype(float), time, crossing)
    return found.ratio.lower <= WEDGE_EFFECT <= found.ratio.upper


POOLED_WORDS = "97 practices whose changes differ by a fifth: 95% interval of the pooled change holds the true one"
LEVEL_WORDS = "Interrupted time series of 12 and 12 months without a change, {}: a change of level seen"
CHANGE_SIMULATIONS = [
    Simulation("clustered_cover", f"{POOLED_WORDS}, clustered by practice", partial(pooled_change, clustered=True), OF_SETS, design=95.0, stream="pooled"),
    Simulation("poisson_cover", f"{POOLED_WORDS}, by the number of events alone", partial(pooled_change, clustered=False), OF_SETS, stream="pooled"),
    Simulation("its_12_12", LEVEL_WORDS.format("months independent"), partial(level_change_seen, memory=0.0), OF_SERIES, design=5.0),
    Simulation("its_12_12_ar", LEVEL_WORDS.format("neighbouring months alike (correlation 0.4)"), partial(level_change_seen, memory=0.4), OF_SERIES),
    Simulation("wedge_cover", "Stepped wedge of 24 practices in four groups: 95% interval holds the true effect", wedge_holds, OF_SETS, design=95.0),
]  # fmt: skip
