"""The business clock: what is due, late or in the future. A setting can fix it; sessions, leases and the audit trail do not ask it."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from practices.months import LONDON


def now() -> datetime:
    """The present moment of the business, in London; fixed when the setting BUSINESS_CLOCK is."""
    if settings.BUSINESS_CLOCK:
        return datetime.fromisoformat(settings.BUSINESS_CLOCK).replace(tzinfo=LONDON)
    return timezone.now().astimezone(LONDON)


def today() -> date:
    return now().date()
