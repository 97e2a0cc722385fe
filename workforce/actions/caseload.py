"""Caseload: what somebody says of a month, by holding. Counts of new and active patients, never patients."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock, months
from workforce.jobs.recompute import put_down
from workforce.models import CaseloadMonth, Holding


@transaction.atomic
def record_caseload(
    *, holding: Holding, month: date, new_patients: int | None, active: int | None, by
) -> CaseloadMonth:
    """Put down a month, in the place of what was said before. None is "not said", which is not 0.

    Raises ValidationError for a month that is not over or does not lie in the holding.
    """
    # Of two who say at once the second waits and replaces.
    holding = Holding.objects.select_for_update(of=("self",)).select_related("worker__programme").get(pk=holding.pk)
    refuse_month(holding, month)
    said = {"new_patients": new_patients, "active": active, "recorded_on": clock.today()}
    row, is_new = CaseloadMonth.objects.update_or_create(holding=holding, month=month, defaults=said)
    event = "caseload.recorded" if is_new else "caseload.changed"
    audit.record(event, by=by, about=row, month=months.period(month))
    put_down(holding.worker.programme)
    return row


def refuse_month(holding: Holding, month: date) -> None:
    if month not in months_of(holding):
        raise ValidationError({"month": "Choose a month that is over and in which the post was held"})


def months_of(holding: Holding) -> list[date]:
    """The months that are over and of which at least a day lies in the holding, the latest first."""
    latest = months.add_months(months.first_of(clock.today()), -1)
    last = min(latest, months.first_of(holding.end)) if holding.end else latest
    return months.month_range(months.first_of(holding.start), last)[::-1]
