"""What the pages of returns print: what is due, one stored line, the versions of a practice. Ready answers for templates."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from measures.models import MonthlyReturn
from measures.prepared.reading import months_ready
from measures.return_files.knowledge import values_of
from measures.return_files.wording import TITLES, VALUE_FIELDS, as_written, in_words
from measures.tracker import Status, TrackedPractice, track_practices
from operations.models import AuditEvent
from practices import clock, months
from practices.models import Organisation, Programme, Upload, Wave

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
    "return.answered": "Query answered",
    "return.accepted": "Accepted",
    "return.withdrawn": "Withdrawn",
    "return.restored": "Earlier version restored",
}
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Owing:
    """What one practice owes or has sent in one wave, for those who send its returns."""

    practice: Organisation
    wave: Wave
    next_step: dict
    table: dict
    oldest: date | None
    links: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class Chasing:
    """Who is late in one wave, for those who look after it."""

    wave: Wave
    table: dict
    waiting: int
    tracker_href: str


def owing(user, practices: Iterable[Organisation]) -> list[Owing]:
    """For each practice that this person sends for and each of its waves; what is oldest and owed comes first."""
    waves = measured_waves(user)
    rows = track_practices(waves, practices)
    ready = months_ready(practices)
    found = [owing_of(wave, row, ready.get(row.practice.pk, ())) for wave in waves for row in rows[wave.pk]]
    return sorted(found, key=lambda one: (one.oldest is None, one.oldest or date.max, one.practice.name))


def measured_waves(user) -> list[Wave]:
    return list(
        Wave.objects.visible_to(user).filter(programme__kind=Programme.Kind.MEASURES).select_related("programme")
    )


def owing_of(wave: Wave, row: TrackedPractice, ready: Collection[date] = ()) -> Owing:
    """`ready`: months of which the practice's register can prepare the return."""
    owed = row.owed
    code = row.practice.ods_code
    return Owing(
        practice=row.practice,
        wave=wave,
        next_step=next_step(row, ready),
        table=month_table(row),
        oldest=owed[0].month if owed else None,
        links=[
            *prepare_links(row, ready),
            {"text": "All months and versions", "href": reverse("return_versions", args=[wave.code, code])},
            {"text": "Our charts", "href": reverse("practice_dashboard", args=[wave.code, code])},
            {"text": "Tracker of the wave", "href": reverse("return_tracker", args=[wave.code])},
        ],
    )


def prepare_links(row: TrackedPractice, ready: Collection[date]) -> list[dict]:
    """The latest month that the register has whole, whether or not its return was sent already."""
    latest = max((cell.month for cell in row.cells if cell.month in ready), default=None)
    if latest is None:
        return []
    text = f"Prepare the return for {months.label(latest)} from your register"
    return [{"text": text, "href": prepare_href(row, latest)}]


def prepare_href(row: TrackedPractice, month: date) -> str:
    return reverse("return_prepare", args=[row.practice.ods_code, months.period(month)])


def sending(row: TrackedPractice, month: date, ready: Collection[date]) -> dict:
    """How a month's return is sent: from the register where it has the month whole, else as a file."""
    label = months.label(month)
    if month in ready:
        action = {"href": prepare_href(row, month), "action": "Prepare it from your register"}
        return {"heading": f"Prepare the return for {label} from your register", **action}
    return {"heading": f"Send the return for {label}", "href": reverse("return_upload"), "action": "Upload a return"}


def next_step(row: TrackedPractice, ready: Collection[date] = ()) -> dict:
    """The one thing to do now: the oldest month that is owed, an open query, else the next deadline."""
    upload = {"href": reverse("return_upload"), "action": "Upload a return"}
    queried = next((cell for cell in row.cells if cell.status is Status.RETURNED), None)
    if row.owed:
        oldest = row.owed[0].month
        more = f" {len(row.owed) - 1} more months are owed." if len(row.owed) > 1 else ""
        text = f"It was due {due_words(oldest)}, {days_late(oldest)}.{more}"
        return {"text": text, **sending(row, oldest, ready)}
    if queried:
        href = reverse("return_detail", args=[queried.sent.return_id])
        text = "The facilitator has asked about a figure. Answer, or send a corrected file."
        return {
            "heading": f"{months.label(queried.month)} was sent back with a query",
            "text": text,
            "href": href,
            "action": "Look at the query",
        }
    due = next((cell.month for cell in row.cells if cell.status is Status.NOT_YET), None)
    if due is None:
        return {"heading": "Nothing is due", "text": "Every month of the wave is here.", **upload}
    if months.last_day(due) >= clock.today():
        text = f"{months.label(due)} ends on {months.last_day(due):%-d %B %Y}; its return is due {due_words(due)}."
        return {"heading": "Everything is here", "text": text, **upload}
    return {"text": f"It is due {due_words(due)}.", **sending(row, due, ready)}


def due_words(month: date) -> str:
    return f"by {months.due_at(month):%H:%M on %-d %B %Y}"


def days_late(month: date) -> str:
    days = (clock.today() - months.due_at(month).date()).days
    return "1 day ago" if days == 1 else f"{days} days ago"


def month_table(row: TrackedPractice) -> dict:
    """The latest months, newest first: status and state of each, with a link to the stored line."""
    today = clock.today()
    cells = [cell for cell in row.cells if cell.month <= today and (cell.sent or cell.status is not Status.NOT_DUE)]
    return {
        "caption": f"Latest months of {row.practice.name}",
        "compact": True,
        "empty": "No month of this wave has come yet.",
        "head": ["Month", "Status", "State", "Due"],
        "rows": [month_row(cell) for cell in reversed(cells[-MONTHS_SHOWN:])],
    }


def month_row(cell) -> list:
    label = months.label(cell.month)
    status = {"tag": {"text": cell.status.words, "colour": STATUS_COLOURS[cell.status]}}
    due = f"{months.due_at(cell.month):%-d %b %Y}"
    if cell.sent is None:
        return [label, status, "Nothing sent", due]
    href = reverse("return_detail", args=[cell.sent.return_id])
    return [{"text": label, "href": href}, status, STATE_TAGS[State(cell.sent.state)]["text"], due]


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


def moment(when) -> str:
    return f"{when.astimezone(months.LONDON):%-d %b %Y at %H:%M}" if when else "Not recorded"


def values_table(version: MonthlyReturn) -> dict:
    """Every value as sent; zero is 0, and what is not available says why."""
    written = as_written(values_of(version))
    reasons = defaultdict(list)
    for warning in version.confirmed_warnings:
        reasons[warning["field"]].append(f"{warning['message']} ({warning['code']}): {warning['reason']}")
    return {
        "caption": "Values as sent",
        "first_is_header": True,
        "compact": True,
        "head": ["Figure", "Column", "Value", "Confirmed with a reason"],
        "rows": [[TITLES[name], name, in_words(written[name]), "; ".join(reasons[name])] for name in VALUE_FIELDS],
    }


def moves(version: MonthlyReturn, *, may_send: bool, may_accept: bool) -> dict:
    """Which buttons the page has."""
    return {
        "can_accept": may_accept and version.can_move_to(State.ACCEPTED),
        "can_query": may_accept and version.can_move_to(State.QUERIED),
        "can_answer": may_send and version.state == State.QUERIED,
        "can_withdraw": may_send and version.can_move_to(State.WITHDRAWN),
        "can_restore": may_send and not version.is_current and version.state != State.DRAFT,
        "can_correct": may_send and version.is_current,
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
    return details.get("question") or details.get("answer") or details.get("reason") or ""


def question_of(version: MonthlyReturn) -> str:
    """The latest query about a return, or empty."""
    event = (
        AuditEvent.objects.filter(event="return.queried", about_kind="measures.monthlyreturn", about_id=str(version.pk))
        .order_by("-id")
        .first()
    )
    return event.details.get("question", "") if event else ""
