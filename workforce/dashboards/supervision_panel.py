"""Supervision and leave on the page of a worker and of a post; for a practice no more than the per cent."""

from accounts.permissions import Permission
from practices import clock, months
from practices.wording import counted
from workforce.computing.supervision_weeks import last_full_months, last_weeks
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, post_panel, worker_panel
from workforce.dashboards.roles_held import roles_today
from workforce.dashboards.supervision_weeks import week_tag
from workforce.dashboards.words import day
from workforce.models import Holding, Leave, SupervisionArrangement, SupervisionMonth, SupervisionSession, Worker
from workforce.supervision_standards import standard_of, standard_words
from workforce.views.scope import may

NO_CONTENT = "What was talked about is stored nowhere."
MONTHS_SHOWN = 6
SESSIONS_SHOWN = 20
State = SupervisionSession.State


@worker_panel
def supervision_panel(user, worker) -> Panel | None:
    """The log for the lead, the supervisor and the worker; the per cent alone for a practice that hosts the post."""
    if may(user, Permission.VIEW_SUPERVISION, worker):
        return Panel("Supervision", "workforce/panels/supervision.html", log_of(user, worker), order=30)
    if may(user, Permission.VIEW_SUPERVISION_COMPLIANCE, worker):
        return Panel(
            "Supervision", "workforce/panels/notes.html", {"notes": [level_words(months_of([worker.pk]))]}, order=30
        )
    return None


def log_of(user, worker) -> dict:
    roles = roles_today(worker)
    arrangements = list(
        SupervisionArrangement.objects.visible_to(user).filter(worker=worker).select_related("supervisor")
    )
    by_month = months_of([worker.pk])
    may_arrange = may(user, Permission.CHANGE_ARRANGEMENTS, worker)
    may_record = may(user, Permission.CHANGE_SUPERVISION, worker)
    return {
        "standards": [standard_words(role) for role in roles],
        "level": level_words(by_month),
        "weeks": week_tags(worker) if any(standard_of(role) for role in roles) else [],
        "arrangements": arrangement_table(user, arrangements, may_arrange, may_record),
        "months": month_table(by_month),
        "sessions": session_table(user, worker, may_record),
        "links": [{"text": "Arrange supervision", "href": href("arrangement_create", worker.pk)}]
        if may_arrange
        else [],
        "note": NO_CONTENT,
    }


def months_of(workers) -> list[SupervisionMonth]:
    """The latest first."""
    return list(SupervisionMonth.objects.filter(worker__in=workers).order_by("-month"))


def level_words(by_month) -> str:
    """How much of the expected minutes was held in the last full months, in per cent; or why that cannot be said."""
    over = last_full_months()
    rows = [row for row in by_month if row.month in over and row.expected_minutes is not None]
    period = f"{months.label(over[0])} to {months.label(over[-1])}"
    expected, held = sum(row.expected_minutes for row in rows), sum(row.held_minutes for row in rows)
    if not rows:
        return f"{period}: not available, for no standard was in force."
    if not expected:
        return f"{period}: not available, for all of it was leave."
    return f"{period}: {100 * held / expected:.0f}% of the expected minutes of supervision were held."


def week_tags(worker) -> list[dict]:
    """The last weeks that have ended, each with what it was."""
    return [{"week": f"Week of {day(week.monday)}", "tag": week_tag(week)} for week in last_weeks(worker)]


def is_own(user, arrangement) -> bool:
    """Whether this person is the supervisor whom the arrangement names."""
    return arrangement.supervisor.user_id == user.pk


def arrangement_table(user, arrangements, may_arrange, may_record) -> dict:
    """Whoever records is a supervisor, and changes the own arrangements alone; the lead ends all of them."""
    actions = ["What you can do"] if may_arrange or may_record else []
    return {
        "caption": "Who supervises",
        "first_is_header": True,
        "head": ["Supervisor", "Kind", "How often", "From", "To", *actions],
        "rows": [
            [
                *arrangement_row(one),
                *(arrangement_links(user, one, may_arrange, may_record) for _ in actions),
            ]
            for one in arrangements
        ],
        "empty": "No supervision is arranged.",
    }


def arrangement_row(one) -> list:
    every = f"{one.minutes} minutes every {one.every_days} days{', in proportion to WTE' if one.is_pro_rata else ''}"
    return [one.supervisor.name, one.get_kind_display(), every, day(one.start), day(one.end, "No end is set")]


def arrangement_links(user, one, may_arrange, may_record):
    """The more likely as the link, the other beside it; nothing once it has ended."""
    whom = f"the arrangement with {one.supervisor.name}"
    links = [("Plan sessions", "session_create")] * may_record + [("End", "arrangement_end")] * may_arrange
    is_anothers = may_record and not is_own(user, one)
    if is_anothers or (one.end and one.end < clock.today()) or not links:
        return ""
    (text, name), *others = links
    cell = {"text": text, "href": href(name, one.pk)}
    for text, name in others:
        cell["action"] = {"text": text, "of": whom, "href": href(name, one.pk)}
    return cell


def month_table(by_month) -> dict:
    names = ("Expected", "Planned", "Held", "Weeks without", "Management sessions")
    numbers = [{"text": text, "numeric": True} for text in names]
    return {
        "caption": "Minutes of clinical supervision by month, and sessions of management supervision",
        "first_is_header": True,
        "head": ["Month", *numbers],
        "rows": [month_row(row) for row in by_month[:MONTHS_SHOWN]],
        "empty": "No month has been computed yet. It happens every night.",
    }


def month_row(row) -> list:
    expected = "No standard" if row.expected_minutes is None else f"{row.expected_minutes:,.0f}"
    without = f"{row.weeks_without} of {row.weeks_expected}" if row.weeks_expected else "None expected"
    management = f"{row.management_held} of {row.management_planned}" if row.management_planned else "None planned"
    texts = (expected, f"{row.planned_minutes:,}", f"{row.held_minutes:,}", without, management)
    return [months.label(row.month), *({"text": text, "numeric": True} for text in texts)]


def session_table(user, worker, may_record) -> dict:
    sessions = SupervisionSession.objects.visible_to(user).filter(worker=worker)
    rows = sessions.select_related("arrangement__supervisor").order_by("-on", "-pk")[:SESSIONS_SHOWN]
    return {
        "caption": f"Sessions, the latest {SESSIONS_SHOWN}",
        "first_is_header": True,
        "head": ["Day", "Kind", "Supervisor", {"text": "Minutes", "numeric": True}, "State"],
        "rows": [session_row(session, may_record and is_own(user, session.arrangement)) for session in rows],
        "empty": "No session is planned or recorded.",
    }


def session_row(session, may_record) -> list:
    is_overdue = session.state == State.PLANNED and session.on < clock.today()
    return [
        {"text": day(session.on), "href": href("session_record", session.pk) if may_record else ""},
        session.arrangement.get_kind_display(),
        session.arrangement.supervisor.name,
        {"text": f"{session.minutes}", "numeric": True},
        "Planned, not recorded yet" if is_overdue else session.get_state_display(),
    ]


@worker_panel
def leave_panel(user, worker) -> Panel | None:
    if not may(user, Permission.VIEW_STAFF_RECORD, worker):
        return None
    rows = [leave_row(one) for one in leave_of(user, worker)]
    table = {
        "caption": "Days of leave",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["First day", "Last day", "Length"],
        "rows": rows,
        "empty": "No leave is recorded.",
    }
    links = [{"text": "Add leave", "href": href("leave_create", worker.pk)}]
    return Panel("Leave", "workforce/panels/table.html", {"table": table, "links": links}, order=35)


def leave_row(one) -> list:
    days = counted((one.end - one.start).days + 1, "day")
    change = {"text": "Change", "of": f"the leave from {day(one.start)}", "href": href("leave_edit", one.pk)}
    return [day(one.start), day(one.end), {"text": days, "action": change}]


def leave_of(user, worker):
    return Leave.objects.visible_to(user).filter(worker=worker).order_by("-start")


@post_panel
def post_supervision_panel(user, post) -> Panel | None:
    """Of who holds the post today, in per cent."""
    workers = Worker.objects.visible_to(user, Permission.VIEW_SUPERVISION_COMPLIANCE)
    held = workers.filter(pk__in=Holding.objects.on().filter(post=post).values("worker"))
    ids = list(held.values_list("pk", flat=True))
    if not ids:
        return None
    notes = [f"Standard: {standard_words(post.role)}.", level_words(months_of(ids))]
    return Panel("Supervision", "workforce/panels/notes.html", {"notes": notes}, order=60)
