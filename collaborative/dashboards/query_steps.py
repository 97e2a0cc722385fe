"""Questions about returns as next steps of the first page: what the practice has to answer, what whoever asked waits for."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from accounts.permissions import Permission, has_permission
from measures.models import LockException, ReturnQuery
from measures.working_days import working_days_since
from practices import clock, months
from practices.models import Organisation
from practices.wording import counted


def next_steps(user, own: list[Organisation]) -> list[dict]:
    """Two queries at most for each part; none for whoever neither answers nor asks."""
    return [*to_answer(user, own), *of_who_asked(user), *to_agree(user)]


def to_answer(user, own: list[Organisation]) -> list[dict]:
    sending = [practice for practice in own if has_permission(user, Permission.SEND_RETURN, practice)]
    if not sending:
        return []
    found = ReturnQuery.objects.visible_to(user).unanswered().filter(version__practice__in=sending)
    text = "Answer why the figure stands, or send a corrected file."
    return step(found, "asked_at", "{} about your returns to answer", text, "Answer")


def of_who_asked(user) -> list[dict]:
    """For a facilitator the questions of everybody in scope, for a commissioner the own ones."""
    if not has_permission(user, Permission.QUERY_RETURN):
        return []
    found = ReturnQuery.objects.visible_to(user)
    if not has_permission(user, Permission.ACCEPT_RETURN):
        found = found.filter(asked_by=user)
    waiting = "The practice has not answered yet."
    answered = "Read the answer, and close the question or ask again."
    return [
        *step(found.to_close(), "answered_at", "{} answered, to be closed", answered, "Read the answers"),
        *step(found.unanswered(), "asked_at", "{} waiting for an answer", waiting, "Look at the questions"),
    ]


def step(found: QuerySet, since: str, heading: str, text: str, action: str) -> list[dict]:
    """How many, and for how long the oldest has waited, in working days."""
    times = list(found.order_by(since).values_list(since, flat=True))
    if not times:
        return []
    days = working_days_since(london_day(times[0]), clock.today())
    return [
        {
            "heading": heading.format(counted(len(times), "question")),
            "text": f"The oldest has waited for {counted(days, 'working day')}. {text}",
            "href": reverse("query_list"),
            "action": action,
        }
    ]


def london_day(when) -> date:
    return when.astimezone(months.LONDON).date()


def to_agree(user) -> list[dict]:
    """Closed months that somebody asks to be reopened, for who has not agreed to them yet."""
    if not has_permission(user, Permission.REOPEN_MONTH):
        return []
    found = LockException.objects.visible_to(user).filter(
        second_by__isnull=True, ended_at__isnull=True, until__gte=clock.today()
    )
    waiting = list(found.exclude(first_by=user).select_related("wave"))
    return (
        [
            {
                "heading": f"{counted(len(waiting), 'closed month')} asked to be reopened",
                "text": "A facilitator and an administrator decide together.",
                "href": reverse("lock_list", args=[waiting[0].wave.code]),
                "action": "Look at what is asked",
            }
        ]
        if waiting
        else []
    )
