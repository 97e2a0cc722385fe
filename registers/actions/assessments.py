"""Totals of a severity tool recorded by hand, and that a clinician was informed of a risk item. Nothing is advised."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.permissions import Permission, require_permission
from operations import audit
from practices import clock
from registers.actions import standings, summaries
from registers.models import Assessment, RegisterEntry, RiskFlag
from registers.severity import severity_tools

RISK_NO, RISK_YES, RISK_NOT_STATED = 0, 1, 2


@transaction.atomic
def record(*, entry: RegisterEntry, day: date, tool: int, total: int, risk_item: int = RISK_NOT_STATED, by):
    """One total. A risk item that was answered with yes opens a flag for the practice's clinicians, and nothing else.

    Raises ValidationError for a total outside the tool's range, a day to come, or one that has a total already.
    """
    require_possible(entry, day, tool, total)
    hold_person(entry)
    row = {"practice": entry.practice, "person": entry.person, "day": day, "tool": tool}
    if Assessment.objects.filter(**row).exists():
        raise ValidationError({"day": "A total of this tool is recorded on this day already"})
    assessment = Assessment.objects.create(**row, total=total, risk_item=risk_item)
    if risk_item == RISK_YES:
        RiskFlag.objects.get_or_create(practice=entry.practice, entry=entry, noted_on=day, defaults={"recorded_by": by})
    standings.refresh(entry.practice, people=[entry.person_id])
    audit.record("assessment.recorded", by=by, about=entry, organisation=entry.practice, day=day.isoformat())
    summaries.refresh_soon(entry.practice)
    return assessment


def hold_person(entry: RegisterEntry) -> None:
    """Of two at once the second finds the first one's row. By the entries, in the order in which an extract holds them."""
    entries = RegisterEntry.objects.filter(person=entry.person_id).order_by("-pk")
    list(entries.select_for_update().values_list("pk", flat=True))


def require_possible(entry: RegisterEntry, day: date, tool: int, total: int) -> None:
    facts = severity_tools()[tool]
    if not facts.holds(total):
        raise ValidationError({"total": f"{facts.name} is 0 to {facts.highest}"})
    if day > clock.today():
        raise ValidationError({"day": "Enter a day that is not in the future"})
    if day.year < entry.person.birth_year:
        raise ValidationError({"day": "Enter a day after the person was born"})


@transaction.atomic
def note_risk(*, entry: RegisterEntry, noted_on: date, clinician_informed_on: date | None, by) -> RiskFlag:
    """That a risk item was noted on a day, and since when a clinician knows; later calls for the same day complete it."""
    require_permission(by, Permission.VIEW_RISK_FLAGS, entry.practice)
    require_order(noted_on, clinician_informed_on)
    values = {"practice": entry.practice, "clinician_informed_on": clinician_informed_on, "recorded_by": by}
    flag, _ = RiskFlag.objects.update_or_create(entry=entry, noted_on=noted_on, defaults=values)
    audit.record("risk_flag.recorded", by=by, about=flag, organisation=entry.practice)
    return flag


def require_order(noted_on: date, informed_on: date | None) -> None:
    if noted_on > clock.today():
        raise ValidationError({"noted_on": "Enter a day that is not in the future"})
    if informed_on and informed_on > clock.today():
        raise ValidationError({"clinician_informed_on": "Enter a day that is not in the future"})
    if informed_on and informed_on < noted_on:
        raise ValidationError({"clinician_informed_on": "Enter a day that is not before the item was answered"})
