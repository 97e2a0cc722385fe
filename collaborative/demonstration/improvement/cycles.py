"""Ideas, and the cycles that test them at a growing scale. Nobody knows beforehand what the figures will say, so predictions
are drawn without looking at them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from collaborative.demonstration.improvement.texts import TEXTS, dealer, pick
from collaborative.models import ChangeIdea, CycleTask, PackageItem, PdsaCycle, PdsaRamp, ReadingLevel
from practices import clock, months
from practices.models import Organisation

RAMPS_OF_A_TEAM = (2, 4)
SCALES = (PdsaCycle.Scale.ONE_PATIENT, PdsaCycle.Scale.ONE_PRACTICE, PdsaCycle.Scale.ALL_PRACTICES)
# A practice of the demonstration has begun a new phase of its chart because of this cycle (decisions.py).
KNOWN_RAMP = {"team": "5W0", "idea": "telephone", "practice": "A99004", "starts": date(2006, 4, 10)}
MONTHS_TO_SHOW = 3


@dataclass
class Made:
    """What one wave's teams have tried, as saved."""

    ideas: list[ChangeIdea] = field(default_factory=list)
    ramps: list[PdsaRamp] = field(default_factory=list)
    cycles: list[PdsaCycle] = field(default_factory=list)


def make_cycles(teams, by) -> Made:
    """Ideas, ramps and cycles of all teams of a wave; `by` wrote them down."""
    made, places = Made(), []
    items = {item.code: item for item in PackageItem.objects.filter(wave=teams[0].wave)} if teams else {}
    for number, team in enumerate(teams):
        practices = list(
            Organisation.objects.filter(team_partnerships__team=team, kind="practice").order_by("ods_code")
        )
        for turn, (text, starts, practice) in enumerate(ramps_of(number, team, practices)):
            idea = idea_of(team, text, by)
            ramp = PdsaRamp(team=team, title=text["title"], idea=idea)
            made.ideas.append(idea)
            made.ramps.append(ramp)
            for cycle, where in cycles_of(ramp, text, starts, practice, practices, dealer(2, number, turn), items, by):
                made.cycles.append(cycle)
                places.append(where)
    save(made, places, items)
    return made


def ramps_of(number, team, practices):
    """(words of the idea, first day, practice that begins) of each ramp of a team; a wave that has just begun has one."""
    chance = dealer(1, team.wave.number, number)
    count = int(chance.integers(*RAMPS_OF_A_TEAM, endpoint=True)) if is_under_way(team.wave) else 1
    order = [int(place) for place in chance.permutation(len(TEXTS["ideas"]))[:count]]
    for place in order:
        text = TEXTS["ideas"][place]
        if not (team.organisation.ods_code == KNOWN_RAMP["team"] and text["key"] == KNOWN_RAMP["idea"]):
            yield text, first_day(team.wave, chance), pick(chance, practices)
    if team.organisation.ods_code == KNOWN_RAMP["team"]:
        text = next(one for one in TEXTS["ideas"] if one["key"] == KNOWN_RAMP["idea"])
        practice = next(one for one in practices if one.ods_code == KNOWN_RAMP["practice"])
        yield text, KNOWN_RAMP["starts"], practice


def is_under_way(wave) -> bool:
    return wave.learning_workshop_1_on <= clock.today()


def first_day(wave, chance) -> date:
    """Within seven months of learning workshop 1; of a wave that has just begun, within the next month."""
    if not is_under_way(wave):
        return clock.today() + timedelta(days=int(chance.integers(3, 25)))
    return wave.learning_workshop_1_on + timedelta(days=int(chance.integers(3, 210)))


def idea_of(team, text, by) -> ChangeIdea:
    shared = ReadingLevel.WAVE if is_under_way(team.wave) else ReadingLevel.FACILITATOR
    return ChangeIdea(
        team=team,
        title=text["title"],
        description=text["description"],
        shared_with=shared,
        created_by=by,
        created_at=clock.now(),
    )


def cycles_of(ramp, text, starts, practice, practices, chance, items, by):
    """(cycle, its practices) one after another, until one is open or the idea is adopted everywhere or given up."""
    today, scale_place, number = clock.today(), 0, 1
    while starts <= today + timedelta(days=25):
        weeks = int(chance.integers(3, 9))
        ends = starts + timedelta(weeks=weeks)
        where = places_of(SCALES[scale_place], practice, practices)
        cycle = planned(ramp, number, text, starts, ends, SCALES[scale_place], chance, items, by)
        decision = carry_out(cycle, text, number, scale_place, today, chance)
        yield cycle, where
        if decision is None or decision == "abandon" or (decision == "adopt" and scale_place == len(SCALES) - 1):
            return
        scale_place += decision == "adopt"
        starts, number = cycle.closed_on + timedelta(days=int(chance.integers(4, 15))), number + 1


def places_of(scale, practice, practices) -> list[Organisation]:
    """None stands for the whole PCT."""
    return [] if scale == PdsaCycle.Scale.ALL_PRACTICES else [practice]


def planned(ramp, number, text, starts, ends, scale, chance, items, by) -> PdsaCycle:
    percents = text["percents"]
    principle = next((items[code] for code in text["items"] if code in items and code.startswith("CP")), None)
    return PdsaCycle(
        team=ramp.team,
        ramp=ramp,
        number=number,
        title=text["title"],
        owner="Day-to-day lead",
        scale=scale,
        principle=principle,
        objective=text["description"],
        question=text["question"],
        prediction=text["prediction"],
        data_plan="Count each week on paper; the monthly return shows the rest.",
        test_population="People on the list",
        test_size=int(chance.integers(1, 12)) if scale == PdsaCycle.Scale.ONE_PATIENT else None,
        planned_start=starts,
        planned_end=ends,
        measure=text["measure"],
        predicted_direction=text["direction"],
        predicted_percent=Decimal(pick(chance, percents)) if percents else None,
        predicted_by=months.add_months(months.first_of(ends), MONTHS_TO_SHOW) if text["measure"] else None,
        shared_with=ReadingLevel.FACILITATOR,
        created_by=by,
        created_at=at(starts - timedelta(days=5)),
    )


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)), months.LONDON)


def carry_out(cycle, text, number, scale_place, today, chance) -> str | None:
    """Take the cycle as far as the day has come; the decision when it was closed, else None."""
    if cycle.planned_start > today:
        return None
    cycle.state, cycle.started_on = PdsaCycle.State.DOING, cycle.planned_start
    cycle.prediction_locked_at = at(cycle.planned_start)
    if cycle.planned_end > today:
        return None
    cycle.state, cycle.ended_on = PdsaCycle.State.STUDYING, cycle.planned_end
    cycle.done_as_planned = pick(chance, ["yes", "yes", "partly"])
    cycle.observations = text["observations"]
    closed_on = cycle.planned_end + timedelta(days=int(chance.integers(5, 20)))
    if closed_on > today:
        return None
    close(cycle, text, number, scale_place, closed_on, chance)
    return cycle.decision


def close(cycle, text, number, scale_place, closed_on, chance):
    cycle.state, cycle.closed_on = PdsaCycle.State.CLOSED, closed_on
    cycle.result, cycle.learning = pick(chance, text["results"]), pick(chance, text["learnings"])
    cycle.matched_prediction = pick(chance, ["yes", "partly", "partly", "no"])
    cycle.decision = decision_of(text, number, chance)
    cycle.next_steps = {"adopt": "Try it wider", "adapt": "Change it and try again", "abandon": "Leave it"}[
        cycle.decision
    ]
    cycle.shared_with = pick(chance, [ReadingLevel.WAVE, ReadingLevel.WAVE, ReadingLevel.COMMISSIONER])


def decision_of(text, number, chance) -> str:
    """Some ideas are given up at the second or third try; the first try is always followed by another."""
    if number > 1 and text["key"] in TEXTS["abandoned"] and chance.random() < 0.6:
        return "abandon"
    return pick(chance, ["adapt", "adopt", "adopt"])


def save(made: Made, places, items):
    ChangeIdea.objects.bulk_create(made.ideas)
    link_copies(made.ideas)
    PdsaRamp.objects.bulk_create(made.ramps)
    PdsaCycle.objects.bulk_create(made.cycles)
    tagged = zip(made.ideas, made.ramps, strict=True)
    by_title = {text["title"]: text for text in TEXTS["ideas"]}
    ChangeIdea.items.through.objects.bulk_create(
        ChangeIdea.items.through(changeidea=idea, packageitem=items[code])
        for idea, _ in tagged
        for code in by_title[idea.title]["items"]
        if code in items
    )
    PdsaCycle.practices.through.objects.bulk_create(
        PdsaCycle.practices.through(pdsacycle=cycle, organisation=practice)
        for cycle, where in zip(made.cycles, places, strict=True)
        for practice in where
    )
    CycleTask.objects.bulk_create(task for cycle in made.cycles for task in tasks_of(cycle))


def link_copies(ideas: list[ChangeIdea]):
    """Who came later to an idea copied it from the team that wrote it down first."""
    first = {}
    for idea in ideas:
        idea.copied_from = first.get(idea.title)
        first.setdefault(idea.title, idea)
    ChangeIdea.objects.bulk_update(ideas, ["copied_from"])


def tasks_of(cycle):
    started = cycle.started_on is not None
    yield CycleTask(
        cycle=cycle,
        what="Tell reception and the clinicians",
        who="Practice manager",
        due_on=cycle.planned_start,
        done_on=cycle.planned_start if started else None,
    )
    yield CycleTask(
        cycle=cycle,
        what="Collect the weekly counts",
        who="Day-to-day lead",
        due_on=cycle.planned_end,
        done_on=cycle.ended_on,
    )
