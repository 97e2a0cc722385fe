"""What the pages of returns print: who is late, one stored line, the versions of a practice. Ready answers for templates."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from measures.fields import COUNT_FIELDS
from measures.models import MonthlyReturn
from measures.pages.query_pages import ask_href
from measures.return_files.knowledge import values_of
from measures.return_files.wording import TITLES, VALUE_FIELDS, as_written, in_words
from measures.tracker import Status, TrackedPractice, track_practices
from operations.models import AuditEvent
from practices import months
from practices.models import Organisation, Programme, Upload, Wave
from practices.wording import moment

State = MonthlyReturn.State
STATE_TAGS = {
    State.DRAFT: {"text": "Draft", "colour": "grey"},
    State.SUBMITTED: {"text": "Submitted, provisional", "colour": "blue"},
    State.QUERIED: {"text": "Queried", "colour": "orange"},
    State.ACCEPTED: {"text": "Accepted", "colour": "green"},
    State.CORRECTED: {"text": "Corrected by a later version", "colour": "grey"},
    State.WITHDRAWN: {"text": "Withdrawn", "colour": "grey"},
}
STATUS_COLOURS = {
    Status.ON_TIME: "green",
    Status.LATE: "yellow",
    Status.OVERDUE: "orange",
    Status.MISSING: "red",
    Status.RETURNED: "orange",
    Status.SENT: "blue",
    Status.NOT_YET: "white",
    Status.NOT_DUE: "grey",
}
EVENT_WORDS = {
    "return.submitted": "Submitted",
    "return.queried": "Queried",
    "return.answered": "Question answered",
    "return.query_closed": "Question closed",
    "return.accepted": "Accepted",
    "return.withdrawn": "Withdrawn",
    "return.restored": "Earlier version restored",
}
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Chasing:
    """Who is late in one wave, for those who look after it."""

    wave: Wave
    table: dict
    waiting: int
    tracker_href: str


def measured_waves(user) -> list[Wave]:
    return list(
        Wave.objects.visible_to(user).filter(programme__kind=Programme.Kind.MEASURES).select_related("programme")
    )


def chasing(user, practices: Iterable[Organisation]) -> list[Chasing]:
    """For each wave that these practices take part in: who owes what, in alphabetical order."""
    waves = measured_waves(user)
    rows = track_practices(waves, practices)
    found = [chasing_of(wave, rows[wave.pk]) for wave in waves]
    return [one for one in found if one is not None]


def chasing_of(wave: Wave, rows: list[TrackedPractice]) -> Chasing | None:
    if not rows:
        return None
    return Chasing(
        wave=wave,
        table={
            "caption": f"Late returns of {wave}",
            "empty": "No return is late.",
            "first_is_header": True,
            "head": ["Practice", "Months owed", "Since"],
            "rows": [late_row(wave, row) for row in rows if row.owed],
        },
        waiting=sum(cell.sent is not None and cell.sent.state == State.SUBMITTED for row in rows for cell in row.cells),
        tracker_href=reverse("return_tracker", args=[wave.code]),
    )


def late_row(wave: Wave, row: TrackedPractice) -> list:
    owed = ", ".join(f"{months.label(cell.month)} ({cell.status.words.lower()})" for cell in row.owed)
    href = reverse("return_versions", args=[wave.code, row.practice.ods_code])
    since = f"{months.due_at(row.owed[0].month):%-d %b %Y}"
    return [{"text": row.practice.name, "href": href, "hint": row.practice.ods_code}, owed, since]


def uploads_in_hand(user) -> dict:
    """Files that are not finished with: being checked, to be confirmed, to be submitted, or refused lately."""
    found = Upload.objects.visible_to(user).filter(kind="monthly_return").exclude(state__in=["submitted", "withdrawn"])
    return {
        "caption": "Files that are not submitted yet",
        "compact": True,
        "head": ["Reference", "File", "Sent", "State"],
        "rows": [
            [
                {"text": upload.reference, "href": reverse("upload_detail", args=[upload.pk])},
                upload.original_name or "Name not kept",
                f"{upload.uploaded_at.astimezone(months.LONDON):%-d %b %Y %H:%M}",
                upload.get_state_display(),
            ]
            for upload in found.order_by("-uploaded_at", "-state_since")[:10]
        ],
    }


# ------------------------------------------------------------------ one stored line


def line_summary(version: MonthlyReturn, *, is_exact: bool, file_href: str | None) -> list[dict]:
    """Where the figures come from: version, sender, file, row (R10); without an agreement only the status."""
    rows = [
        {"key": "State", "value": "", "tag": STATE_TAGS[State(version.state)]},
        {"key": "Version", "value": version.version},
        {"key": "Sent", "value": moment(version.submitted_at)},
    ]
    if version.accepted_at:
        how = (
            "by itself, after five working days without a query"
            if version.accepted_by_itself
            else f"by {version.accepted_by}"
            if is_exact
            else ""
        )
        rows.append({"key": "Accepted", "value": f"{moment(version.accepted_at)} {how}".rstrip()})
    if version.superseded_at:
        rows.append({"key": "Superseded", "value": moment(version.superseded_at)})
    if not is_exact:
        return rows
    rows.append({"key": "Sent by", "value": str(version.submitted_by or "Not recorded")})
    if version.correction_reason:
        rows.append({"key": "Reason", "value": version.correction_reason})
    return rows + file_rows(version, file_href)


def file_rows(version: MonthlyReturn, file_href: str | None) -> list[dict]:
    upload = version.upload
    if upload is None:
        return [{"key": "File", "value": "Not kept"}]
    name = {"key": "File", "value": upload.original_name, "href": file_href} if file_href else None
    sheet = f", sheet {version.sheet}" if version.sheet else ""
    return [
        *([name] if name else []),
        {"key": "Row in the file", "value": f"{version.row_number}{sheet}"},
        {"key": "SHA-256 of the file", "value": upload.sha256},
        {"key": "Reference", "value": upload.reference},
    ]


def values_table(version: MonthlyReturn, *, asked: Collection[str] = (), can_query: bool = False) -> dict:
    """Every value as sent; zero is 0, and what is not available says why. With a link to ask about each count."""
    written = as_written(values_of(version))
    reasons = defaultdict(list)
    for warning in version.confirmed_warnings:
        reasons[warning["field"]].append(f"{warning['message']} ({warning['code']}): {warning['reason']}")
    return {
        "caption": "Values as sent",
        "first_is_header": True,
        "compact": True,
        "head": ["Figure", "Column", "Value", "Confirmed with a reason", *(["Question"] if can_query else [])],
        "rows": [
            [
                TITLES[name],
                name,
                in_words(written[name]),
                "; ".join(reasons[name]),
                *([ask_cell(version, name, asked)] if can_query else []),
            ]
            for name in VALUE_FIELDS
        ],
    }


def ask_cell(version: MonthlyReturn, name: str, asked: Collection[str]) -> dict | str:
    if name in asked:
        return "Asked"
    if name not in COUNT_FIELDS:
        return ""
    return {"text": "", "action": {"text": "Ask", "of": TITLES[name], "href": ask_href(version, name)}}


def moves(version: MonthlyReturn, *, may_send: bool, may_accept: bool, may_query: bool, is_closed: bool) -> dict:
    """Which buttons the page has; a month that has closed takes no other figures."""
    may_change = may_send and not is_closed
    return {
        "can_accept": may_accept and version.can_move_to(State.ACCEPTED),
        "can_query": may_query and version.state in (State.SUBMITTED, State.QUERIED),
        "can_withdraw": may_change and version.can_move_to(State.WITHDRAWN),
        "can_restore": may_change and not version.is_current and version.state != State.DRAFT,
        "can_correct": may_change and version.is_current,
    }


# ------------------------------------------------------------------ versions


def versions_table(versions: list[MonthlyReturn], *, with_words: bool) -> dict:
    return {
        "caption": "Every version, the newest month first",
        "empty": "Nothing has been sent yet.",
        "head": ["Month", "Version", "State", "Sent", "Reason", "Accepted"],
        "rows": [
            [
                {"text": months.label(version.month), "href": reverse("return_detail", args=[version.pk])},
                version.version,
                {"tag": STATE_TAGS[State(version.state)]},
                {
                    "text": moment(version.submitted_at),
                    "hint": f"by {version.submitted_by}" if with_words and version.submitted_by else "",
                },
                version.correction_reason if with_words else "",
                accepted_words(version, with_names=with_words),
            ]
            for version in versions
        ],
    }


def accepted_words(version: MonthlyReturn, *, with_names: bool) -> str:
    """When and by whom; the person only for those who see the figures."""
    if not version.accepted_at:
        return "Not yet" if version.is_current else ""
    by = " by itself" if version.accepted_by_itself else f" by {version.accepted_by}" if with_names else ""
    return f"{moment(version.accepted_at)}{by}"


def history_table(versions: list[MonthlyReturn], *, with_words: bool) -> dict:
    """Who did what, when and why, from the audit trail; names, questions and reasons only for those who see the figures."""
    events = AuditEvent.objects.filter(
        about_kind="measures.monthlyreturn", about_id__in=[str(version.pk) for version in versions]
    ).order_by("-id")[:200]
    return {
        "caption": "What happened to them",
        "compact": True,
        "empty": "Nothing but sending has happened.",
        "head": ["When (by the server's clock)", "What", "Who", "Why"],
        "rows": [
            [
                moment(event.at),
                f"{EVENT_WORDS.get(event.event, event.event)}: {event.details.get('month', '')} version {event.details.get('version', '')}",
                (event.actor_name or "By itself") if with_words else "",
                event_reason(event.details) if with_words else "",
            ]
            for event in events
        ],
    }


def event_reason(details: dict) -> str:
    """Why, or which figures were asked about. The words of questions stood in the event until they had rows of their own."""
    words = details.get("question") or details.get("answer") or details.get("reason")
    return words or ", ".join(TITLES.get(name, "the return as a whole") for name in details.get("fields", ()))
