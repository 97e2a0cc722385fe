"""I5: the audit chain holds, agrees with the anchors kept elsewhere, and has an event for each change of state."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from collaborative.verifying.findings import Finding, of_rows
from measures.models import MonthlyReturn
from measures.return_files.return_schema import KIND as MONTHLY_RETURN
from operations import anchors
from operations.chain import first_break
from operations.models import AuditEvent
from practices.models import Upload
from practices.uploads.models import UploadState

EVENT = AuditEvent._meta.label
# State -> the events of which one must tell of it. What is withdrawn by the purge of old extracts is told of in one event.
UPLOADS = {
    UploadState.NEEDS_FIXING: ["upload.refused"],
    UploadState.NEEDS_CONFIRMING: ["upload.checked"],
    UploadState.READY: ["upload.checked"],
    UploadState.FAILED: ["upload.failed"],
    # A file with warnings that a mended one has taken the place of is withdrawn too.
    UploadState.WITHDRAWN: ["upload.withdrawn", "upload.mended", "upload.erased", "register.purged"],
}
RETURNS = {
    MonthlyReturn.State.QUERIED: ["return.queried"],
    MonthlyReturn.State.ACCEPTED: ["return.accepted"],
    MonthlyReturn.State.WITHDRAWN: ["return.withdrawn"],
}
# What was invented was done by nobody: one event tells of all of it.
INVENTED = ["demonstration_made", "real_example_prepared"]


def whole_and_told(anchor_file: Path | None = None) -> Iterator[Finding]:
    yield from chain_and_anchors(anchor_file)
    received = told(Upload, ["upload.received", "upload.refused"])
    is_known = KnownFiles(received, AuditEvent.objects.filter(event__in=INVENTED).exists())
    yield from untold_uploads(is_known)
    yield from untold_returns(is_known)


def chain_and_anchors(anchor_file: Path | None = None) -> Iterator[Finding]:
    """The nightly anchors, and those of a file that was kept elsewhere. Raises FileNotFoundError for one that is not there."""
    if anchor_file and not anchor_file.exists():
        raise FileNotFoundError(anchor_file)
    kept = []
    try:
        kept = [*anchors.read(), *(anchors.read(anchor_file) if anchor_file else [])]
    except ValueError as fault:
        yield Finding(str(fault), "anchors")
    if found := first_break(kept):
        yield Finding(found.what, EVENT, "" if found.row is None else str(found.row))


class KnownFiles:
    """Which files somebody sent, as the trail tells; with a demonstration in it, the others are invented."""

    def __init__(self, received: set[str], is_invented: bool):
        self.received, self.is_invented = received, is_invented

    def __call__(self, upload_id) -> bool:
        return not self.is_invented or str(upload_id) in self.received


def told(model, events: list[str]) -> set[str]:
    """The ids of the model's rows of which one of the events tells."""
    return set(of_model(model, events).values_list("about_id", flat=True))


def of_model(model, events: list[str]):
    return AuditEvent.objects.filter(about_kind=model._meta.label_lower, event__in=events).order_by()


def untold_uploads(is_known) -> Iterator[Finding]:
    received = is_known.received
    every = Upload.objects.order_by("pk")
    if not is_known.is_invented:
        yield from missing(
            Upload, every.values_list("pk", flat=True), received, "was received and no event tells of it"
        )
    purged = AuditEvent.objects.filter(event="register.purged").exists()
    for state, events in UPLOADS.items():
        rows = [pk for pk in every.filter(state=state).values_list("pk", flat=True) if is_known(pk)]
        if not (state == UploadState.WITHDRAWN and purged):
            yield from missing(Upload, rows, told(Upload, events), f"is {state} and no event tells of it")
    others = every.filter(state=UploadState.SUBMITTED).exclude(kind=MONTHLY_RETURN).values_list("pk", flat=True)
    yield from missing(
        Upload, filter(is_known, others), told(Upload, ["upload.submitted"]), "was submitted and no event tells of it"
    )


def untold_returns(is_known) -> Iterator[Finding]:
    versions = MonthlyReturn.objects.exclude(state="draft").order_by("pk")
    sent = told(Upload, ["return.submitted"])
    rows = [(pk, upload) for pk, upload in versions.values_list("pk", "upload") if is_known(upload)]
    untold = [pk for pk, upload in rows if str(upload) not in sent]
    yield from missing(
        MonthlyReturn, untold, told(MonthlyReturn, ["return.restored"]), "was submitted and no event tells of it"
    )
    known = {pk for pk, _ in rows}
    for state, events in RETURNS.items():
        in_state = [pk for pk in versions.filter(state=state).values_list("pk", flat=True) if pk in known]
        yield from missing(MonthlyReturn, in_state, told(MonthlyReturn, events), f"is {state} and no event tells of it")


def missing(model, rows: Iterable, told_of: set[str], what: str) -> list[Finding]:
    return of_rows(model, [pk for pk in rows if str(pk) not in told_of], what)
