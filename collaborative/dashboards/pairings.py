"""Who could learn from whom: candidates for the facilitator, questions to the two practices, and what both agreed to show."""

from dataclasses import dataclass, field

from collaborative.actions.pairings import sides_of
from collaborative.bright_spots import Course, Pair, find_pairs
from collaborative.dashboards.changes import change_of
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown
from collaborative.models import Pairing, PdsaCycle, ReadingLevel
from measures.definitions import BETTER_SIDE, all_definitions
from measures.models import Series
from practices.models import Organisation

CAUTION = (
    "A practice that was picked because it fell will have fallen partly by chance; part of it may come back. "
    "It is a reason to talk, not a proof."
)
# What a manager reads before both have agreed: nothing of the other practice, not even how far it has moved.
QUESTIONS = {
    "learner": "A practice of this wave that started like yours has improved. May we bring you together?",
    "example": "A practice of this wave that started like yours would like to hear what you changed. May we bring you together?",
}
PROMISE = (
    "If both agree, both names, where each of you started, how far each has changed since the baseline, and the cycles that are shared with the wave "
    "are shown to everybody in the wave, in workshop reports too. You can take your agreement back at any time."
)


@dataclass(frozen=True)
class Candidate:
    """Two practices that the facilitator may ask."""

    measure: str
    title: str
    learner: Organisation
    example: Organisation
    reason: str


@dataclass(frozen=True)
class Asked:
    """A question to one of the two."""

    pairing: int
    title: str
    question: str
    has_agreed: bool


@dataclass(frozen=True)
class PairingsPage:
    candidates: list[Candidate] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    agreed: list[tuple[str, str, int | None]] = field(default_factory=list)
    proposed: dict | None = None


def course_of(series: Shown) -> Course | None:
    """A practice's measure as the reader sees it exactly; None without a change, a direction or the right."""
    better = BETTER_SIDE.get(series.definition.direction)
    found, _ = change_of(series, "change")
    pools = (found.baseline, found.current)
    registered = next((people for people in reversed(series.data.registered) if people), 0)
    if better is None or not series.audience.is_exact or not all(pools):
        return None
    return Course(
        code=series.code,
        events_before=pools[0].numerator or 0,
        time_before=pools[0].denominator or 0,
        events_now=pools[1].numerator or 0,
        registered=registered,
        percent=found.percent,
        lower=found.lower,
        upper=found.upper,
        better=better,
        is_list_steady=series.list_standing == "" or not series.is_headline_withheld,
    )


def candidates(user, gathered: Gathered, known: list[Pairing]) -> list[Candidate]:
    """Pairs of practices whose figures this person may see exactly, but for those that were asked already."""
    practices = {one.practice.ods_code: one.practice for one in gathered.visible_memberships}
    asked = {(one.measure, one.learner_id, one.example_id) for one in known}
    found = []
    for code, definition in all_definitions().items():
        series = [gathered.series(Series.Level.PRACTICE, practice, code) for practice in practices.values()]
        courses = [course for one in series if one is not None and (course := course_of(one))]
        for pair in find_pairs(courses):
            learner, example = practices[pair.learner.code], practices[pair.example.code]
            if (code, learner.pk, example.pk) not in asked:
                found.append((definition, pair, learner, example))
    adopted = adopted_by(user, gathered.wave, {example.pk for *_, example in found})
    return [
        Candidate(
            definition.code,
            definition.short_title,
            learner,
            example,
            reason_of(definition, pair, learner, example, adopted.get((example.pk, definition.code), [])),
        )
        for definition, pair, learner, example in found
    ]


def adopted_by(user, wave, practices: set[int]) -> dict[tuple[int, str], list[str]]:
    """(practice, measure) -> titles of the cycles that it adopted and the wave may read. One query."""
    rows = PdsaCycle.objects.filter(
        team__wave=wave, decision=PdsaCycle.Decision.ADOPT, shared_with=ReadingLevel.WAVE, practices__in=practices
    )
    found = {}
    for practice, measure, title in rows.order_by("closed_on").values_list("practices", "measure", "title").distinct():
        found.setdefault((practice, measure), []).append(title)
    return found


def reason_of(definition, pair: Pair, learner, example, adopted: list[str]) -> str:
    """Whole numbers; shown to nobody but the facilitator until both have agreed."""
    starts = [course.start * definition.per for course in (pair.learner, pair.example)]
    alike = f"{learner} and {example} started alike: {starts[0]:.0f} and {starts[1]:.0f} {definition.unit_of_counts}."
    after = f" after {', '.join(dict.fromkeys(adopted))}" if adopted else ""
    moved = f"{example} has changed by {signed(pair.example.percent)}% (95% interval {signed(pair.example.lower)} to {signed(pair.example.upper)}){after}."
    return f"{alike} {moved} {learner} has changed by {signed(pair.learner.percent)}%, which chance may explain."


def signed(value: float) -> str:
    """A whole number with its sign, a true minus; 0 without."""
    whole = round(value)
    return f"{whole:+d}".replace("-", "\N{MINUS SIGN}") if whole else "0"


def pairings_page(user, gathered: Gathered | None, known: list[Pairing]) -> PairingsPage:
    """`gathered` is given for whoever looks after the wave."""
    agreed = [one for one in known if is_agreed(one)]
    sides = sides_of(user, known)
    return PairingsPage(
        candidates=candidates(user, gathered, known) if gathered else [],
        asked=[question(one, sides[one.pk]) for one in known if one.pk in sides and not one.declined_at],
        agreed=[(title_of(one), one.reason, one.pk if one.pk in sides else None) for one in agreed],
        proposed=proposed_table(known) if gathered else None,
    )


def is_agreed(pairing: Pairing) -> bool:
    return bool(pairing.learner_consented_at and pairing.example_consented_at and not pairing.declined_at)


def title_of(pairing: Pairing) -> str:
    definition = all_definitions().get(pairing.measure)
    return definition.short_title if definition else pairing.measure


def question(pairing: Pairing, side: str) -> Asked:
    return Asked(pairing.pk, title_of(pairing), QUESTIONS[side], bool(getattr(pairing, f"{side}_consented_at")))


def proposed_table(known: list[Pairing]) -> dict:
    return {
        "caption": "Asked so far",
        "head": ["Measure", "Could learn", "Could show", "Answers"],
        "rows": [[title_of(one), one.learner.name, one.example.name, answers(one)] for one in known],
        "empty": "Nobody has been asked yet.",
    }


def answers(pairing: Pairing) -> str:
    if pairing.declined_at:
        return "Declined"
    given = [pairing.learner_consented_at, pairing.example_consented_at]
    return "Both agree" if all(given) else "One agrees, one has not answered" if any(given) else "Neither has answered"
