"""A return while it is typed: each cell kept as it was written, none overwritten unseen, sent as a file of one row."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from measures.actions.checking import receive_return_file
from measures.actions.returns import submit_upload
from measures.entry.cells import COMMENT, LONGEST, Place, Start, as_typed, row_of
from measures.entry.rows import COLUMNS, csv_of
from measures.models import ReturnDraft
from operations import audit
from practices import months
from practices.models import Organisation, Upload
from practices.spreadsheets.identifiers import Sign, has_patient_key, signs_in, worth_searching
from practices.uploads import actions as uploads
from practices.uploads.models import IllegalMove, UploadState
from practices.uploads.rows import ALWAYS_REFUSED

CONTEXT = "entered"
# States of a sent file that goes on by itself or waits for its sender.
IN_HAND = {UploadState.RECEIVED, UploadState.CHECKING, UploadState.NEEDS_CONFIRMING, UploadState.READY}


@dataclass(frozen=True)
class Typed:
    """One cell as somebody leaves it, and what stood there when they saw it."""

    column: str
    text: str
    seen: str


@dataclass(frozen=True)
class Conflict:
    """Somebody else has written another value into the cell since it was seen (D29)."""

    column: str
    yours: str
    theirs: str
    by: str
    at: str


@dataclass(frozen=True)
class Kept:
    """The draft as it is now; the cells that were not taken: because somebody else was first, or for what they hold."""

    draft: ReturnDraft
    conflicts: list[Conflict] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save_cells(
    *, wave, practice, month, start: Start, typed: Iterable[Typed], confirmed: Mapping[str, bool] | None = None, by
) -> Kept:
    """Keep what was typed, and what was ticked as right still.

    Two kinds of cell are left as they are, and said: one that another person has changed meanwhile, and one with a text
    that may not be kept at all.
    """
    typed = [Typed(one.column, as_typed(one.text), one.seen) for one in typed]
    refused = {one.column: why for one in typed if (why := why_not_kept(one))}
    draft = locked_draft(wave, practice, month, start, by)
    changed = [one for one in typed if one.column not in refused and one.text != text_in(draft, one.column)]
    clashing = [one for one in changed if one.seen != text_in(draft, one.column)]
    kept = [one for one in changed if one not in clashing]
    for one in kept:
        draft.cells[one.column] = {"text": one.text, "by": by.pk, "at": timezone.now().isoformat()}
    ticked = confirmed_now(draft, confirmed or {})
    if kept or ticked != draft.confirmed:
        mark(draft, ticked, by)
    return Kept(draft, conflicts_of(draft, clashing), refused)


def mark(draft: ReturnDraft, ticked: list[str], by) -> None:
    """Who saved last; saving what stands there already is no change, so that a button pressed twice sends once."""
    draft.confirmed = ticked
    draft.revision += 1
    draft.updated_at, draft.updated_by = timezone.now(), by
    draft.save(update_fields=["cells", "confirmed", "revision", "updated_at", "updated_by"])


def confirmed_now(draft: ReturnDraft, ticks: Mapping[str, bool]) -> list[str]:
    kept = {name for name in draft.confirmed if ticks.get(name, True)}
    return sorted(kept | {name for name, is_right in ticks.items() if is_right})


def why_not_kept(one: Typed) -> str:
    """Nobody's number, key, postcode or telephone is ever stored; nor a text that no file may have (B16)."""
    if sign := refused_sign(one):
        return f"This contains what looks like {sign}. It was not kept. Remove it"
    return f"This is longer than {LONGEST:,} characters. It was not kept" if len(one.text) > LONGEST else ""


def refused_sign(one: Typed) -> Sign | None:
    """As a file's cells are judged (practices.uploads.rows): in a comment an address or a name is asked about, no more."""
    signs = signs_in(one.text) if worth_searching(one.text) else []
    if has_patient_key(one.text):
        return Sign.PATIENT_KEY
    refused = ALWAYS_REFUSED if one.column == COMMENT else {*ALWAYS_REFUSED, Sign.EMAIL, Sign.TELEPHONE, Sign.NAME}
    return next((sign for sign in signs if sign in refused), None)


def locked_draft(wave, practice, month, start: Start, by) -> ReturnDraft:
    """The month's draft, begun with what stands on the page, or begun anew after it was submitted."""
    draft, is_new = ReturnDraft.objects.select_for_update().get_or_create(wave=wave, practice=practice, month=month)
    if not draft.cells:
        draft.cells = {name: {"text": text, "by": None, "at": ""} for name, text in start.texts.items()}
        draft.confirmed = []
        draft.save(update_fields=["cells", "confirmed"])
    if is_new:
        audit.record("draft.started", by=by, about=draft, organisation=practice, month=months.period(month))
    return draft


def text_in(draft: ReturnDraft, column: str) -> str:
    return draft.cells.get(column, {}).get("text", "")


def conflicts_of(draft: ReturnDraft, clashing: list[Typed]) -> list[Conflict]:
    cells = {one.column: draft.cells.get(one.column, {}) for one in clashing}
    people = User.objects.in_bulk({cell["by"] for cell in cells.values() if cell.get("by")}) if cells else {}
    return [
        Conflict(
            column=one.column,
            yours=one.text,
            theirs=cells[one.column].get("text", ""),
            by=str(people.get(cells[one.column].get("by")) or "somebody else"),
            at=cells[one.column].get("at", ""),
        )
        for one in clashing
    ]


# ---- sending


@transaction.atomic
def send_draft(*, draft: ReturnDraft, by, acting_scope: str) -> Upload:
    """Make the file of one row and put down its check, as for any file; pressed twice it is one file.

    A file made of an earlier state of the draft, which nobody has submitted, is taken back.
    """
    draft = ReturnDraft.objects.select_for_update().select_related("wave", "practice").get(pk=draft.pk)
    earlier = draft.upload
    if earlier and earlier.state in IN_HAND:
        if earlier.context.get(CONTEXT, {}).get("revision") == draft.revision:
            return earlier
        take_back(earlier, by)
    draft.upload = receive_rows(
        rows=[row_of(place_of(draft), texts_of(draft))],
        columns=COLUMNS,
        name=f"{draft.practice.ods_code}-{months.period(draft.month)}-typed.csv",
        practice=draft.practice,
        context={CONTEXT: {"draft": draft.pk, "revision": draft.revision, "place": asdict(place_of(draft))}},
        by=by,
        acting_scope=acting_scope,
    )
    draft.save(update_fields=["upload"])
    return draft.upload


def receive_rows(*, rows, columns, name, practice, context, by, acting_scope: str) -> Upload:
    """Rows that the application wrote itself, sent as the file that they make."""
    return receive_return_file(
        by=by,
        file=ContentFile(csv_of(columns, rows), name=name),
        acting_scope=acting_scope,
        practices=Organisation.objects.filter(pk=practice.pk),
        context=context,
    )


def take_back(upload: Upload, by) -> None:
    with suppress(IllegalMove):
        uploads.withdraw(upload, by=by)


def place_of(draft: ReturnDraft) -> Place:
    return Place(draft.wave.code, draft.practice.ods_code, months.period(draft.month))


def typed_at(upload: Upload) -> Place | None:
    """Whose return of which month was typed into what became this file; None for any other file."""
    entered = upload.context.get(CONTEXT)
    return Place(**entered["place"]) if entered else None


def texts_of(draft: ReturnDraft) -> dict[str, str]:
    return {name: cell["text"] for name, cell in draft.cells.items()}


@transaction.atomic
def submit_and_empty(*, upload: Upload, by) -> list:
    """Submit a file of returns; what was typed for it is in the return from now on and no longer in the draft.

    What somebody has typed since the file was made stays: nobody has sent that yet.
    """
    new = submit_upload(upload=upload, by=by)
    sent = upload.context.get(CONTEXT, {}).get("revision")
    ReturnDraft.objects.filter(upload=upload, revision=sent).update(cells={}, confirmed=[])
    return new
