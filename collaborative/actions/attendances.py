"""Who is invited to an event, registers, sends apologies, signs in; and lists of who came."""

import hashlib
import json
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from collaborative.attendance_sheets import SheetPerson, plain
from collaborative.models import Attendance, Event, TeamMember
from operations import audit
from practices import clock
from practices.models import Organisation

Status = Attendance.Status
# At the door somebody may be off the list; beyond so many an open page is being played with.
MOST_TO_CONFIRM = 100
DEALT_WITH = "Somebody else has dealt with this name already"


def hold_list(event) -> None:
    """Until the transaction ends nobody else changes who is on the list: of two who add the same person one finds them there."""
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)


@transaction.atomic
def invite_teams(*, event, teams, by):
    """Invite everybody who is in these teams on the day of the event; who is on the list already stays as they are."""
    hold_list(event)
    members = TeamMember.objects.filter(team__in=teams).current(on=event.held_on).select_related("organisation")
    present = set(event.attendances.exclude(member=None).values_list("member_id", flat=True))
    invited = [attendance_of(event, member) for member in members if member.pk not in present]
    Attendance.objects.bulk_create(invited)
    audit.record(
        "teams_invited",
        by=by,
        about=event,
        wave=event.wave.code,
        teams=[team.pk for team in teams],
        people=len(invited),
    )
    return invited


def attendance_of(event, member, status=Status.INVITED):
    """An unsaved row for a member of a team."""
    return Attendance(
        event=event,
        team_id=member.team_id,
        member=member,
        practice=practice_of(member),
        name=member.name,
        stakeholder_kind=member.stakeholder_kind,
        status=status,
    )


def practice_of(member):
    organisation = member.organisation
    return organisation if organisation and organisation.kind == Organisation.Kind.PRACTICE else None


@transaction.atomic
def register_self(*, event, member, status, by):
    """A member of a team says that they come, or sends apologies. Refused once the event has begun or they have come."""
    if status not in (Status.REGISTERED, Status.APOLOGIES):
        raise ValueError(f"Nobody registers as {status}")
    if event.is_past:
        raise ValidationError("This event is over")
    hold_list(event)
    row = event.attendances.filter(member=member).first() or attendance_of(event, member)
    if row.status == Status.ATTENDED:
        raise ValidationError("You have signed in already")
    row.status = status
    row.save()
    audit.record("attendance_registered", by=by, about=row, event_id=event.pk, status=status)
    return row


@transaction.atomic
def mark(*, attendance, status, by):
    """The facilitator's tap on the list. Whoever is marked as there is signed in at this moment."""
    before, attendance.status = attendance.status, Status(status)
    attendance.signed_in_at = clock.now() if attendance.status == Status.ATTENDED else None
    attendance.save(update_fields=["status", "signed_in_at"])
    audit.record("attendance_marked", by=by, about=attendance, status=[str(before), str(attendance.status)])
    return attendance


@transaction.atomic
def add_person(*, event, by, **fields):
    """Somebody who came and was not on the list."""
    row = Attendance.objects.create(event=event, status=Status.ATTENDED, signed_in_at=clock.now(), **fields)
    audit.record("attendance_added", by=by, about=row, event_id=event.pk)
    return row


@transaction.atomic
def close_list(*, event, by):
    """After the event: whoever was invited or registered and did not come, did not attend."""
    waiting = event.attendances.filter(status__in=[Status.INVITED, Status.REGISTERED], to_confirm=False)
    absent = waiting.update(status=Status.DID_NOT_ATTEND)
    audit.record("attendance_closed", by=by, about=event, wave=event.wave.code, absent=absent)
    return absent


# ------------------------------------------------------------------ at the door


@transaction.atomic
def sign_in(*, event, name, place):
    """Somebody signs in on the open page. One person of that name on the list: they are there; anybody else waits to be confirmed.

    Returns nothing, so that no page can tell whether a name was on the list.
    """
    hold_list(event)
    rows = list(event.attendances.filter(to_confirm=False))
    fitting = [row for row in rows if plain(row.name) == plain(name)]
    if len(fitting) == 1:
        sign_in_known(fitting[0])
    else:
        sign_in_unknown(event, name, place)


def sign_in_known(row):
    if row.status == Status.ATTENDED:
        return
    row.status, row.signed_in_at = Status.ATTENDED, clock.now()
    row.save(update_fields=["status", "signed_in_at"])
    audit.record("attendance_signed_in", about=row, event_id=row.event_id)


def sign_in_unknown(event, name, place):
    waiting = list(event.attendances.filter(to_confirm=True))
    if len(waiting) >= MOST_TO_CONFIRM or any(plain(row.name) == plain(name) for row in waiting):
        return
    row = Attendance.objects.create(
        event=event,
        name=name,
        place_said=place,
        stakeholder_kind="",
        status=Status.ATTENDED,
        signed_in_at=clock.now(),
        to_confirm=True,
    )
    audit.record("attendance_signed_in_off_list", about=row, event_id=event.pk)


@transaction.atomic
def confirm(*, attendance, by, same_as=None, **fields):
    """The facilitator says who it is that signed in off the list: somebody on it (`same_as`), or a new person with the fields given.

    Raises ValidationError when somebody else has confirmed or refused the name meanwhile.
    """
    attendance = still_waiting(attendance)
    if same_as is not None:
        same_as.status, same_as.signed_in_at = Status.ATTENDED, attendance.signed_in_at
        same_as.save(update_fields=["status", "signed_in_at"])
        audit.record("attendance_confirmed", by=by, about=same_as, event_id=attendance.event_id, typed_as=attendance.pk)
        attendance.delete()
        return same_as
    for name in ("name", "team", "practice", "stakeholder_kind"):
        setattr(attendance, name, fields[name])
    attendance.to_confirm = False
    attendance.save()
    audit.record("attendance_confirmed", by=by, about=attendance, event_id=attendance.event_id)
    return attendance


@transaction.atomic
def refuse(*, attendance, by):
    """Nobody of this name was there. Only what was typed at the door and not confirmed can be taken off."""
    attendance = still_waiting(attendance)
    audit.record("attendance_refused", by=by, about=attendance, event_id=attendance.event_id)
    attendance.delete()


def still_waiting(attendance):
    """The row, held for this change. Raises ValidationError unless it still waits to be confirmed."""
    hold_list(attendance.event)
    found = Attendance.objects.select_related("event").filter(pk=attendance.pk, to_confirm=True).first()
    if found is None:
        raise ValidationError(DEALT_WITH)
    return found


# ------------------------------------------------------------------ a list of who came


def digest_of(rows) -> str:
    """What the list of an event says at a moment, as one short text: a checked sheet is stored over the very same list."""
    said = sorted((row.pk, row.team_id, row.practice_id, row.stakeholder_kind, row.status) for row in rows)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@transaction.atomic
def store_sheet(*, event, people: Sequence[SheetPerson], checked_against: str, by):
    """Store what a checked list says: all of it or nothing. Returns how many rows were added and changed.

    Refused with ValidationError when the list is not the one any more that the person compared the sheet with.
    """
    hold_list(event)
    rows = {row.pk: row for row in event.attendances.select_for_update()}
    if digest_of(rows.values()) != checked_against:
        raise ValidationError("The list has changed since you sent this sheet. Look at the differences again")
    changed = [row for person in people if person.pk and (row := rows[person.pk]) and take_over(row, person)]
    added = [Attendance(event=event, **values_of(person)) for person in people if person.pk is None]
    Attendance.objects.bulk_update(changed, ["team", "practice", "stakeholder_kind", "status", "signed_in_at"])
    Attendance.objects.bulk_create(added)
    if changed or added:
        audit.record("attendance_sheet_stored", by=by, about=event, added=len(added), changed=len(changed))
    return len(added), len(changed)


def values_of(person):
    return {
        "name": person.name,
        "team_id": person.team,
        "practice_id": person.practice,
        "stakeholder_kind": person.kind,
        "status": person.status,
    }


def take_over(row, person) -> bool:
    """Set what the sheet says on the row; False when it says what stands there already."""
    values = values_of(person)
    differs = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    if row.status != Status.ATTENDED:
        row.signed_in_at = None
    return differs
