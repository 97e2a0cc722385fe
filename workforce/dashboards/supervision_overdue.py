"""Whose supervision is overdue: for whoever leads them, by name."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from accounts.permissions import Permission
from practices import clock
from practices.wording import counted
from workforce.computing.kept import keep, kept
from workforce.computing.supervision_weeks import WEEKS, last_weeks_of
from workforce.dashboards.links import href
from workforce.dashboards.supervision_weeks import weeks_cell
from workforce.dashboards.words import day
from workforce.models import Holding, Leave, SupervisionArrangement, SupervisionSession, Worker
from workforce.models.scope import ends_from, in_force
from workforce.supervision_standards import CASE_MANAGEMENT, MANAGEMENT, roles_by_gap, standards

KIND = "supervision overdue"
State = SupervisionSession.State
WHO = (
    "Planned sessions that have passed and were not recorded; workers in a post with a standard whose clinical supervision is not "
    "arranged, or who had none for twice the interval of the standard and were not on leave meanwhile; and those whose supervisor "
    "has left the last post. Management supervision does not stand in for it."
)


def of_worker(model, **conditions):
    return model.objects.filter(worker=OuterRef("pk"), **conditions).order_by()


def last_held():
    held = SupervisionSession.objects.filter(worker=OuterRef("pk"), state=State.HELD).order_by("-on")
    return Subquery(held.filter(arrangement__kind=CASE_MANAGEMENT).values("on")[:1])


def unrecorded(today):
    """How many sessions were planned for a day that has passed, and nothing is recorded."""
    waiting = of_worker(SupervisionSession, state=State.PLANNED, on__lt=today)
    return Coalesce(Subquery(waiting.values("worker").annotate(found=Count("pk")).values("found")), 0)


def too_long_without(today) -> Q:
    """In a post with a standard for twice its interval, not on leave meanwhile, and none held in that time."""
    found = Q(pk__in=[])
    for gap, roles in roles_by_gap().items():
        since = today - timedelta(days=gap)
        in_post = of_worker(Holding, post__role__in=roles, start__lte=since).filter(in_force(on=today))
        away = of_worker(Leave, start__lte=today, end__gte=since)
        silent = Q(last_held__isnull=True) | Q(last_held__lt=since)
        found |= Q(Exists(in_post)) & ~Q(Exists(away)) & silent
    return found


def with_one_who_left(today):
    """Whether an arrangement in force names a supervisor who had a post on the roster, and has none from today on."""
    holdings = Holding.objects.filter(worker=OuterRef("supervisor")).order_by()
    arranged = of_worker(SupervisionArrangement).filter(in_force(on=today))
    return Exists(arranged.filter(Exists(holdings), ~Exists(holdings.filter(ends_from(today)))))


@dataclass(frozen=True)
class Overdue:
    """Ids of the workers of a programme whose supervision is overdue; kept until its roster changes."""

    workers: tuple[int, ...]


def keep_overdue(programme, number: int) -> int:
    """Returns 1 where they are others than before."""
    return keep(programme, number, KIND, Overdue(tuple(overdue(programme).values_list("pk", flat=True))))


def led_workers(user, programme):
    return Worker.objects.visible_to(user, Permission.CHANGE_ROSTER).filter(programme=programme)


def overdue_workers(user, programme) -> list[int]:
    """Ids of the reader's workers whose supervision is overdue, in the order of their numbers."""
    found = kept(programme, KIND, Overdue)
    ids = overdue(programme).values_list("pk", flat=True) if found is None else found.workers
    readable = set(led_workers(user, programme).order_by().values_list("pk", flat=True))
    return [pk for pk in ids if pk in readable]


def overdue(programme):
    workers = marked(Worker.objects.filter(programme=programme))
    not_arranged = Q(has_standard=True, is_arranged=False)
    late = Q(is_late=True) | not_arranged | Q(unrecorded__gt=0) | Q(supervisor_left=True)
    return workers.filter(late).order_by("staff_number")


def marked(workers):
    """With what is wrong of each."""
    today = clock.today()
    found = workers.annotate(
        last_held=last_held(),
        unrecorded=unrecorded(today),
        is_arranged=Exists(of_worker(SupervisionArrangement).filter(in_force(on=today)).exclude(kind=MANAGEMENT)),
        supervisor_left=with_one_who_left(today),
        has_standard=Exists(of_worker(Holding, post__role__in=list(standards())).filter(in_force(on=today))),
    )
    return found.annotate(is_late=Case(When(too_long_without(today), then=True), default=False))


def overdue_table(user, programme, ids) -> dict:
    """Of the workers of one page."""
    page = marked(led_workers(user, programme).filter(pk__in=ids)).order_by("staff_number")
    weeks = last_weeks_of(ids)
    return {
        "caption": f"Supervision that is overdue on {day(clock.today())}",
        "first_is_header": True,
        "head": ["No.", "Name", "Last held", f"Last {WEEKS} weeks", "Why it is here"],
        "rows": [overdue_row(worker, weeks[worker.pk]) for worker in page],
        "empty": "No supervision is overdue.",
    }


def overdue_row(worker, weeks) -> list:
    return [
        {"text": worker.staff_number, "href": href("worker_detail", worker.pk)},
        worker.name,
        day(worker.last_held, "None is recorded"),
        weeks_cell(weeks),
        why_overdue(worker),
    ]


def why_overdue(worker) -> str:
    """At least one reason, in words."""
    reasons = {
        "no clinical supervision is arranged": worker.has_standard and not worker.is_arranged,
        "a supervisor has left the last post: end the arrangement, or ask whether it goes on": worker.supervisor_left,
        "none held for longer than twice the interval of the standard": worker.is_late,
        f"{counted(worker.unrecorded, 'planned session')} not recorded": worker.unrecorded,
    }
    words = "; ".join(reason for reason, holds in reasons.items() if holds)
    return words[0].upper() + words[1:]
