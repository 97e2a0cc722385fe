"""The invented returns as rows and files: each stored version points to the line of a file that really holds it."""

from measures.models import MonthlyReturn
from measures.return_files.return_schema import KIND
from practices import stored_files
from practices.models import Upload
from practices.uploads import storage
from practices.uploads.models import UploadState

BATCH = 500


def make_returns(wave, plans, files, by_code, managers, facilitator):
    """Write every file, then every upload and every version. Returns the number of versions."""
    for file in files:
        write(file)
    Upload.objects.bulk_create([upload_row(file, managers) for file in files], batch_size=BATCH)
    make_upload_practices(files, by_code)
    tools = {practice.ods_code: practice.severity_tool for practice in plans}
    rows = [
        return_row(wave, file, row_number, sent, by_code, tools, managers, facilitator)
        for file in files
        for row_number, sent in file.numbered_lines()
    ]
    MonthlyReturn.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def write(file):
    """Put the file where uploads lie. Not flushed one by one, as a person's file is: it can be made again."""
    path = storage.path_of(stored_path(file))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(file.content)
    path.chmod(0o600)


def stored_path(file):
    return f"{file.id.hex[:2]}/{file.id.hex}"


def upload_row(file, managers):
    return Upload(
        id=file.id,
        kind=KIND,
        uploaded_by=managers[file.ods_code],
        uploaded_at=file.sent_at,
        acting_scope=f"Practice manager, {file.ods_code}",
        may_send_for=[file.ods_code],
        original_name=file.name,
        size=len(file.content),
        sha256=stored_files.digest(file.content),
        stored_path=stored_path(file),
        state=UploadState.SUBMITTED,
        state_since=file.sent_at,
        progress=100,
        rows_read=len(file.lines),
    )


def make_upload_practices(files, by_code):
    """Say of each file whose rows it holds."""
    link = Upload.practices.through
    link.objects.bulk_create(
        [link(upload_id=file.id, organisation_id=by_code[file.ods_code].pk) for file in files], batch_size=BATCH
    )


def return_row(wave, file, row_number, sent, by_code, tools, managers, facilitator):
    figures = sent.figures
    return MonthlyReturn(
        wave=wave,
        practice=by_code[figures.ods_code],
        month=sent.month,
        version=sent.version,
        state=sent.state,
        is_current=sent.is_current,
        **figures.counts,
        not_available=figures.not_available,
        severity_tool=tools[figures.ods_code],
        nil_return=figures.nil_return,
        extract_date=sent.extract_date,
        comment=figures.comment,
        confirmed_warnings=list(sent.confirmed),
        upload_id=file.id,
        row_number=row_number,
        created_at=sent.submitted_at,
        submitted_at=sent.submitted_at,
        submitted_by=managers[figures.ods_code],
        accepted_at=sent.accepted_at,
        accepted_by=facilitator if sent.accepted_at and not sent.accepted_by_itself else None,
        accepted_by_itself=sent.accepted_by_itself,
        superseded_at=sent.superseded_at,
        correction_reason=sent.correction_reason,
    )
