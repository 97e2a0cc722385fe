"""Send some of the invented files as a person would: received, read in a subprocess, checked, confirmed, submitted."""

from collaborative.demonstration.confirming import REASONS
from measures.actions.checking import check_return_file
from measures.actions.returns import submit_upload
from measures.return_files.return_schema import KIND
from practices.uploads import actions as uploads
from practices.uploads.models import UploadState
from practices.uploads.problems import Level, Problem


class NotSubmitted(Exception):
    """The checks refused what was meant to be a good file."""


def send(file, *, by, reasons=REASONS):
    """Submit one file by the same steps as the pages; returns its upload. Raises NotSubmitted with what was wrong.

    `reasons` are the sender's answers to warnings, by the code of the check.
    """
    upload = uploads.receive(
        by=by,
        kind=KIND,
        name=file.name,
        content=file.content,
        acting_scope=f"Practice manager, {file.ods_code}",
        may_send_for=[file.ods_code],
    )
    check_return_file(upload)
    problems = [Problem.from_dict(values) for values in upload.problems]
    if upload.state == UploadState.NEEDS_CONFIRMING:
        warnings = [problem for problem in problems if problem.level is Level.WARNING]
        uploads.confirm(upload, by=by, reasons={problem.key: reasons[problem.code] for problem in warnings})
    if upload.state != UploadState.READY:
        raise NotSubmitted(f"{file.name}: {[problem.message for problem in problems]} {upload.progress_text}")
    submit_upload(upload=upload, by=by)
    return upload
