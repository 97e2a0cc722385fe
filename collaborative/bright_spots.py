"""Bright-spot pairings: two practices that started alike, of which one has improved. Pure.

Found among practices whose figures the one who looks may see exactly, never shown before both have consented. "Alike" and
"improved" are judged by intervals, so that noise pairs nobody; what each number below asks is this product's choice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot, log

from measures.statistics.comparisons import wald_rate_ratio

# At least so many events in the baseline and now, as for every change that is told to others.
FEWEST_EVENTS = 20
# Their baselines differ by no more than this, and by no more than chance explains.
LARGEST_START_DIFFERENCE = 0.15
# The larger practice has at most so many times the registered people of the smaller.
LARGEST_SIZE_RATIO = 2
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Course:
    """One practice and measure. Counts and time of baseline and now; change in per cent with its 95% interval.

    `better` is 1 where more is better and -1 where less is. `is_list_steady`: established, and not far from its baseline.
    """

    code: str
    events_before: float
    time_before: float
    events_now: float
    registered: int
    percent: float | None
    lower: float | None
    upper: float | None
    better: int
    is_list_steady: bool

    @property
    def is_judged(self) -> bool:
        """Whether there is enough to say anything, and the list is not what has changed."""
        enough = min(self.events_before, self.events_now) >= FEWEST_EVENTS and self.time_before > 0
        known = None not in (self.percent, self.lower, self.upper) and -100 < self.lower <= self.percent <= self.upper
        return enough and self.is_list_steady and known

    @property
    def is_improved(self) -> bool:
        """The whole interval lies on the better side."""
        nearest = self.lower if self.better > 0 else self.upper
        return self.is_judged and nearest * self.better > 0

    @property
    def log_ratio(self) -> tuple[float, float]:
        """(logarithm of now over baseline, its standard error), from the change and its interval."""
        low, middle, high = (log(1 + percent / 100) for percent in (self.lower, self.percent, self.upper))
        return middle, (high - low) / (2 * Z95)

    @property
    def start(self) -> float:
        return self.events_before / self.time_before


@dataclass(frozen=True)
class Pair:
    """`learner` has not improved; `example` started alike and has."""

    learner: Course
    example: Course


def started_alike(one: Course, other: Course) -> bool:
    """Baselines within 15% of each other and no further apart than chance explains, in practices of like size."""
    small, large = sorted((one.registered, other.registered))
    if not 0 < small <= large <= LARGEST_SIZE_RATIO * small:
        return False
    ratio = wald_rate_ratio(one.events_before, one.time_before, other.events_before, other.time_before)
    if ratio is None or ratio.lower is None:
        return False
    return abs(ratio.value - 1) <= LARGEST_START_DIFFERENCE and ratio.lower <= 1 <= ratio.upper


def went_apart(learner: Course, example: Course) -> bool:
    """Whether the example has done better than the learner by more than chance explains: the 95% interval of the ratio of both."""
    (one, one_error), (other, other_error) = learner.log_ratio, example.log_ratio
    return (other - one) * example.better > Z95 * hypot(one_error, other_error)


def find_pairs(courses: Iterable[Course]) -> list[Pair]:
    """At most one example a learner: the one whose baseline is nearest, by code where two are as near. By the learner's code."""
    judged = sorted((course for course in courses if course.is_judged), key=lambda course: course.code)
    examples = [course for course in judged if course.is_improved]
    found = [pair_of(course, examples) for course in judged if not course.is_improved]
    return [pair for pair in found if pair]


def pair_of(learner: Course, examples: Sequence[Course]) -> Pair | None:
    alike = [one for one in examples if started_alike(learner, one) and went_apart(learner, one)]
    if not alike:
        return None
    return Pair(learner, min(alike, key=lambda example: (abs(example.start / learner.start - 1), example.code)))
