"""What waits in a practice's register, as next steps of the first page: counts alone, for whoever may see its rows."""

from django.db.models import Count
from django.urls import reverse

from accounts.permissions import Permission, has_permission
from practices import clock
from practices.models import Organisation
from practices.wording import counted
from registers.models import RegisterEntry
from registers.models.entry import OVERDUE_VALIDATION_DAYS


def next_steps(user, own: list[Organisation]) -> list[dict]:
    """Two queries; none for whoever sees no rows."""
    seen = [practice for practice in own if has_permission(user, Permission.VIEW_PATIENT_ROWS, practice)]
    if not seen:
        return []
    entries, today = RegisterEntry.objects.visible_to(user).filter(practice__in=seen), clock.today()
    waiting, overdue = by_practice(entries.waiting_too_long(today)), by_practice(entries.overdue(today))
    return [
        *(waiting_step(practice, waiting[practice.pk]) for practice in seen if practice.pk in waiting),
        *(overdue_step(practice, overdue[practice.pk]) for practice in seen if practice.pk in overdue),
    ]


def by_practice(entries) -> dict[int, int]:
    return dict(entries.order_by().values_list("practice_id").annotate(Count("pk")))


def waiting_step(practice: Organisation, count: int) -> dict:
    return {
        "practice": practice.name,
        "heading": f"{count:,} {'entry' if count == 1 else 'entries'} waiting for validation over {OVERDUE_VALIDATION_DAYS} days",
        "text": "Until somebody decides, they count in no measure.",
        "href": reverse("validation_queue", args=[practice.ods_code]),
        "action": "Decide about them",
    }


def overdue_step(practice: Organisation, count: int) -> dict:
    return {
        "practice": practice.name,
        "heading": f"{counted(count, 'review')} overdue",
        "text": "A review is overdue from the day after it was planned for.",
        "href": reverse("worklist", args=[practice.ods_code, "overdue-reviews"]),
        "action": "Open the worklist",
    }
