"""A supervisor's page: whom one supervises, what is due and overdue, and what waits for a signature."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.permissions import Permission
from practices import clock
from practices.wording import counted
from workforce.computing.supervision_weeks import WEEKS, last_weeks_of
from workforce.dashboards.competences import to_sign_off
from workforce.dashboards.links import href
from workforce.dashboards.supervision_weeks import weeks_cell
from workforce.dashboards.words import day
from workforce.models import Enrolment, SupervisionArrangement, SupervisionSession, Worker
from workforce.models.training import expired, to_renew

State = SupervisionSession.State
WEEK = timedelta(days=7)
MOST_TO_RECORD = 50


@dataclass(frozen=True)
class ToRecord:
    """A session whose day has come and about which nothing is recorded."""

    session: SupervisionSession
    who: str
    worker_href: str
    day: str
    kind: str
    record_href: str


def own_worker(user, programme) -> Worker | None:
    """The person of the roster who is signed in; None when the account is linked to none there."""
    return Worker.objects.filter(user=user.pk, programme=programme).first()


def supervised_sessions(user):
    """Of the supervisor's own arrangements that hold today."""
    sessions = SupervisionSession.objects.visible_to(user, Permission.CHANGE_SUPERVISION)
    mine = SupervisionArrangement.objects.on().filter(supervisor__user=user.pk)
    found = sessions.filter(arrangement__in=mine.values("pk"))
    return found.select_related("worker", "arrangement").order_by("on", "worker__staff_number", "pk")


def to_record(user) -> list[ToRecord]:
    """The oldest first, today's too; no more at once than a page holds."""
    waiting = supervised_sessions(user).filter(state=State.PLANNED, on__lte=clock.today())
    return [record_row(session) for session in waiting[:MOST_TO_RECORD]]


def record_row(session) -> ToRecord:
    return ToRecord(
        session,
        f"{session.worker.name} (no. {session.worker.staff_number})",
        href("worker_detail", session.worker_id),
        day(session.on),
        session.arrangement.get_kind_display(),
        href("session_record", session.pk),
    )


def supervisee_rows(user):
    """Workers, each with the days of the last and the next session, and how much waits to be signed off."""
    today = clock.today()
    of_worker = SupervisionSession.objects.filter(worker=OuterRef("pk"))
    evidence = to_sign_off().filter(worker=OuterRef("pk")).order_by()
    renewing = Enrolment.objects.filter(to_renew(today) | expired(today)).not_renewed().filter(worker=OuterRef("pk"))
    overdue = Enrolment.objects.overdue(today).filter(worker=OuterRef("pk")).order_by()
    planned = Q(state=State.PLANNED, on__lt=today)
    return (
        Worker.objects.visible_to(user, Permission.CHANGE_SUPERVISION)
        .annotate(
            last_held=Subquery(of_worker.filter(state=State.HELD).order_by("-on").values("on")[:1]),
            next_planned=Subquery(of_worker.filter(state=State.PLANNED, on__gte=today).order_by("on").values("on")[:1]),
            unrecorded=how_many(of_worker.filter(planned).order_by()),
            to_sign=how_many(evidence),
            training_overdue=how_many(overdue),
            training_to_renew=how_many(renewing.order_by()),
        )
        .order_by("name", "pk")
    )


def how_many(rows):
    return Coalesce(Subquery(rows.values("worker").annotate(found=Count("pk")).values("found")), 0)


def supervisee_table(page) -> dict:
    weeks = last_weeks_of([worker.pk for worker in page])
    return {
        "caption": "People you supervise today",
        "first_is_header": True,
        # What is due comes second: a phone shows the first columns.
        "head": ["Name", "What is due", "Last held", f"Last {WEEKS} weeks", "Next planned"],
        "rows": [supervisee_row(worker, weeks[worker.pk]) for worker in page],
        "empty": "You supervise nobody today. The workforce lead arranges who supervises whom.",
    }


def supervisee_row(worker, weeks) -> list:
    return [
        {"text": worker.name, "href": href("worker_detail", worker.pk), "hint": f"No. {worker.staff_number}"},
        due_cell(worker),
        day(worker.last_held, "None is recorded"),
        weeks_cell(weeks),
        day(worker.next_planned, "None is planned"),
    ]


def due_cell(worker):
    """What waits, in words; the link goes to what is signed off."""
    words = []
    if worker.unrecorded:
        words.append(f"{counted(worker.unrecorded, 'session')} to record")
    if not worker.next_planned:
        words.append("plan sessions")
    if worker.training_overdue:
        words.append(f"{counted(worker.training_overdue, 'course')} overdue")
    if worker.training_to_renew:
        words.append(f"{counted(worker.training_to_renew, 'course')} to renew")
    if worker.to_sign:
        words.append(f"{counted(worker.to_sign, 'competence')} to sign off")
    text = "; ".join(words)
    cell = {"text": text[0].upper() + text[1:] if text else "Nothing"}
    address = href("worker_competences", worker.pk) if worker.to_sign else ""
    return (
        {**cell, "action": {"text": "Sign off", "of": f"the record of {worker.name}", "href": address}}
        if address
        else cell
    )


def week_of(text: str) -> date:
    """The Monday of the week that a text names by any of its days; of this week when it names none."""
    try:
        named = date.fromisoformat(text)
    except ValueError:
        named = clock.today()
    named = min(max(named, date(1990, 1, 1)), date(2100, 1, 1))
    return named - timedelta(days=named.weekday())


def sessions_of_week(user, monday: date):
    return supervised_sessions(user).filter(on__gte=monday, on__lt=monday + WEEK)


def next_day(arrangement) -> date:
    """The day that follows the last session at the arrangement's interval; not before today or its first day."""
    last = arrangement.sessions.order_by("-on").values_list("on", flat=True).first()
    following = last + timedelta(days=arrangement.every_days) if last else arrangement.start
    return max(following, clock.today(), arrangement.start)
