"""What waits for somebody in the workforce, on the first page: counts and addresses, no names."""

from django.db.models import F, FloatField, Q, Sum
from django.db.models.functions import Cast, Coalesce

from accounts.permissions import Permission, has_permission
from practices import clock
from practices.wording import counted
from workforce.dashboards.links import href
from workforce.models import Dispute, EarlyWarning, Post, SupervisionSession, Worker
from workforce.models.scope import grants_with, in_force, programmes_of


def next_steps(user) -> list[dict]:
    """A fixed number of queries; none for whoever has no part in the workforce."""
    return [*lead_steps(user), *supervisor_steps(user), *own_steps(user)]


def step(heading: str, text: str, address: str, action: str) -> list[dict]:
    """Without an address the step is left out: there is nothing to press."""
    return [{"heading": heading, "text": text, "href": address, "action": action}] if address else []


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
    found = EarlyWarning.objects.visible_to(user).order_by("holding__post__programme", "pk")
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
    return step("Your own record", text, href("my_record"), "Open your record")
