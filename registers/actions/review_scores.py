"""The score that a review was held with: an assessment of that day."""

from datetime import date

from django.core.exceptions import ValidationError

from registers.care_rules import score_problem
from registers.models import Assessment, RegisterEntry
from registers.severity import severity_tools


def keep_score(entry: RegisterEntry, day: date, tool: int | None, total: int | None) -> None:
    """Store the total as an assessment of the day, where there is one.

    Raises ValidationError for half a score, for a total outside its tool, and where another total of the day is known.
    """
    if problem := score_problem(tool, total):
        raise ValidationError(dict([problem]))
    if tool is None:
        return
    measured_by = severity_tools()[tool]
    if not measured_by.holds(total):
        raise ValidationError({"total": f"A total of {measured_by.name} is 0 to {measured_by.highest}"})
    key = {"practice": entry.practice, "person": entry.person, "day": day, "tool": tool}
    known = Assessment.objects.filter(**key).first()
    if known and known.total != total:
        raise ValidationError({"total": "Another total of this tool is recorded for that day already"})
    if known is None:
        Assessment.objects.create(**key, total=total)
