"""The digest of who is late: the facilitator sees all names, a commissioner those of its own PCT, and everybody a count (C12)."""

from collections import defaultdict
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.permissions import Permission, has_permission, roles_with
from collaborative.letters.calendar import Step
from collaborative.letters.owed import Owed, Owing, owed, subject_of
from collaborative.letters.reminders import days_in_words
from operations import messages
from operations.messages import Letter
from operations.models import Message
from practices import clock, months
from practices.models import Grant, Wave
from practices.uploads.receipts import address_of, person_of

KIND = "returns.late"


def digests(wave: Wave, step: Step, now: datetime, *, among=None) -> list[Letter]:
    """One letter to each facilitator and commissioner some of whose practices are late, as it would be sent at `now`.

    `among` narrows the practices that are named to those that a reader of a preview may see.
    """
    found = owed(wave, step.month, now, among=among)
    letters = [letter(found, step, person, late, now) for person, late in by_reader(found).items()]
    return sorted(letters, key=lambda one: (str(one.person), one.person.pk))


def by_reader(found: Owed) -> dict[object, list[Owing]]:
    """Person -> the late practices that they look after. One query."""
    asking = Grant.objects.in_force().filter(role__in=roles_with(Permission.QUERY_RETURN))
    readers = defaultdict(dict)
    for grant in asking.order_by("person__name", "pk"):
        for owing in found.practices:
            if looks_after(grant, found.wave, owing):
                readers[grant.person][owing.practice.pk] = owing
    return {person: list(late.values()) for person, late in readers.items()}


def looks_after(grant: Grant, wave: Wave, owing: Owing) -> bool:
    """As Grant.covers, for rows that are here already: its wave, its programme, or the practice's PCT of today."""
    if grant.organisation_id:
        return owing.trust is not None and owing.trust.pk == grant.organisation_id
    return grant.wave_id == wave.pk or grant.programme_id == wave.programme_id


def letter(found: Owed, step: Step, person, late: list[Owing], now: datetime) -> Letter:
    due = months.due_at(step.month)
    label = f"{step.month:%B %Y}"
    contents = {
        "name": str(person),
        "wave": found.wave.name,
        "month": label,
        "days": days_in_words((now.date() - due.date()).days),
        "here": found.here,
        "expected": found.expected,
        "others": found.expected - found.here - len(late),
        "trusts": by_trust(late),
        "address": address_of(reverse("return_tracker", args=[found.wave.code])),
        "choices": address_of(reverse("message_choices")),
    }
    subject = f"{found.wave.name}: {len(late)} late for {label}"
    return Letter(
        KIND, f"{found.wave.code}:{step.period}", person, subject, render_to_string("emails/returns_late.txt", contents)
    )


def by_trust(late: list[Owing]) -> list[dict]:
    """Under each PCT its practices in the order of the alphabet; no order says who is worst."""
    groups = defaultdict(list)
    for owing in sorted(late, key=lambda one: (one.practice.name, one.practice.ods_code)):
        groups[str(owing.trust or "Without a PCT")].append(
            {
                "name": owing.practice.name,
                "code": owing.practice.ods_code,
                "asked": ", ".join(str(person) for person in owing.contacts.people),
            }
        )
    return [{"name": name, "practices": groups[name]} for name in sorted(groups)]


def send_digests(wave: Wave, step: Step, now: datetime) -> list[Message]:
    """Put the letters of a step down; those that are there already stay as they are. Safe to run twice."""
    return messages.put_all(digests(wave, step, now))


def digest_now(message: Message) -> tuple[str, str] | None:
    """Who is late at the moment of sending, among those whom this person still looks after; None when nobody is."""
    person, subject = person_of(message), subject_of(message)
    if person is None or subject is None:
        return None
    (wave, step), now = subject, clock.now()
    found = owed(wave, step.month, now)
    late = by_reader(found).get(person)
    if not late:
        return None
    current = letter(found, step, person, late, now)
    return current.subject, current.body


def readable(person, found: list[Message]) -> set[int]:
    """While the person looks after returns at all; and of waves that they still see."""
    if not has_permission(person, Permission.QUERY_RETURN):
        return set()
    codes = set(Wave.objects.visible_to(person).values_list("code", flat=True))
    return {one.pk for one in found if one.period.partition(":")[0] in codes}


messages.register(
    messages.Kind(
        KIND,
        "Who is late with a return",
        "For those who look after practices: the day after the deadline, and three and ten days after it.",
        now=digest_now,
        readable=readable,
    )
)
