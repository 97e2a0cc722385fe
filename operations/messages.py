"""The post: one letter to one person, at most one of a kind for a period, whoever asks and however often (I8, O2).

The row is the truth, a job of its own sends it, and nobody else in the application sends such mail. A letter goes from
waiting to being handed over (committed, under a lease) to sent. Whoever dies before the handing over leaves a letter that
waits; whoever dies in it leaves one of which nobody can say whether it went: it is shown, and not sent twice by itself.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from operations import audit, jobs, mail
from operations.models import Message, MessageChoice

logger = logging.getLogger(__name__)

SEND = "message.send"
State = Message.State
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Letter:
    """What is to be sent: `person` has an address (`email`), a name and an id; `period` says what it is about."""

    kind: str
    period: str
    person: object
    subject: str
    body: str

    @property
    def key(self) -> tuple[int, str, str]:
        return self.person.pk, self.kind, self.period


@dataclass(frozen=True)
class Kind:
    """A kind of letter: what people may switch off, and what it says at the moment of sending.

    `now(message)` returns (subject, body) as they are true now, or None when the letter is not needed any more; without it
    the letter goes as it was put down. `readable(person, messages)` returns the ids of those whose text this person may
    still read on a page; without it that is all of them.
    """

    name: str
    title: str
    help: str = ""
    now: Callable | None = None
    readable: Callable | None = None


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    KINDS[kind.name] = kind


@transaction.atomic
def put(kind: str, *, period: str, person, subject: str, body: str, not_before: datetime | None = None):
    """Put one letter down inside the transaction of its cause; None when it is there already or is not wanted."""
    written = put_all([Letter(kind, period, person, subject, body)], not_before=not_before)
    return written[0] if written else None


@transaction.atomic
def put_all(letters: Iterable[Letter], *, not_before: datetime | None = None) -> list[Message]:
    """Put many letters down in a fixed number of queries, and return those that are new.

    Left out are those that are there already, those that the person does not want, and persons without an account in use
    or an address.
    """
    letters = {letter.key: letter for letter in letters if letter.person.is_active and letter.person.email}
    unwanted = unwanted_among(letters)
    there = {(one.person_id, one.kind, one.period) for one in found_among(letters)}
    # In one order for everybody: two who put the same letters down at once must not wait for each other.
    wanted = [letters[key] for key in sorted(letters) if key not in there and key[:2] not in unwanted]
    if not wanted:
        return []
    due = not_before or timezone.now()
    Message.objects.bulk_create([row_of(letter, due) for letter in wanted], ignore_conflicts=True, batch_size=500)
    new = list(found_among({letter.key for letter in wanted}).order_by("id"))
    jobs.enqueue_all(SEND, {f"message:{one.pk}": {"message": one.pk} for one in new}, not_before=due)
    return new


def unwanted_among(keys) -> set[tuple[int, str]]:
    people = {person for person, _, _ in keys}
    return set(MessageChoice.objects.filter(person_id__in=people).values_list("person_id", "kind"))


def found_among(keys):
    """The letters of these (person, kind, period); never one of another person."""
    by_cause: dict[tuple[str, str], set[int]] = {}
    for person, kind, period in keys:
        by_cause.setdefault((kind, period), set()).add(person)
    condition = Q(pk__in=[])
    for (kind, period), people in by_cause.items():
        condition |= Q(kind=kind, period=period, person_id__in=people)
    return Message.objects.filter(condition)


def row_of(letter: Letter, due: datetime) -> Message:
    return Message(
        kind=letter.kind,
        period=letter.period,
        person_id=letter.person.pk,
        person_name=str(letter.person)[:200],
        address=letter.person.email,
        subject=one_line(letter.subject),
        body=letter.body,
        not_before=due,
    )


def one_line(text: str) -> str:
    """A subject is one line: a name with a line break in it may not write a heading of its own."""
    return " ".join(text.split())[:LONGEST_SUBJECT]


def stop(kind: str, *, period: str, person=None, reason: str = "Not needed any more") -> int:
    """Letters of this kind about `period`, or about a part of it (after a colon), that still wait are not sent."""
    about = Q(period=period) | Q(period__startswith=f"{period}:")
    waiting = Message.objects.filter(about, kind=kind, state=State.WAITING)
    if person is not None:
        waiting = waiting.filter(person_id=person.pk)
    return waiting.update(state=State.STOPPED, error=reason)


def for_person(person):
    """The letters to one person, the last first, and nobody else's."""
    return Message.objects.filter(person_id=person.pk)


def unwanted_kinds(person) -> set[str]:
    return set(MessageChoice.objects.filter(person_id=person.pk).values_list("kind", flat=True))


@transaction.atomic
def choose(*, by, wanted: Iterable[str], among: Iterable[str]) -> set[str]:
    """Of the kinds `among` only those wanted from now on; what waits of the others is stopped. Returns what is not wanted."""
    among = set(among)
    unwanted = among - set(wanted)
    MessageChoice.objects.filter(person_id=by.pk, kind__in=among - unwanted).delete()
    rows = [MessageChoice(person_id=by.pk, kind=kind) for kind in sorted(unwanted)]
    MessageChoice.objects.bulk_create(rows, ignore_conflicts=True)
    waiting = Message.objects.filter(person_id=by.pk, kind__in=unwanted, state=State.WAITING)
    waiting.update(state=State.STOPPED, error="Not wanted")
    audit.record("messages.chosen", by=by, about=by, unwanted=sorted(unwanted))
    return unwanted


@transaction.atomic
def resend(message: Message, *, by) -> bool:
    """Send once more what came back or perhaps went; False when it is in another state, or somebody else was quicker."""
    again = Message.objects.filter(pk=message.pk, state__in=[State.BOUNCED, State.UNCERTAIN]).update(
        state=State.WAITING, attempts=0, error="", not_before=timezone.now(), lease_until=None
    )
    if again:
        entry = audit.record("message.resent", by=by, about=message, kind=message.kind, was=message.state)
        jobs.enqueue(SEND, key=f"message:{message.pk}:{entry.pk}", payload={"message": message.pk})
    return bool(again)


@jobs.handler(SEND)
def send(job):
    """payload: {"message": id}. Safe to run twice: only a letter that waits is handed over."""
    sweep()
    message = Message.objects.get(pk=job.payload["message"])
    if message.state == State.SENDING:
        raise jobs.Later(message.lease_until)
    if message.state == State.WAITING:
        send_waiting(message)
    return {"state": message.state}


@jobs.on_giving_up
def given_up(job) -> None:
    """A letter whose work was given up stands with those that somebody has to look at; sending it again is for a person."""
    if job.kind == SEND:
        waiting = Message.objects.filter(pk=job.payload["message"], state=State.WAITING)
        waiting.update(state=State.BOUNCED, error="Sending was given up: it failed on every attempt")


def send_waiting(message: Message) -> None:
    """Connect, commit that it is being handed over, hand over, commit that it went. Raises jobs.Later."""
    if message.not_before > timezone.now():
        raise jobs.Later(message.not_before)
    if not bring_up_to_date(message):
        return
    try:
        connection = mail.connect()
    except mail.Unreachable as fault:
        raise jobs.Later(all_wait(message, str(fault))) from fault
    try:
        if begin(message):
            hand_over(message, connection)
    finally:
        mail.close(connection)


def bring_up_to_date(message: Message) -> bool:
    """Say what is true now; False, and stopped, for whom the account was closed or who does not want it meanwhile."""
    person = get_user_model().objects.filter(pk=message.person_id, is_active=True).first()
    if person is None or message.kind in unwanted_kinds(person):
        return conclude(message, State.WAITING, state=State.STOPPED, error="Not wanted, or nobody there any more")
    kind = KINDS.get(message.kind)
    words = kind.now(message) if kind and kind.now else (message.subject, message.body)
    if words is None:
        return conclude(message, State.WAITING, state=State.STOPPED, error="Not needed any more")
    message.subject, message.body, message.address = one_line(words[0]), words[1], person.email
    return True


def begin(message: Message) -> bool:
    """Take the letter for one lease; False when somebody else has it, or it was stopped."""
    lease = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    words = {"subject": message.subject, "body": message.body, "address": message.address}
    taken = Message.objects.filter(pk=message.pk, state=State.WAITING).update(
        state=State.SENDING, lease_until=lease, attempts=F("attempts") + 1, **words
    )
    message.refresh_from_db()
    return bool(taken)


def hand_over(message: Message, connection) -> None:
    """Raises jobs.Later when the server asks to try again."""
    try:
        mail.send(connection, message, message_id_of(message))
    except mail.TryAgain as fault:
        until = timezone.now() + pause(message.attempts)
        conclude(message, State.SENDING, state=State.WAITING, error=str(fault), not_before=until)
        raise jobs.Later(until) from fault
    except mail.Refused as fault:
        conclude(message, State.SENDING, state=State.BOUNCED, error=str(fault))
    except Exception as fault:
        logger.warning("Letter %s: nobody can say whether it went (%s)", message.pk, type(fault).__name__)
        conclude(message, State.SENDING, state=State.UNCERTAIN, error=f"The connection broke: {type(fault).__name__}")
    else:
        conclude(message, State.SENDING, State.UNCERTAIN, state=State.SENT, sent_at=timezone.now(), error="")


def conclude(message: Message, *states: State, **changes) -> bool:
    """Write what became of the letter, unless somebody moved it on from these states. Always False, for the caller to say."""
    changes["lease_until"] = None
    Message.objects.filter(pk=message.pk, state__in=states).update(**changes)
    message.refresh_from_db()
    return False


def all_wait(message: Message, error: str) -> datetime:
    """The server cannot be reached: every letter that is due waits with this one, so that a silent server is asked once."""
    now = timezone.now()
    until = now + pause(message.attempts + 1)
    due = Message.objects.filter(state=State.WAITING, not_before__lte=now)
    due.update(attempts=F("attempts") + 1, not_before=until, error=error)
    return until


def pause(attempts: int) -> timedelta:
    """One minute, then twice as long each time, up to an hour; there is no last attempt."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_PAUSE)


def sweep() -> int:
    """Letters that were being handed over when their process died: nobody can say whether they went. Returns how many."""
    left = Message.objects.filter(state=State.SENDING, lease_until__lt=timezone.now())
    error = "The process died while it handed the letter over"
    return left.update(state=State.UNCERTAIN, lease_until=None, error=error)


def message_id_of(message: Message) -> str:
    """The same for every attempt at one letter, so that a mailbox can tell a second copy."""
    cause = f"{message.person_id} {message.kind} {message.period}"
    host = urlsplit(settings.SITE_ADDRESS).hostname or "collaborative.invalid"
    return f"<{hashlib.sha256(cause.encode()).hexdigest()[:32]}@{host}>"
