"""Whose supervision is overdue, and how much each supervisor has: for whoever leads them, by name."""

from datetime import timedelta

from django.db.models import Case, Count, Exists, F, FloatField, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Cast, Coalesce

from accounts.permissions import Permission
from practices import clock
from practices.wording import counted
from workforce.computing.supervision_weeks import last_full_months
from workforce.dashboards.links import href
from workforce.dashboards.words import day
from workforce.models import Holding, Leave, SupervisionArrangement, SupervisionSession, Worker
from workforce.models.scope import in_force
from workforce.supervision_standards import CASE_MANAGEMENT, roles_by_gap, standards

State = SupervisionSession.State
WEEK = 7
WHO = (
    "Planned sessions that have passed and were not recorded; workers in a post with a standard whose supervision is not "
    "arranged, or who had none for twice the interval of the standard and were not on leave meanwhile."
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


def overdue_workers(user, programme):
    """Workers of the reader's, each with `last_held`, `unrecorded`, `is_arranged` and `is_late`, in the order of their numbers."""
    today = clock.today()
    workers = Worker.objects.visible_to(user, Permission.CHANGE_ROSTER).filter(programme=programme)
    marked = workers.annotate(
        last_held=last_held(),
        unrecorded=unrecorded(today),
        is_arranged=Exists(of_worker(SupervisionArrangement).filter(in_force(on=today))),
        has_standard=Exists(of_worker(Holding, post__role__in=list(standards())).filter(in_force(on=today))),
    )
    marked = marked.annotate(is_late=Case(When(too_long_without(today), then=True), default=False))
    not_arranged = Q(has_standard=True, is_arranged=False)
    return marked.filter(Q(is_late=True) | not_arranged | Q(unrecorded__gt=0)).order_by("staff_number")


def overdue_table(page) -> dict:
    return {
        "caption": f"Supervision that is overdue on {day(clock.today())}",
        "first_is_header": True,
        "head": ["No.", "Name", "Last held", "Why it is here"],
        "rows": [overdue_row(worker) for worker in page],
        "empty": "No supervision is overdue.",
    }


def overdue_row(worker) -> list:
    return [
        {"text": worker.staff_number, "href": href("worker_detail", worker.pk)},
        worker.name,
        day(worker.last_held, "None is recorded"),
        why_overdue(worker),
    ]


def why_overdue(worker) -> str:
    """At least one reason, in words."""
    reasons = {
        "no supervision is arranged": worker.has_standard and not worker.is_arranged,
        "none held for longer than twice the interval of the standard": worker.is_late,
        f"{counted(worker.unrecorded, 'planned session')} not recorded": worker.unrecorded,
    }
    words = "; ".join(reason for reason, holds in reasons.items() if holds)
    return words[0].upper() + words[1:]


def supervisors(user, programme):
    """Who supervises workers of the reader's today: supervisees, minutes a week as arranged, as held in the last full months."""
    workers = Worker.objects.visible_to(user, Permission.CHANGE_ROSTER).filter(programme=programme).values("pk")
    found = SupervisionArrangement.objects.on().filter(worker__in=workers)
    a_week = Sum(Cast(F("minutes") * WEEK, FloatField()) / F("every_days"), output_field=FloatField())
    rows = found.order_by().values("supervisor", "supervisor__staff_number", "supervisor__name")
    return rows.annotate(supervisees=Count("worker", distinct=True), minutes=a_week).order_by(
        "supervisor__staff_number"
    )


def held_by_supervisor(user, programme, ids) -> dict[int, int]:
    """Minutes held in the last full months by each of some supervisors, with workers of the reader's."""
    over = last_full_months()
    workers = Worker.objects.visible_to(user, Permission.CHANGE_ROSTER).filter(programme=programme).values("pk")
    held = SupervisionSession.objects.filter(state=State.HELD, on__gte=over[0], worker__in=workers)
    held = held.filter(arrangement__supervisor__in=ids, on__lt=clock.today().replace(day=1)).order_by()
    return dict(
        held.values("arrangement__supervisor")
        .annotate(total=Sum("minutes"))
        .values_list("arrangement__supervisor", "total")
    )


def load_table(user, programme, page) -> dict:
    ids = [row["supervisor"] for row in page]
    held = held_by_supervisor(user, programme, ids)
    # Whoever leads one PCT may read of a supervisor whose record is kept in another, and not open it.
    may_open = set(Worker.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    over = last_full_months()
    weeks = (clock.today().replace(day=1) - over[0]).days / WEEK
    return {
        "caption": "Supervisors and what they have",
        "first_is_header": True,
        "head": [
            "No.",
            "Name",
            *(
                {"text": text, "numeric": True}
                for text in ("Supervisees", "Minutes a week, arranged", "Minutes a week, held")
            ),
        ],
        "rows": [load_row(row, held.get(row["supervisor"], 0) / weeks, may_open) for row in page],
        "empty": "Nobody supervises anybody here today.",
    }


def load_row(row, held: float, may_open: set[int]) -> list:
    """Minutes of everything arranged for one WTE: a part-timer's are fewer where the arrangement says so."""
    address = href("worker_detail", row["supervisor"]) if row["supervisor"] in may_open else ""
    return [
        {"text": row["supervisor__staff_number"], "href": address},
        row["supervisor__name"],
        {"text": f"{row['supervisees']:,}", "numeric": True},
        {"text": f"{row['minutes']:.0f}", "numeric": True},
        {"text": f"{held:.0f}", "numeric": True},
    ]
