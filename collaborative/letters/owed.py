"""Whose return of a month is not here: the practices of a wave, with whom to ask. The same number of queries for any wave."""

from dataclasses import dataclass
from datetime import date, datetime

from collaborative.letters.calendar import Step, step_of
from measures import tracker
from measures.contacts import Contacts, contacts_of
from measures.tracker import Status
from operations.models import Message
from practices.models import Organisation, Parent, Wave

NOT_HERE = {Status.NOT_YET, Status.OVERDUE, Status.MISSING}


@dataclass(frozen=True)
class Owing:
    """A practice whose month has not come; `trust` is its PCT today, None when it stands under none."""

    practice: Organisation
    contacts: Contacts
    trust: Organisation | None


@dataclass(frozen=True)
class Owed:
    """One month of a wave: the practices that owe it, and how many of those expected have sent."""

    wave: Wave
    month: date
    practices: list[Owing]
    here: int
    expected: int


def owed(wave: Wave, month: date, now: datetime, *, among=None, only=None) -> Owed:
    """Of the practices that are open and whose month is expected; months before orientation or joining never are.

    `among` narrows the practices that are named, not the numbers; `only` (ids) leaves the others unread. Six queries.
    """
    members = Organisation.objects.practices().filter(memberships__wave=wave).open_on(now.date())
    members = members if only is None else members.filter(pk__in=only)
    cells = {
        row.practice: cell
        for row in tracker.track_practices([wave], members, now=now)[wave.pk]
        for cell in row.cells
        if cell.month == month and cell.status not in (Status.NOT_DUE, Status.SENT)
    }
    missing = [practice for practice, cell in cells.items() if cell.status in NOT_HERE]
    named = [practice for practice in missing if among is None or practice.pk in among]
    contacts, trusts = contacts_of(named), trusts_of(named, now.date())
    found = [Owing(practice, contacts[practice.pk], trusts.get(practice.pk)) for practice in named]
    return Owed(wave, month, found, len(cells) - len(missing), len(cells))


def subject_of(message: Message) -> tuple[Wave, Step] | None:
    """The wave and the round that a letter's period names; None when the wave is there no longer. Raises ValueError for others."""
    code, _, period = message.period.partition(":")
    wave = Wave.objects.filter(code=code).first()
    return (wave, step_of(period)) if wave else None


def trusts_of(practices: list[Organisation], day: date) -> dict[int, Organisation]:
    links = Parent.objects.filter(child__in=[practice.pk for practice in practices]).on(day).select_related("parent")
    return {link.child_id: link.parent for link in links}
