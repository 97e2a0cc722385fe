"""The words of the prediction ledger: what was predicted, against the observed change and its 95% interval. Pure.

All in per cent of the rate before. Turned so that the predicted way is positive, with the interval from `low` to `high` and p
what was predicted:

    low <= 0 <= high   no change that stands out from chance, whatever was predicted
    high < 0           the other way
    low <= p <= high   as predicted (low > 0)
    high < p           in the predicted direction, smaller
    low > p            in the predicted direction, larger

Without a percentage the direction alone is judged. "It stays as it is" comes true when the whole interval lies within 10% of no
change: that a change does not stand out does not show that there is none.
"""

from collaborative.evaluations.asked import FALL, SAME
from measures.statistics.intervals import wilson

AS_PREDICTED, SMALLER, LARGER = "as_predicted", "smaller", "larger"
NOT_FROM_CHANCE, OTHER_WAY, CHANGED = "not_from_chance", "other_way", "changed"
TOO_EARLY, CANNOT_BE_SAID, NOT_PREDICTED = "too_early", "cannot_be_said", "not_predicted"

JUDGED = (AS_PREDICTED, SMALLER, LARGER, NOT_FROM_CHANCE, OTHER_WAY, CHANGED)
# Where the change was less than hoped for, or could not be told from none.
LESS_THAN_PREDICTED = (SMALLER, NOT_FROM_CHANCE, OTHER_WAY)
# As near to no change as "it stays as it is" claims, in per cent.
STAYS_WITHIN = 10

VERDICT_WORDS = {
    AS_PREDICTED: "as predicted",
    SMALLER: "in the predicted direction, smaller",
    LARGER: "in the predicted direction, larger",
    NOT_FROM_CHANCE: "no change that stands out from chance",
    OTHER_WAY: "the other way",
    CHANGED: "a change where none was predicted",
    TOO_EARLY: "too early",
    CANNOT_BE_SAID: "cannot be said",
    NOT_PREDICTED: "nothing measurable was predicted",
}


def judged(direction: str, percent: float | None, lower: float, upper: float) -> str:
    """One of JUDGED. `lower` and `upper`: the 95% interval of the observed change in per cent; `percent` is unsigned."""
    if direction == SAME:
        return judged_same(lower, upper)
    low, high = (-upper, -lower) if direction == FALL else (lower, upper)
    if low <= 0 <= high:
        return NOT_FROM_CHANCE
    if high < 0:
        return OTHER_WAY
    if percent is None or low <= percent <= high:
        return AS_PREDICTED
    return SMALLER if high < percent else LARGER


def judged_same(lower: float, upper: float) -> str:
    if -STAYS_WITHIN <= lower <= upper <= STAYS_WITHIN:
        return AS_PREDICTED
    return NOT_FROM_CHANCE if lower <= 0 <= upper else CHANGED


def share(count: int, of: int) -> tuple[float, float, float] | None:
    """(share, lower, upper) in per cent with Wilson's 95% interval; None of none."""
    if not of:
        return None
    found = wilson(count, of)
    return tuple(float(value) * 100 for value in (found.values, found.lower, found.upper))
