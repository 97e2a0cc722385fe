"""What is done with a sent file, whatever its kind. What its rows become, the kind says.

The file is removed before the refusal is committed: should the process die between the two, the file is gone and the
check, run again, says so; the other way round a patient's number might stay on the disk.
"""

import uuid
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from operations import audit, jobs
from operations.models import Job
from practices import clock, stored_files
from practices.spreadsheets.tables import Limits, too_large
from practices.uploads import names, storage
from practices.uploads.keeping import carried, forget_mended, is_kept, kept_until, named_in
from practices.uploads.kinds import KINDS
from practices.uploads.models import IllegalMove, Upload, UploadState
from practices.uploads.problems import Level, Problem, error, has_errors, must_forget

# A file lies there a moment before its row is certain. With one sweep more an orphan is gone within two minutes (I6).
SPARED = timedelta(seconds=90)


class Overtaken(Exception):
    """What is there has changed since the file was checked: what it would change is to be shown anew."""


@transaction.atomic
def receive(
    *, by, kind, name, content, acting_scope="", may_send_for=(), practices=(), context=None, limits=None, mends=None
) -> Upload:
    """Store a sent file and return its upload, to be checked by a job (put_down_check).

    `content` is the bytes, or a handlers.StreamedFile, which lies on the disk already. `practices` are those that are
    known before the file is read; `mends` is the upload whose faults this file has mended. What can be seen without reading (nothing in it, too large, an identifier in its name)
    is refused at once: the upload then comes back as NEEDS_FIXING. Raises OSError when the file cannot be stored; nothing
    is kept then.
    """
    upload = Upload(
        id=uuid.uuid4(),
        kind=kind,
        uploaded_by=by,
        # Business time, as the deadlines have it; the audit trail has real time.
        uploaded_at=clock.now(),
        acting_scope=acting_scope[:200],
        may_send_for=sorted(may_send_for),
        context=context or {},
        mends=mends or named_in(name, by=by, kind=kind),
    )
    if problems := at_first_sight(name, size_of(content), limits or Limits()):
        upload.save(force_insert=True)
        upload.practices.set(practices)
        return refuse(upload, problems, by=by)
    upload.original_name, upload.size, upload.sha256 = names.cleaned(name), size_of(content), digest_of(content)
    upload.repeated_of = sent_before(upload, practices, by=by)
    upload.stored_path = storage.store(content, upload.id)
    upload.save(force_insert=True)
    upload.practices.set(practices)
    # Not the hash: the trail keeps everything for good, and the file may yet have to be forgotten.
    audit.record("upload.received", by=by, about=upload, kind=kind)
    return upload


def sent_before(upload, practices, *, by) -> Upload | None:
    """The same bytes, submitted before; where the practice is known, for that practice."""
    earlier = Upload.objects.visible_to(by).sent_before(upload)
    return (earlier.filter(practices__in=practices) if practices else earlier).first()


def size_of(content) -> int:
    return len(content) if isinstance(content, bytes) else content.size


def digest_of(content) -> str:
    return stored_files.digest(content) if isinstance(content, bytes) else content.sha256


def at_first_sight(name: str, size: int, limits: Limits) -> list[Problem]:
    if names.is_personal(name):
        message = "The name of the file contains what looks like personal data. The file was not kept. Rename it"
        return [error("E14", message, forget=True)]
    if not size:
        return [error("B2", "The selected file is empty")]
    return [too_large(size, limits)] if size > limits.bytes else []


def put_down_check(upload, *, attempt: int = 1) -> None:
    """The job that checks, once for each attempt."""
    key = f"check:{upload.pk}:{attempt}"
    jobs.enqueue(KINDS[upload.kind].check_job, key=key, payload={"upload": str(upload.pk)})


@transaction.atomic
def check_again(upload, *, by) -> Upload:
    """Look once more at a file whose check broke, or which somebody else has overtaken."""
    upload.refresh_from_db()
    if upload.may_move_to(UploadState.CHECKING):
        entry = audit.record("upload.check_again", by=by, about=upload)
        # Of one file sent ten times at once the other nine say now that it was there already (D26).
        repeated_of = sent_before(upload, upload.practices.all(), by=by)
        waiting = "Waiting to be checked again"
        upload.move_to(UploadState.CHECKING, progress=0, progress_text=waiting, repeated_of=repeated_of)
        put_down_check(upload, attempt=entry.pk)
    return upload


@transaction.atomic
def submit_to_worker(*, upload, by) -> Upload:
    """Leave the storing of a ready file to a worker (`apply_job`). Raises IllegalMove when the upload is not ready."""
    if upload.state != UploadState.READY:
        raise IllegalMove(f"{upload.reference} is not ready")
    # Business time, for the receipt.
    context = {**upload.context, "submitted_by": str(by), "submitted_at": clock.now().isoformat()}
    upload.move_to(UploadState.APPLYING, progress=0, progress_text="Waiting to be stored", context=context)
    entry = audit.record("upload.submitting", by=by, about=upload, sha256=upload.sha256)
    payload = {"upload": str(upload.pk), "by": by.pk}
    jobs.enqueue(KINDS[upload.kind].apply_job, key=f"apply:{upload.pk}:{entry.pk}", payload=payload)
    return upload


@transaction.atomic
def submit(*, upload, by) -> None:
    """As the kind submits its files; what the file has mended is forgotten. Raises IllegalMove, Overtaken."""
    KINDS[upload.kind].submit(upload=upload, by=by)
    forget_mended(upload, by=by)


@transaction.atomic
def overtaken(upload, *, by) -> Upload:
    """For the job that stores: compare once more, and say on the page why."""
    upload.context = {**upload.context, "overtaken": True}
    upload.save(update_fields=["context"])
    return check_again(upload, by=by)


def begin_checking(upload) -> bytes | None:
    """Move to CHECKING, also a second time, and return the file; None when there is nothing left to check."""
    path = begin_checking_at(upload)
    return path.read_bytes() if path else None


def begin_checking_at(upload) -> Path | None:
    """As begin_checking, for a file too large to hold: where it lies.

    A check that runs a second time leaves alone what has been submitted to a worker meanwhile.
    """
    if upload.state == UploadState.APPLYING or not upload.may_move_to(UploadState.CHECKING):
        return None
    upload.move_to(UploadState.CHECKING, progress=0, progress_text="Reading the file")
    return file_of(upload)


def begin_applying_at(upload) -> Path | None:
    """For the job that stores a file, also a second time: where it lies; None when there is nothing left to store."""
    if upload.state != UploadState.APPLYING:
        return None
    upload.move_to(UploadState.APPLYING, progress=0, progress_text="Reading the file")
    return file_of(upload)


def file_of(upload) -> Path | None:
    """Where the file lies; the upload fails when it is gone."""
    try:
        path = storage.path_of(upload.stored_path)
    except ValueError:
        path = None
    if path and path.is_file():
        return path
    fail(upload, "The file is no longer there. Send it again")
    return None


def report_progress(upload, percent: int, text: str) -> None:
    """For the page that waits; outside any transaction, so that it can be seen. Whoever does the work keeps its lease."""
    Upload.objects.filter(pk=upload.pk).update(progress=percent, progress_text=text[:200])
    jobs.extend_leases(jobs_of(upload))


def jobs_of(upload):
    """What was put down for a file: its checks, and its storing."""
    return Job.objects.filter(Q(key__startswith=f"check:{upload.pk}:") | Q(key__startswith=f"apply:{upload.pk}:"))


@transaction.atomic
def refuse(upload, problems, *, by=None, **counts) -> Upload:
    """Keep the rejection, and for a while the file, for its sender to mend (keeping.is_kept); of any other file nothing.

    Where it seemed personal, not even its name, size or hash is kept.
    """
    personal, stored_path = must_forget(problems), upload.stored_path
    kept = bool(stored_path) and is_kept(problems, counts.get("context", upload.context))
    changes = {
        "problems": [problem.as_dict() for problem in problems],
        "stored_path": stored_path if kept else "",
        "kept_until": kept_until() if kept else None,
        "rows": [],
        "notes": [],
        "progress": 100,
        "progress_text": "",
        **counts,
    }
    if personal:
        changes |= {"original_name": "", "size": 0, "sha256": "", "repeated_of": None}
    upload.move_to(UploadState.NEEDS_FIXING, **changes)
    if not kept:
        storage.remove(stored_path)
    codes = sorted({problem.code for problem in problems})
    audit.record("upload.refused", by=by or upload.uploaded_by, about=upload, codes=codes, personal=personal)
    return upload


@transaction.atomic
def checked(upload, *, rows, problems, notes=(), practices=(), **counts) -> Upload:
    """Keep the checked rows; the upload waits for its warnings to be confirmed, or is ready.

    Reasons given before for the same warnings still hold, also those given for the file that this one mends. Raises
    ValueError for problems that refuse the file.
    """
    if has_errors(problems):
        raise ValueError("a file with errors is refused, not kept")
    confirmations = {**carried(upload, problems), **upload.confirmations}
    unconfirmed = warning_keys(problems) - set(confirmations)
    upload.move_to(
        UploadState.NEEDS_CONFIRMING if unconfirmed else UploadState.READY,
        rows=list(rows),
        problems=[problem.as_dict() for problem in problems],
        confirmations=confirmations,
        notes=list(notes),
        progress=100,
        progress_text="",
        **counts,
    )
    upload.practices.set(practices)
    details = {"state": upload.state, "rows": len(upload.rows), "sha256": upload.sha256}
    audit.record("upload.checked", by=upload.uploaded_by, about=upload, **details)
    return upload


def warning_keys(problems) -> set[str]:
    return {problem.key for problem in problems if problem.level == Level.WARNING}


@transaction.atomic
def confirm(upload, *, by, reasons: dict[str, str]) -> Upload:
    """Record why each warning is right; every warning needs a reason. Raises ValueError naming the keys without one."""
    needed = warning_keys(Problem.from_dict(values) for values in upload.problems)
    given = {key: reason.strip() for key, reason in reasons.items() if key in needed and reason.strip()}
    if missing := needed - set(given):
        raise ValueError(sorted(missing))
    upload.move_to(UploadState.READY, confirmations=given)
    audit.record("upload.confirmed", by=by, about=upload, warnings=len(given))
    return upload


@transaction.atomic
def fail(upload, text: str) -> Upload:
    """The check or the storing itself broke; the file may be checked again."""
    upload.move_to(UploadState.FAILED, progress_text=text[:200])
    audit.record("upload.failed", about=upload, text=text)
    return upload


@transaction.atomic
def withdraw(upload, *, by) -> Upload:
    """The sender takes the file back before submitting; its content is removed."""
    stored_path = upload.stored_path
    context = without_differences(upload.context)
    upload.move_to(
        UploadState.WITHDRAWN, stored_path="", kept_until=None, rows=[], problems=[], confirmations={}, context=context
    )
    storage.remove(stored_path)
    audit.record("upload.withdrawn", by=by, about=upload)
    return upload


def without_differences(context: dict) -> dict:
    """What was chosen on the page, without what the file would have changed: that may tell of people."""
    return {key: value for key, value in context.items() if key != "differences"}


def remove_orphans(written_within: timedelta = timedelta.max) -> list[str]:
    """Remove files that no upload names, and return their stored paths; older ones than asked for are left.

    One is left when the process dies between storing a file and saving its upload; it may hold anything. What was written
    just now is spared, since an upload may be on its way.
    """
    # First the files, then the rows: what is certain by the time that we ask has a row.
    left = [
        path for path in sorted(storage.stored_paths(written_within)) if SPARED < storage.age(path) < written_within
    ]
    named = Upload.objects.exclude(stored_path="")
    named = named.filter(stored_path__in=left) if written_within < timedelta.max else named
    known = set(named.values_list("stored_path", flat=True)) if left else set()
    orphans = [path for path in left if path not in known]
    for path in orphans:
        storage.remove(path)
    if orphans:
        audit.record("upload.orphans_removed", files=len(orphans))
    return orphans
