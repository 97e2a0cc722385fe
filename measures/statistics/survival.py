"""How long people stay: the Kaplan-Meier estimate with delayed entry, and the log-rank test. Pure, NumPy.

Kaplan and Meier 1958; Greenwood 1926; restricted mean as in Klein and Moeschberger 2003, section 4.5. People who were in
post before observation began are left-truncated: give their time in post at that moment as entry, else those who left
early are missing from the data and survival is too high (trap 25). Leaving the role is the event; a change of employer
by transfer or merger is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

LOG, LOG_LOG, PLAIN = "log", "log-log", "plain"
INTERVALS = (LOG, LOG_LOG, PLAIN)
# Under this many at risk one leaver moves the curve by a fifth and more (trap 25).
FEW_AT_RISK = 5
# Products of fractions differ in the last bit: survival this near one half is one half.
ON_THE_HALF = 1e-9

NO_ONE, FEWER_AT_RISK = "no_one", "fewer_at_risk"
REASON_WORDS = {
    NO_ONE: "Nobody was followed for any time.",
    FEWER_AT_RISK: "At no time were enough people at risk to start a curve.",
}
SMALL_RISK_SET, INTERRUPTED, LEFT_OUT = "small_risk_set", "interrupted", "left_out"
WARNING_WORDS = {
    SMALL_RISK_SET: f"At some leavings fewer than {FEW_AT_RISK} people were at risk, so the steps there are large.",
    INTERRUPTED: "For some time nobody was at risk; the curve supposes that nothing happened then.",
    LEFT_OUT: "People without any time at risk after entry, or without a time, are left out.",
}


@dataclass(frozen=True)
class Survival:
    """Arrays over the distinct times at which anyone left or was last seen, in order.

    `at_risk` just before each time; `survival` just after it, given in post at `start`, the time from which the curve
    speaks (0 unless a least number at risk put it off). `standard_error` is Greenwood's; it and the limits are NaN once
    survival is 0, and log-log limits while survival is 1: there is no interval there. `interval` names the kind of limits.
    `people` entered, `left_out` had no time at risk. With a `reason` all arrays are empty.
    """

    interval: str
    confidence: float
    people: int
    left_out: int
    start: float
    times: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    censored: np.ndarray
    survival: np.ndarray
    standard_error: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    reason: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def median(self) -> float | None:
        """The first time by which half have left; None while more than half stay."""
        return _first_time_at_half(self.times, self.survival)

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """Where the limits of the curve pass one half (Brookmeyer and Crowley 1982); None where they never do."""
        return _first_time_at_half(self.times, self.lower), _first_time_at_half(self.times, self.upper)

    def at(self, times: Sequence[float]) -> np.ndarray:
        """Survival at each time; NaN before `start` and beyond the last time anyone was seen, unless nobody is left."""
        return self._step(self.survival, 1.0, times)

    def interval_at(self, times: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper limits at each time; NaN where there is no interval."""
        return self._step(self.lower, np.nan, times), self._step(self.upper, np.nan, times)

    def _step(self, values: np.ndarray, before_first: float, times: Sequence[float]) -> np.ndarray:
        times = np.asarray(times, dtype=float)
        steps = np.concatenate([[before_first], values])
        found = steps[np.searchsorted(self.times, times, side="right")]
        return np.where((times >= self.start) & (times <= self._known_until), found, np.nan)

    @property
    def _known_until(self) -> float:
        if not len(self.times):
            return -np.inf
        return np.inf if self.survival[-1] == 0 else self.times[-1]

    def restricted_mean(self, until: float) -> tuple[float, float] | None:
        """Mean time in post between `start` and `until`, and its standard error; None where the curve does not reach."""
        if not self.start < until <= self._known_until:
            return None
        edges = np.concatenate([[self.start], np.minimum(self.times, until), [until]])
        areas = np.diff(edges) * np.concatenate([[1.0], self.survival])
        area_after = areas[::-1].cumsum()[::-1][1:]
        return float(areas.sum()), float(np.sqrt(np.sum(area_after**2 * self._greenwood_terms)))

    @property
    def _greenwood_terms(self) -> np.ndarray:
        return greenwood_terms(self.at_risk, self.events, where_all_leave=0.0)


def kaplan_meier(
    times: Sequence[float],
    events: Sequence[bool],
    *,
    entries: Sequence[float] | None = None,
    interval: str = LOG,
    confidence: float = 0.95,
    least_at_risk: int = 1,
) -> Survival:
    """Of people who left (event) or were last seen in post at `times`, each counted from its entry (exclusive) on.

    `least_at_risk` above 1 starts the curve at the first time with so many at risk; survival is then given in post at that
    time. With delayed entry the first risk sets may be tiny, and one leaver among one would end the curve at 0.
    """
    if interval not in INTERVALS:
        raise ValueError(f"interval must be one of {', '.join(INTERVALS)}")
    entered, left, is_event, kept = followed(times, events, entries)
    table = risk_table(left, is_event, entered)
    first = _first_step(table[1], least_at_risk)
    start = _start(table[0], first, entered)
    steps, at_risk, happened, censored = (column[first:] for column in table)
    survival = np.cumprod(1 - happened / at_risk)
    log_error = np.sqrt(np.cumsum(greenwood_terms(at_risk, happened, where_all_leave=np.nan)))
    lower, upper = limits(survival, log_error, interval, confidence)
    return Survival(
        interval, confidence, len(left), int(np.sum(~kept)), start, steps, at_risk, happened, censored,
        survival, survival * log_error, lower, upper,
        reason=_reason(len(left), len(steps)),
        warnings=_warnings(at_risk, happened, np.any(~kept), _is_interrupted(entered, left, start)),
    )  # fmt: skip


def _first_step(at_risk: np.ndarray, least_at_risk: int) -> int:
    """The place of the first large enough risk set; behind the last place when there is none."""
    enough = np.flatnonzero(at_risk >= least_at_risk)
    return int(enough[0]) if len(enough) else len(at_risk)


def _start(steps: np.ndarray, first: int, entered: np.ndarray) -> float:
    """The last step passed over, else the first entry: of the time before that the data know nothing."""
    if first:
        return float(steps[first - 1])
    return max(float(np.min(entered, initial=np.inf)), 0.0) if len(entered) else 0.0


def _is_interrupted(entered: np.ndarray, left: np.ndarray, start: float) -> bool:
    """Whether at some time after `start` nobody was in post, and others entered later."""
    in_post = np.searchsorted(np.sort(entered), left, side="right") - np.searchsorted(np.sort(left), left, side="right")
    return bool(np.any((in_post == 0) & (left >= start) & (left < np.max(left, initial=-np.inf))))


def _reason(people: int, steps: int) -> str | None:
    if steps:
        return None
    return FEWER_AT_RISK if people else NO_ONE


def _warnings(at_risk: np.ndarray, events: np.ndarray, any_left_out: bool, is_interrupted: bool) -> tuple[str, ...]:
    found = {
        SMALL_RISK_SET: np.any((events > 0) & (at_risk < FEW_AT_RISK)),
        INTERRUPTED: is_interrupted,
        LEFT_OUT: any_left_out,
    }
    return tuple(code for code, holds in found.items() if holds)


def followed(
    times: Sequence[float], events: Sequence[bool], entries: Sequence[float] | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Entry, exit and event of everyone with time at risk, and who of all these are, as True or False."""
    left = np.asarray(times, dtype=float)
    is_event = np.asarray(events, dtype=bool)
    entered = np.full(len(left), -np.inf) if entries is None else np.asarray(entries, dtype=float)
    kept = np.isfinite(left) & ~np.isnan(entered) & (left > entered) & (left >= 0)
    return entered[kept], left[kept], is_event[kept], kept


def risk_table(left: np.ndarray, is_event: np.ndarray, entered: np.ndarray) -> tuple[np.ndarray, ...]:
    """Distinct times of leaving or last sight, and at each how many were at risk, left, and were last seen in post."""
    steps, place = np.unique(left, return_inverse=True)
    happened = np.bincount(place[is_event], minlength=len(steps))
    censored = np.bincount(place[~is_event], minlength=len(steps))
    return steps, number_at_risk(left, steps, entered), happened, censored


def number_at_risk(times: Sequence[float], at: Sequence[float], entries: Sequence[float] | None = None) -> np.ndarray:
    """In post just before each time of `at`: entered before it, and not left before it. For the line under a chart."""
    left = np.sort(np.asarray(times, dtype=float))
    at = np.asarray(at, dtype=float)
    still = len(left) - np.searchsorted(left, at, side="left")
    if entries is None:
        return still
    entered = np.sort(np.asarray(entries, dtype=float))
    return still - (len(entered) - np.searchsorted(entered, at, side="left"))


def greenwood_terms(at_risk: np.ndarray, events: np.ndarray, *, where_all_leave: float) -> np.ndarray:
    """d / (n (n - d)) of each time; where all at risk leave at once it has no value, and the caller says what it takes."""
    stay = at_risk - events
    terms = events / (at_risk * np.maximum(stay, 1))
    return np.where((stay == 0) & (events > 0), where_all_leave, terms)


def limits(
    survival: np.ndarray, log_error: np.ndarray, interval: str, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Pointwise limits: `log_error` is the standard error of log survival. R's default is "log", lifelines' "log-log"."""
    half = NormalDist().inv_cdf((1 + confidence) / 2) * log_error
    if interval == PLAIN:
        return np.maximum(survival * (1 - half), 0), np.minimum(survival * (1 + half), 1)
    if interval == LOG:
        return survival * np.exp(-half), np.minimum(survival * np.exp(half), 1)
    has_interval = (survival > 0) & (survival < 1)
    log_survival = np.log(np.where(has_interval, survival, 0.5))
    lower, upper = (np.exp(log_survival * np.exp(sign * half / -log_survival)) for sign in (1, -1))
    return np.where(has_interval, lower, np.nan), np.where(has_interval, upper, np.nan)


def _first_time_at_half(times: np.ndarray, curve: np.ndarray) -> float | None:
    """Where the curve first is at or under one half; when it lies on it, the middle of that stretch, as R has it."""
    with np.errstate(invalid="ignore"):
        reached = np.flatnonzero(curve <= 0.5 + ON_THE_HALF)
        below = np.flatnonzero(curve < 0.5 - ON_THE_HALF)
    if not len(reached):
        return None
    first = reached[0]
    lies_on_it = abs(curve[first] - 0.5) <= ON_THE_HALF and len(below)
    return float((times[first] + times[below[0]]) / 2 if lies_on_it else times[first])
