"""An entry held for one change, so that of two people who change it at once the second sees what the first did."""

from datetime import date

from django.core.exceptions import ValidationError

from accounts.permissions import Permission, require_permission
from operations import audit
from practices import clock
from registers.actions import standings, summaries
from registers.models import EntryState, RegisterEntry


def hold(entry: RegisterEntry, by) -> RegisterEntry:
    """The row, locked, that this person may change. Raises PermissionDenied."""
    held = RegisterEntry.objects.select_for_update(of=("self",)).select_related("practice", "person").get(pk=entry.pk)
    require_permission(by, Permission.CHANGE_PATIENT_ROWS, held.practice)
    return held


def hold_active(entry: RegisterEntry, by) -> RegisterEntry:
    """For stepped care, which only people on the list have."""
    held = hold(entry, by)
    if held.state != EntryState.ACTIVE:
        raise ValidationError("Steps and reviews are for people who are active on the list")
    return held


def hold_open(entry: RegisterEntry, by) -> RegisterEntry:
    """For what may be recorded of anybody whose episode is not over."""
    held = hold(entry, by)
    if not held.is_open:
        raise ValidationError("This episode is over. Nothing more is recorded for it")
    return held


def require_past(field: str, day: date | None) -> None:
    if day and day > clock.today():
        raise ValidationError({field: "Choose a date that is not in the future"})


def require_not_before(field: str, day: date | None, first: date | None, what: str) -> None:
    """Equal days are in order. `what` names the earlier day: "the day of the offer"."""
    if day and first and day < first:
        raise ValidationError({field: f"Choose a day that is not before {what}, {first:%-d %B %Y}"})


def recorded(event: str, row, entry: RegisterEntry, by, **details):
    """Write the event, bring the standing of the entry and the practice's months up to date, and give the row back.

    The trail says that something was done, and to which entry. What it was is said by the rows, which stay in the practice:
    an auditor reads the trail and may not read them.
    """
    audit.record(event, by=by, about=row, organisation=entry.practice, entry=entry.pk, **details)
    standings.refresh(entry.practice, people=[entry.person_id])
    summaries.refresh_soon(entry.practice)
    return row
