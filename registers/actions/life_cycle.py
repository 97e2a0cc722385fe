"""The moves of an entry: validate, activate, recover, leave, exclude; one at a time, in the order of their dates."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock
from registers.actions import standings, summaries
from registers.actions.care_steps import end_care
from registers.models import EndReason, EntryState, ExclusionReason, RegisterEntry
from registers.models.entry import RECOVERY_REASONS
from registers.severity import severity_tools

REASONS = {
    EntryState.RECOVERED: ("end_reason", set(RECOVERY_REASONS)),
    EntryState.LEFT: ("end_reason", set(EndReason) - set(RECOVERY_REASONS)),
    EntryState.EXCLUDED: ("exclusion_reason", set(ExclusionReason)),
}
# The date that a move sets, and the date that it may not come before, with its words.
DATES = {
    EntryState.VALIDATED: ("validated_on", "identified_on", "when the person was identified"),
    EntryState.ACTIVE: ("active_from", "validated_on", "when the entry was validated"),
    EntryState.RECOVERED: ("active_to", "active_from", "when the person became active"),
    EntryState.LEFT: ("active_to", "active_from", "when the person became active"),
    EntryState.EXCLUDED: ("excluded_on", "identified_on", "when the person was identified"),
}


@transaction.atomic
def move(*, entry: RegisterEntry, to: str, on: date, reason: str = "", by) -> RegisterEntry:
    """The entry in its new state since `on`; of a recovered or left one `on` is the last day on the list.

    Raises ValidationError for a move that there is not, for somebody who came first, and for dates out of order.
    """
    fresh = RegisterEntry.objects.select_for_update(of=("self",)).select_related("person", "practice").get(pk=entry.pk)
    to = EntryState(to)
    if not fresh.may_move_to(to):
        raise ValidationError(refusal_of(fresh, entry))
    was = fresh.state
    set_reason(fresh, to, reason)
    set_date(fresh, to, on)
    fresh.state = to
    if to is EntryState.VALIDATED:
        fresh.validated_by = by
    fresh.save()
    if to in (EntryState.RECOVERED, EntryState.LEFT):
        end_step(fresh)
    audit.record(
        "entry.moved", by=by, about=fresh, organisation=fresh.practice, was=was, now=str(to), on=on.isoformat()
    )
    summaries.refresh_soon(fresh.practice)
    return fresh


def refusal_of(fresh: RegisterEntry, seen: RegisterEntry) -> str:
    now = fresh.get_state_display().lower()
    if fresh.state != seen.state:
        return f"Somebody else has moved this entry meanwhile. It is {now} now"
    return f"This entry is {now}, and this step does not follow"


def set_reason(entry: RegisterEntry, to: EntryState, reason: str) -> None:
    if to not in REASONS:
        return
    field, known = REASONS[to]
    if reason not in known:
        raise ValidationError({"reason": "Choose the reason"})
    if reason == EndReason.BELOW_CASENESS:
        require_below_caseness(entry)
    setattr(entry, field, reason)


def require_below_caseness(entry: RegisterEntry) -> None:
    """Recovery by the totals needs a total that says so; without one it is a clinician's decision."""
    tool = severity_tools().get(entry.latest_tool)
    is_case = tool.is_case(entry.latest_total) if tool else None
    if is_case is None:
        raise ValidationError(
            {"reason": "No total says that this person is below caseness. Record one, or choose another"}
        )
    if is_case:
        raise ValidationError({"reason": f"The latest {tool.name} is in the range of a case. Choose another reason"})


def set_date(entry: RegisterEntry, to: EntryState, on: date) -> None:
    """Not in the future, and not before the step that came first; the same day is allowed."""
    field, before, words = DATES[to]
    earliest = getattr(entry, before)
    if on > clock.today():
        raise ValidationError({"on": "Enter a day that is not in the future"})
    if on < earliest:
        raise ValidationError({"on": f"Enter a day from {earliest:%-d %B %Y} on, {words}"})
    setattr(entry, field, on)


def end_step(entry: RegisterEntry) -> None:
    """Who is no longer on the list is at no step of care any more, and no review of theirs is planned."""
    end_care(RegisterEntry.objects.filter(pk=entry.pk))
    standings.refresh(entry.practice, people=[entry.person_id])
