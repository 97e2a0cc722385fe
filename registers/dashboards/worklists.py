"""The worklists of a practice: whom its own records name for a next step. Each says what it is and what it is not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import F

from practices import clock, months
from practices.wording import counted
from registers.dashboards.entry_words import day_words, number_cell, step_words, total_words
from registers.dashboards.links import href
from registers.models import CoveredMonth, EntryState, StepReview
from registers.models.entry import NOT_IMPROVING_AFTER, OVERDUE_VALIDATION_DAYS
from registers.severity import severity_tools

A_PAGE = 50
MONTHS_WITHOUT_CONTACT = 6
SCOPE = (
    "A worklist finds people by dates and totals that this practice recorded, and by nothing else. It is no triage "
    "and no clinical advice: it does not say who is at risk, how urgent anything is or what to do. Whoever is missing from one "
    "may still need somebody. The order is that of dates, not of need."
)


@dataclass(frozen=True)
class Window:
    """Today, and from which day on a contact counts; None, with the reason, where no file says who had one."""

    today: date
    contact_from: date | None
    reason: str = ""


@dataclass(frozen=True)
class Worklist:
    """`find(entries, window)` narrows entries; `why(entry, window)` says for one why it is here."""

    slug: str
    title: str
    what: str
    find: Callable
    why: Callable
    order: str
    needs_contacts: bool = False


def window_of(user, practice) -> Window:
    """Six whole months for which the practice has sent its consultations; a month that was not sent says nothing."""
    today = clock.today()
    covered = CoveredMonth.objects.visible_to(user).filter(practice=practice, kind="consultations")
    held = set(covered.values_list("month", flat=True))
    if not held:
        return Window(today, None, "No file of consultations has been sent, so who had no contact cannot be said.")
    first = months.add_months(max(held), 1 - MONTHS_WITHOUT_CONTACT)
    missing = [month for month in months.month_range(first, max(held)) if month not in held]
    if missing:
        names = ", ".join(months.label(month) for month in missing)
        return Window(
            today, None, f"Consultations of {names} have not been sent, so who had no contact cannot be said."
        )
    return Window(today, first)


def overdue_why(entry, window):
    return f"Review was due on {day_words(entry.review_due_on)}, {counted((window.today - entry.review_due_on).days, 'day')} ago"


def not_improving_why(entry, window):
    tool = severity_tools()[entry.latest_tool]
    weeks = (window.today - entry.step_since).days // 7
    return f"{counted(weeks, 'week')} at step {entry.step}: {tool.name} {entry.step_total}, now {entry.latest_total}"


def no_contact_why(entry, window):
    if entry.last_contact_on is None:
        return "No contact is recorded"
    return f"Last contact on {day_words(entry.last_contact_on)}"


def waiting_why(entry, window):
    return f"Waiting for {counted((window.today - entry.identified_on).days, 'day')}"


def plan_why(entry, window):
    return "Not yet stepped" if entry.step == 0 else f"At step {entry.step} without a review date"


def not_assessed_why(entry, window):
    return f"Active since {day_words(entry.active_from)}, no total"


CHANGE_TOOLS = ", ".join(
    f"{tool.name} by {tool.reliable_change}" for tool in severity_tools().values() if tool.tells_change
)
WORKLISTS = {
    one.slug: one
    for one in [
        Worklist(
            "overdue-reviews",
            "Overdue reviews",
            "Active people whose planned review was due before today.",
            lambda entries, window: entries.overdue(window.today),
            overdue_why,
            "review_due_on",
        ),
        Worklist(
            "not-improving",
            "Not improving",
            f"Active people who have been at their step for {NOT_IMPROVING_AFTER.days // 7} weeks or more, were assessed again "
            "meanwhile with the same tool, are still in the range of a case and not better by as much as that tool's reliable "
            f"change ({CHANGE_TOOLS} points). Tools without a verified reliable change say nothing here.",
            lambda entries, window: entries.not_improving(window.today),
            not_improving_why,
            "step_since",
        ),
        Worklist(
            "no-contact",
            "No contact in six months",
            "Active people without an attended contact in the latest six months of which the practice has sent its consultations.",
            lambda entries, window: entries.without_contact_since(window.contact_from),
            no_contact_why,
            "last_contact_on",
            needs_contacts=True,
        ),
        Worklist(
            "waiting-validation",
            "Waiting for validation",
            f"Suggestions that nobody has decided about for more than {OVERDUE_VALIDATION_DAYS} days.",
            lambda entries, window: entries.waiting_too_long(window.today),
            waiting_why,
            "identified_on",
        ),
        Worklist(
            "no-review-date",
            "No step or review date",
            "Active people who are at no step of care, or have no date of a next review.",
            lambda entries, window: entries.without_plan(),
            plan_why,
            "active_from",
        ),
        Worklist(
            "not-assessed",
            "Not assessed",
            "Active people without any total of a severity tool in this episode.",
            lambda entries, window: entries.not_assessed(),
            not_assessed_why,
            "active_from",
        ),
    ]
}


def people_on(worklist, entries, window):
    """The entries of a worklist, the oldest date first; none where it cannot be said."""
    if worklist.needs_contacts and window.contact_from is None:
        return entries.none()
    in_order = F(worklist.order).asc(nulls_first=True)
    return worklist.find(entries, window).select_related("person").order_by(in_order, "person_id")


def reason_of(worklist, window) -> str:
    """Why there is nothing to show, where that is not for want of people."""
    return window.reason if worklist.needs_contacts else ""


HEAD = ["Person", "Why on this worklist", "Step", "Next review", "Last contact", "Latest total"]


def table(practice, worklist, entries, window, count, steps=None) -> dict:
    """`steps`: what may be done next about an entry, by its key (next_steps)."""
    return {
        "caption": f"{worklist.title}: {count:,}",
        "head": [*HEAD, *(["Next step"] if steps else [])],
        "rows": [row(practice, worklist, entry, window) | {"next": (steps or {}).get(entry.pk)} for entry in entries],
        "empty": reason_of(worklist, window) or "Nobody is on this worklist today.",
    }


def row(practice, worklist, entry, window) -> dict:
    return {
        "person": number_cell(practice, entry),
        "why": worklist.why(entry, window),
        "step": step_words(entry),
        "review": day_words(entry.review_due_on),
        "contact": day_words(entry.last_contact_on),
        "total": total_words(entry),
    }


def next_steps(user, practice, worklist, entries, here: str) -> dict[int, dict]:
    """The form that each entry asks for, which leads back `here`; one query for all planned reviews."""
    planned = StepReview.objects.visible_to(user).filter(entry__in=entries, outcome="")
    reviews = dict(planned.order_by().values_list("entry_id", "pk"))
    found = {entry.pk: next_step(practice, worklist, entry, reviews.get(entry.pk), here) for entry in entries}
    return {key: step for key, step in found.items() if step}


def next_step(practice, worklist, entry, review, here):
    place = practice.ods_code, entry.person.local_number
    query = {"next": here}
    if entry.state == EntryState.IDENTIFIED:
        text, address = "Validate", href("entry_move", *place)
        query["to"] = EntryState.VALIDATED.value
    elif worklist.slug == "not-assessed":
        text, address = "Record a total", href("assessment_create", *place)
    elif entry.step == 0:
        text, address = "Start a step", href("care_step_start", *place)
    elif review is None:
        text, address = "Plan a review", href("review_plan", *place)
    else:
        text, address = "Hold the review", href("review_hold", *place, review)
    return {"text": text, "of": f"No. {place[1]}", "href": f"{address}?{urlencode(query)}"}


COLUMNS = [
    "patient_key", "local_number", "why", "step", "step_since", "review_due_on", "last_contact_on", "severity_tool",
    "severity_total", "severity_on",
]  # fmt: skip


def file_rows(worklist, entries, window):
    """As the practice's own tool reads them; the key is in this file and on no page."""
    tools = severity_tools()
    for entry in entries:
        tool = tools[entry.latest_tool].name if entry.latest_tool else None
        yield [
            entry.person.patient_key, entry.person.local_number, worklist.why(entry, window), entry.step, entry.step_since,
            entry.review_due_on, entry.last_contact_on, tool, entry.latest_total, entry.latest_assessed_on,
        ]  # fmt: skip
