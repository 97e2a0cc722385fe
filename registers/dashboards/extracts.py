"""What the pages of a practice's files print: what is covered, what is missing, what a file must hold."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from practices import clock, months
from practices.models import Upload
from practices.uploads.models import UploadState
from practices.uploads.pages import state_tag
from practices.uploads.template import allowed
from registers.dashboards.links import href
from registers.figures import KINDS_OF_RETURN
from registers.files.schemas import (
    EVENT_KINDS,
    KINDS,
    extract_schema,
    title_of,
)
from registers.models import ProfileConfirmation

MONTHS_SHOWN = 12
WAITING_SHOWN = 10
COVERED = {"tag": {"text": "Sent", "colour": "green"}}
NOT_COVERED = {"tag": {"text": "Not sent", "colour": "grey"}}
NOTES = (
    "One row for each person or event.",
    "Run your export through the key tool first: it puts key and key-check value in place of whatever names a patient.",
    "Never write a name, an NHS number, a full date of birth or a postcode anywhere in the file.",
)
NONE_NOTE = (
    "A month without a file is not known, and its figures stay blank. Say here that nothing happened in it, and it counts "
    "as 0. A file of that month, sent later, takes the place of what you say."
)
FINISHED = (UploadState.SUBMITTED, UploadState.WITHDRAWN, UploadState.NEEDS_FIXING)


@dataclass(frozen=True)
class HomePage:
    next_step: dict
    grid: dict
    waiting: dict | None
    """Files that somebody has yet to confirm or submit, or that are being checked."""
    last_files: dict | None
    kinds: list[dict]
    links: list[tuple[str, str]]


@dataclass(frozen=True)
class UploadPage:
    heading: str
    key_links: list[tuple[str, str]] | None
    """Where a key-check value is made and written down, for a practice that has none yet."""
    columns: dict
    templates: list[tuple[str, str]]
    links: list[tuple[str, str]]


def crumb(practice) -> tuple[str, str]:
    return "Files of the register", reverse("extract_home", args=[practice.ods_code])


def home_page(practice, covered, sent, has_key: bool, may_send: bool) -> HomePage:
    """`covered`: its CoveredMonth rows; `sent`: its uploads. Three queries."""
    found = {(row.kind, row.month) for row in covered}
    return HomePage(
        next_step=next_step(practice, found, has_key) if may_send else for_readers(),
        grid=grid(practice, found),
        waiting=waiting_table(sent) if may_send else None,
        last_files=last_files(practice, sent) if may_send else None,
        kinds=[kind_links(practice, kind) for kind in KINDS] if may_send else [],
        links=[
            ("The list", href("register_list", practice.ods_code)),
            ("The key tool", href("key_tool", practice.ods_code)),
            ("Import profiles", href("profile_list", practice.ods_code)),
        ],
    )


def latest_month():
    return months.add_months(months.first_of(clock.today()), -1)


def next_step(practice, found: set, has_key: bool) -> dict:
    code, month = practice.ods_code, latest_month()
    if not has_key:
        return {
            "heading": "First make your key",
            "text": "Your key tool makes a secret that stays in the practice, and a key-check value. Write that value into the "
            "register's settings; then files made with the key are taken.",
            "href": href("key_tool", code),
            "action": "Get the key tool",
        }
    missing = [kind for kind in KINDS_OF_RETURN if (kind, month) not in found]
    if missing:
        names = " and ".join(", ".join(title_of(kind).lower() for kind in missing).rsplit(", ", 1))
        return {
            "heading": f"What is missing for {months.label(month)}",
            "text": f"For this month's return we still need: {names}.",
            "href": reverse("extract_upload", args=[code, missing[0]]),
            "action": f"Upload {title_of(missing[0]).lower()}",
        }
    return {
        "heading": f"{months.label(month)} is complete",
        "text": "Every file that the month's return is filled from has been sent.",
        "href": href("return_prepare", code, months.period(month)),
        "action": "Prepare the return",
    }


def for_readers() -> dict:
    return {
        "heading": "Who sends files",
        "text": "The practice's manager sends the files of the register. You see here what they cover.",
    }


def grid(practice, found: set) -> dict:
    """The last twelve months that ended, by kind; the newest first."""
    last = latest_month()
    shown = [months.add_months(last, -back) for back in range(MONTHS_SHOWN)]
    return {
        "caption": f"What is covered: the last {MONTHS_SHOWN} months of {practice.name}",
        "first_is_header": True,
        "compact": True,
        "head": ["Month", *[title_of(kind) for kind in KINDS]],
        "rows": [
            [months.label(month), *[COVERED if (kind, month) in found else NOT_COVERED for kind in KINDS]]
            for month in shown
        ],
    }


def waiting_table(sent) -> dict | None:
    unfinished = sent.exclude(state__in=FINISHED).select_related("uploaded_by")
    rows = [
        [file_cell(upload), title_of(upload.kind), sent_words(upload), {"tag": state_tag(upload)}]
        for upload in unfinished.order_by("-uploaded_at", "-state_since")[:WAITING_SHOWN]
    ]
    head = ["File", "Kind", "Sent", "State"]
    return {"caption": "Files that wait for you", "head": head, "rows": rows} if rows else None


def file_cell(upload: Upload) -> dict:
    return {"text": upload.reference, "href": reverse("upload_detail", args=[upload.pk]), "hint": upload.original_name}


def sent_words(upload: Upload) -> str:
    return f"{upload.uploaded_at.astimezone(months.LONDON):%-d %b %Y %H:%M} by {upload.uploaded_by}"


def last_files(practice, sent) -> dict:
    """The last submitted file of each kind."""
    done = sent.filter(state=UploadState.SUBMITTED)
    latest = done.filter(kind=OuterRef("kind")).order_by("-state_since", "-pk").values("pk")[:1]
    rows = done.filter(pk=Subquery(latest)).select_related("uploaded_by").order_by("kind")
    return {
        "caption": f"The last file of each kind of {practice.name}",
        "head": ["Kind", "File", "Sent", "Rows"],
        "first_is_header": True,
        "empty": "No file has been submitted yet.",
        "rows": [
            [
                title_of(upload.kind),
                file_cell(upload),
                sent_words(upload),
                {"text": f"{upload.rows_read:,}", "numeric": True},
            ]
            for upload in rows
        ],
    }


def kind_links(practice, kind: str) -> dict:
    return {
        "name": title_of(kind).lower(),
        "upload_href": reverse("extract_upload", args=[practice.ods_code, kind]),
        "templates": template_links(practice, kind),
        "none_href": reverse("extract_none", args=[practice.ods_code, kind]) if kind in EVENT_KINDS else None,
    }


def template_links(practice, kind: str) -> list[tuple[str, str]]:
    return [
        (extension.upper(), reverse("extract_template", args=[practice.ods_code, kind, extension]))
        for extension in ("csv", "xlsx")
    ]


def upload_page(practice, kind: str, has_key: bool) -> UploadPage:
    code = practice.ods_code
    key_links = [
        ("Get the key tool", href("key_tool", code)),
        ("Write the key-check value into the register's settings", href("register_settings", code)),
    ]
    return UploadPage(
        heading=f"Upload {title_of(kind).lower()}",
        key_links=None if has_key else key_links,
        columns=column_table(kind),
        templates=template_links(practice, kind),
        links=[("The key tool", href("key_tool", code)), ("Import profiles", href("profile_list", code))],
    )


def column_table(kind: str) -> dict:
    """From the schema that reads the file, so that the page cannot say anything else."""
    return {
        "caption": f"The columns of {title_of(kind).lower()}",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "head": ["Column", "What it means", "What is allowed"],
        "rows": [
            [column.name, column.note, allowed(column) + (" May be left out." if column.may_be_missing else "")]
            for column in extract_schema(kind).columns
        ],
    }


def with_confirmations(profiles, practice, kind: str):
    """The import profiles for one kind of file, each with whether the practice has found it right."""
    confirmed = ProfileConfirmation.objects.filter(profile=OuterRef("pk"), practice=practice)
    return profiles.for_practice(practice, kind).annotate(is_confirmed_here=Exists(confirmed))


def last_profile(sent) -> int | None:
    """The profile that the last file was read with."""
    latest = sent.order_by("-uploaded_at", "-state_since").first()
    return latest.context.get("profile") if latest else None
