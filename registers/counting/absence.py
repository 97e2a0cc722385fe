"""People long absent by certificate, month by month. Pure."""

import numpy as np

from registers.counting.months import NEVER, MonthGrid
from registers.spells import Spells


def long_absence(grid: MonthGrid, people: int, spells: Spells, basis="elapsed") -> np.ndarray:
    """bool [people, T]: who has a spell of thirteen weeks at the end of the month, with a certified day in it.

    A spell counts from the month in which it became long to the month of its last day. As its first and last days are
    certified and no bridged gap is as long as a month, each month that it touches has a certified day.
    """
    since = spells.long_from(basis)
    is_long = since < NEVER
    return grid.runs(people, spells.person[is_long], since[is_long], spells.ends_on[is_long])


def crossings(grid: MonthGrid, people: int, spells: Spells) -> np.ndarray:
    """bool [people, T]: who has a spell whose day 91 lies in the month."""
    since = spells.elapsed_long_from
    is_long = since < NEVER
    return grid.marks(people, spells.person[is_long], since[is_long])
