"""Orientation and workshops: who came, what they thought, what they said they would do."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from collaborative.demonstration.improvement.texts import TEXTS, dealer, pick
from collaborative.event_questions import questions
from collaborative.models import (
    AgendaItem,
    Attendance,
    Event,
    EventEvaluation,
    ImprovementTeam,
    TeamMember,
    Visit,
    WorkshopAction,
)
from practices import clock, months

CAME, APOLOGISED = 0.8, 0.12
ACTIONS_OF_A_TEAM = 2
ANSWERS = tuple(question.code for question in questions())


def make_events(wave, teams, facilitator) -> list[Event]:
    """All events of the wave's calendar; of those held, who came and what was agreed."""
    events = Event.objects.bulk_create(events_of(wave))
    AgendaItem.objects.bulk_create(item for event in events for item in agenda_of(event))
    members = list(TeamMember.objects.filter(team__in=teams).select_related("team"))
    held = [event for event in events if event.held_on <= clock.today()]
    Attendance.objects.bulk_create(row for event in events for row in attendances(event, members, event in held))
    EventEvaluation.objects.bulk_create(row for event in held for row in evaluations(event))
    WorkshopAction.objects.bulk_create(row for event, later in follow_ups(held) for row in actions(event, later, teams))
    Visit.objects.bulk_create(visit for number, team in enumerate(teams) for visit in visits(number, team, facilitator))
    return events


def events_of(wave):
    yield event(wave, "orientation", 0, "Orientation event", wave.orientation_on)
    for number in (1, 2, 3):
        held_on = getattr(wave, f"learning_workshop_{number}_on")
        yield event(wave, "learning_workshop", number, f"Learning workshop {number}", held_on)


def event(wave, kind, number, title, held_on):
    return Event(
        wave=wave,
        kind=kind,
        number=number,
        title=title,
        held_on=held_on,
        starts_at=time(9, 30),
        ends_at=time(16),
        venue="Corn Exchange, Larkhollow (invented)",
    )


def agenda_of(event):
    for position, (starts_at, title, speaker) in enumerate(TEXTS["agenda"]):
        yield AgendaItem(
            event=event, position=position, starts_at=time.fromisoformat(starts_at), title=title, speaker=speaker
        )


def attendances(event, members, is_held):
    """Fewer came as the wave went on; of an event to come, some have registered."""
    chance = dealer(3, event.wave.number, event.number, event.kind == "orientation")
    for member in members:
        draw = chance.random()
        likely = CAME - 0.05 * event.number
        status = "registered" if draw < 0.5 else "invited"
        if is_held:
            status = "attended" if draw < likely else "apologies" if draw < likely + APOLOGISED else "did_not_attend"
        yield Attendance(
            event=event,
            team=member.team,
            member=member,
            practice=member.organisation,
            name=member.name,
            stakeholder_kind=member.stakeholder_kind,
            status=status,
            signed_in_at=signed_in_at(event) if status == "attended" else None,
        )


def signed_in_at(event):
    return timezone.make_aware(datetime.combine(event.held_on, time(9, 35)), months.LONDON)


def evaluations(event):
    chance = dealer(4, event.wave.number, event.number, event.kind == "orientation")
    for _ in range(int(chance.integers(40, 70))):
        yield EventEvaluation(
            event=event,
            answers={question: int(chance.choice([2, 3, 4, 5], p=[0.05, 0.2, 0.45, 0.3])) for question in ANSWERS},
            learned=pick(chance, TEXTS["learned"]) if chance.random() < 0.4 else "",
            improve=pick(chance, TEXTS["improve"]) if chance.random() < 0.3 else "",
            answered_on=event.held_on,
        )


def follow_ups(held):
    """(event, the next one at which its actions were read back)."""
    return [(event, held[place + 1] if place + 1 < len(held) else None) for place, event in enumerate(held)]


def actions(event, later, teams: list[ImprovementTeam]):
    if event.kind == "orientation":
        return
    for number, team in enumerate(teams):
        chance = dealer(5, event.number, number)
        for place in chance.permutation(len(TEXTS["actions"]))[:ACTIONS_OF_A_TEAM]:
            what, measure, effect = TEXTS["actions"][int(place)]
            yield WorkshopAction(
                event=event,
                team=team,
                what=what,
                who="Day-to-day lead",
                due_on=event.held_on + timedelta(days=int(chance.integers(20, 80))),
                measure=measure,
                predicted_effect=effect,
                read_back_at=later,
                outcome=pick(chance, TEXTS["outcomes"]) if later else "",
            )


def visits(number, team, facilitator):
    if team.wave.learning_workshop_1_on > clock.today() or number % 3:
        return
    yield Visit(
        team=team,
        visited_on=team.wave.learning_workshop_2_on + timedelta(days=20 + number),
        visitor=facilitator.name,
        purpose="See how the list is kept and who may add to it",
        actions="Write down who validates when the usual clinician is away.",
    )
