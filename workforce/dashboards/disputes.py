"""Disputed entries as the lead's list, one dispute's page and the worker's own record show them."""

from accounts.permissions import Permission
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, worker_panel
from workforce.dashboards.words import day
from workforce.models import Dispute
from workforce.views.scope import may

WAITS = "Waits for an answer"


def dispute_table(page) -> dict:
    return {
        "caption": "Those that wait come first",
        "first_is_header": True,
        "head": ["Raised on", "No.", "About", "State"],
        "rows": [list_row(dispute) for dispute in page],
        "empty": "No entry is disputed.",
    }


def list_row(dispute) -> list:
    return [
        {"text": day(dispute.raised_on), "href": href("dispute_answer", dispute.pk)},
        dispute.worker.staff_number,
        dispute.get_about_display(),
        state_words(dispute),
    ]


def state_words(dispute) -> str:
    return f"Answered on {day(dispute.answered_on)}" if dispute.answered_on else WAITS


def facts_of(dispute) -> list[dict]:
    """Rows of a summary list."""
    facts = [
        ("About", dispute.get_about_display()),
        ("Entry", dispute.entry),
        ("What the worker says", dispute.text),
        ("Raised on", day(dispute.raised_on)),
        ("State", state_words(dispute)),
        ("Answer", dispute.answer),
    ]
    return [{"key": key, "value": value} for key, value in facts if value]


@worker_panel
def dispute_panel(user, worker) -> Panel | None:
    """What the worker disputes, for the worker and the lead; it may be about pay."""
    if not may(user, Permission.VIEW_PAY, worker):
        return None
    disputes = list(Dispute.objects.visible_to(user).filter(worker=worker))
    is_own = worker.user_id == user.pk
    if not disputes and not is_own:
        return None
    rows = [[day(one.raised_on), one.get_about_display(), one.entry, one.text, one.answer or WAITS] for one in disputes]
    table = {
        "caption": "Entries that are disputed",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["Raised on", "About", "Entry", "What is said", "Answer"],
        "rows": rows,
        "empty": "Nothing is disputed.",
    }
    address = f"{href('dispute_create')}?worker={worker.pk}"
    links = [{"text": "Dispute an entry", "href": address}] if is_own else []
    return Panel("Disputes", "workforce/panels/table.html", {"table": table, "links": links}, order=95)
