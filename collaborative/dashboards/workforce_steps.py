"""What waits for somebody in the workforce, on the first page: counts and addresses, no names."""

from django.db.models import F, FloatField, Q, Sum
from django.db.models.functions import Cast, Coalesce

from accounts.permissions import Permission, has_permission
from practices import clock
from practices.wording import counted
from workforce.dashboards.links import href
from workforce.dashboards.staff_requests import waiting_elsewhere, waiting_for
from workforce.models import Dispute, EarlyWarning, Post, PulseLink, SupervisionSession, Worker
from workforce.models.scope import grants_with, in_force, programmes_of


def next_steps(user) -> list[dict]:
    """A fixed number of queries; none for whoever has no part in the workforce."""
    return [*request_steps(user), *lead_steps(user), *supervisor_steps(user), *own_steps(user)]


def step(heading: str, text: str, address: str, action: str) -> list[dict]:
    """Without an address the step is left out: there is nothing to press."""
    return [{"heading": heading, "text": text, "href": address, "action": action}] if address else []


# ---- requests about workers' data: the lead first, then the auditor


def request_steps(user) -> list[dict]:
    """Those that wait for this person's decision, the oldest first; and that some wait in a role not acted under now."""
    return [*deciding_steps(user), *other_role_steps(user)]


def other_role_steps(user) -> list[dict]:
    """The request itself is not found from here: who acts for one programme sees nothing of another."""
    text = waiting_elsewhere(user)
    return step("Something waits in another of your roles", text, "#acting-scope", "Choose the role") if text else []


def deciding_steps(user) -> list[dict]:
    if not has_permission(user, Permission.DECIDE_STAFF_REQUESTS):
        return []
    found = list(waiting_for(user).values_list("pk", flat=True))
    if not found:
        return []
    verb = "waits" if len(found) == 1 else "wait"
    heading = f"{counted(len(found), 'request')} about a worker's data {verb} for your decision"
    text = "A copy of the record, or its erasure. It is to be answered within 40 days."
    return step(heading, text, href("staff_request_detail", found[0]), "Open the first")


# ---- the workforce lead


def lead_steps(user) -> list[dict]:
    if not grants_with(user, Permission.CHANGE_ROSTER):
        return []
    disputes = disputes_waiting(user)
    return [
        *(
            step(*dispute_words(len(disputes)), href("dispute_answer", disputes[0]), "Answer the first")
            if disputes
            else []
        ),
        *warning_steps(user),
        *vacancy_steps(user),
    ]


def disputes_waiting(user) -> list[int]:
    """Ids of disputes that nobody has answered, the oldest first."""
    waiting = Dispute.objects.visible_to(user).filter(answered_on__isnull=True, worker__in=led_workers(user))
    return list(waiting.order_by("raised_on", "pk").values_list("pk", flat=True))


def led_workers(user):
    """Those whose record this person keeps; a lead who is also a worker does not answer the own dispute."""
    return Worker.objects.visible_to(user, Permission.CHANGE_ROSTER).exclude(user=user).values("pk")


def dispute_words(number: int) -> tuple[str, str]:
    verb = "waits" if number == 1 else "wait"
    return (
        f"{counted(number, 'dispute')} {verb} for an answer",
        "A worker says that an entry of the own record is wrong.",
    )


def warning_steps(user) -> list[dict]:
    found = EarlyWarning.objects.visible_to(user).open().order_by("holding__post__programme", "pk")
    number, slug = how_many(found.values_list("holding__post__programme__slug", flat=True))
    text = "Plain reasons to look at a post before it empties."
    return step(counted(number, "early warning"), text, href("early_warnings", slug), "Look at them") if number else []


def vacancy_steps(user) -> list[dict]:
    number, slug = how_many(vacant_posts(user).values_list("programme__slug", flat=True))
    heading = f"{counted(number, 'post')} {'is' if number == 1 else 'are'} vacant"
    text = "Nobody is in them today, or less WTE than established."
    return step(heading, text, href("vacancy_list", slug), "See the vacancies") if number else []


def how_many(slugs) -> tuple[int, str]:
    """(number of rows, the programme of the first): there may be thousands of rows."""
    return slugs.count(), slugs.first() or ""


def vacant_posts(user):
    """Open posts in which less WTE is held today than is established."""
    held = in_force("holdings__") & in_force("holdings__terms__")
    wte = Coalesce(Sum(Cast("holdings__terms__wte", FloatField()), filter=held), 0.0)
    led = Post.objects.filter(in_force(), pk__in=Post.objects.visible_to(user, Permission.CHANGE_ROSTER).values("pk"))
    short = led.annotate(held=wte).filter(held__lt=Cast(F("wte"), FloatField()) - 0.001)
    return short.order_by("programme", "pk")


# ---- the supervisor


def supervisor_steps(user) -> list[dict]:
    """Sessions whose day has come and of which nobody has said whether they were held."""
    if not has_permission(user, Permission.CHANGE_SUPERVISION):
        return []
    due = Q(on__lte=clock.today(), state=SupervisionSession.State.PLANNED, arrangement__supervisor__user=user.pk)
    number = SupervisionSession.objects.visible_to(user).filter(due).count()
    if not number:
        return step("Your supervisees", "No session waits to be recorded.", href("supervisees"), "Open the list")
    verb = "waits" if number == 1 else "wait"
    heading = f"{counted(number, 'session')} {verb} to be recorded"
    text = "Say whether it was held, and for how long. What was talked about is not asked."
    return step(heading, text, href("supervisees"), "Record sessions")


# ---- the worker


def own_steps(user) -> list[dict]:
    if not has_permission(user, Permission.VIEW_OWN_RECORD):
        return []
    if not programmes_of(user, Permission.VIEW_OWN_RECORD).exists():
        return []
    text = "Your post, supervision, training and competences, and where to say that an entry is wrong."
    return [*pulse_steps(user), *step("Your own record", text, href("my_record"), "Open your record")]


def pulse_steps(user) -> list[dict]:
    """An open round that the worker has not answered. The link itself stands on the own record alone."""
    today = clock.today()
    links = PulseLink.objects.filter(worker__user=user.pk, is_used=False)
    link = links.filter(pulse__opens_on__lte=today, pulse__closes_on__gte=today).select_related("pulse").first()
    if link is None:
        return []
    text = f"{link.pulse} is open until {link.pulse.closes_on:%-d %B %Y}. Nobody sees your own answers."
    return step("How is your work going?", text, href("my_record"), "Answer from your record")
