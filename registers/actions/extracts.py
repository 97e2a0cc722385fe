"""Extracts of the clinical system: read, checked, compared with what is stored, and stored on somebody's word.

Between the check and the storing nothing of the rows is kept beside the file itself: it is read again, compared again,
and stored only when what it changes is still what was shown.
"""

from django.db import transaction

from operations import audit
from practices.uploads import actions as uploads
from practices.uploads import receipts
from practices.uploads.actions import Overtaken
from practices.uploads.columns import Columns
from practices.uploads.columns_reading import read_columns
from practices.uploads.models import IllegalMove, Upload, UploadState
from practices.uploads.problems import has_errors, in_order
from practices.uploads.schema import FileSchema
from registers.actions import standings, summaries
from registers.actions.care_steps import end_care
from registers.actions.raw_files import forget_if_erased
from registers.actions.settings import register_of
from registers.files.profiled import in_our_words
from registers.files.schemas import REGISTER, extract_schema
from registers.models import CoveredMonth, ImportProfile, PracticeRegister, RegisterEntry
from registers.profiles import Profile, schema_with
from registers.storing import events, register

COUNTS = ("rows_read", "rows_refused", "rows_ignored")


def files_of(upload):
    """The module that knows this kind of file."""
    return register if upload.kind == REGISTER else events


def check_extract(upload: Upload) -> Upload:
    """Check one upload to the end; safe to run twice, and by two workers at once."""
    try:
        path = uploads.begin_checking_at(upload)
        if path is not None and not unchanged_at_once(upload):
            conclude(upload, read(upload, path))
    except IllegalMove:
        upload.refresh_from_db()
    return upload


def read(upload: Upload, path) -> Columns:
    """The file as columns, in our words; with the import profile that its sender chose."""
    theirs = profile_of(upload)
    columns = read_columns(path, upload.original_name, schema_of(upload, theirs))
    return in_our_words(without_unused(columns), extract_schema(upload.kind), theirs) if theirs else columns


def profile_of(upload: Upload) -> Profile | None:
    """The import profile that the sender chose."""
    profile = ImportProfile.objects.filter(pk=upload.context.get("profile")).first()
    return profile and profile.as_profile()


def schema_of(upload: Upload, theirs: Profile | None = None) -> FileSchema:
    """By which the file is read: in the words of the sender's profile, if there is one."""
    schema, theirs = extract_schema(upload.kind), theirs or profile_of(upload)
    return schema_with(schema, theirs) if theirs else schema


def without_unused(columns: Columns) -> Columns:
    """A system's own export has columns that we do not need: with a profile that is said, and not to be confirmed."""
    unused = [problem.column for problem in columns.problems if problem.code == "B40"]
    if unused and not columns.forget:
        columns.problems = [problem for problem in columns.problems if problem.code != "B40"]
        columns.notes.append(f"Not used: {', '.join(unused)}")
    return columns


def conclude(upload: Upload, columns: Columns) -> Upload:
    counts = {name: getattr(columns, name) for name in COUNTS}
    context = {key: value for key, value in upload.context.items() if key != "differences"}
    counts["context"] = {**context, "headings": columns.headings}
    if columns.is_refused:
        return uploads.refuse(upload, columns.problems, **counts)
    uploads.report_progress(upload, 50, f"Checking {len(columns):,} rows")
    practice = upload.practices.get()
    found = files_of(upload).find(practice, upload, columns)
    problems = in_order([*columns.problems, *found.problems])
    if has_errors(problems):
        return uploads.refuse(upload, problems, **counts)
    uploads.report_progress(upload, 80, "Comparing with what is there")
    files_of(upload).with_examples(practice, upload, found)
    counts["context"]["differences"] = shown(found)
    notes = [*columns.notes, *found.notes]
    return uploads.checked(upload, rows=[], problems=problems, notes=notes, practices=[practice], **counts)


def shown(found) -> dict:
    """What the page shows until the file is submitted; no key in it, and no score."""
    differences = found.differences
    return {
        "summary": differences.summary,
        "digest": differences.digest,
        "examples": found.examples,
        "is_whole": differences.is_whole,
    }


def apply_extract(upload: Upload, *, by) -> Upload:
    """Store what a confirmed file changes, all or nothing; safe to run twice. Overtaken, it is compared once more."""
    try:
        path = uploads.begin_applying_at(upload)
        if path is not None and not repeated_at_once(upload, by=by):
            columns = read(upload, path)
            uploads.report_progress(upload, 40, "Storing")
            store(upload, columns, by=by)
    except Overtaken:
        upload.refresh_from_db()
        if upload.state == UploadState.APPLYING:  # else another worker was quicker, and it is stored
            uploads.overtaken(upload, by=by)
    except IllegalMove:
        upload.refresh_from_db()
    return upload


@transaction.atomic
def store(upload: Upload, columns: Columns, *, by) -> None:
    """Under the practice's lock. Raises Overtaken when the file would change something else than was shown."""
    practice = register_of(upload.practices.get()).practice
    if upload.kind == REGISTER:
        hold_entries(practice)
    found = None if columns.is_refused else files_of(upload).find(practice, upload, columns)
    was_shown = upload.context.get("differences", {}).get("digest")
    if found is None or found.differences is None or found.differences.digest != was_shown:
        raise Overtaken(upload.reference)
    summary = found.differences.summary
    new_months = events.newly_covered(practice, upload, summary["months"])
    files_of(upload).store(practice, upload, found)
    finish(upload, practice, summary, by=by)
    refresh(practice, summary, new_months)


def hold_entries(practice) -> None:
    """Nobody moves an entry between its comparison with the file and its change: that move would be written over.

    The latest first, as an action does that holds a person's open entry and then refreshes those before it.
    """
    entries = RegisterEntry.objects.filter(practice=practice).order_by("-pk")
    list(entries.select_for_update().values_list("pk", flat=True))


def refresh(practice, summary: dict, new_months: list) -> None:
    """Bring up to date what lists and figures lean on; nothing where the file said nothing new."""
    if any(summary[name] for name in ("added", "changed", "removed")):
        hold_entries(practice)
        end_care(RegisterEntry.objects.filter(practice=practice))
        standings.refresh(practice)
        summaries.refresh(practice)
    elif new_months:
        summaries.refresh(practice, months=new_months)


@transaction.atomic
def repeated_at_once(upload: Upload, *, by) -> bool:
    """Submit a file that is stored already, byte by byte, without reading it."""
    differences = upload.context.get("differences", {})
    if "same_as" not in differences:
        return False
    practice = register_of(upload.practices.get()).practice
    if not is_what_is_stored(upload, upload.repeated_of):
        raise Overtaken(upload.reference)
    events.cover(practice, upload, differences["summary"]["months"])
    finish(upload, practice, differences["summary"], by=by)
    return True


def finish(upload: Upload, practice, summary: dict, *, by) -> None:
    """The examples go with the submission: they were there to be looked at before."""
    context = {key: value for key, value in upload.context.items() if key not in ("differences", "overtaken")}
    differences = {"summary": summary, "is_whole": upload.context["differences"].get("is_whole", False)}
    context["differences"] = differences
    upload.move_to(UploadState.SUBMITTED, context=context, progress=100, progress_text="")
    forget_if_erased(upload, practice)
    counts = {name: number for name, number in summary.items() if name != "months"}
    details = {"kind": upload.kind, "counts": counts, "months": summary["months"], "sha256": upload.sha256}
    audit.record("upload.submitted", by=by, about=upload, organisation=practice, **details)
    receipts.post(upload, by=by)


def unchanged_at_once(upload: Upload) -> bool:
    """The same bytes as those that are stored, known by their hash: nothing is read, and nothing will change."""
    earlier = upload.repeated_of
    if upload.kind == REGISTER or earlier is None or not is_what_is_stored(upload, earlier):
        return False
    before = earlier.context["differences"]
    stored_then = sum(before["summary"][name] for name in ("added", "changed", "unchanged"))
    summary = {**before["summary"], "added": 0, "changed": 0, "removed": 0, "unchanged": stored_then}
    differences = {"summary": summary, "examples": [], "same_as": earlier.reference, "is_whole": True}
    uploads.checked(
        upload,
        rows=[],
        problems=[],
        notes=[f"The same file as {earlier.reference}: nothing will change"],
        practices=upload.practices.all(),
        context={**upload.context, "differences": differences},
        **{name: getattr(earlier, name) for name in COUNTS},
    )
    return True


def is_what_is_stored(upload: Upload, earlier: Upload) -> bool:
    """Whether everything that an earlier file gave is as it left it.

    Not when one of its months has been sent anew, or was not over; nor when rows were left out, whose people may have
    come on to the register since; nor when the practice has changed its key, or somebody of the file was erased.
    """
    differences = earlier.context.get("differences", {})
    summary = differences.get("summary", {})
    same_reading = all(upload.context.get(key) == earlier.context.get(key) for key in ("profile", "covers"))
    if not (differences.get("is_whole") and same_reading and earlier.stored_path) or summary["left_out"]:
        return False
    practices = upload.practices.all()
    if PracticeRegister.objects.filter(practice__in=practices, key_check_set_at__gt=earlier.state_since).exists():
        return False
    months = events.as_months(summary["months"])
    of_kind = CoveredMonth.objects.filter(practice__in=practices, kind=upload.kind, month__in=months, upload=earlier)
    return of_kind.count() == len(months)
