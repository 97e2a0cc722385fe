"""A reminder of an open pulse, three days before its last day: to everybody with a personal link, answered or not.

Only those who have not answered need it; but who gets a letter stands in the post, which others read, and the time of a letter
beside the results would tell who answered. So it goes to all, in the same words, and says so.
"""

from datetime import date, timedelta

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.permissions import Permission
from collaborative.letters.expiring import people_with
from operations import messages
from operations.messages import Letter
from operations.models import Message
from practices.uploads.receipts import address_of, person_of
from workforce.models import Pulse, PulseLink

KIND = "workforce.pulse"
DAYS = 3


def letters(today: date) -> list[Letter]:
    """Of rounds that are open today and close within three days. Two queries."""
    soon = {
        "pulse__opens_on__lt": today,
        "pulse__closes_on__gte": today,
        "pulse__closes_on__lte": today + timedelta(days=DAYS),
    }
    links = PulseLink.objects.filter(**soon, worker__user__in=people_with(Permission.VIEW_OWN_RECORD))
    return [
        letter(link.pulse, link.worker.user) for link in links.select_related("pulse", "worker__user").order_by("pk")
    ]


def letter(pulse: Pulse, person) -> Letter:
    """The link itself stands on the own record alone: a letter may be read over a shoulder, or forwarded."""
    contents = {
        "name": str(person),
        "round": pulse.name,
        "on": f"{pulse.closes_on:%-d %B %Y}",
        "address": address_of(reverse("my_record")),
        "choices": address_of(reverse("message_choices")),
    }
    subject = f"How is your work going? Open until {contents['on']}"
    return Letter(KIND, str(pulse.pk), person, subject, render_to_string("emails/pulse.txt", contents))


def send_reminders(today: date) -> list[Message]:
    """Once for each round and person; safe to run twice, and to leave out for a day."""
    return messages.put_all(letters(today))


def reminder_now(message: Message) -> tuple[str, str] | None:
    """None once the round is closed; never because somebody has answered."""
    person, pulse = person_of(message), Pulse.objects.filter(pk=message.period).first()
    if person is None or pulse is None or not pulse.is_open:
        return None
    current = letter(pulse, person)
    return current.subject, current.body


messages.register(
    messages.Kind(
        KIND,
        "Reminder of the pulse",
        f"{DAYS} days before its last day, to everybody with a personal link, whether they have answered or not.",
        now=reminder_now,
    )
)
