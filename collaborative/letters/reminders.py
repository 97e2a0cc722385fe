"""Reminders of a return: to the person whom each practice names and the deputy, one letter a person and step (C12)."""

from collections import defaultdict
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.permissions import Permission, has_permission
from collaborative.letters.calendar import REMINDERS, Step
from collaborative.letters.owed import Owed, Owing, owed, subject_of
from operations import messages
from operations.messages import Letter
from operations.models import Message
from practices import clock, months
from practices.models import Wave
from practices.uploads.receipts import address_of, in_london, person_of
from practices.wording import counted

KIND = "return.due"


def reminders(wave: Wave, step: Step, now: datetime, *, among=None) -> list[Letter]:
    """The letters of one step as they would be sent at `now`, in the order of names."""
    found = owed(wave, step.month, now, among=among)
    letters = [letter(found, step, person, owing, now) for person, owing in by_person(found).items()]
    return sorted(letters, key=lambda one: (str(one.person), one.person.pk))


def by_person(found: Owed) -> dict[object, list[Owing]]:
    """Whoever is asked for several practices gets one letter about them all."""
    people = defaultdict(list)
    for owing in found.practices:
        for person in owing.contacts.people:
            people[person].append(owing)
    return people


def letter(found: Owed, step: Step, person, owing: list[Owing], now: datetime) -> Letter:
    due = months.due_at(step.month)
    is_late = now > due
    label = f"{step.month:%B %Y}"
    contents = {
        "name": str(person),
        "month": label,
        "wave": found.wave.name,
        "due": f"{due:%-d %B %Y} at {due:%H:%M}",
        "days": days_in_words((now.date() - due.date()).days),
        "is_late": is_late,
        "missing_from": in_london(months.missing_from(step.month)),
        "practices": [line(one, person) for one in owing],
        "address": address_of(reverse("return_home")),
        "choices": address_of(reverse("message_choices")),
    }
    subject = f"Return of {label}: {'late' if is_late else f'due on {due:%-d %B}'}"
    return Letter(
        KIND, f"{found.wave.code}:{step.period}", person, subject, render_to_string("emails/return_due.txt", contents)
    )


def line(owing: Owing, person) -> dict:
    is_deputy = owing.contacts.deputy == person
    return {
        "name": owing.practice.name,
        "code": owing.practice.ods_code,
        "as_deputy": str(owing.contacts.responsible) if is_deputy else "",
    }


def days_in_words(days: int) -> str:
    """From the day of the deadline to today."""
    number = counted(abs(days), "day")
    if not days:
        return "today"
    return f"{number} ago" if days > 0 else f"in {number}"


def send_reminders(wave: Wave, step: Step, now: datetime) -> list[Message]:
    """Put the letters of a step down; those that are there already stay as they are. Safe to run twice."""
    return messages.put_all(reminders(wave, step, now))


def reminder_now(message: Message) -> tuple[str, str] | None:
    """What the letter says at the moment of sending: without the practices that have sent meanwhile, None without any left."""
    person, subject = person_of(message), subject_of(message)
    if person is None or subject is None:
        return None
    (wave, step), now = subject, clock.now()
    own = [grant.organisation_id for grant in person.acting_grants if grant.allows(Permission.SEND_RETURN)]
    found = owed(wave, step.month, now, only=own)
    owing = by_person(found).get(person)
    if not owing:
        return None
    current = letter(found, step, person, owing, now)
    return current.subject, current.body


def readable(person, found: list[Message]) -> set[int]:
    return {one.pk for one in found} if has_permission(person, Permission.SEND_RETURN) else set()


messages.register(
    messages.Kind(
        KIND,
        "Reminders of a return that is due",
        f"Around the deadline, at {len(REMINDERS)} dates, until the return is sent.",
        now=reminder_now,
        readable=readable,
    )
)
