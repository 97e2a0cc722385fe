"""Events of a wave: made from its calendar, added, changed; their agenda."""

from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction

from collaborative.models import AgendaItem, Event, EventSettings
from collaborative.models.event import USUAL_LEARNING_WORKSHOPS
from operations import audit
from practices import clock
from practices.models import Wave
from practices.wave_changes import follows_the_wave

EVENT_FIELDS = ["title", "held_on", "starts_at", "ends_at", "venue", "description"]
TITLES = {
    ("orientation", 0): "Orientation event",
    ("learning_workshop", 1): "Learning workshop 1",
    ("learning_workshop", 2): "Learning workshop 2",
    ("learning_workshop", 3): "Learning workshop 3",
}
DAY_IS_THE_WAVES = "The day of this event is that of the wave's calendar"


@transaction.atomic
def start_events(*, wave, by):
    """The orientation event and the three workshops, on the days of the calendar; those that exist stay. Returns the new ones."""
    hold_events(wave)
    present = {(event.kind, event.number) for event in wave.events.all()}
    made = [
        Event.objects.create(
            wave=wave, kind=kind, number=number, title=TITLES[kind, number], held_on=getattr(wave, field)
        )
        for (kind, number), field in Event.CALENDAR.items()
        if (kind, number) not in present
    ]
    if made:
        audit.record("events_started", by=by, about=wave, wave=wave.code, events=[event.title for event in made])
    return made


@follows_the_wave
@transaction.atomic
def follow_calendar(*, wave, by):
    """Move events whose day the wave's calendar says to that day. Returns those that moved."""
    moved = []
    for event in wave.events.select_for_update():
        day = getattr(wave, event.calendar_field) if event.calendar_field else event.held_on
        if event.held_on != day:
            before, event.held_on = event.held_on, day
            event.save(update_fields=["held_on"])
            audit.record("event_moved", by=by, about=event, wave=wave.code, days=[str(before), str(day)])
            moved.append(event)
    return moved


def most_learning_workshops(programme) -> int:
    """How many learning workshops a wave of the programme may have."""
    found = EventSettings.objects.filter(programme=programme).first()
    return found.most_learning_workshops if found else USUAL_LEARNING_WORKSHOPS


@transaction.atomic
def allow_learning_workshops(*, programme, most, by):
    found, _ = EventSettings.objects.get_or_create(programme=programme)
    before, found.most_learning_workshops = found.most_learning_workshops, most
    found.save()
    audit.record("learning_workshops_allowed", by=by, about=programme, most=[before, most])
    return found


@transaction.atomic
def create_event(*, wave, kind, by, **fields):
    """Another event. A learning workshop beyond what the programme allows is refused with ValidationError."""
    hold_events(wave)
    number = next_number(wave, kind)
    event = Event(wave=wave, kind=kind, number=number)
    set_fields(event, fields)
    event.save(force_insert=True)
    audit.record("event_created", by=by, about=event, wave=wave.code, title=event.title)
    return event


def hold_events(wave) -> None:
    """Until the transaction ends nobody else adds events to the wave: two who add at once get two numbers."""
    Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)


def next_number(wave, kind) -> int:
    """The number of a further event of a kind."""
    if kind == Event.Kind.OTHER:
        return 0
    if kind == Event.Kind.ORIENTATION:
        raise ValidationError("A wave has one orientation event")
    most = most_learning_workshops(wave.programme)
    # The three of the calendar are there already, whether or not they have been set up.
    numbers = wave.events.filter(kind=kind).values_list("number", flat=True)
    number = max([USUAL_LEARNING_WORKSHOPS, *numbers]) + 1
    if number > most:
        raise ValidationError(
            f"The programme allows {most} learning workshops. Add this as another kind of event, or have the limit changed"
        )
    return number


@transaction.atomic
def change_event(*, event, by, **fields):
    """Refused with ValidationError where the wave's calendar says the day."""
    if event.calendar_field and fields.get("held_on", event.held_on) != event.held_on:
        raise ValidationError({"held_on": DAY_IS_THE_WAVES})
    changed = set_fields(event, fields)
    event.save()
    audit.record("event_changed", by=by, about=event, wave=event.wave.code, changed=changed)
    return event


def set_fields(event, values):
    """Set the allowed fields; returns {field: [old, new]} of those that differ."""
    unknown = set(values) - set(EVENT_FIELDS)
    if unknown:
        raise ValueError(f"These may not be set: {', '.join(sorted(unknown))}")
    changed = {name: [said(getattr(event, name)), said(value)] for name, value in values.items()}
    for name, value in values.items():
        setattr(event, name, value)
    return {name: pair for name, pair in changed.items() if pair[0] != pair[1]}


def said(value):
    return value.isoformat() if isinstance(value, date | time) else value


@transaction.atomic
def set_agenda(*, event, lines, by):
    """Replace the agenda by (start or None, title, speaker) in order. Of two who save at once the later stands, whole."""
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    event.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(event=event, position=place, starts_at=starts_at, title=title, speaker=speaker)
        for place, (starts_at, title, speaker) in enumerate(lines)
    )
    audit.record("agenda_set", by=by, about=event, wave=event.wave.code, items=len(lines))
    return event


@transaction.atomic
def end_evaluation(*, event, by):
    """From now on the evaluation takes no answers, and its results are shown."""
    event.evaluation_closed_on = clock.today()
    event.save(update_fields=["evaluation_closed_on"])
    audit.record("evaluation_ended", by=by, about=event, wave=event.wave.code)
    return event
