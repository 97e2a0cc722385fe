"""What a practice does with its returns: submitted, withdrawn, restored. Nothing is ever overwritten.

Each change is one transaction with its audit event, and puts down the recompute that it makes necessary. What others do with
them is in measures.actions.queries, acceptance and locks.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from measures.actions.altering import note_altered
from measures.actions.locks import MonthClosed, refuse_closed
from measures.actions.moving import move_return, recompute, record
from measures.actions.queries import close_all
from measures.closing import Locks, closed_words
from measures.locks import locks_of
from measures.models import MonthlyReturn, ReturnQuery
from measures.models.monthly_return import IllegalTransition
from measures.return_files.knowledge import STORED_FIELDS, line_from_dict, values_of
from measures.return_files.lines import Line
from operations import audit
from practices import clock, months
from practices.models import Organisation, Upload, Wave
from practices.uploads import receipts
from practices.uploads.actions import Overtaken
from practices.uploads.models import UploadState
from practices.uploads.problems import Level, Problem

State = MonthlyReturn.State
Outcome = ReturnQuery.Outcome
KEPT_ON_RESTORING = ("wave_id", "practice_id", "month", "upload_id", "sheet", "row_number", "confirmed_warnings")


def submit_upload(*, upload: Upload, by) -> list[MonthlyReturn]:
    """Make the lines of a ready upload the current versions, all or none, and return those that are new.

    Lines that say what is there already make no version. Raises Overtaken when another version has become current
    in the meantime (D26) or the month has closed (MonthClosed), practices.uploads.models.IllegalMove when the upload is
    not ready.
    """
    try:
        with transaction.atomic():
            return take_lines(upload, by)
    except IntegrityError as clash:
        raise Overtaken(upload.reference) from clash


def take_lines(upload: Upload, by) -> list[MonthlyReturn]:
    upload.move_to(UploadState.SUBMITTED)
    lines = [(line_from_dict(values), values["replaces"]) for values in upload.rows]
    waves = waves_of(line for line, _ in lines)
    practices = {
        practice.ods_code: practice
        for practice in Organisation.objects.filter(ods_code__in={line.practice_code for line, _ in lines})
    }
    versions = versions_of(waves.values(), practices.values(), {line.month for line, _ in lines})
    locks = locks_of(waves.values(), for_update=True)
    new, superseded = [], []
    for line, replaces in lines:
        place = waves[line.wave_code].pk, practices[line.practice_code].pk, line.month
        current = next((version for version in versions[place] if version.is_current), None)
        if (current.pk if current else None) != replaces:
            raise Overtaken(upload.reference)
        if current and values_of(current) == line.values():
            continue
        refuse_closed_line(line, locks)
        if current:
            superseded.append(current)
        latest = max((version.version for version in versions[place]), default=0)
        new.append(new_version(line, waves[line.wave_code], practices[line.practice_code], latest + 1, upload, by))
    supersede(superseded, by=by)
    MonthlyReturn.objects.bulk_create(new)
    note_altered(new, superseded)
    record_submission(upload, new, superseded, by)
    receipts.post(upload, by=by)
    return new


def waves_of(lines: Iterable[Line]) -> dict[str, Wave]:
    found = Wave.objects.filter(code__in={line.wave_code for line in lines}).select_related("programme")
    return {wave.code: wave for wave in found}


def refuse_closed_line(line: Line, locks: Locks) -> None:
    """A month may close between the check and the submission (B68)."""
    if day := locks.closed_on(line.wave_code, line.practice_code, line.month):
        raise MonthClosed(closed_words(line.month, day))


def versions_of(waves: Iterable[Wave], practices: Iterable[Organisation], some_months: Iterable):
    """All versions of the practice-months, by (wave, practice, month), in one query; held until the transaction ends.

    Whoever accepts one of them at this moment is waited for: what is accepted alters published figures. Everybody who
    holds several takes them in the order of their ids.
    """
    found = defaultdict(list)
    rows = MonthlyReturn.objects.select_for_update().order_by("pk")
    for version in rows.filter(wave__in=waves, practice__in=practices, month__in=some_months):
        found[version.wave_id, version.practice_id, version.month].append(version)
    return found


def new_version(line: Line, wave, practice, number: int, upload: Upload, by) -> MonthlyReturn:
    warnings = confirmed_warnings(upload, line)
    reasons = [warning["reason"] for warning in warnings if warning["code"] == "B70"]
    version = MonthlyReturn(
        wave=wave,
        practice=practice,
        month=line.month,
        version=number,
        upload=upload,
        sheet=line.sheet,
        row_number=line.row,
        submitted_at=clock.now(),
        submitted_by=by,
        confirmed_warnings=[warning for warning in warnings if warning["code"] != "B70"],
        correction_reason=reasons[0] if reasons else "",
        **line.values(),
    )
    version.move_to(State.SUBMITTED)
    return version


def confirmed_warnings(upload: Upload, line: Line) -> list[dict]:
    """The warnings about this line, each with the reason that the sender gave: they stay with the values (V3)."""
    problems = [Problem.from_dict(values) for values in upload.problems]
    return [
        {
            "code": problem.code,
            "field": problem.column,
            "message": problem.message,
            "reason": upload.confirmations.get(problem.key, ""),
        }
        for problem in problems
        if problem.level is Level.WARNING and problem.row == line.row
    ]


def supersede(versions: list[MonthlyReturn], *, by) -> None:
    """A later version takes their place, and answers what was asked about them."""
    now = clock.now()
    for version in versions:
        version.move_to(State.CORRECTED)
        version.superseded_at = now
    MonthlyReturn.objects.bulk_update(versions, ["state", "is_current", "superseded_at"])
    close_all(versions, Outcome.CORRECTED, by=by)


def record_submission(upload: Upload, new: list[MonthlyReturn], superseded: list[MonthlyReturn], by) -> None:
    """One event for each practice, one recompute for each wave."""
    by_practice, by_wave = defaultdict(list), defaultdict(list)
    for version in new:
        by_practice[version.practice].append(version)
        by_wave[version.wave_id].append(version)
    replaced = {(version.practice_id, version.month): version.version for version in superseded}
    for practice, versions in by_practice.items():
        audit.record(
            "return.submitted",
            by=by,
            about=upload,
            organisation=practice,
            reference=upload.reference,
            sha256=upload.sha256,
            months=[
                {
                    "month": months.period(version.month),
                    "version": version.version,
                    "replaces": replaced.get((version.practice_id, version.month)),
                    "reason": version.correction_reason,
                }
                for version in versions
            ],
        )
    for wave_id, versions in by_wave.items():
        recompute(wave_id, versions, key=f"recompute:{wave_id}:{upload.pk}", reason=f"File {upload.reference}")


@transaction.atomic
def withdraw_return(*, version: MonthlyReturn, by, reason: str) -> MonthlyReturn:
    """The practice takes back what it sent; the month has no figures until it sends again.

    Raises IllegalTransition, MonthClosed.
    """
    refuse_closed(version)
    changes = {"correction_reason": reason, "superseded_at": clock.now()}
    note_altered([version], [version])
    withdrawn = move_return(version, State.WITHDRAWN, "return.withdrawn", by=by, details={"reason": reason}, **changes)
    close_all([withdrawn], Outcome.WITHDRAWN, by=by)
    return withdrawn


@transaction.atomic
def restore_return(*, version: MonthlyReturn, by, reason: str) -> MonthlyReturn:
    """Make an earlier version's figures current again, as a new version; nothing is undone (C6).

    Raises IllegalTransition for the version that is current already, or one that was never submitted; MonthClosed.
    """
    refuse_closed(version)
    versions = list(
        MonthlyReturn.objects.select_for_update().filter(
            wave=version.wave_id, practice=version.practice_id, month=version.month
        )
    )
    earlier = next(one for one in versions if one.pk == version.pk)
    if earlier.is_current or earlier.state == State.DRAFT:
        raise IllegalTransition(f"{version} is not an earlier version")
    replaced = [one for one in versions if one.is_current]
    supersede(replaced, by=by)
    restored = MonthlyReturn(
        **{name: getattr(earlier, name) for name in (*KEPT_ON_RESTORING, *STORED_FIELDS)},
        version=max(one.version for one in versions) + 1,
        submitted_at=clock.now(),
        submitted_by=by,
        correction_reason=reason,
    )
    restored.move_to(State.SUBMITTED)
    restored.save(force_insert=True)
    note_altered([restored], replaced)
    record_restoring(restored, earlier, by)
    return restored


def record_restoring(restored: MonthlyReturn, earlier: MonthlyReturn, by) -> None:
    details = {"restores": earlier.version, "reason": restored.correction_reason}
    entry = record("return.restored", restored, by=by, **details)
    key = f"recompute:{restored.wave_id}:event:{entry.pk}"
    recompute(restored.wave_id, [restored], key=key, reason=f"return.restored {restored.practice.ods_code}")
