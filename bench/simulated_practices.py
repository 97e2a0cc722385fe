"""False alarms among 97 practices that do not differ: funnels, over-dispersion, lists made with many tests."""

from functools import partial

import numpy as np

from bench import noise
from bench.simulation import OF_SETS, Simulation, mean, of_column, per_cent
from measures.statistics.funnel import proportions_funnel
from measures.statistics.funnel_reference import arcsine_funnel

PRACTICES = 97
NAMED_BELOW = 0.05  # q of those that a list names
# A funnel takes much longer than a column of a chart, so there are fewer of them.
CHARTS_A_SET = 50
OF_PRACTICES = "of 97 practices"


def sets_of_practices(chance, sets: int, *, median: float, spread: float, share: float):
    """(numerators, denominators) of one set of practices after another, all with the same share."""
    for _ in range(sets):
        people = noise.list_sizes(chance, PRACTICES, 1, median, spread)[:, 0]
        yield chance.binomial(people.astype(int), share).astype(float), people


def facts_of_funnels(chance, charts, **practices) -> np.ndarray:
    """[sets, FACTS]: what each funnel of practices without a difference says."""
    return np.array([facts_of(*one) for one in sets_of_practices(chance, charts // CHARTS_A_SET, **practices)])


FACTS = ("outside 95", "any outside 95", "outside 99.8", "arcsine outside 99.8", "any named", "phi", "widened")


def facts_of(numerators: np.ndarray, people: np.ndarray) -> tuple[float, ...]:
    """In the order of FACTS."""
    found = proportions_funnel(numerators, people)
    inner, outer = (
        np.count_nonzero(sides) for sides in (outside_inner(found), found.exact.outside_outer(found.values))
    )
    is_any_named = (found.q < NAMED_BELOW).any()
    return (
        inner,
        inner > 0,
        outer,
        arcsine_outside(numerators, people),
        is_any_named,
        found.dispersion.phi,
        found.is_overdispersed,
    )


def outside_inner(found) -> np.ndarray:
    return found.exact.outside_inner(found.values)


def arcsine_outside(numerators: np.ndarray, people: np.ndarray) -> int:
    """Outside the 99.8% limits of FunnelPlotR's arcsine funnel."""
    drawn = arcsine_funnel(numerators, people)
    return np.count_nonzero((drawn.values < drawn.plain[0]) | (drawn.values > drawn.plain[-1]))


# The same simulated practices for every figure: one object each, which is what the results are kept by.
LARGE = partial(facts_of_funnels, median=4000, spread=0.5, share=0.2)
SMALL = partial(facts_of_funnels, median=40, spread=0.25, share=0.9)
SIZES = "It depends on the smallest practices, and the sizes behind the figure found elsewhere are not known."
WHOLE = "Counts are whole, so that a little less lies outside exact limits than their name says."
WORDS = "97 practices that do not differ"
SMALL_WORDS = f"{WORDS}, median 40 people, 90%"


def stream_of(trials: partial) -> str:
    return f"practices {trials.keywords['median']}"


def of_practices(key, label, fact, design=None, remark="", trials=LARGE) -> Simulation:
    return Simulation(
        key, label, trials, OF_PRACTICES, of_column(FACTS.index(fact), mean), design, remark, stream_of(trials)
    )


def of_sets(key, label, fact, design=None) -> Simulation:
    return Simulation(
        key, label, LARGE, OF_SETS, of_column(FACTS.index(fact), per_cent), design, stream=stream_of(LARGE)
    )


FUNNELS = [
    of_practices("funnel_95", f"{WORDS}: outside the 95% limits", "outside 95", 4.9, WHOLE),
    of_sets("funnel_95_any", f"{WORDS}: at least one outside the 95% limits", "any outside 95", 99.3),
    of_practices("funnel_998", f"{WORDS}: outside the 99.8% limits", "outside 99.8", 0.19, WHOLE),
    of_practices("funnel_exact_998", f"{SMALL_WORDS}: outside exact 99.8% limits", "outside 99.8", 0.05, SIZES, SMALL),
    of_practices("funnel_arcsine_998", f"{SMALL_WORDS}: outside arcsine 99.8% limits, as another program draws them", "arcsine outside 99.8", 1.42, SIZES, SMALL),
    of_sets("funnel_bh_any", f"{WORDS}: at least one named by Benjamini-Hochberg at 5%", "any named"),
    Simulation("phi_winsorised", f"{WORDS}: winsorised φ on average", LARGE, "", of_column(FACTS.index("phi"), mean), 0.7, stream=stream_of(LARGE)),
    of_sets("funnel_widened", f"{WORDS}: limits widened for over-dispersion all the same", "widened"),
]  # fmt: skip
