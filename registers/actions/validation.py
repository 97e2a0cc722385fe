"""Decisions about many suggestions at once: on to the list, or off it with one reason. Set-wise, one event for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock
from registers.actions import summaries
from registers.models import EntryState, ExclusionReason, RegisterEntry

ACTIVATE, EXCLUDE = "activate", "exclude"


@dataclass(frozen=True)
class Decided:
    """`left` were decided by somebody else meanwhile, or identified only after the day of the decision."""

    done: int
    left: int


@transaction.atomic
def decide(*, practice, entries: Sequence[int], decision: str, on: date, reason: str = "", by) -> Decided:
    """Validate and activate, or exclude, those of the entries (ids) that still wait.

    Raises ValidationError for a day to come, a missing reason, or when none of them waits any more.
    """
    require_decision(decision, on, reason)
    wanted = set(entries)
    # In the order in which an extract holds them. On SQLite the lock is that of the whole transaction.
    waiting = RegisterEntry.objects.filter(
        pk__in=wanted, practice=practice, state=EntryState.IDENTIFIED, identified_on__lte=on
    )
    ids = sorted(waiting.select_for_update().order_by("-pk").values_list("pk", flat=True))
    if not ids:
        raise ValidationError("None of these people waits any more, or all were identified after this day")
    done = RegisterEntry.objects.filter(pk__in=ids).update(**changes(decision, on, reason, by))
    audit.record(
        "entries.decided", by=by, organisation=practice, decision=decision, on=on.isoformat(), entries=ids, count=done
    )
    summaries.refresh_soon(practice)
    return Decided(done, len(wanted) - done)


def require_decision(decision: str, on: date, reason: str) -> None:
    if decision not in (ACTIVATE, EXCLUDE):
        raise ValidationError({"decision": "Choose what to do with these people"})
    if on > clock.today():
        raise ValidationError({"on": "Enter a day that is not in the future"})
    if decision == EXCLUDE and reason not in ExclusionReason.values:
        raise ValidationError({"reason": "Choose the reason"})


def changes(decision: str, on: date, reason: str, by) -> dict:
    if decision == EXCLUDE:
        return {"state": EntryState.EXCLUDED, "excluded_on": on, "exclusion_reason": reason}
    return {"state": EntryState.ACTIVE, "validated_on": on, "validated_by": by, "active_from": on}
