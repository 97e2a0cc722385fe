"""Screening after a birth, at 6 weeks, 12 weeks and 8 months (row 38). Neither the birth nor its date is kept."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from practices import clock
from registers.actions.held_entry import hold_open, recorded, require_not_before, require_past
from registers.care_rules import monday_of, perinatal_weeks
from registers.models import PerinatalScreening, RegisterEntry

# Weeks due that lie closer than this belong to one birth.
ONE_BIRTH = timedelta(weeks=30)


@transaction.atomic
def plan_screenings(*, entry: RegisterEntry, week_of_birth: date, by) -> list[PerinatalScreening]:
    """Keep the Mondays of the three weeks in which screening is due. Planning the same birth again mends a wrong week.

    Raises ValidationError for a week to come, and once a screening of this birth was offered.
    """
    held = hold_open(entry, by)
    require_past("week_of_birth", monday_of(week_of_birth))
    weeks = perinatal_weeks(week_of_birth)
    earlier = of_same_birth(held, weeks)
    if any(screening.offered_on for screening in earlier):
        raise ValidationError({"week_of_birth": "A screening of this birth was offered already: its weeks stay"})
    PerinatalScreening.objects.filter(pk__in=[screening.pk for screening in earlier]).delete()
    rows = PerinatalScreening.objects.bulk_create(
        PerinatalScreening(
            practice=held.practice,
            entry=held,
            stage=stage,
            due_week=monday,
            recorded_by=by,
            recorded_at=clock.now(),
        )
        for stage, monday in weeks.items()
    )
    recorded("perinatal.planned", held, held, by)
    return rows


def of_same_birth(entry: RegisterEntry, weeks: dict[str, date]) -> list[PerinatalScreening]:
    """Each stage by its own week: the 8 months of an older child are not the 6 weeks of a newborn."""
    planned = PerinatalScreening.objects.filter(entry=entry)
    return [screening for screening in planned if abs(screening.due_week - weeks[screening.stage]) < ONE_BIRTH]


@transaction.atomic
def record_offer(*, screening: PerinatalScreening, offered_on: date, by) -> PerinatalScreening:
    """Say on which day a screening was offered. Raises ValidationError more than four weeks before the week due."""
    held = hold_open(screening.entry, by)
    require_past("offered_on", offered_on)
    require_not_before("offered_on", offered_on, screening.due_week - EARLIEST, "four weeks ahead of the week due")
    screening.offered_on = offered_on
    screening.save(update_fields=["offered_on"])
    return recorded("perinatal.offered", screening, held, by)


EARLIEST = timedelta(weeks=4)
