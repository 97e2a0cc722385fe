"""What happens to returns: submitted, withdrawn, queried, answered, accepted. Nothing is ever overwritten.

Each change is one transaction with its audit event, and puts down the recompute that it makes necessary.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.permissions import Permission, roles_with
from measures.models import MonthlyReturn
from measures.models.monthly_return import IllegalTransition
from measures.return_files.knowledge import STORED_FIELDS, line_from_dict, values_of
from measures.return_files.lines import Line
from measures.working_days import latest_day_before
from operations import audit, jobs
from practices import clock, months
from practices.models import Grant, Organisation, Upload, Wave
from practices.uploads.actions import Overtaken
from practices.uploads.models import UploadState
from practices.uploads.problems import Level, Problem

State = MonthlyReturn.State
WORKING_DAYS_TO_QUERY = 5
KEPT_ON_RESTORING = ("wave_id", "practice_id", "month", "upload_id", "sheet", "row_number", "confirmed_warnings")


def submit_upload(*, upload: Upload, by) -> list[MonthlyReturn]:
    """Make the lines of a ready upload the current versions, all or none, and return those that are new.

    Lines that say what is there already make no version. Raises Overtaken when another version has become current
    in the meantime (D26), practices.uploads.models.IllegalMove when the upload is not ready.
    """
    try:
        with transaction.atomic():
            return take_lines(upload, by)
    except IntegrityError as clash:
        raise Overtaken(upload.reference) from clash


def take_lines(upload: Upload, by) -> list[MonthlyReturn]:
    upload.move_to(UploadState.SUBMITTED)
    lines = [(line_from_dict(values), values["replaces"]) for values in upload.rows]
    waves = {wave.code: wave for wave in Wave.objects.filter(code__in={line.wave_code for line, _ in lines})}
    practices = {
        practice.ods_code: practice
        for practice in Organisation.objects.filter(ods_code__in={line.practice_code for line, _ in lines})
    }
    versions = versions_of(waves.values(), practices.values(), {line.month for line, _ in lines})
    new, superseded = [], []
    for line, replaces in lines:
        place = waves[line.wave_code].pk, practices[line.practice_code].pk, line.month
        current = next((version for version in versions[place] if version.is_current), None)
        if (current.pk if current else None) != replaces:
            raise Overtaken(upload.reference)
        if current and values_of(current) == line.values():
            continue
        if current:
            superseded.append(current)
        latest = max((version.version for version in versions[place]), default=0)
        new.append(new_version(line, waves[line.wave_code], practices[line.practice_code], latest + 1, upload, by))
    supersede(superseded)
    MonthlyReturn.objects.bulk_create(new)
    record_submission(upload, new, superseded, by)
    return new


def versions_of(waves: Iterable[Wave], practices: Iterable[Organisation], some_months: Iterable):
    """All versions of the practice-months, by (wave, practice, month), in one query."""
    found = defaultdict(list)
    for version in MonthlyReturn.objects.filter(wave__in=waves, practice__in=practices, month__in=some_months):
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


def supersede(versions: list[MonthlyReturn]) -> None:
    now = clock.now()
    for version in versions:
        version.move_to(State.CORRECTED)
        version.superseded_at = now
    MonthlyReturn.objects.bulk_update(versions, ["state", "is_current", "superseded_at"])


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


def recompute(wave_id: int, versions: Iterable[MonthlyReturn], *, key: str, reason: str) -> None:
    """Put down the recompute of these practices' months, once for the change that `key` names."""
    versions = list(versions)
    payload = {
        "wave": wave_id,
        "practices": sorted({version.practice_id for version in versions}),
        "months": sorted({version.month.isoformat() for version in versions}),
        "reason": reason,
    }
    jobs.enqueue("measures.recompute_practice", key=key, payload=payload)


@transaction.atomic
def move_return(version: MonthlyReturn, state: State, event: str, *, by, **changes) -> MonthlyReturn:
    """Lock the return, move it, write the event and put down its recompute. Raises IllegalTransition."""
    details = {name: value for name, value in changes.pop("details", {}).items() if value}
    version = MonthlyReturn.objects.select_for_update().select_related("practice").get(pk=version.pk)
    version.move_to(state)
    for field, value in changes.items():
        setattr(version, field, value)
    version.save(update_fields=["state", "is_current", *changes])
    entry = audit.record(
        event,
        by=by,
        about=version,
        organisation=version.practice,
        month=months.period(version.month),
        version=version.version,
        **details,
    )
    key = f"recompute:{version.wave_id}:event:{entry.pk}"
    recompute(version.wave_id, [version], key=key, reason=f"{event} {version.practice.ods_code}")
    return version


def withdraw_return(*, version: MonthlyReturn, by, reason: str) -> MonthlyReturn:
    """The practice takes back what it sent; the month has no figures until it sends again."""
    changes = {"correction_reason": reason, "superseded_at": clock.now()}
    return move_return(version, State.WITHDRAWN, "return.withdrawn", by=by, details={"reason": reason}, **changes)


@transaction.atomic
def restore_return(*, version: MonthlyReturn, by, reason: str) -> MonthlyReturn:
    """Make an earlier version's figures current again, as a new version; nothing is undone (C6).

    Raises IllegalTransition for the version that is current already, or one that was never submitted.
    """
    versions = list(
        MonthlyReturn.objects.select_for_update().filter(
            wave=version.wave_id, practice=version.practice_id, month=version.month
        )
    )
    earlier = next(one for one in versions if one.pk == version.pk)
    if earlier.is_current or earlier.state == State.DRAFT:
        raise IllegalTransition(f"{version} is not an earlier version")
    supersede([one for one in versions if one.is_current])
    restored = MonthlyReturn(
        **{name: getattr(earlier, name) for name in (*KEPT_ON_RESTORING, *STORED_FIELDS)},
        version=max(one.version for one in versions) + 1,
        submitted_at=clock.now(),
        submitted_by=by,
        correction_reason=reason,
    )
    restored.move_to(State.SUBMITTED)
    restored.save(force_insert=True)
    record_restoring(restored, earlier, by)
    return restored


def record_restoring(restored: MonthlyReturn, earlier: MonthlyReturn, by) -> None:
    entry = audit.record(
        "return.restored",
        by=by,
        about=restored,
        organisation=restored.practice,
        month=months.period(restored.month),
        version=restored.version,
        restores=earlier.version,
        reason=restored.correction_reason,
    )
    key = f"recompute:{restored.wave_id}:event:{entry.pk}"
    recompute(restored.wave_id, [restored], key=key, reason=f"return.restored {restored.practice.ods_code}")


def query_return(*, version: MonthlyReturn, by, question: str) -> MonthlyReturn:
    """The facilitator asks about a figure; the return counts on, but is not accepted by itself."""
    return move_return(version, State.QUERIED, "return.queried", by=by, details={"question": question})


def answer_query(*, version: MonthlyReturn, by, answer: str) -> MonthlyReturn:
    """The practice stands by its figures and says why."""
    return move_return(version, State.SUBMITTED, "return.answered", by=by, details={"answer": answer})


def accept_return(*, version: MonthlyReturn, by) -> MonthlyReturn:
    """A second person finds the figures good. Raises PermissionDenied for whoever could have sent them (D17)."""
    refuse_own(by, [version.practice_id])
    changes = {"accepted_at": clock.now(), "accepted_by": by}
    return move_return(version, State.ACCEPTED, "return.accepted", by=by, **changes)


def refuse_own(by, practice_ids: Iterable[int]) -> None:
    """Whatever scope is chosen: nobody accepts the return of a practice for which they may send one."""
    senders = Grant.objects.in_force().filter(person=by, role__in=roles_with(Permission.SEND_RETURN))
    if senders.filter(organisation__in=practice_ids).exists():
        raise PermissionDenied("Nobody accepts a return of their own practice")


@transaction.atomic
def accept_clean_of_month(*, wave: Wave, month, practices, by) -> list[MonthlyReturn]:
    """All returns of the month that came without a warning; those with one are held back for a look."""
    clean = clean_returns().filter(wave=wave, month=month, practice__in=practices)
    versions = list(clean.select_for_update(of=("self",)).select_related("practice"))
    refuse_own(by, {version.practice_id for version in versions})
    return accept_all(versions, by=by)


@transaction.atomic
def accept_clean_returns() -> list[MonthlyReturn]:
    """Accept what was submitted without a warning and not queried for five whole working days. Safe to run twice."""
    last_day = latest_day_before(clock.today(), WORKING_DAYS_TO_QUERY)
    end = clock.now().replace(year=last_day.year, month=last_day.month, day=last_day.day, hour=23, minute=59, second=59)
    waiting = clean_returns().filter(submitted_at__lte=end)
    versions = list(waiting.select_for_update(of=("self",)).select_related("practice", "wave"))
    return accept_all(versions, by=None)


def clean_returns():
    return MonthlyReturn.objects.current().filter(state=State.SUBMITTED, confirmed_warnings=[])


def accept_all(versions: list[MonthlyReturn], *, by) -> list[MonthlyReturn]:
    """Accept many at once: an event for each return, one recompute for each wave; by None is by themselves."""
    entry, by_wave, now = None, defaultdict(list), clock.now()
    for version in versions:
        version.move_to(State.ACCEPTED)
        version.accepted_at, version.accepted_by, version.accepted_by_itself = now, by, by is None
        entry = audit.record(
            "return.accepted",
            by=by,
            about=version,
            organisation=version.practice,
            month=months.period(version.month),
            version=version.version,
            by_itself=by is None,
        )
        by_wave[version.wave_id].append(version)
    MonthlyReturn.objects.bulk_update(
        versions, ["state", "is_current", "accepted_at", "accepted_by", "accepted_by_itself"], batch_size=500
    )
    for wave_id, accepted in by_wave.items():
        reason = f"{len(accepted)} returns accepted"
        recompute(wave_id, accepted, key=f"recompute:{wave_id}:event:{entry.pk}", reason=reason)
    return versions
