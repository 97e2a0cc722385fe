"""What a rule that runs silently would have stopped, and whether it would have been right (V6).

Lines are counted by file: the same month sent twice is looked at twice. Of lines that were taken it is known whether they
were corrected, withdrawn or queried later; that share is shown beside the share of all other lines.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from measures.disclosure import audience_of
from measures.models import MonthlyReturn, ReturnQuery, SilentFinding
from measures.readers import reader_of
from measures.return_files.return_schema import KIND
from practices import months
from practices.models import Programme, Upload, Wave

State = MonthlyReturn.State
# A line of a file: the upload's id, the practice's id and the month.
Place = tuple[object, int, date]


@dataclass(frozen=True)
class SilentMonth:
    """Lines of one month of figures: how many the rule would have stopped, of how many that it looked at."""

    month: date
    stopped: int
    checked: int


@dataclass(frozen=True)
class Finding:
    """What would have been said of one cell. `message` is blank for whoever does not see the practice's figures exactly."""

    practice_code: str
    practice: str
    month: date
    column: str
    found_at: datetime
    message: str
    outcome: str


@dataclass(frozen=True)
class Outcomes:
    """Of so many lines that were taken, how many were corrected, withdrawn or queried later."""

    taken: int
    doubted: int


@dataclass(frozen=True)
class SilentReport:
    files: int
    lines: int
    practices: int
    checked: int
    by_month: tuple[SilentMonth, ...]
    findings: tuple[Finding, ...]
    stopped: Outcomes
    others: Outcomes


def silent_report(user, programme: Programme, code: str) -> SilentReport:
    """Over the waves and practices in this person's scope; a fixed number of queries, and one for each wave."""
    waves = {wave.code: wave for wave in Wave.objects.visible_to(user).filter(programme=programme)}
    found = SilentFinding.objects.visible_to(user).filter(wave__in=waves.values(), code=code)
    findings = list(found.select_related("practice", "wave"))
    looked_at = uploads_looked_at(code, set(waves))
    versions = versions_of(set(looked_at) | {finding.upload_id for finding in findings}, waves.values())
    flagged = {place_of(finding) for finding in findings}
    checked = sum(looked_at.values(), Counter())
    return SilentReport(
        files=len({finding.upload_id for finding in findings}),
        lines=len(flagged),
        practices=len({finding.practice_id for finding in findings}),
        checked=checked.total(),
        by_month=by_month(flagged, checked),
        findings=shown_to(user, findings, versions),
        stopped=outcomes(version for place, version in versions.items() if place in flagged),
        others=outcomes(version for place, version in versions.items() if place not in flagged),
    )


def place_of(finding: SilentFinding) -> Place:
    return finding.upload_id, finding.practice_id, finding.month


def uploads_looked_at(code: str, waves: Collection[str]) -> dict[object, Counter]:
    """Upload -> lines of these waves by month, of the files that were checked while the rule ran silently."""
    looked_at = {}
    contexts = Upload.objects.filter(kind=KIND, context__has_key="silent").values_list("pk", "context")
    for upload, context in contexts.iterator():
        counted = Counter()
        for wave in waves & context["silent"].keys():
            if code in context["silent"][wave]:
                counted.update(context["lines"][wave])
        if counted:
            looked_at[upload] = counted
    return looked_at


def versions_of(uploads: Collection, waves: Collection[Wave]) -> dict[Place, dict]:
    """What became of the lines of these files, where they were taken; one query."""
    asked = Exists(ReturnQuery.objects.filter(version=OuterRef("pk")))
    taken = MonthlyReturn.objects.filter(wave__in=waves, upload__in=uploads).annotate(asked=asked)
    rows = taken.values("upload_id", "practice_id", "month", "state", "asked")
    return {(row["upload_id"], row["practice_id"], row["month"]): row for row in rows}


def is_doubted(version: Mapping) -> bool:
    return version["asked"] or version["state"] in (State.CORRECTED, State.WITHDRAWN)


def outcomes(versions) -> Outcomes:
    doubted = [is_doubted(version) for version in versions]
    return Outcomes(len(doubted), sum(doubted))


def by_month(flagged: Collection[Place], checked: Mapping[str, int]) -> tuple[SilentMonth, ...]:
    """`checked` is by the month as files write it."""
    stopped = Counter(months.period(month) for _, _, month in flagged)
    every = sorted({*stopped, *checked})
    return tuple(SilentMonth(months.parse_period(month), stopped[month], checked.get(month, 0)) for month in every)


def shown_to(user, findings: Sequence[SilentFinding], versions: Mapping[Place, Mapping]) -> tuple[Finding, ...]:
    """Latest first. A message quotes figures: it is for whoever sees those of the practice exactly."""
    readers = {wave: reader_of(user, wave) for wave in {finding.wave for finding in findings}}
    return tuple(
        Finding(
            practice_code=finding.practice.ods_code,
            practice=finding.practice.name,
            month=finding.month,
            column=finding.column,
            found_at=finding.found_at,
            message=finding.message if sees_exactly(readers[finding.wave], finding) else "",
            outcome=outcome_words(versions.get(place_of(finding))),
        )
        for finding in findings
    )


def sees_exactly(reader, finding: SilentFinding) -> bool:
    return audience_of(reader, "practice", finding.practice.ods_code).is_exact


def outcome_words(version: Mapping | None) -> str:
    if version is None:
        return "not taken"
    if version["state"] == State.CORRECTED:
        return "corrected later"
    if version["state"] == State.WITHDRAWN:
        return "withdrawn later"
    return "queried" if version["asked"] else "stands as it was sent"
