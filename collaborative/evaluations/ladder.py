"""Which comparison so many months bear, as data with its source. The strongest whose minimum holds is the one to read. Pure."""

from dataclasses import dataclass

from collaborative.evaluations.period import FEWEST_BEFORE, WINDOW
from measures.statistics.run_chart import USEFUL_POINTS_NEEDED
from measures.statistics.segmented_design import FEWEST_MONTHS

NOTHING, RUN_CHART, POOLED, TREND = "nothing", "run_chart", "pooled", "trend"


@dataclass(frozen=True)
class Rung:
    """One comparison: how many months with a value it needs before the start, since, and together off the median."""

    code: str
    name: str
    before: int
    since: int
    useful: int
    source: str


# From the weakest to the strongest.
LADDER = (
    Rung(
        RUN_CHART,
        "Run-chart signal about the median of the months before",
        FEWEST_BEFORE,
        WINDOW,
        USEFUL_POINTS_NEEDED,
        "Anhoej and Olesen 2014: below ten useful points the rules have no power",
    ),
    Rung(
        POOLED,
        "Pooled change, before against three months since, with interval",
        FEWEST_BEFORE,
        WINDOW,
        0,
        "House rule: three months, as of every change since a baseline; Cochran 1977 for practices that differ",
    ),
    Rung(
        TREND,
        "Interrupted time series against the earlier trend",
        FEWEST_MONTHS,
        FEWEST_MONTHS,
        0,
        "Cochrane EPOC: twelve months on each side for monthly data; Wagner 2002, Bernal 2017",
    ),
)


def holds(rung: Rung, before: int, since: int, useful: int) -> bool:
    return before >= rung.before and since >= rung.since and useful >= rung.useful


def proper(before: int, since: int, useful: int, done: dict[str, bool]) -> str:
    """The code of the strongest comparison that so many months bear and that could be made (`done`); NOTHING where none is."""
    borne = (rung.code for rung in reversed(LADDER) if holds(rung, before, since, useful) and done[rung.code])
    return next(borne, NOTHING)
