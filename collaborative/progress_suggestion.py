"""The progress score that the facts suggest, with its reasons. Pure.

The scale of eleven steps is the one collaboratives of the Breakthrough type use (0.5 intent to 5.0 outstanding); what each
step asks of the facts is this product's choice and stands in `RUNGS`. Suggested is never more than 4.5: whether results are
outstanding is for people to say.
"""

from collections.abc import Callable
from dataclasses import dataclass

from practices.wording import counted

STEPS = {
    "0.5": "Intent to take part",
    "1.0": "Aim and team in place",
    "1.5": "Planning has begun",
    "2.0": "Activity, but no changes yet",
    "2.5": "Changes tested, no improvement yet",
    "3.0": "Modest improvement",
    "3.5": "Improvement",
    "4.0": "Significant improvement",
    "4.5": "Sustainable improvement",
    "5.0": "Outstanding and sustainable improvement",
}
SUSTAINED_MONTHS = 6
FIRST_STEP_THAT_BINDS = 2.0


@dataclass(frozen=True)
class MeasureFacts:
    """One measure of the team's PCT as the reader may see it.

    `is_improved`: its change since the baseline goes the better way, its interval holds no zero, and the list stands still.
    `share_of_goal`: how much of the way from baseline to target, None without a target or without a change to see.
    """

    name: str
    is_improved: bool = False
    is_list_moving: bool = False
    share_of_goal: float | None = None
    months_held: int = 0


@dataclass(frozen=True)
class TeamFacts:
    """Counts of what is there; `adopted_everywhere` are cycles adopted in all practices of the team."""

    has_aim: bool = False
    has_sponsor: bool = False
    has_lead: bool = False
    ideas: int = 0
    planned: int = 0
    begun: int = 0
    closed: int = 0
    adopted_everywhere: int = 0
    measures: tuple[MeasureFacts, ...] = ()

    @property
    def improved(self) -> list[MeasureFacts]:
        return [measure for measure in self.measures if measure.is_improved]

    def on_the_way(self, share: float) -> list[MeasureFacts]:
        """Improved measures that have come so much of the way to their target."""
        return [measure for measure in self.improved if (measure.share_of_goal or 0) >= share]

    @property
    def sustained(self) -> list[MeasureFacts]:
        return [measure for measure in self.on_the_way(0.75) if measure.months_held >= SUSTAINED_MONTHS]

    def is_most(self, measures: list[MeasureFacts]) -> bool:
        """Whether these are at least half of the measures that have a better direction, and not none."""
        return bool(measures) and 2 * len(measures) >= len(self.measures)


@dataclass(frozen=True)
class Rung:
    """One step: what it asks, how it is said once it is reached, and what is missing until then."""

    score: float
    is_reached: Callable[[TeamFacts], bool]
    reached: Callable[[TeamFacts], str]
    missing: str


def named(measures: list[MeasureFacts]) -> str:
    return ", ".join(measure.name for measure in measures)


RUNGS = (
    Rung(
        1.0,
        lambda facts: facts.has_aim and facts.has_sponsor and facts.has_lead,
        lambda facts: "Aim, sponsor and day-to-day lead are named",
        "Name an aim, a sponsor and a day-to-day lead",
    ),
    Rung(
        1.5,
        lambda facts: bool(facts.planned or facts.ideas),
        lambda facts: f"{counted(facts.ideas, 'idea')} and {counted(facts.planned, 'cycle')} planned so far",
        "Write down an idea, or plan a first cycle",
    ),
    Rung(2.0, lambda facts: facts.begun > 0, lambda facts: f"{counted(facts.begun, 'cycle')} begun", "Begin a cycle"),
    Rung(
        2.5,
        lambda facts: facts.closed > 0,
        lambda facts: f"{counted(facts.closed, 'cycle')} closed with what was learned",
        "Study and close a cycle",
    ),
    Rung(
        3.0,
        lambda facts: bool(facts.improved),
        lambda facts: f"Improved since the baseline, more than chance explains: {named(facts.improved)}",
        "No measure has improved by more than chance explains, with a list that stands still",
    ),
    Rung(
        3.5,
        lambda facts: len(facts.improved) > 1 or bool(facts.on_the_way(1 / 3)),
        lambda facts: "Two measures have improved, or one has come a third of the way to its target",
        "A second measure improves, or one comes a third of the way to its target",
    ),
    Rung(
        4.0,
        lambda facts: facts.is_most(facts.on_the_way(0.5)),
        lambda facts: f"Half of the way to its target or more: {named(facts.on_the_way(0.5))}",
        "At least half of the measures come half of the way to their targets",
    ),
    Rung(
        4.5,
        lambda facts: bool(facts.sustained) and facts.adopted_everywhere > 0,
        lambda facts: (
            f"Held for {SUSTAINED_MONTHS} months or more, with a change adopted in all practices: {named(facts.sustained)}"
        ),
        f"Come three quarters of the way and hold it for {SUSTAINED_MONTHS} months, with a change adopted in all practices",
    ),
)


@dataclass(frozen=True)
class Suggestion:
    """`reasons` are the steps that were reached, `missing` what the next one asks and earlier ones lack."""

    score: float
    reasons: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def words(self) -> str:
        return STEPS[f"{self.score:.1f}"]


def suggest(facts: TeamFacts) -> Suggestion:
    """The highest step reached. From 2.0 on each asks for the one before it; what the first two lack is said beside it."""
    score, reasons, missing = 0.5, ["The team takes part"], []
    for rung in RUNGS:
        if rung.is_reached(facts):
            score = rung.score
            reasons.append(rung.reached(facts))
            continue
        missing.append(rung.missing)
        if rung.score >= FIRST_STEP_THAT_BINDS:
            break
    return Suggestion(score, tuple(reasons), (*missing, *cautions(facts)))


def cautions(facts: TeamFacts) -> list[str]:
    """Why a measure is not counted although it may look better."""
    moving = [measure for measure in facts.measures if measure.is_list_moving]
    return [f"Not judged while the list is building or has moved: {named(moving)}"] if moving else []
