"""What the pages of staff files print: the page that sends one, what it will change, and the receipt. Ready answers for templates.

People stand here by their staff numbers; their names are in the file.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from practices import months
from practices.models import Upload
from practices.spreadsheets.tables import Limits
from practices.uploads.pages import state_tag
from practices.uploads.template import allowed
from workforce.dashboards.links import href
from workforce.files.staff_schema import DATES, NOTES, staff_schema
from workforce.models import Destination, EndReason, SupervisionKind, Terms

WAITING = 20
LISTS = {"changed": "Will be changed", "added": "Will be added"}
COUNTED = {
    "added": "Rows that are new",
    "changed": "Rows that change something",
    "unchanged": "Rows that say what is stored",
    "left_alone": "Posts that are not in the file, and stay as they are",
}
DONE = {"added": "Added", "changed": "Changed", "unchanged": "Unchanged", "left_alone": "Posts not in the file"}
WORDS = {
    "end_reason": dict(EndReason.choices),
    "destination": dict(Destination.choices),
    "scheme": dict(Terms.Scheme.choices),
    "contract": dict(Terms.Contract.choices),
    "supervision_kind": dict(SupervisionKind.choices),
}
TITLES = {column.name: column.title for column in staff_schema().columns}
NOTHING = "none"


@dataclass(frozen=True)
class ReadyPage:
    sentence: str
    changes_anything: bool
    is_overtaken: bool
    counts: dict
    lists: list[dict]
    roster_href: str


def ready_page(request, upload: Upload) -> dict:
    return {"page": ready(upload)}


def ready(upload: Upload) -> ReadyPage:
    found = upload.context.get("differences", {})
    summary, examples = found.get("summary", {}), found.get("examples", {})
    number = {kind: summary.get(kind, 0) for kind in COUNTED}
    return ReadyPage(
        sentence=in_words(number),
        changes_anything=bool(number["added"] or number["changed"]),
        is_overtaken=upload.context.get("overtaken", False),
        counts=count_table(number),
        lists=[example_list(kind, number[kind], examples.get(kind, [])) for kind in LISTS if number[kind]],
        roster_href=href("roster", upload.context["slug"]),
    )


def in_words(number: dict[str, int]) -> str:
    return f"{number['added']:,} new, {number['changed']:,} changed, {number['unchanged']:,} unchanged"


def count_table(number: dict[str, int]) -> dict:
    return {
        "caption": "What submitting will do to the roster",
        "compact": True,
        "first_is_header": True,
        "head": ["What", {"text": "Number", "numeric": True}],
        "rows": [[words, {"text": f"{number[kind]:,}", "numeric": True}] for kind, words in COUNTED.items()],
    }


def example_list(kind: str, number: int, examples: list[dict]) -> dict:
    """One kind of difference: a table of the first hundred rows."""
    first = f", the first {len(examples)} shown" if number > len(examples) else ""
    said = changes_in_words if kind == "changed" else values_in_words
    return {
        "title": f"{LISTS[kind]}: {number:,}",
        "is_open": kind == "changed" or number <= len(examples),
        "table": {
            "caption": f"{LISTS[kind]}: {number:,}{first}",
            "compact": True,
            "first_is_header": True,
            "head": [
                "Row",
                "Post",
                "Staff number",
                "Terms from",
                "What changes" if kind == "changed" else "What is new",
            ],
            "rows": [
                [one["row"], one["key"][0], one["key"][1] or "Vacant", one["key"][2], said(one["changes"])]
                for one in examples
            ],
        },
    }


def which(post: str, staff_number: str, terms_start: str) -> str:
    """ "Post P1, no. S1, terms from 9 Jan 2006"."""
    return (
        f"Post {post}, no. {staff_number}, terms from {in_word('terms_start', terms_start)}"
        if staff_number
        else f"Post {post}"
    )


def changes_in_words(changes: list[list[str]]) -> str:
    """ "Band or grade: 4, new: 5; Funding line: PCT growth, new: none"."""
    return "; ".join(f"{TITLES[name]}: {in_word(name, old)}, new: {in_word(name, new)}" for name, old, new in changes)


def values_in_words(changes: list[list[str]]) -> str:
    return "; ".join(f"{TITLES[name]}: {in_word(name, new)}" for name, _, new in changes if new and name != "name")


def in_word(name: str, value: str) -> str:
    """A value of the file for people to read."""
    if value and name in DATES:
        return f"{date.fromisoformat(value):%-d %b %Y}"
    return WORDS.get(name, {}).get(value, value) or NOTHING


def receipt_page(request, upload: Upload) -> dict:
    links = [("The roster", href("roster", upload.context["slug"])), ("Workforce", href("workforce_home"))]
    return {"receipt": receipt_of(upload), "links": [(text, address) for text, address in links if address]}


def receipt_of(upload: Upload) -> list[dict]:
    """Reference, hash, who and when, and how many rows became what."""
    summary = upload.context.get("differences", {}).get("summary", {})
    sent_at = upload.uploaded_at.astimezone(months.LONDON)
    return [
        {"key": "Reference", "value": upload.reference},
        {"key": "File", "value": upload.original_name},
        {"key": "SHA-256 of the file", "value": upload.sha256},
        {"key": "Sent by", "value": upload.context.get("submitted_by") or str(upload.uploaded_by)},
        {"key": "Sent at", "value": f"{sent_at:%-d %B %Y at %H:%M}"},
        *({"key": words, "value": f"{summary.get(kind, 0):,}"} for kind, words in DONE.items()),
    ]


def upload_page(programme, trusts, sent) -> dict:
    """The page that sends a file: for which PCTs, the columns, the files to begin with, and what was sent before."""
    slug = programme.slug
    return {
        "trusts": [f"{trust.name} ({trust.ods_code})" for trust in trusts],
        "limit": f"{Limits().rows:,}",
        "templates": file_links("staff_template", slug),
        "rosters": file_links("roster_file", slug),
        "notes": NOTES,
        "columns": column_table(),
        "sent": sent_table(sent),
    }


def file_links(name: str, slug: str) -> list[tuple[str, str]]:
    return [(words, reverse(name, args=[slug, extension])) for words, extension in (("Excel", "xlsx"), ("CSV", "csv"))]


def column_table() -> dict:
    rows = [[column.name, column.note, allowed_here(column), column.example] for column in staff_schema().columns]
    return {
        "caption": "The columns of the file",
        "compact": True,
        "first_is_header": True,
        "head": ["Column", "What it means", "What is allowed", "Example"],
        "rows": rows,
    }


def allowed_here(column) -> str:
    return allowed(column) + (
        " The column may be left out: then what is stored stands." if column.may_be_missing else ""
    )


def sent_table(sent) -> dict:
    return {
        "caption": "Files that were sent",
        "compact": True,
        "first_is_header": True,
        "empty": "No staff file has been sent yet.",
        "head": ["Reference", "Sent", "By", "State"],
        "rows": [
            [
                {"text": upload.reference, "href": reverse("upload_detail", args=[upload.pk])},
                f"{upload.uploaded_at.astimezone(months.LONDON):%-d %b %Y %H:%M}",
                str(upload.uploaded_by),
                {"tag": state_tag(upload)},
            ]
            for upload in sent.select_related("uploaded_by")[:WAITING]
        ],
    }
