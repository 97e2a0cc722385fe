"""Poisson regression with an effect of every month and every practice, and one effect of interest. Pure, NumPy.

log E(count) = practice + month + effect x exposed + log(person-time). The practice effects are profiled out: given the rest
they are observed over expected, so Newton's method has one unknown a month and one more, however many practices. (For the
Poisson this is the conditional likelihood too, so many practice effects do not bias the effect: Hausman 1984.)

Shapes: counts, time (person-time, 0 where a cell is not used) and exposed (0 or 1) are [months, practices]; every practice
and every month has an event.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

MOST_STEPS, MOST_HALVINGS = 50, 30
STEP_THAT_ENDS = 1e-9
# Where the likelihood has no maximum every step goes on; this long it stays far from overflow.
LONGEST_STEP = 2.0
ROUNDING = 1e-12
# The part of the information on a combination of months that counts as none: months without a practice in common.
NOTHING = 1e-10
# The same of the effect: the part that months leave of it.
LEAST_PART = 1e-8


@dataclass(frozen=True)
class TwoWayFit:
    """`months` and `effect` are logarithms; `fitted` [months, practices] are expected counts."""

    counts: np.ndarray
    exposed: np.ndarray
    months: np.ndarray
    effect: float
    fitted: np.ndarray
    has_settled: bool

    @cached_property
    def information(self) -> np.ndarray:
        """Of the months and, last, the effect, with the practices profiled out."""
        return information(self.fitted, self.exposed, self.counts.sum(axis=0))

    @cached_property
    def effect_information(self) -> float:
        """What is left for the effect when months and practices have taken their part; 0 when it is not identified."""
        left, _ = without_months(self.information, np.zeros(len(self.information)))
        return float(left)

    @property
    def least_information(self) -> float:
        """Under this much the effect is not identified: what is there is rounding, or next to nothing of what might be."""
        return max(LEAST_PART * float(self.information[-1, -1]), NOTHING * float(np.sum(self.fitted * self.exposed)))

    @property
    def dispersion(self) -> float | None:
        """Pearson's chi square over cells less practices, months and effect (plus 1); None without freedom."""
        is_used = self.fitted > 0
        freedom = int(is_used.sum()) - sum(self.fitted.shape)
        if freedom < 1:
            return None
        squares = (self.counts - self.fitted) ** 2 / np.where(is_used, self.fitted, 1)
        return float(squares.sum()) / freedom

    def effects_without_each(self) -> tuple[np.ndarray, np.ndarray]:
        """[practices] each: the effect when a practice is left out, and the information that is then left, 0 when too little.

        One Newton step from the full fit, which for the leave-one-out variance is as good as fitting again.
        """
        parts, scores = self._parts()
        left, score = without_months(self.information - parts, -scores)
        is_left = left > self.least_information
        return self.effect + np.where(is_left, score / np.where(is_left, left, 1), np.nan), np.where(is_left, left, 0)

    def _parts(self) -> tuple[np.ndarray, np.ndarray]:
        """[practices, terms, terms] and [practices, terms]: each practice's own part of information and score."""
        fitted, residuals = self.fitted.T, (self.counts - self.fitted).T
        moved = fitted * self.exposed.T
        terms = np.concatenate([fitted, moved.sum(axis=1, keepdims=True)], axis=1)
        parts = -terms[:, :, None] * terms[:, None, :] / self.counts.sum(axis=0)[:, None, None]
        month = np.arange(fitted.shape[1])
        parts[:, month, month] += fitted
        parts[:, :-1, -1] += moved
        parts[:, -1, :-1] += moved
        parts[:, -1, -1] += moved.sum(axis=1)
        scores = np.concatenate([residuals, np.sum(residuals * self.exposed.T, axis=1, keepdims=True)], axis=1)
        return parts, scores


def information(fitted: np.ndarray, exposed: np.ndarray, events: np.ndarray) -> np.ndarray:
    """[months + 1, months + 1]; `events` [practices] are the totals that the practice effects reproduce."""
    months = len(fitted)
    moved = fitted * exposed
    moved_by_practice = moved.sum(axis=0)
    found = np.empty((months + 1, months + 1))
    found[:months, :months] = np.diag(fitted.sum(axis=1)) - (fitted / events) @ fitted.T
    found[:months, months] = found[months, :months] = moved.sum(axis=1) - fitted @ (moved_by_practice / events)
    found[months, months] = moved.sum() - np.sum(moved_by_practice**2 / events)
    return found


def without_months(found: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Information and score of the effect, [...] each, when the months have taken their part (Schur's complement)."""
    months, crossed = found[..., :-1, :-1], found[..., :-1, -1]
    weights = np.einsum("...kl,...l->...k", inverse(months), crossed)
    left = found[..., -1, -1] - np.sum(weights * crossed, axis=-1)
    return left, scores[..., -1] - np.sum(weights * scores[..., :-1], axis=-1)


def inverse(found: np.ndarray) -> np.ndarray:
    """Generalised, since a constant may be moved between months and practices, on the scale of each month's own events."""
    own = np.diagonal(found, axis1=-2, axis2=-1)
    scale = 1 / np.sqrt(np.where(own > 0, own, 1))
    both = scale[..., :, None] * scale[..., None, :]
    return both * np.linalg.pinv(found * both, hermitian=True, rcond=NOTHING)


def two_way_poisson(counts: np.ndarray, time: np.ndarray, exposed: np.ndarray) -> TwoWayFit:
    """Maximum likelihood by Newton's method; the likelihood is concave, so a step is halved until it does not fall."""
    months, effect, has_settled = np.log(counts.sum(axis=1) / time.sum(axis=1)), 0.0, False
    for _ in range(MOST_STEPS):
        step = _newton_step(counts, exposed, fitted_counts(counts, time, exposed, months, effect))
        step = _short_enough(step, counts, time, exposed, months, effect)
        months, effect = months + step[:-1], effect + float(step[-1])
        has_settled = bool(np.max(np.abs(step)) < STEP_THAT_ENDS)
        if has_settled:
            break
    return TwoWayFit(counts, exposed, months, effect, fitted_counts(counts, time, exposed, months, effect), has_settled)


def fitted_counts(counts, time, exposed, months: np.ndarray, effect: float) -> np.ndarray:
    """With the practice effects that reproduce each practice's events."""
    relative = time * np.exp(months[:, None] + effect * exposed)
    return relative * (counts.sum(axis=0) / relative.sum(axis=0))


def _newton_step(counts: np.ndarray, exposed: np.ndarray, fitted: np.ndarray) -> np.ndarray:
    residuals = counts - fitted
    scores = np.append(residuals.sum(axis=1), np.sum(residuals * exposed))
    step = inverse(information(fitted, exposed, counts.sum(axis=0))) @ scores
    return step * min(1, LONGEST_STEP / max(np.max(np.abs(step)), LONGEST_STEP))


def _short_enough(step: np.ndarray, counts, time, exposed, months: np.ndarray, effect: float) -> np.ndarray:
    start = _likelihood(counts, time, exposed, months, effect)
    for _ in range(MOST_HALVINGS):
        reached = _likelihood(counts, time, exposed, months + step[:-1], effect + step[-1])
        if reached >= start - ROUNDING * abs(start):
            break
        step = step / 2
    return step


def _likelihood(counts, time, exposed, months: np.ndarray, effect: float) -> float:
    """Its logarithm, without what does not depend on months and effect."""
    linear = months[:, None] + effect * exposed
    return float(np.sum(counts * linear) - counts.sum(axis=0) @ np.log(np.sum(time * np.exp(linear), axis=0)))
