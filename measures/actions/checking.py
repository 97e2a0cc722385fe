"""Checks a sent return file: read, compared with what is known, kept whole or refused whole."""

from dataclasses import dataclass, field

from django.db import transaction

from measures.actions.rules import keep_silent_findings, silent_context
from measures.return_files.knowledge import knowledge_for, line_as_dict, memberships_of, open_months
from measures.return_files.line_reading import LineReader, practice_codes
from measures.return_files.lines import Knowledge, Line
from measures.return_files.return_schema import CODE_LIST_COLUMN, KIND, NO_TOOL, USUAL_TOOLS, return_schema
from measures.return_files.validation import look_at
from operations import audit
from practices import months
from practices.models import Organisation, Programme, Upload
from practices.uploads import actions as uploads
from practices.uploads.models import IllegalMove, UploadState
from practices.uploads.problems import Problem, has_errors, in_order
from practices.uploads.reading import read_file
from practices.uploads.rows import Reading


@dataclass
class Checked:
    """What checking found: lines and what is known, when the file could be read at all; problems and notes."""

    problems: list[Problem]
    notes: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    knowledge: Knowledge | None = None
    silent: list[Problem] = field(default_factory=list)


def check_return_file(upload: Upload) -> Upload:
    """Check one upload to the end; safe to run twice, and by two workers at once."""
    try:
        content = uploads.begin_checking(upload)
        if content is not None:
            conclude(upload, read_file(content, upload.original_name, schema_of_programmes()))
    except IllegalMove:
        upload.refresh_from_db()
    return upload


def schema_of_programmes():
    """One schema for every file: whether a tool is one of its programme's is asked of each line."""
    tools = {tool for tools in Programme.objects.values_list("severity_tools", flat=True) for tool in tools}
    return return_schema(sorted({*tools, *USUAL_TOOLS} - {NO_TOOL}), more=[CODE_LIST_COLUMN])


def conclude(upload: Upload, reading: Reading) -> Upload:
    counts = {name: getattr(reading, name) for name in ("rows_read", "rows_refused", "rows_ignored")}
    counts["context"] = {**upload.context, "headings": reading.headings}
    if reading.is_refused:
        return uploads.refuse(upload, reading.problems, **counts)
    uploads.report_progress(upload, 40, f"Checking {len(reading.rows)} rows")
    found = check_rows(upload, reading)
    counts["context"] |= {"months": months_of_problems(found), **silent_context(found.lines, found.knowledge)}
    if has_errors(found.problems):
        return refuse(upload, found, counts)
    uploads.report_progress(upload, 80, "Comparing with what is there")
    rows = [line_as_dict(line, found.knowledge.stored(line)) for line in found.lines]
    practices = Organisation.objects.filter(ods_code__in=practice_codes(found.lines))
    with transaction.atomic():
        keep_silent(upload, found)
        return uploads.checked(
            upload, rows=rows, problems=found.problems, notes=found.notes, practices=practices, **counts
        )


def keep_silent(upload: Upload, found: Checked) -> None:
    """Beside what the sender is told, never among it (V6)."""
    keep_silent_findings(upload=upload, findings=found.silent, lines=found.lines, knowledge=found.knowledge)


def months_of_problems(found: Checked) -> dict[str, str]:
    """Row -> month of the rows with a problem: what is known of them once the rows themselves are forgotten."""
    rows = {problem.row for problem in found.problems}
    return {str(line.row): months.period(line.month) for line in found.lines if line.month and line.row in rows}


def check_rows(upload: Upload, reading: Reading) -> Checked:
    """Every problem of the rows at once (V1). A file without any row for the sender is asked about once (C13)."""
    open_now = open_months(memberships_of(upload.may_send_for))
    reader = LineReader(schema_of_programmes(), reading.sheet, open_now)
    lines = reader.read(reading.rows)
    knowledge = knowledge_for(
        practice_codes(lines), may_send_for=upload.may_send_for, signed_in_for=signed_in_for(upload)
    )
    keep_code_lists(lines, knowledge)
    foreign = {line.row for line in lines if line.practice_code in knowledge.others}
    cells = [problem for problem in reader.problems if problem.row not in foreign]
    looked_at = look_at(lines, knowledge)
    problems = [*reading.problems, *cells, *looked_at.problems]
    return Checked(in_order(problems), [*reading.notes, *reader.notes], lines, knowledge, looked_at.silent)


def keep_code_lists(lines: list[Line], knowledge: Knowledge) -> None:
    """A file without the column says nothing about the code list: a month keeps what was said of it before."""
    for line in lines:
        stored = knowledge.stored(line)
        if line.code_list is None and stored:
            line.code_list = stored.values.get("code_list", "")


def signed_in_for(upload: Upload) -> str:
    codes = upload.may_send_for
    return ", ".join(codes) if 0 < len(codes) <= 5 else upload.acting_scope or "no practice"


@transaction.atomic
def refuse(upload: Upload, found: Checked, counts: dict) -> Upload:
    """Refuse the whole file. A file for somebody else's practice leaves an event of its own (B47)."""
    refused = len({problem.row for problem in found.problems if problem.level == "E" and problem.row})
    others = sorted({problem.found for problem in found.problems if problem.code == "B47"})
    if others:
        audit.record("upload.wrong_practice", by=upload.uploaded_by, about=upload, codes=others)
    keep_silent(upload, found)
    counts = counts | {"rows_read": counts["rows_read"] - refused, "rows_refused": refused}
    return uploads.refuse(upload, found.problems, **counts)


@transaction.atomic
def receive_return_file(*, by, file, acting_scope: str, practices, context: dict | None = None) -> Upload:
    """Store the file and put down its check; what can be refused at sight comes back refused. `practices`: the scope."""
    upload = uploads.receive(
        by=by,
        kind=KIND,
        name=file.name,
        content=file.read(),
        acting_scope=acting_scope,
        may_send_for=practices.values_list("ods_code", flat=True),
        context=context,
    )
    if upload.state == UploadState.RECEIVED:
        uploads.put_down_check(upload)
    return upload
