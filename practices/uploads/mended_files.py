"""A refused file that waits to be mended: whether and to whom it is open, and how it goes in again."""

from dataclasses import dataclass
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from operations import audit
from practices.models import Organisation
from practices.spreadsheets.tables import Limits, Table
from practices.stored_files import digest
from practices.uploads import actions, storage
from practices.uploads.keeping import MENDABLE
from practices.uploads.kinds import KINDS
from practices.uploads.models import Upload, UploadState
from practices.uploads.pages import all_problems, problems_of
from practices.uploads.problems import Level, Problem
from practices.uploads.reading import read_whole_table
from practices.uploads.schema import FileSchema
from practices.uploads.written import workbook_of

# What a check writes into the context: of the mended file it is found anew.
FOUND_BY_CHECK = {"headings", "months", "differences", "overtaken"}
FEW_CELLS = 20


@dataclass(frozen=True)
class WaysToMend:
    """What the page of a refused file offers. Without `in_grid`, `why_not` says what must be done in a spreadsheet program."""

    cells: int
    days_kept: int
    in_grid: bool
    why_not: str

    @property
    def grid_is_quicker(self) -> bool:
        return self.in_grid and self.cells <= FEW_CELLS


def may_still_send(user, upload: Upload) -> bool:
    """Whether everything that the file was sent for is in this person's hands today: what is kept opens to nobody else."""
    kind = KINDS[upload.kind]
    if kind.sends_for:
        codes = kind.sends_for(user, upload)
    else:
        codes = Organisation.objects.visible_to(user, kind.send).values_list("ods_code", flat=True)
    return set(upload.may_send_for) <= set(codes)


def waits_for(user, upload: Upload) -> bool:
    """Whether the file is there, for its sender, to be mended, and no larger than a workbook that can come in again."""
    rows = upload.rows_read + upload.rows_refused + upload.rows_ignored
    fits = upload.size <= Limits().bytes and rows <= Limits().rows
    is_kept = upload.state in MENDABLE and upload.stored_path and upload.context.get("headings")
    return bool(is_kept) and fits and upload.uploaded_by_id == user.pk


def ways_to_mend(user, upload: Upload) -> WaysToMend | None:
    """None where nothing of the file is kept for this person, or it is too large to go back as a workbook."""
    if not (waits_for(user, upload) and may_still_send(user, upload)):
        return None
    problems = [problem for problem in problems_of(upload) if problem.level is not Level.ACCEPTED]
    whole = [problem for problem in problems if problem.level is Level.ERROR and is_of_the_whole(problem)]
    cells = {(problem.row, problem.column) for problem in problems if problem.row and not is_of_the_whole(problem)}
    why_not = f"{whole[0].message}: this can only be mended in the file itself" if whole else ""
    return WaysToMend(len(cells), days_left(upload), bool(cells) and not whole, why_not)


def is_of_the_whole(problem: Problem) -> bool:
    """No cell can mend it: a column that is missing, cells that are merged."""
    return not problem.column and problem.row in (None, 1)


def days_left(upload: Upload) -> int:
    """Whole days, the last one included; 0 for a file that is kept as any that waits to be submitted."""
    return (upload.kept_until - timezone.now()).days + 1 if upload.kept_until else 0


def read_again(upload: Upload) -> tuple[Table, FileSchema] | None:
    """The file as it was sent, in a process of its own; None when it is gone or cannot be read."""
    schema = KINDS[upload.kind].schema(upload)
    try:
        content = storage.read(upload.stored_path)
    except (FileNotFoundError, ValueError):
        return None
    table = read_whole_table(content, upload.original_name, schema)
    return (table, schema) if table else None


def headings_of(upload: Upload) -> dict[str, list[str]]:
    return upload.context["headings"]


def listed(upload: Upload) -> tuple[list[Problem], tuple]:
    """The problems, and the rows by which a file lists them; in the same order."""
    return problems_of(upload), all_problems(upload)


# The file that was mended in the grid


def mendings(upload: Upload):
    """What was sent to mend this file, the newest first."""
    return upload.mended_by.exclude(state=UploadState.WITHDRAWN).order_by("-uploaded_at", "-state_since")


class MendedMeanwhile(Exception):
    """Somebody has mended the file since the grid was opened: `args[0]` is the upload that did."""


@transaction.atomic
def receive_mended(*, by, upload: Upload, table: Table, schema: FileSchema, seen: int) -> Upload:
    """The mended table as a file of the same kind, for the same practices, checked as any other.

    `seen` is how many mendings there were when the grid was opened. The same file again, as by a double click, is the
    upload that it became. Raises MendedMeanwhile.
    """
    Upload.objects.select_for_update().get(pk=upload.pk)
    content = workbook_of(table, schema, headings_of(upload))
    if same := mendings(upload).filter(sha256=digest(content)).first():
        return same
    if mendings(upload).count() != seen:
        raise MendedMeanwhile(mendings(upload).first())
    mended = actions.receive(
        by=by,
        kind=upload.kind,
        name=f"{PurePath(upload.original_name).stem}.xlsx",
        content=content,
        acting_scope=upload.acting_scope,
        may_send_for=upload.may_send_for,
        practices=upload.practices.all(),
        context={key: value for key, value in upload.context.items() if key not in FOUND_BY_CHECK},
        limits=KINDS[upload.kind].limits,
        mends=upload,
    )
    audit.record("upload.mended_in_grid", by=by, about=mended, mends=upload.reference)
    if mended.state == UploadState.RECEIVED:
        actions.put_down_check(mended)
    return mended
