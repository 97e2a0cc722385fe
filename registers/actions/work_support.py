"""Referral to support to stay in work or return to it. The interview is due six weeks from the claim (row 41)."""

from datetime import date

from django.db import transaction

from practices import clock
from registers.actions.held_entry import hold_open, recorded, require_not_before, require_past
from registers.care_rules import interview_due
from registers.models import RegisterEntry, WorkSupportReferral


@transaction.atomic
def save_referral(
    *,
    entry: RegisterEntry,
    scheme: str,
    referred_on: date,
    claim_on: date | None,
    interviewed_on: date | None,
    by,
    referral: WorkSupportReferral | None = None,
) -> WorkSupportReferral:
    """Write down a referral, its claim or its interview. Without a claim no interview is due.

    Raises ValidationError for days in the future, and for an interview before the referral.
    """
    held = hold_open(entry, by)
    row = referral or WorkSupportReferral(practice=held.practice, entry=held, recorded_by=by, recorded_at=clock.now())
    is_new = row.pk is None
    for field, day in (("referred_on", referred_on), ("claim_on", claim_on), ("interviewed_on", interviewed_on)):
        require_past(field, day)
    require_not_before("interviewed_on", interviewed_on, referred_on, "the referral")
    row.scheme, row.referred_on, row.claim_on, row.interviewed_on = scheme, referred_on, claim_on, interviewed_on
    row.interview_due_on = interview_due(claim_on)
    row.save()
    return recorded("work_support.referred" if is_new else "work_support.changed", row, held, by)
