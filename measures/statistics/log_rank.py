"""The log-rank test: do groups leave at the same rate? Pure, NumPy. Mantel 1966, Peto and Peto 1972."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from measures.statistics.distributions import chi_square_tail
from measures.statistics.survival import followed, number_at_risk

ONE_GROUP, NO_EVENTS = "one_group", "no_events"
REASON_WORDS = {
    ONE_GROUP: "Only one group was followed, so there is nothing to compare.",
    NO_EVENTS: "Nobody left while more than one group was at risk.",
}
# Part of the largest eigenvalue under which one of the covariance counts as nought: a group never at risk with others.
NOTHING = 1e-10


@dataclass(frozen=True)
class LogRank:
    """`groups` in order, with the events `observed` in each and those `expected` if all left at one rate."""

    groups: tuple
    observed: np.ndarray
    expected: np.ndarray
    chi_square: float | None = None
    degrees_of_freedom: int | None = None
    p: float | None = None
    reason: str | None = None


def log_rank(
    times: Sequence[float],
    events: Sequence[bool],
    groups: Sequence,
    entries: Sequence[float] | None = None,
) -> LogRank:
    """Of people who left (event) or were last seen at `times`, in two or more groups; `entries` as in kaplan_meier."""
    entered, left, is_event, kept = followed(times, events, entries)
    names, member = np.unique(np.asarray(groups)[kept], return_inverse=True)
    belongs = member == np.arange(len(names))[:, None]
    leavings = np.unique(left[is_event])
    shape = len(names), len(leavings)
    at_risk = np.array([number_at_risk(left[own], leavings, entered[own]) for own in belongs]).reshape(shape)
    happened = np.array([_count_at(left[own & is_event], leavings) for own in belongs]).reshape(shape)
    expected, covariance = _expected(at_risk, happened.sum(axis=0))
    return _tested(tuple(names.tolist()), happened.sum(axis=1), expected, covariance)


def _count_at(times: np.ndarray, at: np.ndarray) -> np.ndarray:
    return np.searchsorted(np.sort(times), at, side="right") - np.searchsorted(np.sort(times), at, side="left")


def _expected(at_risk: np.ndarray, happened: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Expected events of each group, and the covariance of observed less expected: hypergeometric at each leaving."""
    everyone = at_risk.sum(axis=0)
    share = at_risk / everyone
    spread = happened * (everyone - happened) / np.maximum(everyone - 1, 1)
    covariance = np.diag(share @ spread) - (share * spread) @ share.T
    return share @ happened, covariance


def _tested(groups: tuple, observed: np.ndarray, expected: np.ndarray, covariance: np.ndarray) -> LogRank:
    """The covariance is singular by one (all groups together leave as expected), more where a group never had company."""
    if len(groups) < 2:
        return LogRank(groups, observed, expected, reason=ONE_GROUP)
    sizes, directions = np.linalg.eigh(covariance)
    real = sizes > NOTHING * sizes.max()
    if not real.any():
        return LogRank(groups, observed, expected, reason=NO_EVENTS)
    distance = directions[:, real].T @ (observed - expected)
    chi_square, freedom = float(np.sum(distance**2 / sizes[real])), int(real.sum())
    return LogRank(groups, observed, expected, chi_square, freedom, float(chi_square_tail(chi_square, freedom)))
