"""The form of a simulation: how its trials are made, and how a figure comes out of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bench.noise import chance_of

OF_CHARTS, OF_POINTS, OF_SERIES, OF_SETS = "% of charts", "% of points", "% of series", "% of simulations"


def per_cent(found: np.ndarray) -> float:
    return float(100 * np.mean(found))


def mean(found: np.ndarray) -> float:
    return float(np.mean(found))


def of_column(column: int, of: Callable[[np.ndarray], float]) -> Callable[[np.ndarray], float]:
    return lambda found: of(found[:, column])


def quantile(share: float) -> Callable[[np.ndarray], float]:
    return lambda found: float(np.nanquantile(found, share))


@dataclass(frozen=True)
class Simulation:
    """`trials(chance, charts)` gives an array with one entry per trial; `of` makes one figure of it or of a part of it.

    `design` is the figure of the design documents, found with reference programs; `remark` says why ours is another,
    where the difference is more than chance.
    """

    key: str
    label: str
    trials: Callable[[np.random.Generator, int], np.ndarray]
    unit: str = OF_CHARTS
    of: Callable[[np.ndarray], float] = per_cent
    design: float | None = None
    remark: str = ""
    stream: str = ""

    def run(self, charts: int, seed: int) -> np.ndarray:
        """Simulations with the same `stream` judge the same series, so that their figures can be compared."""
        return trials_of(self.trials, self.stream or self.key, charts, seed)


@lru_cache(maxsize=4)
def trials_of(trials, stream: str, charts: int, seed: int) -> np.ndarray:
    """Kept, since several figures may come of the same trials."""
    return np.asarray(trials(chance_of(seed, stream), charts))
