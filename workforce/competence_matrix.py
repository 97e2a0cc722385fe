"""How far each worker is with each competence of a framework, from the evidence alone. Pure.

Evidence that is signed off holds until it expires. What is signed counts before what waits, and both before what has expired:
who renews a competence stays signed off while the old evidence holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np


class Standing(IntEnum):
    """The larger counts where there is several evidence for one competence."""

    NONE = 0
    EXPIRED = 1
    WAITING = 2
    SIGNED = 3


WORDS = {
    Standing.NONE: "No evidence",
    Standing.EXPIRED: "Expired",
    Standing.WAITING: "Waiting for sign-off",
    Standing.SIGNED: "Signed off",
}
# Short enough for a matrix of thirty columns.
SHORT_WORDS = {
    Standing.NONE: "None",
    Standing.EXPIRED: "Expired",
    Standing.WAITING: "Waiting",
    Standing.SIGNED: "Signed",
}

COLUMNS = ("worker", "competence", "signed_off_on", "expires_on")


@dataclass(frozen=True)
class Matrix:
    """`standings` has a row for each worker and a column for each competence, in the order asked for."""

    workers: tuple
    competences: tuple[str, ...]
    standings: np.ndarray

    @property
    def signed(self) -> np.ndarray:
        """How many competences each worker has signed off."""
        return (self.standings == Standing.SIGNED).sum(axis=1)

    def counts(self) -> dict[Standing, int]:
        """How many cells stand how."""
        return {standing: int((self.standings == standing).sum()) for standing in Standing}


def standing_of(signed_off_on: date | None, expires_on: date | None, today: date) -> Standing:
    """The standing of one piece of evidence; its last day still counts."""
    if expires_on is not None and expires_on < today:
        return Standing.EXPIRED
    return Standing.WAITING if signed_off_on is None else Standing.SIGNED


def standings_of(signed_off_on: Sequence[date | None], expires_on: Sequence[date | None], today: date) -> np.ndarray:
    """The same for many at once, in their order."""
    has_expired = days(expires_on) < np.datetime64(today)
    is_waiting = np.isnat(days(signed_off_on))
    return np.where(has_expired, Standing.EXPIRED, np.where(is_waiting, Standing.WAITING, Standing.SIGNED))


def days(dates: Sequence[date | None]) -> np.ndarray:
    """None becomes NaT, which is neither before nor after any day."""
    return np.array(dates, dtype="datetime64[D]")


def matrix(rows: Sequence[tuple], workers: Sequence, competences: Sequence[str], today: date) -> Matrix:
    """`rows` are tuples of COLUMNS; those of other workers and of competences that the framework lost are left out."""
    standings = np.zeros((len(workers), len(competences)), dtype=int)
    if rows:
        whose, which, signed_off_on, expires_on = zip(*rows, strict=True)
        down, across = places_of(whose, workers), places_of(which, competences)
        is_asked = (across >= 0) & (down >= 0)
        found = standings_of(signed_off_on, expires_on, today)
        np.maximum.at(standings, (down[is_asked], across[is_asked]), found[is_asked])
    return Matrix(tuple(workers), tuple(competences), standings)


def places_of(values: Sequence, among: Sequence) -> np.ndarray:
    """Where each value stands among those asked for; -1 where it is none of them."""
    places = {value: place for place, value in enumerate(among)}
    return np.array([places.get(value, -1) for value in values])
