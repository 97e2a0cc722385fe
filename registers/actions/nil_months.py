"""Nothing of a kind happened in a month: said by the practice, because what is missing is never taken for zero."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock, months
from registers.actions import summaries
from registers.actions.settings import register_of
from registers.files.schemas import ASSESSMENTS, CONSULTATIONS, REFERRALS, SICK_NOTES, title_of
from registers.models import Assessment, CertificateNote, Consultation, CoveredMonth, Referral

# Kind -> its rows, and the day by which one lies in a month.
EVENTS = {
    CONSULTATIONS: (Consultation, "day"),
    REFERRALS: (Referral, "day"),
    SICK_NOTES: (CertificateNote, "issued_on"),
    ASSESSMENTS: (Assessment, "day"),
}


@transaction.atomic
def say_none(*, practice, kind: str, month: date, by) -> CoveredMonth:
    """Cover a month without a file. Raises ValidationError for a month that is not over, is covered, or has rows."""
    register_of(practice)
    model, day = EVENTS[kind]
    within = {f"{day}__range": (month, months.last_day(month))}
    words = title_of(kind).lower()
    if months.last_day(month) >= clock.today():
        raise ValidationError({"month": "Choose a month that has ended"})
    if model.objects.filter(practice=practice, **within).exists():
        raise ValidationError(
            {"month": f"There are {words} in {months.label(month)}: send a file that says what happened"}
        )
    if CoveredMonth.objects.filter(practice=practice, kind=kind, month=month).exists():
        raise ValidationError({"month": f"{months.label(month)} is covered already"})
    covered = CoveredMonth.objects.create(practice=practice, kind=kind, month=month)
    summaries.refresh_soon(practice)
    period = months.period(month)
    audit.record("extract.none", by=by, about=covered, organisation=practice, kind=kind, month=period)
    return covered
