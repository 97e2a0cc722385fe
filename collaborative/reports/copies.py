"""The two copies of a report, and who may read which.

The facilitator's copy (exact) is for those who look after the whole wave and still have every agreement that opened a figure in
it: an agreement that is withdrawn closes the copy at once (R5). The copy for the wave (shared) is for everybody once a second
person has released it, and for those who prepare and approve it before.
"""

import hashlib
import json
from dataclasses import replace

from accounts.permissions import Permission, has_permission_over
from collaborative.models import WorkshopReport
from collaborative.reports import snapshot
from collaborative.reports.contents import Report
from measures.readers import reader_of

EXACT, SHARED = "exact", "shared"
COPY_WORDS = {EXACT: "Facilitator's copy", SHARED: "Copy for the wave"}
# Whoever reads the facilitator's copy looks after the teams, is a partner of the agreements and prepares what is released.
LOOKS_AFTER_WAVE = (Permission.CHANGE_IMPROVEMENT_WORK, Permission.VIEW_AGREED_FIGURES, Permission.PREPARE_RELEASE)
DRAFT = "Draft"
WITHDRAWN = (
    "The facilitator's copy is closed: a practice whose exact figures are in it has ended its sharing agreement since. "
    "The copy for the wave is not affected."
)


def looks_after(user, wave) -> bool:
    return all(has_permission_over(user, permission, wave) for permission in LOOKS_AFTER_WAVE)


def prepares(user, wave) -> bool:
    return has_permission_over(user, Permission.PREPARE_RELEASE, wave)


def approves(user, wave) -> bool:
    return has_permission_over(user, Permission.APPROVE_RELEASE, wave)


def has_agreements_still(user, report: WorkshopReport) -> bool:
    return set(report.exact_of) <= reader_of(user, report.event.wave).agreed


def copies_of(user, report: WorkshopReport) -> list[str]:
    """The copies that this person may read now, the fullest first; none while the first is being made."""
    wave = report.event.wave
    if not report.shared_sha256:
        return []
    found = [EXACT] if looks_after(user, wave) and has_agreements_still(user, report) else []
    if report.is_released or prepares(user, wave) or approves(user, wave):
        found.append(SHARED)
    return found


def is_closed(user, report: WorkshopReport) -> bool:
    """Whether the facilitator's copy would be this person's to read, had no agreement been withdrawn."""
    is_made = bool(report.exact_sha256)
    return is_made and looks_after(user, report.event.wave) and not has_agreements_still(user, report)


# ---- what is in a copy


def packed(report: WorkshopReport, copy: str) -> bytes:
    return bytes(getattr(report, f"{copy}_contents"))


def contents(report: WorkshopReport, copy: str) -> Report:
    """As it is read now: of a draft with today's commentary, and marked as one; of a frozen report as it was frozen."""
    found = snapshot.unpack(packed(report, copy))
    if report.is_frozen:
        return found
    return replace(with_commentary(found, report.commentary), notice=f"{DRAFT}. {found.notice}")


def with_commentary(contents: Report, commentary: dict[str, str]) -> Report:
    pages = tuple(replace(page, commentary=commentary.get(page.key, "")) for page in contents.pages)
    return replace(contents, pages=pages)


def digest_of(report: WorkshopReport, copy: str) -> str:
    """What a file of this copy is kept under: that of the frozen contents, or of a draft with its commentary."""
    kept = getattr(report, f"{copy}_sha256")
    if report.is_frozen:
        return kept
    said = json.dumps(report.commentary, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{DRAFT}{kept}{said}".encode()).hexdigest()
