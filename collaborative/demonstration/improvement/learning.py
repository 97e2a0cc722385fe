"""Barriers, reflections, stories and questions: most shared with the wave, some kept."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from collaborative.demonstration.improvement.texts import TEXTS, dealer, pick
from collaborative.models import Barrier, Comment, PackageItem, ReadingLevel, Reflection, Story
from practices import clock, months

SHARED = (ReadingLevel.WAVE, ReadingLevel.COMMISSIONER, ReadingLevel.FACILITATOR)


def make_learning(wave, teams, cycles, by, facilitator):
    Barrier.objects.bulk_create(row for number, team in enumerate(teams) for row in barriers(number, team, by))
    Reflection.objects.bulk_create(row for number, team in enumerate(teams) for row in reflections(number, team, by))
    make_stories(wave, teams, cycles, by)
    Comment.objects.bulk_create(comments(cycles, facilitator))


def barriers(number, team, by):
    chance = dealer(6, number)
    for place in chance.permutation(len(TEXTS["barriers"]))[: int(chance.integers(1, 4))]:
        kind, description = TEXTS["barriers"][int(place)]
        opened_on = team.wave.learning_workshop_1_on + timedelta(days=int(chance.integers(5, 280)))
        is_resolved = chance.random() < 0.4
        resolved_on = (
            min(opened_on + timedelta(days=int(chance.integers(20, 90))), clock.today()) if is_resolved else None
        )
        yield Barrier(
            team=team,
            kind=kind,
            description=description,
            owner="Sponsor",
            opened_on=opened_on,
            resolved_on=resolved_on,
            resolution=pick(chance, TEXTS["resolutions"]) if is_resolved else "",
            shared_with=pick(chance, SHARED),
            created_by=by,
        )


def reflections(number, team, by):
    chance = dealer(7, number)
    for place in chance.permutation(len(TEXTS["reflections"]))[:2]:
        kind, text, tags = TEXTS["reflections"][int(place)]
        yield Reflection(
            team=team,
            stakeholder_kind=kind,
            reflected_on=team.wave.learning_workshop_2_on + timedelta(days=int(chance.integers(0, 200))),
            text=text,
            tags=tags,
            shared_with=pick(chance, SHARED),
            created_by=by,
        )


def make_stories(wave, teams, cycles, by):
    """One or two a team, with the values they show; what was given up is told from its own cycle."""
    values = {item.code: item for item in PackageItem.objects.filter(wave=wave, kind=PackageItem.Kind.VALUE)}
    told = [row for number, team in enumerate(teams) for row in stories(number, team, by)]
    stories_made = Story.objects.bulk_create([story for story, _ in told])
    Story.objects.bulk_create(story_of(cycle, by) for cycle in cycles if cycle.decision == "abandon")
    Story.values.through.objects.bulk_create(
        Story.values.through(story=story, packageitem=values[code])
        for story, (_, codes) in zip(stories_made, told, strict=True)
        for code in codes
        if code in values
    )


def stories(number, team, by):
    chance = dealer(8, number)
    for place in chance.permutation(len(TEXTS["stories"]))[: int(chance.integers(1, 3))]:
        title, text, teller, codes = TEXTS["stories"][int(place)]
        told_on = team.wave.learning_workshop_2_on + timedelta(days=int(chance.integers(0, 200)))
        yield (
            Story(
                team=team, title=title, text=text, teller_kind=teller, told_on=told_on, shared_with=pick(chance, SHARED),
                created_by=by,
            ),
            codes,
        )  # fmt: skip


def story_of(cycle, by) -> Story:
    return Story(
        team=cycle.team,
        cycle=cycle,
        title=f"Given up: {cycle.title}"[:150],
        text=f"{cycle.result}. What we learned: {cycle.learning}.",
        told_on=cycle.closed_on,
        shared_with=cycle.shared_with,
        created_by=by,
    )


def comments(cycles, facilitator):
    """A facilitator's question on every sixth cycle; the older half has been answered elsewhere."""
    for place, cycle in enumerate(cycles[::6]):
        if cycle.started_on is None:
            continue
        text, asks = TEXTS["comments"][place % len(TEXTS["comments"])]
        day = min(cycle.started_on + timedelta(days=10), clock.today())
        yield Comment(
            team=cycle.team,
            cycle=cycle,
            text=text,
            asks_answer=asks,
            written_by=facilitator,
            written_at=timezone.make_aware(datetime.combine(day, time(11)), months.LONDON),
        )
