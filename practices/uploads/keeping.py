"""A refused file is kept for its sender to mend: which ones, how long, and when it goes.

Of most refused files nothing is kept. One that could be read as a table of its kind, whose columns were all searched, and
in which nothing was hidden or personal, waits for its sender; it goes when it has been mended, taken back, or is past its
day.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from operations import audit
from practices.uploads import storage
from practices.uploads.models import REFERENCE_ALPHABET, Upload, UploadState
from practices.uploads.problems import Problem, must_forget

KEPT_FOR = timedelta(days=14)
# Macros and links, what is hidden, and rows of somebody else's practice.
NEVER_KEPT = {"B9", "B45", "B47"}
MENDABLE = {UploadState.NEEDS_FIXING, UploadState.NEEDS_CONFIRMING}
REFERENCE = re.compile(rf"U-[{REFERENCE_ALPHABET}]{{8}}")


def is_kept(problems, context: dict) -> bool:
    """Whether a refused file waits to be mended. Without known columns nobody has looked what its columns are."""
    codes = {problem.code for problem in problems}
    return bool(context.get("headings")) and not must_forget(problems) and not codes & NEVER_KEPT


def kept_until():
    """Real time: the disk has no business clock."""
    return timezone.now() + KEPT_FOR


def carried(upload: Upload, problems) -> dict[str, str]:
    """Reasons given for what this file mends: warning's key -> reason, where the figures are what they were."""
    now = {problem.key: told(problem.as_dict()) for problem in problems}
    found = {}
    for earlier in mended_by(upload):
        before = {Problem.from_dict(values).key: told(values) for values in earlier.problems}
        same = {key for key, words in before.items() if now.get(key) == words}
        found = {key: reason for key, reason in earlier.confirmations.items() if key in same} | found
    return found


def told(values: dict) -> tuple[str, str]:
    """What a warning said, with the figures in it."""
    return values.get("message", ""), values.get("found", "")


def mended_by(upload: Upload) -> Iterator[Upload]:
    """What an upload mends, what that one had mended, and so on; of the same sender alone."""
    earlier = upload.mends
    while earlier is not None and earlier.uploaded_by_id == upload.uploaded_by_id:
        yield earlier
        earlier = earlier.mends


def named_in(name: str, *, by, kind: str) -> Upload | None:
    """The upload whose marked workbook this is, by the reference in its name: it is one that this person sent."""
    reference = REFERENCE.search(name)
    own = Upload.objects.filter(uploaded_by=by, kind=kind, state__in=MENDABLE)
    return own.filter(reference=reference[0]).first() if reference else None


@transaction.atomic
def forget_mended(upload: Upload, *, by) -> None:
    """What this upload has mended is no longer needed."""
    for earlier in mended_by(upload):
        if earlier.stored_path and earlier.state in MENDABLE:
            let_go(earlier, by=by)


def let_go(upload: Upload, *, by) -> None:
    """The file goes once this is certain; should the process die before, it is an orphan. What waited is taken back."""
    stored_path = upload.stored_path
    changes = {"stored_path": "", "kept_until": None, "rows": []}
    if upload.state != UploadState.NEEDS_FIXING:
        changes |= {"state": UploadState.WITHDRAWN, "problems": [], "context": {}}
    if Upload.objects.filter(pk=upload.pk, state=upload.state).update(**changes):
        audit.record("upload.mended", by=by, about=upload)
        transaction.on_commit(lambda: storage.remove(stored_path))


@transaction.atomic
def remove_past_keeping() -> int:
    """Remove refused files that nobody has mended in time; returns how many."""
    due = Upload.objects.filter(state=UploadState.NEEDS_FIXING, kept_until__lte=timezone.now()).exclude(stored_path="")
    paths = dict(due.values_list("pk", "stored_path"))
    for stored_path in paths.values():
        storage.remove(stored_path)
    Upload.objects.filter(pk__in=paths).update(stored_path="", kept_until=None)
    if paths:
        audit.record("upload.past_keeping", files=len(paths))
    return len(paths)
