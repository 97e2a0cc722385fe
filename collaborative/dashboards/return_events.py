"""What happened to a wave's returns between two days, in words: what a figure was revised by."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from collaborative.dashboards.gathering import Gathered
from measures.computing.standing import Standing
from measures.models import MonthlyReturn, Series
from practices import months
from practices.wording import counted

LATE, RETURNED, CORRECTED, WITHDRAWN, ACCEPTED = "late return", "return", "correction", "withdrawal", "acceptance"
OTHERWISE = "a change of members, of parents, of targets or of where a series is cut"
FIELDS = (
    "practice_id",
    "month",
    "version",
    "state",
    "submitted_at",
    "superseded_at",
    "accepted_at",
    "correction_reason",
)


@dataclass(frozen=True)
class Happened:
    """One thing that happened to a practice's month; `reason` is what a person wrote, for the practice and its partners."""

    practice: int
    month: date
    what: str
    reason: str = ""

    @property
    def words(self) -> str:
        return f"{self.what}: {self.reason}" if self.reason else self.what


class Events:
    """All that happened to the returns of a wave between the ends of two days."""

    def __init__(self, happened: Iterable[Happened]):
        self.by_month = defaultdict(list)
        for one in happened:
            self.by_month[one.month].append(one)

    def of(self, gathered: Gathered, level: str, organisation, is_exact: bool) -> Callable[[list[date]], str]:
        """A function from months to why figures of this place changed in them. An acceptance changes no month's figure; it
        fixes the baseline.

        Of a total the kinds are counted: who sent what is for those who may open the practice.
        """
        members = members_at(gathered, level, organisation)

        def why(some: list[date], *, with_acceptance: bool = False) -> str:
            happened = [one for month in some for one in self.by_month[month] if members(one.practice, month)]
            found = [one for one in happened if with_acceptance or one.what != ACCEPTED]
            if level == Series.Level.PRACTICE:
                words = [one.words if is_exact else one.what for one in found]
                return "; ".join(dict.fromkeys(words)) or OTHERWISE
            counts = Counter(one.what for one in found)
            return ", ".join(counted(count, what) for what, count in counts.items()) or OTHERWISE

        return why


def members_at(gathered: Gathered, level: str, organisation) -> Callable[[int, date], bool]:
    match level:
        case Series.Level.WAVE:
            return lambda practice, month: True
        case Series.Level.PRACTICE:
            return lambda practice, month: practice == organisation.pk
    return lambda practice, month: gathered.parent_in(practice, month) == organisation


def read_events(wave, before: Standing, after: Standing) -> Events:
    """One query: the versions to which something happened after the first day and until the second."""
    low, high = before.bound, after.bound
    touched = Q()
    for name in ("submitted_at", "superseded_at", "accepted_at"):
        touched |= Q(**{f"{name}__gte": low, f"{name}__lt": high})
    rows = MonthlyReturn.objects.filter(touched, wave=wave).order_by("submitted_at", "version")
    return Events(one for row in rows.values(*FIELDS) for one in happened_to(row, low, high))


def happened_to(row: dict, low, high) -> Iterable[Happened]:
    """What the times of one version say; that one was superseded, its successor says."""

    def within(name):
        return row[name] is not None and low <= row[name] < high

    place = row["practice_id"], row["month"]
    is_withdrawn = row["state"] == MonthlyReturn.State.WITHDRAWN
    if within("submitted_at"):
        first = LATE if row["submitted_at"] > months.due_at(row["month"]) else RETURNED
        reason = "" if is_withdrawn else row["correction_reason"]
        yield Happened(*place, first if row["version"] == 1 else CORRECTED, reason)
    if is_withdrawn and within("superseded_at"):
        yield Happened(*place, WITHDRAWN, row["correction_reason"])
    if within("accepted_at"):
        yield Happened(*place, ACCEPTED)
