"""What those who send returns see first: what is due, how late, and one button (C7). Ready answers for templates."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from measures.closing import Locks
from measures.locks import locks_of
from measures.pages.return_pages import STATE_TAGS, STATUS_COLOURS, State, measured_waves
from measures.prepared.reading import months_ready
from measures.tracker import Cell, Status, TrackedPractice, track_practices
from practices import clock, months
from practices.models import Organisation, Wave
from practices.wording import counted

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Owing:
    """What one practice owes or has sent in one wave, for those who send its returns."""

    practice: Organisation
    wave: Wave
    next_step: dict
    table: dict
    oldest: date | None
    late: str = ""
    links: list[dict] = field(default_factory=list)


def owing(user, practices: Iterable[Organisation]) -> list[Owing]:
    """For each practice that this person sends for and each of its waves; what is oldest and owed comes first."""
    waves = measured_waves(user)
    rows = track_practices(waves, practices)
    ready, locks = months_ready(practices), locks_of(waves)
    found = [owing_of(wave, row, locks, ready.get(row.practice.pk, ())) for wave in waves for row in rows[wave.pk]]
    return sorted(found, key=lambda one: (one.oldest is None, one.oldest or date.max, one.practice.name))


def owing_of(wave: Wave, row: TrackedPractice, locks: Locks, ready: Collection[date] = ()) -> Owing:
    """`ready`: months of which the practice's register can prepare the return."""
    code = row.practice.ods_code
    closed = [cell for cell in row.owed if locks.closed_on(wave.code, code, cell.month)]
    owed = [cell.month for cell in row.owed if cell not in closed]
    return Owing(
        practice=row.practice,
        wave=wave,
        next_step=next_step(row, owed, len(closed), ready),
        table=month_table(row),
        oldest=owed[0] if owed else None,
        late=late_words(owed),
        links=[
            *prepare_links(row, ready),
            *closed_links(wave, code, closed),
            {"text": "All months and versions", "href": reverse("return_versions", args=[wave.code, code])},
            {"text": "Our charts", "href": reverse("practice_dashboard", args=[wave.code, code])},
            {"text": "Tracker of the wave", "href": reverse("return_tracker", args=[wave.code])},
        ],
    )


def due_table(found: list[Owing]) -> dict:
    """One line for each practice, for those who send for several."""
    return {
        "caption": "What is due at your practices",
        "first_is_header": True,
        "head": ["Practice", "To do", "How late", "Way there"],
        "rows": [
            [
                {"text": one.practice.name, "hint": f"{one.practice.ods_code}, {one.wave.name}"},
                one.next_step["heading"],
                one.late or "Nothing is late",
                {
                    "text": "",
                    "action": {
                        "text": one.next_step["action"],
                        "of": one.practice.name,
                        "href": one.next_step["href"],
                    },
                },
            ]
            for one in found
        ],
    }


def prepare_links(row: TrackedPractice, ready: Collection[date]) -> list[dict]:
    """The latest month that the register has whole, whether or not its return was sent already."""
    latest = max((cell.month for cell in row.cells if cell.month in ready), default=None)
    if latest is None:
        return []
    text = f"Prepare the return for {months.label(latest)} from your register"
    return [{"text": text, "href": prepare_href(row, latest)}]


def closed_links(wave: Wave, code: str, closed: list[Cell]) -> list[dict]:
    """How the oldest month that closed without a return is asked for again."""
    if not closed:
        return []
    month = closed[0].month
    href = reverse("lock_exception_create", args=[wave.code, code, months.period(month)])
    return [{"text": f"{months.label(month)} closed without a return: ask for it to be reopened", "href": href}]


def prepare_href(row: TrackedPractice, month: date) -> str:
    return reverse("return_prepare", args=[row.practice.ods_code, months.period(month)])


def enter_href(row: TrackedPractice, month: date) -> str:
    place = row.membership.wave.code, row.practice.ods_code, months.period(month)
    return reverse("return_entry", args=place)


def sending(row: TrackedPractice, month: date, ready: Collection[date]) -> dict:
    """How a month's return is sent: from the register where it has the month whole, else by filling in its form; the
    other ways stand beside the button."""
    label = months.label(month)
    fill_in = {"text": "Fill in the form", "href": enter_href(row, month)}
    files = [
        {"text": "Upload a file", "href": reverse("return_upload")},
        {"text": "Paste cells", "href": reverse("return_paste")},
    ]
    if month in ready:
        return {
            "heading": f"Prepare the return for {label} from your register",
            "href": prepare_href(row, month),
            "action": "Prepare it from your register",
            "beside": [fill_in, *files],
        }
    return {
        "heading": f"Send the return for {label}",
        "href": fill_in["href"],
        "action": f"Fill in {label}",
        "beside": files,
    }


def next_step(row: TrackedPractice, owed: list[date], closed: int, ready: Collection[date] = ()) -> dict:
    """The one thing to do now: the oldest month that is owed and open, an open query, else the next deadline.

    `closed`: how many months closed without a return.
    """
    upload = {"href": reverse("return_upload"), "action": "Upload a return"}
    queried = next((cell for cell in row.cells if cell.status is Status.RETURNED), None)
    if owed:
        more = f" {counted(len(owed) - 1, 'more month')} owed." if len(owed) > 1 else ""
        text = f"It was due {due_words(owed[0])}, {days_late(owed[0])}.{more}{closed_words(closed)}"
        return {"text": text, **sending(row, owed[0], ready)}
    if queried:
        return answering(queried)
    due = next((cell.month for cell in row.cells if cell.status is Status.NOT_YET), None)
    if due is None:
        text = (
            f"No other month of the wave is to come.{closed_words(closed)}"
            if closed
            else "Every month of the wave is here."
        )
        return {"heading": "Nothing is due", "text": text, **upload}
    if months.last_day(due) >= clock.today():
        text = f"{months.label(due)} ends on {months.last_day(due):%-d %B %Y}; its return is due {due_words(due)}."
        heading = "Everything that is open is here" if closed else "Everything is here"
        return {"heading": heading, "text": text + closed_words(closed), **upload}
    return {"text": f"It is due {due_words(due)}.{closed_words(closed)}", **sending(row, due, ready)}


def answering(queried: Cell) -> dict:
    return {
        "heading": f"A question about {months.label(queried.month)} waits for your answer",
        "text": "The facilitator has asked about a figure. Answer, or send a corrected file.",
        "href": reverse("return_detail", args=[queried.sent.return_id]),
        "action": "Look at the question",
    }


def closed_words(closed: int) -> str:
    return f" {counted(closed, 'month')} closed without a return." if closed else ""


def due_words(month: date) -> str:
    return f"by {months.due_at(month):%H:%M on %-d %B %Y}"


def days_late(month: date) -> str:
    days = (clock.today() - months.due_at(month).date()).days
    return "1 day ago" if days == 1 else f"{days} days ago"


def late_words(owed: list[date]) -> str:
    return f"Was due {due_words(owed[0])}, {days_late(owed[0])}" if owed else ""


def month_table(row: TrackedPractice) -> dict:
    """The latest months, newest first: status and state of each, with a link to the stored line."""
    today = clock.today()
    cells = [cell for cell in row.cells if cell.month <= today and (cell.sent or cell.status is not Status.NOT_DUE)]
    return {
        "caption": f"Latest months of {row.practice.name}",
        "compact": True,
        "empty": "No month of this wave has come yet.",
        "head": ["Month", "Status", "State", "Due"],
        "rows": [month_row(row, cell) for cell in reversed(cells[-MONTHS_SHOWN:])],
    }


def month_row(row: TrackedPractice, cell: Cell) -> list:
    label = months.label(cell.month)
    status = {"tag": {"text": cell.status.words, "colour": STATUS_COLOURS[cell.status]}}
    due = f"{months.due_at(cell.month):%-d %b %Y}"
    if cell.sent is None:
        has_ended = months.last_day(cell.month) < clock.today()
        return [
            {"text": label, "href": enter_href(row, cell.month)} if has_ended else label,
            status,
            "Nothing sent",
            due,
        ]
    href = reverse("return_detail", args=[cell.sent.return_id])
    return [{"text": label, "href": href}, status, STATE_TAGS[State(cell.sent.state)]["text"], due]
