"""The events of a wave with the action periods between them, and one event with all that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.permissions import Permission, has_permission, has_permission_over
from collaborative.calendar_files import CalendarEntry
from collaborative.models import Attendance, Event
from practices import clock, months
from practices.models import Wave

Status = Attendance.Status


@dataclass(frozen=True)
class TimelineLine:
    """An event (with `href`) or an action period; `tag` says where today stands to it."""

    title: str
    when: str
    starts_on: date
    ends_on: date
    tag: dict | None = None
    href: str = ""
    note: str = ""
    is_event: bool = True


def runs_events(user, wave: Wave) -> bool:
    """Whether this person plans events and keeps the lists of a whole wave."""
    return has_permission_over(user, Permission.CHANGE_EVENTS, wave)


def timeline(wave: Wave, events: Sequence[Event]) -> list[TimelineLine]:
    """Events and action periods in order of their days (W1). Without events the periods alone would be a bare calendar: none."""
    if not events:
        return []
    coming = next((event for event in events if not event.is_past), None)
    lines = [event_line(event, event == coming) for event in events]
    lines += [period_line(*period) for period in wave.action_periods]
    # An action period begins on the day of its workshop and stands after it.
    return sorted(lines, key=lambda line: (line.starts_on, not line.is_event))


def event_line(event: Event, is_next: bool) -> TimelineLine:
    return TimelineLine(
        event.title,
        day_words(event),
        event.held_on,
        event.held_on,
        tag=event_tag(event, is_next),
        href=reverse("event_detail", args=[event.pk]),
        note=event.venue.splitlines()[0] if event.venue else "",
    )


def event_tag(event: Event, is_next: bool) -> dict:
    if event.held_on == clock.today():
        return {"text": "Today", "colour": "green"}
    if is_next:
        return {"text": "Next", "colour": "blue"}
    return {"text": "Held", "colour": "grey"} if event.is_past else {"text": "Planned", "colour": "white"}


def period_line(start: date, end: date, label: str) -> TimelineLine:
    is_now = start <= clock.today() <= end
    tag = {"text": "Now", "colour": "green"} if is_now else None
    return TimelineLine(label, f"{start:%-d %B %Y} to {end:%-d %B %Y}", start, end, tag=tag, is_event=False)


def day_words(event: Event) -> str:
    """The day and, where known, the hours: 7 March 2006, 09:30 to 16:00."""
    hours = " to ".join(f"{moment:%H:%M}" for moment in (event.starts_at, event.ends_at) if moment)
    return f"{event.held_on:%A %-d %B %Y}" + (f", {hours}" if hours else "")


def next_step(wave: Wave, events: Sequence[Event], can_change: bool) -> dict | None:
    """The one thing to do next about the events of a wave."""
    coming = next((event for event in events if not event.is_past), None)
    if coming is None:
        return None
    text = f"{coming.title} is on {day_words(coming)}."
    action = "Prepare it" if can_change else "Look at it and say whether you come"
    return {
        "heading": "What is next",
        "text": text,
        "href": reverse("event_detail", args=[coming.pk]),
        "action": action,
    }


def summary_rows(event: Event) -> list[dict]:
    rows = [{"key": "Day", "value": day_words(event)}]
    rows += [{"key": "Place", "value": event.venue}] if event.venue else []
    rows += [{"key": "What it is about", "value": event.description}] if event.description else []
    return rows


def agenda_table(event: Event) -> dict:
    return {
        "caption": "Agenda",
        "caption_hidden": True,
        "head": ["Time", "What", "Who leads it"],
        "rows": [
            [f"{item.starts_at:%H:%M}" if item.starts_at else "", item.title, item.speaker]
            for item in event.agenda.all()
        ],
        "empty": "There is no agenda yet.",
    }


def event_links(event: Event, user) -> list[dict]:
    """Where to go from an event; a page that this person may not open is left out."""
    wave = event.wave
    wanted = [
        ("Put it into my calendar (.ics)", "event_calendar", [event.pk], None),
        ("Attendance", "event_attendance", [event.pk], Permission.VIEW_ATTENDANCE_COUNTS),
        (
            "What was agreed before, and what came of it",
            "event_read_back",
            [event.pk],
            Permission.VIEW_IMPROVEMENT_WORK,
        ),
        ("Evaluation", "event_results", [event.pk], Permission.VIEW_EVENTS),
        ("Reports of this wave", "report_list", [wave.code], Permission.VIEW_IMPROVEMENT_WORK),
    ]
    return [
        {"text": text, "href": reverse(name, args=arguments), "is_file": name == "event_calendar"}
        for text, name, arguments, permission in wanted
        if permission is None or has_permission(user, permission)
    ]


# ------------------------------------------------------------------ calendar files


def uid(kind: str, key, wave: Wave, host: str) -> str:
    """The name of an entry, the same whenever and wherever it is fetched."""
    return f"{kind}-{key}-{wave.code.lower()}@{host}"


def event_entry(event: Event, host: str, address: str = "") -> CalendarEntry:
    return CalendarEntry(
        uid=uid("event", event.pk, event.wave, host),
        title=f"{event.title}, {event.wave.name}",
        day=event.held_on,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=", ".join(event.venue.splitlines()),
        description=event.description,
        address=address,
    )


def return_entries(wave: Wave, host: str) -> list[CalendarEntry]:
    """The days by which returns are due, from the month of orientation to the last of the wave."""
    return [
        CalendarEntry(
            uid=uid("return", months.period(month), wave, host),
            title=f"Return for {months.label(month)} is due, {wave.name}",
            day=months.due_at(month).date(),
        )
        for month in months.month_range(wave.orientation_month, wave.last_month)
    ]
