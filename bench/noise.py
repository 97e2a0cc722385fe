"""Series in which nothing happens, to see how often rules and limits say that something did. Seeded, arrays [months, charts]."""

from zlib import crc32

import numpy as np

YEAR = 12


def chance_of(seed: int, name: str) -> np.random.Generator:
    """Each figure has its own stream, so that adding one leaves the others as they were."""
    return np.random.default_rng((seed, crc32(name.encode())))


def white(chance, months: int, charts: int) -> np.ndarray:
    """Independent normal months: mean 0, standard deviation 1."""
    return chance.standard_normal((months, charts))


def seasonal(chance, months: int, charts: int, amplitude: float = 1.0) -> np.ndarray:
    """The same, with a yearly wave; each chart begins at its own point of the year."""
    starts = chance.uniform(0, 2 * np.pi, charts)
    wave = np.sin(2 * np.pi * np.arange(months)[:, None] / YEAR + starts)
    return white(chance, months, charts) + amplitude * wave


def remembering(chance, months: int, charts: int, memory: float) -> np.ndarray:
    """First-order autoregression in its steady state, standard deviation 1."""
    values = white(chance, months, charts)
    for month in range(1, months):
        values[month] = memory * values[month - 1] + np.sqrt(1 - memory**2) * values[month]
    return values


def same_people(chance, months: int, charts: int, *, people: int, share: float, staying: float) -> np.ndarray:
    """Counts among a fixed list of whom `staying` of those counted are counted again next month; steady at `share`."""
    joining = share * (1 - staying) / (1 - share)
    counts = np.empty((months, charts), dtype=np.int64)
    counts[0] = chance.binomial(people, share, charts)
    for month in range(1, months):
        stayed, joined = (
            chance.binomial(counts[month - 1], staying),
            chance.binomial(people - counts[month - 1], joining),
        )
        counts[month] = stayed + joined
    return counts.astype(float)


def list_sizes(chance, practices: int, sets: int, median: float, spread: float = 0.5) -> np.ndarray:
    """Log-normal sizes of practices, [practices, sets]; whole numbers, at least 5."""
    return np.maximum(np.round(chance.lognormal(np.log(median), spread, (practices, sets))), 5)
