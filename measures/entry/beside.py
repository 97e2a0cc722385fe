"""What stands beside the cells of a return: the practice's own months before, and the wave's median of last month (C9)."""

from dataclasses import dataclass, field
from datetime import date

from measures.entry.cells import Start, start_of
from measures.entry.median import Median, medians_of
from measures.fields import COUNT_FIELDS
from measures.models import MonthlyReturn, ReturnDraft
from measures.return_files.knowledge import values_of
from practices import months
from practices.models import WaveMembership

MONTHS_BEFORE = 12


@dataclass(frozen=True)
class Sheet:
    """One practice's month on the screen, before anything is judged: who, what was sent, what is being typed."""

    membership: WaveMembership
    month: date
    sent: dict[date, MonthlyReturn] = field(default_factory=dict)
    draft: ReturnDraft | None = None

    @property
    def current(self) -> MonthlyReturn | None:
        """What was sent for this month: typing is then a correction."""
        return self.sent.get(self.month)

    @property
    def earlier(self) -> list[date]:
        """The twelve months before, the oldest first."""
        return months.month_range(months.add_months(self.month, -MONTHS_BEFORE), months.add_months(self.month, -1))

    @property
    def start(self) -> Start:
        before = self.sent.get(months.add_months(self.month, -1))
        values = [values_of(version) if version else None for version in (self.current, before)]
        return start_of(*values, self.membership.severity_tool)

    @property
    def cells(self) -> dict[str, dict]:
        """Every cell's text, who typed it and when: of the draft, or as the page opens."""
        if self.draft and self.draft.cells:
            return self.draft.cells
        return {name: {"text": text, "by": None, "at": ""} for name, text in self.start.texts.items()}

    @property
    def texts(self) -> dict[str, str]:
        return {name: cell.get("text", "") for name, cell in self.cells.items()}


def sheet_of(membership: WaveMembership, month: date) -> Sheet:
    """Two queries."""
    wave, practice = membership.wave, membership.practice
    sent = MonthlyReturn.objects.current().filter(
        wave=wave, practice=practice, month__range=(months.add_months(month, -MONTHS_BEFORE), month)
    )
    drafts = ReturnDraft.objects.filter(wave=wave, practice=practice, month=month)
    draft = drafts.select_related("updated_by", "upload").first()
    return Sheet(membership, month, {version.month: version for version in sent.select_related("submitted_by")}, draft)


def medians(sheet: Sheet) -> dict[str, Median]:
    """Field -> the wave's median in the month before, for the fields that a measure counts. One query."""
    month = months.add_months(sheet.month, -1)
    found = MonthlyReturn.objects.current().filter(wave=sheet.membership.wave, month=month)
    returns = list(found.values("practice_id", *COUNT_FIELDS))
    own = next((one for one in returns if one["practice_id"] == sheet.membership.practice_id), None)
    return medians_of(month, returns, own)
