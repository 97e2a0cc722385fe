"""How far each worker is with each competence of a framework, from the evidence alone. Pure.

Evidence that is signed off holds until it expires. What is signed counts before what waits, and both before what has expired:
who renews a competence stays signed off while the old evidence holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
import pandas as pd


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


def standings_of(evidence: pd.DataFrame, today: date) -> np.ndarray:
    """The same for many at once. `evidence` has the columns COLUMNS."""
    expires = pd.to_datetime(evidence["expires_on"])
    has_expired = (expires < pd.Timestamp(today)).to_numpy()
    is_signed = evidence["signed_off_on"].notna().to_numpy()
    return np.where(has_expired, Standing.EXPIRED, np.where(is_signed, Standing.SIGNED, Standing.WAITING))


def matrix(rows: Sequence[tuple], workers: Sequence, competences: Sequence[str], today: date) -> Matrix:
    """`rows` are tuples of COLUMNS; those of other workers and of competences that the framework lost are left out."""
    found = pd.DataFrame(list(rows), columns=list(COLUMNS))
    across = pd.Index(competences).get_indexer(found["competence"])
    down = pd.Index(list(workers), dtype=object).get_indexer(found["worker"])
    is_asked = (across >= 0) & (down >= 0)
    standings = np.zeros((len(workers), len(competences)), dtype=int)
    np.maximum.at(standings, (down[is_asked], across[is_asked]), standings_of(found, today)[is_asked])
    return Matrix(tuple(workers), tuple(competences), standings)
