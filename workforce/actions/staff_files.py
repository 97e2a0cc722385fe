"""Staff files: read, checked, compared with the roster, and stored on somebody's word; the roster as a file that goes in again.

Between the check and the storing nothing of the rows is kept beside the file itself: it is read again, compared again, and
stored only when what it changes is still what was shown. Pay and reasons of leaving reach no event and no job.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from operations import audit
from practices.models import Organisation, Programme, Upload
from practices.uploads import actions as uploads
from practices.uploads import receipts
from practices.uploads.actions import Overtaken
from practices.uploads.differences import Difference, Kind
from practices.uploads.models import IllegalMove, UploadState
from practices.uploads.problems import Problem, error, has_errors, in_order
from practices.uploads.reading import read_file
from practices.uploads.rows import Reading
from practices.uploads.template import csv_template, xlsx_template
from workforce.actions.holdings import ERASED
from workforce.actions.last_posts import end_supervision
from workforce.erasures import ERASED_NUMBER, erased_numbers
from workforce.files.staff_checks import check_lines
from workforce.files.staff_differences import Plan, rows_of
from workforce.files.staff_knowledge import knowledge_for, stored_roster
from workforce.files.staff_lines import Line, LineReader
from workforce.files.staff_schema import KIND, NOTES, staff_schema
from workforce.files.staff_scope import leads_whole, trusts_to_send_for
from workforce.files.staff_storing import store
from workforce.jobs.recompute import put_down
from workforce.models import Post, Worker, WorkforceProgramme

COUNTS = ("rows_read", "rows_refused", "rows_ignored")
# Rows of each kind that the page shows.
EXAMPLES = 100
PERSONAL = {"B90"}


@transaction.atomic
def receive_staff_file(*, by, programme: Programme, file, acting_scope: str) -> Upload:
    """Store the file and put down its check; what can be refused at sight comes back refused."""
    is_whole = leads_whole(by, programme)
    upload = uploads.receive(
        by=by,
        kind=KIND,
        name=file.name,
        content=file.read(),
        acting_scope=acting_scope,
        may_send_for=trusts_to_send_for(by, programme).values_list("ods_code", flat=True),
        context={"programme": programme.pk, "slug": programme.slug, "by_trust": not is_whole},
    )
    if upload.state == UploadState.RECEIVED:
        uploads.put_down_check(upload)
    return upload


def programme_of(upload: Upload) -> Programme:
    return Programme.objects.get(pk=upload.context["programme"])


# The check


@dataclass(frozen=True)
class Found:
    problems: list[Problem]
    notes: list[str]
    plan: Plan


def check_staff_file(upload: Upload) -> Upload:
    """Check one upload to the end; safe to run twice, and by two workers at once."""
    try:
        content = uploads.begin_checking(upload)
        if content is not None:
            conclude(upload, read_file(content, upload.original_name, staff_schema()))
    except IllegalMove:
        upload.refresh_from_db()
    return upload


def conclude(upload: Upload, reading: Reading) -> Upload:
    counts = {name: getattr(reading, name) for name in COUNTS}
    counts["context"] = {**uploads.without_differences(upload.context), "headings": reading.headings}
    if reading.is_refused:
        return uploads.refuse(upload, reading.problems, **counts)
    uploads.report_progress(upload, 40, f"Checking {len(reading.rows):,} rows")
    found = find(upload, reading)
    if has_errors(found.problems):
        return refuse(upload, found, counts)
    uploads.report_progress(upload, 80, "Comparing with what is there")
    counts["context"]["differences"] = shown(found.plan)
    practices = Organisation.objects.filter(ods_code__in={line.get("commissioner") for line in found.plan.lines})
    details = {"rows": [], "problems": found.problems, "notes": found.notes, "practices": practices}
    return uploads.checked(upload, **details, **counts)


def find(upload: Upload, reading: Reading) -> Found:
    """Every problem of the rows at once, and what they would change."""
    reader = LineReader(staff_schema(), reading.sheet)
    lines = reader.read(reading.rows)
    codes = upload.may_send_for
    knowledge = knowledge_for(
        programme_of(upload),
        lines,
        codes=codes,
        is_whole=not upload.context["by_trust"],
        signed_in_for=", ".join(codes) if 0 < len(codes) <= 5 else upload.acting_scope or "no PCT",
    )
    of_rows, plan = check_lines(lines, knowledge)
    foreign = {line.row for line in lines if line.get("commissioner") and line.get("commissioner") not in codes}
    cells = [problem for problem in reader.problems if problem.row not in foreign]
    again = [*erased_again(programme_of(upload), lines), *erased_changed(programme_of(upload), plan)]
    problems = in_order([*without_names(reading.problems), *cells, *of_rows, *again])
    return Found(problems, [*reading.notes, *reader.notes], plan)


def erased_again(programme: Programme, lines: list[Line]) -> list[Problem]:
    """People whose record was erased, once each: they do not come back by a file."""
    first = {line.get("staff_number"): line for line in reversed(lines)}
    found = [first[number].at("staff_number") for number in erased_numbers(programme, first)]
    return [error("B112", ERASED_NUMBER, fix="Take the rows out of the file", **where) for where in found]


def erased_changed(programme: Programme, plan: Plan) -> list[Problem]:
    """What would be written of records that name nobody any more, once each: their rows go in as they came out, or not at all."""
    erased = Worker.objects.filter(programme=programme, erased_on__isnull=False).values_list("staff_number", flat=True)
    changed = {*plan.workers.all, *(key[1] for key in plan.holdings.all), *(key[1] for key, _ in plan.terms.all)}
    found = changed & set(erased)
    first = {line.holding[1]: line for line in reversed(plan.lines) if line.holding[1] in found}
    return [
        error("B112", ERASED, fix="Take the rows out of the file", **line.at("staff_number")) for line in first.values()
    ]


def without_names(problems: list[Problem]) -> list[Problem]:
    """A title in the column of names is where it belongs."""
    return [problem for problem in problems if not (problem.code in PERSONAL and problem.column == "name")]


@transaction.atomic
def refuse(upload: Upload, found: Found, counts: dict) -> Upload:
    """Refuse the whole file. A file for a PCT that the sender does not lead leaves an event of its own (B47)."""
    refused = len({problem.row for problem in found.problems if problem.level == "E" and problem.row})
    others = sorted({problem.found for problem in found.problems if problem.code == "B47"})
    if others:
        audit.record("upload.wrong_practice", by=upload.uploaded_by, about=upload, codes=others)
    counts = counts | {"rows_read": counts["rows_read"] - refused, "rows_refused": counts["rows_refused"] + refused}
    return uploads.refuse(upload, found.problems, **counts)


def shown(plan: Plan) -> dict:
    """What the page shows until the file is submitted or taken back: then it is gone."""
    examples = {kind.value: [example(*one) for one in plan.some(kind, EXAMPLES)] for kind in (Kind.ADDED, Kind.CHANGED)}
    return {"summary": plan.summary, "digest": plan.digest, "examples": examples}


def example(line: Line, row: Difference) -> dict:
    changes = [[one.field, one.old or "", one.new or ""] for one in row.changes]
    return {"row": line.row, "key": list(row.key), "changes": changes}


# The storing


def apply_staff_file(upload: Upload, *, by) -> Upload:
    """Store what a confirmed file changes, all or nothing; safe to run twice. Overtaken, it is compared once more."""
    try:
        path = uploads.begin_applying_at(upload)
        if path is not None:
            reading = read_file(path, upload.original_name, staff_schema())
            uploads.report_progress(upload, 40, "Storing")
            store_reading(upload, reading, by=by)
    except (Overtaken, IntegrityError):
        upload.refresh_from_db()
        if upload.state == UploadState.APPLYING:  # else another worker was quicker, and it is stored
            uploads.overtaken(upload, by=by)
    except IllegalMove:
        upload.refresh_from_db()
    return upload


@transaction.atomic
def store_reading(upload: Upload, reading: Reading, *, by) -> None:
    """Under the programme's lock. Raises Overtaken when the file would change something else than was shown."""
    programme = programme_of(upload)
    WorkforceProgramme.objects.get_or_create(programme=programme)
    hold_roster(programme)
    found = None if reading.is_refused else find(upload, reading)
    was_shown = upload.context.get("differences", {}).get("digest")
    if found is None or has_errors(found.problems) or found.plan.digest != was_shown:
        raise Overtaken(upload.reference)
    store(programme, found.plan, by=by)
    end_supervision_of(programme, found.plan)
    finish(upload, programme, found.plan.summary, by=by)


def hold_roster(programme: Programme) -> None:
    """Posts before people, and both in the order of their ids, as the forms do: nobody changes what is about to be compared."""
    list(WorkforceProgramme.objects.select_for_update().filter(programme=programme))
    for model in (Post, Worker):
        rows = model.objects.select_for_update().filter(programme=programme).order_by("pk")
        list(rows.values_list("pk", flat=True))


def end_supervision_of(programme: Programme, plan: Plan) -> None:
    """Of those whose last day is new."""
    left = {key[1] for key, values in plan.holdings.all.items() if values["end"]}
    people = Worker.objects.filter(programme=programme, arrangements__isnull=False).distinct()
    numbers = people.values_list("staff_number", "pk")
    end_supervision([worker for staff_number, worker in numbers if staff_number in left])


def finish(upload: Upload, programme: Programme, summary: dict[str, int], *, by) -> None:
    """What would change was there to be looked at before: with the submission it goes."""
    kept = {key: value for key, value in upload.context.items() if key not in ("differences", "overtaken")}
    context = {**kept, "differences": {"summary": summary}}
    upload.move_to(UploadState.SUBMITTED, context=context, progress=100, progress_text="")
    details = {"kind": KIND, "programme": programme.slug, "counts": summary, "sha256": upload.sha256}
    audit.record("upload.submitted", by=by, about=upload, **details)
    receipts.post(upload, by=by)
    if summary["added"] or summary["changed"]:
        put_down(programme)


# The way out


@transaction.atomic
def write_roster(*, by, programme: Programme, extension: str) -> bytes:
    """The roster of what this person leads, in the columns of the staff file; that it was taken is an event."""
    codes = None if leads_whole(by, programme) else trusts_led(by, programme)
    rows = rows_of(stored_roster(programme, codes))
    audit.record("roster.exported", by=by, about=programme, programme=programme.slug, rows=len(rows), format=extension)
    return as_file(rows, extension)


def trusts_led(by, programme: Programme) -> list[str]:
    return list(trusts_to_send_for(by, programme).values_list("ods_code", flat=True))


def as_file(rows: list[dict], extension: str) -> bytes:
    """A staff file with these rows; without any the empty template."""
    schema = staff_schema()
    return csv_template(schema, rows) if extension == "csv" else xlsx_template(schema, rows, notes=NOTES)
