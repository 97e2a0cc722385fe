"""Which versions of the returns, and which decisions of people, count: those of now, or those that stood on an earlier day.

Nothing is ever overwritten, so that what stood on a day follows from the times on the rows. Pure but for Django's Q.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from practices.months import LONDON


@dataclass(frozen=True)
class Standing:
    """`day`: as it stood when this day ended in London, None for now. `accepted_only`: provisional figures are left out."""

    day: date | None = None
    accepted_only: bool = False

    @property
    def is_now(self) -> bool:
        """Whether it is what is stored: everything of today."""
        return self.day is None and not self.accepted_only

    @property
    def bound(self) -> datetime | None:
        """The first moment after the day; what happened before it had happened."""
        if self.day is None:
            return None
        return datetime.combine(self.day + timedelta(days=1), time(), LONDON).astimezone(UTC)

    @property
    def last_moment(self) -> datetime | None:
        """The last minute of the day, as a page names it."""
        return None if self.day is None else datetime.combine(self.day, time(23, 59), LONDON)

    # ---- decisions

    def decided(self, made: str, undone: str) -> Q:
        """The rows in force; `made` and `undone` name the fields with the moments of making and of undoing."""
        if self.bound is None:
            return Q(**{f"{undone}__isnull": True})
        still = Q(**{f"{undone}__isnull": True}) | Q(**{f"{undone}__gte": self.bound})
        return still & Q(**{f"{made}__lt": self.bound})

    def begun(self, field: str) -> Q:
        """Rows with a first day that had come; those without one have always been there."""
        return Q() if self.day is None else Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lte": self.day})

    # ---- versions of returns

    @property
    def counting(self) -> Q:
        """The versions that count: submitted, and neither superseded nor taken back."""
        counted = Q(is_current=True)
        if self.bound is not None:
            counted = self.decided("submitted_at", "superseded_at") & ~Q(state="draft")
        return counted & self.accepted if self.accepted_only else counted

    @property
    def accepted(self) -> Q:
        return Q(state="accepted") if self.bound is None else Q(accepted_at__lt=self.bound)

    @property
    def replaced(self) -> Q:
        """The versions that were accepted and then corrected: a baseline may have been frozen with them."""
        if self.bound is None:
            return Q(is_current=False, accepted_at__isnull=False)
        return Q(accepted_at__lt=self.bound, superseded_at__lt=self.bound)

    @property
    def ever_accepted(self) -> Q:
        return Q(accepted_at__isnull=False) if self.bound is None else Q(accepted_at__lt=self.bound)

    def counting_sql(self, vendor: str) -> str:
        """`counting` for a statement written by hand; the moment is our own, so nothing foreign gets into it."""
        if self.bound is None:
            return f"is_current{' AND ' + self.accepted_sql(vendor) if self.accepted_only else ''}"
        at = literal(self.bound, vendor)
        counted = f"state <> 'draft' AND submitted_at < {at} AND (superseded_at IS NULL OR superseded_at >= {at})"
        return f"{counted} AND {self.accepted_sql(vendor)}" if self.accepted_only else counted

    def accepted_sql(self, vendor: str) -> str:
        """A condition that is never NULL."""
        if self.bound is None:
            return "state = 'accepted'"
        return f"(accepted_at IS NOT NULL AND accepted_at < {literal(self.bound, vendor)})"


NOW = Standing()


def literal(moment: datetime, vendor: str) -> str:
    """A moment as a statement writes it: SQLite keeps UTC as text without a zone."""
    written = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    return f"'{written}+00'" if vendor == "postgresql" else f"'{written}'"
