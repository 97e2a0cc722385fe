"""What a prepared return is made of, read for one practice and month in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from measures.fields import COUNT_FIELDS
from measures.models import MonthlyReturn
from measures.prepared.comparing import Compared, compare
from measures.prepared.filling import Filled, ListSizeFound, fill
from measures.return_files.return_schema import NO_TOOL
from practices import clock, months
from practices.models import ListSize, Programme, WaveMembership
from registers.figures import KINDS_OF_RETURN
from registers.models import CodeListChoice, CoveredMonth, PracticeMonth, PracticeRegister

MONTHS_BESIDE = 3


@dataclass(frozen=True)
class Prepared:
    """One month's return of one practice. `sent` has its current versions by month, those of its first wave."""

    practice: object
    month: date
    register: PracticeRegister | None
    memberships: list[WaveMembership]
    filled: Filled
    digest: str
    size: ListSizeFound | None
    sent: Mapping[date, MonthlyReturn]
    code_list: str

    @property
    def why_not(self) -> str:
        """Why nothing can be prepared, or ""."""
        label = months.label(self.month)
        if self.register is None:
            return "Your practice keeps no register here yet. Upload a file of your register first."
        if months.last_day(self.month) >= clock.today():
            return f"{label} has not ended yet. Its return is prepared once it has."
        if not self.memberships:
            return f"Your practice takes part in no wave that collects a return for {label}."
        if not self.filled.is_counted:
            return f"No file covers {label} yet. Upload the register and the events of the month."
        return ""

    @property
    def compared(self) -> list[Compared]:
        """Beside what was sent for the month; empty when nothing was."""
        version = self.sent.get(self.month)
        return compare(self.filled.numbers, counts_of(version)) if version else []

    @property
    def severity_tool(self) -> str:
        return tool_of(self.register, self.memberships[0], self.month) if self.memberships else NO_TOOL


def counts_of(version: MonthlyReturn) -> dict[str, int]:
    return {name: getattr(version, name) for name in COUNT_FIELDS if getattr(version, name) is not None}


def prepare(practice, month: date) -> Prepared:
    """The return of a month as the register has it now; seven queries."""
    stored = PracticeMonth.objects.filter(practice=practice, month=month).first()
    memberships = taking_part(practice, month)
    size = latest_list_size(practice, month)
    return Prepared(
        practice=practice,
        month=month,
        register=PracticeRegister.objects.filter(practice=practice).first(),
        memberships=memberships,
        filled=fill(month, *((stored.figures, stored.not_available) if stored else ({}, {})), size),
        digest=stored.digest if stored else "",
        size=size,
        sent=sent_by_month(practice, memberships, month),
        code_list=code_list_of(practice, month),
    )


def taking_part(practice, month: date) -> list[WaveMembership]:
    """In which waves of monthly returns the practice may send this month."""
    found = WaveMembership.objects.filter(practice=practice, wave__programme__kind=Programme.Kind.MEASURES)
    rows = found.select_related("wave__programme", "practice").order_by("wave__code")
    return [member for member in rows if member.first_month <= month <= member.last_month]


def latest_list_size(practice, month: date) -> ListSizeFound | None:
    found = ListSize.objects.filter(practice=practice, on__lte=months.last_day(month)).order_by("-on").first()
    return ListSizeFound(found.on, found.registered, found.registered_16_64) if found else None


def sent_by_month(practice, memberships, month: date) -> dict[date, MonthlyReturn]:
    """The current versions of the month and the few before it."""
    if not memberships:
        return {}
    first = months.add_months(month, -MONTHS_BESIDE)
    found = MonthlyReturn.objects.current().filter(
        practice=practice, wave=memberships[0].wave, month__gte=first, month__lte=month
    )
    return {version.month: version for version in found.select_related("submitted_by")}


def code_list_of(practice, month: date) -> str:
    """The version by which the practice finds people in a month, "" where it has chosen none."""
    chosen = CodeListChoice.objects.filter(practice=practice, since__lte=month).order_by("-since")
    return chosen.values_list("code_list__version", flat=True).first() or ""


def tool_of(register: PracticeRegister | None, member: WaveMembership, month: date) -> str:
    """The register's tool as the return names it, where the programme uses it; else the one registered with the wave."""
    tool = register.tool_on(months.last_day(month)) if register else None
    # The two scales of HADS are one tool.
    name = tool.name.split("_")[0] if tool else ""
    return name if name in member.wave.programme.severity_tools else member.severity_tool or NO_TOOL


def months_ready(practices) -> dict[int, list[date]]:
    """Practice id -> months that have ended and of which every kind of event and the register are covered, in order."""
    found: dict[tuple[int, date], set] = {}
    rows = CoveredMonth.objects.filter(practice__in=practices, month__lt=months.first_of(clock.today()))
    for practice, month, kind in rows.order_by("practice", "month").values_list("practice_id", "month", "kind"):
        found.setdefault((practice, month), set()).add(kind)
    ready: dict[int, list[date]] = {}
    for (practice, month), kinds in found.items():
        if kinds.issuperset(KINDS_OF_RETURN):
            ready.setdefault(practice, []).append(month)
    return ready
