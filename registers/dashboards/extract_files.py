"""What the pages of one sent extract print: what it will change, and the receipt. Ready answers for templates.

Of a person they say the local number, never the key.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from operations import audit
from practices import months
from practices.models import Upload
from registers.dashboards.links import href
from registers.files.schemas import REGISTER, title_of

EXAMPLES = 100
# Kind of difference -> heading of its list, what stands in the tile.
LISTS = {
    "removed": "Will be taken away",
    "changed": "Will be changed",
    "added": "Will be added",
    "unchanged": "Stays as it is",
}
DONE = {"added": "Added", "changed": "Changed", "removed": "Taken away", "unchanged": "Unchanged"}


@dataclass(frozen=True)
class ReadyPage:
    title: str
    sentence: str
    covers: str
    changes_anything: bool
    left_out: str
    is_overtaken: bool
    counts: dict
    lists: list[dict]


def ready_page(request, upload: Upload) -> dict:
    """The examples are rows about people: that somebody looked at them is an event (D36)."""
    if upload.context.get("differences", {}).get("examples"):
        place = upload.practices.get()
        audit.record("patient.viewed", by=request.user, about=upload, organisation=place, page="upload_detail")
    return {"page": ready(upload)}


def ready(upload: Upload) -> ReadyPage:
    found = upload.context.get("differences", {})
    summary, examples = found.get("summary", {}), found.get("examples", [])
    number = {kind: summary.get(kind, 0) for kind in LISTS}
    return ReadyPage(
        title=title_of(upload.kind),
        sentence=in_words(number),
        covers=months_in_words(summary.get("months", [])),
        changes_anything=any(number[kind] for kind in ("added", "removed", "changed")),
        left_out=left_out_words(summary.get("left_out", 0)),
        is_overtaken=upload.context.get("overtaken", False),
        counts=count_table(upload, number),
        lists=[
            example_list(upload, kind, number[kind], [one for one in examples if one["kind"] == kind])
            for kind in LISTS
            if number[kind]
        ],
    )


def in_words(number: dict[str, int]) -> str:
    words = {"added": "new", "changed": "changed", "removed": "taken away", "unchanged": "unchanged"}
    return ", ".join(f"{number[kind]:,} {word}" for kind, word in words.items())


def months_in_words(periods: list[str]) -> str:
    """ "2006-11", "2006-12" -> "Nov 2006 to Dec 2006"; gaps are not hidden."""
    runs = runs_of([months.parse_period(period) for period in sorted(periods)])
    return ", ".join(
        months.label(run[0]) if len(run) == 1 else f"{months.label(run[0])} to {months.label(run[-1])}" for run in runs
    )


def runs_of(found: list[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for month in found:
        if runs and months.add_months(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def left_out_words(number: int) -> str:
    if not number:
        return ""
    rows = "1 row is" if number == 1 else f"{number:,} rows are"
    return f"{rows} about people who are not on your register. Such rows are left out and never stored."


def count_table(upload: Upload, number: dict[str, int]) -> dict:
    what = "people" if upload.kind == REGISTER else "rows"
    return {
        "caption": f"What submitting will do to the {what} that are stored",
        "compact": True,
        "first_is_header": True,
        "head": ["What", {"text": "Number", "numeric": True}],
        "rows": [[words, {"text": f"{number[kind]:,}", "numeric": True}] for kind, words in LISTS.items()],
    }


def example_list(upload: Upload, kind: str, number: int, examples: list[dict]) -> dict:
    """One kind of difference: its heading, and a table of the first hundred."""
    first = f", the first {EXAMPLES} shown" if number > EXAMPLES else ""
    changes = kind == "changed"
    return {
        "title": f"{LISTS[kind]}: {number:,}",
        "is_open": kind in ("removed", "changed"),
        "table": {
            "caption": f"{LISTS[kind]}: {number:,}{first}",
            "compact": True,
            "first_is_header": True,
            "empty": "They are not listed one by one.",
            "head": ["Person", "What", *(["Was", "Will be"] if changes else [])],
            "rows": [row for one in examples[:EXAMPLES] for row in example_rows(upload, one, changes)],
        },
    }


def example_rows(upload: Upload, example: dict, with_changes: bool) -> list[list]:
    """One row, or one for each field of a person that changes."""
    person = person_cell(upload, example)
    if not with_changes:
        return [[person, example.get("text", "")]]
    return [[person, field, shown(old), shown(new)] for field, old, new in example.get("changes", [])] or [
        [person, example.get("text", ""), "", ""]
    ]


def person_cell(upload: Upload, example: dict):
    number = example.get("number")
    if number is None:
        return "New"
    address = href("entry_detail", upload.may_send_for[0], number)
    return {"text": f"No. {number}", "href": address} if address else f"No. {number}"


def shown(value) -> str:
    return "none" if value in (None, "") else str(value)


def receipt_page(request, upload: Upload) -> dict:
    """Reference, hash, counts, months covered, and where to go from here."""
    summary = upload.context.get("differences", {}).get("summary", {})
    return {"receipt": receipt_rows(upload, summary), "page": ready(upload), "links": receipt_links(upload, summary)}


def receipt_rows(upload: Upload, summary: dict) -> list[dict]:
    submitted_by, submitted_at = submission(upload)
    rows = [
        {"key": "Reference", "value": upload.reference},
        {"key": "Kind of file", "value": title_of(upload.kind)},
        {"key": "File", "value": upload.original_name},
        {"key": "SHA-256 of the file", "value": upload.sha256},
        {"key": "Submitted by", "value": submitted_by},
        {"key": "Submitted at", "value": f"{submitted_at.astimezone(months.LONDON):%-d %B %Y at %H:%M}"},
        {"key": "Rows in the file", "value": f"{upload.rows_read:,}"},
        {"key": "Months covered", "value": months_in_words(summary.get("months", []))},
        *[{"key": words, "value": f"{summary.get(kind, 0):,}"} for kind, words in DONE.items()],
        {"key": "Left out", "value": f"{summary.get('left_out', 0):,}"},
    ]
    return [row for row in rows if row["value"]]


def submission(upload: Upload) -> tuple[str, datetime]:
    """By whom and when; of a file that came without pages, by whom and when it was sent."""
    if "submitted_at" not in upload.context:
        return str(upload.uploaded_by), upload.uploaded_at
    return upload.context["submitted_by"], datetime.fromisoformat(upload.context["submitted_at"])


def receipt_links(upload: Upload, summary: dict) -> list[tuple[str, str]]:
    code = upload.may_send_for[0]
    covered = sorted(summary.get("months", []))
    links = [
        ("What is covered, and what to send next", reverse("extract_home", args=[code])),
        ("The list", href("register_list", code)),
        ("People waiting for validation", href("validation_queue", code) if upload.kind == REGISTER else None),
        ("Prepare the return", href("return_prepare", code, covered[-1]) if covered else None),
    ]
    return [(text, address) for text, address in links if address]
