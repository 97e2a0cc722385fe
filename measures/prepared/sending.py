"""Sending what was prepared: as a file of one row for each wave, by the very way that every other return goes."""

from datetime import date

from measures.actions.drafts import receive_rows
from measures.actions.returns import Overtaken, submit_upload
from measures.fields import COUNT_FIELDS
from measures.prepared.reading import Prepared
from measures.return_files.return_schema import CODE_LIST_COLUMN, NO, VERSION, YES, return_schema
from practices import clock, months
from practices.models import Upload
from practices.uploads.models import IllegalMove, UploadState
from registers.actions import summaries

CONTEXT = "prepared"
COLUMNS = [column.name for column in return_schema(more=[CODE_LIST_COLUMN]).columns]


def send_prepared(*, prepared: Prepared, given: dict, by, acting_scope: str) -> Upload:
    """Put the prepared figures down as a return file, to be checked by a job as any other.

    `given` has what the sender may correct: registered_all, registered_16_64 (None for not available), severity_tool and
    comment. When the check finds nothing to confirm, the job submits it (submit_when_quiet).
    """
    rows = [row_of(prepared, member, given) for member in prepared.memberships]
    name = f"{prepared.practice.ods_code}-{months.period(prepared.month)}-prepared.csv"
    replaces = prepared.sent.get(prepared.month)
    return receive_rows(
        rows=rows,
        columns=COLUMNS,
        name=name,
        practice=prepared.practice,
        context={CONTEXT: {"replaces": replaces.pk if replaces else None}},
        by=by,
        acting_scope=acting_scope,
    )


def row_of(prepared: Prepared, member, given: dict) -> dict:
    """One line of the return, by column."""
    filled = prepared.filled
    counts = {name: filled.numbers.get(name, given.get(name)) for name in COUNT_FIELDS} | {
        name: given[name] for name in ("registered_all", "registered_16_64")
    }
    reasons = {name: f"NA:{filled.not_available.get(name, 'not_collected')}" for name in COUNT_FIELDS}
    return {
        "schema_version": VERSION,
        "wave_code": member.wave.code,
        "practice_ods": prepared.practice.ods_code,
        "period": months.period(prepared.month),
        **{name: reasons[name] if value is None else value for name, value in counts.items()},
        "severity_tool": given["severity_tool"],
        "nil_return": YES if filled.is_nil else NO,
        "extract_date": extracted_on(prepared.month),
        "comment": given["comment"],
        "code_list": prepared.code_list,
    }


def extracted_on(month: date) -> date:
    """The figures are counted from the register as it stands today, which is never before the month's end."""
    return max(clock.today(), months.last_day(month))


def submit_when_quiet(upload: Upload) -> bool:
    """Submit a prepared return that its check found nothing to ask about; whether it was submitted.

    Only when it replaces what its sender saw: whoever has been overtaken looks at the differences and presses again.
    """
    seen = upload.context.get(CONTEXT)
    if seen is None or upload.state != UploadState.READY:
        return False
    if upload.rows and upload.rows[0]["replaces"] != seen["replaces"]:
        return False
    try:
        submit_upload(upload=upload, by=upload.uploaded_by)
    except (Overtaken, IllegalMove):
        upload.refresh_from_db()
        return False
    return True


def recount(practice, month: date) -> None:
    """Count the month once more from the register as it stands, so that what is sent is what is there."""
    summaries.refresh(practice, months=[month])
