"""Which points of a run chart form its unusually long runs, so that a chart can mark them. Pure, NumPy.

The Anhoej rule itself, and the limit of a run, are those of measures.statistics.run_chart: points on the line neither count
nor end a run, nor does a missing month. Here every phase is judged by itself.
"""

import numpy as np

from measures.statistics.rules import Found, sides
from measures.statistics.run_chart import USEFUL_POINTS_NEEDED, longest_run_limit


def long_run(values: np.ndarray, centre: np.ndarray, phases: np.ndarray) -> Found:
    """Members: the useful points of runs longer than chance explains; completing: the first point beyond that length."""
    side = sides(values, centre)
    limits = run_limits(useful_points(side, phases))
    forward = run_lengths(side, phases)
    backward = run_lengths(side[::-1], phases[::-1])[::-1]
    members = (side != 0) & (forward + backward - 1 > limits)
    completing = members & (forward == limits + 1)
    return Found(members, completing, np.where(members, side, 0).astype(np.int8))


def run_lengths(side: np.ndarray, phases: np.ndarray) -> np.ndarray:
    """How many useful points a run has up to and with each month; a 0 neither counts nor ends it, another phase does."""
    lengths = np.zeros(side.shape, dtype=np.int16)
    run, last = np.zeros(side.shape[1], dtype=np.int16), np.zeros(side.shape[1], dtype=np.int8)
    for month, row in enumerate(side):
        if month:
            last = np.where(phases[month] == phases[month - 1], last, 0)
        useful = row != 0
        run = np.where(useful, np.where(row == last, run + 1, 1), run)
        last = np.where(useful, row, last)
        lengths[month] = run
    return lengths


def useful_points(side: np.ndarray, phases: np.ndarray) -> np.ndarray:
    """Of each month's phase: how many of its points do not lie on the line."""
    useful = np.zeros(side.shape, dtype=np.int64)
    for phase in range(int(phases.max(initial=0)) + 1):
        here = phases == phase
        useful += here * np.count_nonzero((side != 0) & here, axis=0)
    return useful


def run_limits(useful: np.ndarray) -> np.ndarray:
    """The longest run that chance explains; below ten useful points no run is too long."""
    most = int(useful.max(initial=0))
    no_power = np.iinfo(np.int16).max
    limits = [longest_run_limit(points) if points >= USEFUL_POINTS_NEEDED else no_power for points in range(most + 1)]
    return np.array(limits, dtype=np.int32)[useful]
