"""What the system knows for a team's monthly report, and the pages of the reports.

Sponsor and commissioner read the report, so what is assembled holds only what the team shares with them, and of the figures
only the released ones: nobody learns from a report what the charts would not show them.
"""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse

from accounts.permissions import Permission, has_permission
from collaborative.actions.team_reports import due_months, is_sponsor, sponsored_by
from collaborative.dashboards.gathering import gather, of_totals
from collaborative.dashboards.shown import tile
from collaborative.models import Attendance, Barrier, ImprovementTeam, MonthlyTeamReport, PdsaCycle, ReadingLevel
from collaborative.models.progress import looked_after, may_score
from measures.definitions import all_definitions
from measures.disclosure import STRANGER
from measures.models import MonthlyReturn, Series
from practices import clock, months
from practices.wording import counted

State = MonthlyTeamReport.State
READERS = ReadingLevel.COMMISSIONER
AGEING_DAYS = 14
COLOURS = {State.DRAFT: "grey", State.COMPLETED: "blue", State.SIGNED: "purple", State.ANSWERED: "green"}


# ---- what is assembled


def assemble(user, team: ImprovementTeam, month: date, readers: int = READERS) -> dict:
    """Plain JSON: texts and lists of texts, as the page prints them and the signed report keeps them.

    `readers` is how widely the report is read: what is shared with fewer stays out of it, and uncounted.
    """
    first, last = month, months.last_day(month)
    shared = PdsaCycle.objects.filter(team=team, shared_with__gte=readers)
    return {
        "aim": team.aim,
        "as_at": f"{clock.now():%-d %B %Y}",
        "measures": measures_of(user, team),
        "begun": [begun_words(cycle) for cycle in shared.filter(started_on__range=(first, last))],
        "closed": [closed_words(cycle) for cycle in shared.filter(closed_on__range=(first, last))],
        "barriers": [barrier_words(one, last) for one in open_barriers(team, last, readers)],
        "attendance": attendance_words(team, first, last),
        "returns": returns_words(team, month),
    }


def measures_of(user, team: ImprovementTeam) -> list[dict]:
    """The four measures of the PCT as released to everybody."""
    gathered = gather(user, team.wave, STRANGER, of_totals())
    found = [gathered.series(Series.Level.COMMISSIONER, team.organisation, code) for code in all_definitions()]
    return [measure_words(tile(series)) for series in found if series is not None]


def measure_words(shown: dict) -> dict:
    return {
        "label": shown["label"],
        "value": f"{shown['value']} {shown['unit']}" if not shown["reason"] else shown["reason"],
        "change": "; ".join(part for part in (shown["change"], *shown["details"]) if part),
        "signal": shown["signal"]["text"],
        "cautions": list(shown["cautions"]),
    }


def begun_words(cycle: PdsaCycle) -> str:
    return f"{cycle}: we predicted that {cycle.prediction[:1].lower()}{cycle.prediction[1:]}"


def closed_words(cycle: PdsaCycle) -> str:
    decision = PdsaCycle.Decision(cycle.decision).label.lower()
    return f"{cycle}: {cycle.result}. Learned: {cycle.learning}. Decided to {decision}"


def unshared_words(user, report: MonthlyTeamReport) -> str:
    """For whoever writes the report: how many cycles that they may read are not in it."""
    begun = (report.month, months.last_day(report.month))
    rows = PdsaCycle.objects.visible_to(user).filter(team=report.team, started_on__range=begun)
    number = rows.filter(shared_with__lt=readers_of(report)).count()
    return f"{number} more begun, which the team has not shared yet" if number else ""


def readers_of(report: MonthlyTeamReport) -> int:
    return max(READERS, report.shared_with)


def open_barriers(team: ImprovementTeam, last: date, readers: int):
    rows = Barrier.objects.filter(team=team, shared_with__gte=readers, opened_on__lte=last)
    return rows.exclude(resolved_on__lte=last)


def barrier_words(barrier: Barrier, on: date) -> str:
    return f"{barrier.get_kind_display()}: {barrier.description} (open for {(on - barrier.opened_on).days} days)"


def attendance_words(team: ImprovementTeam, first: date, last: date) -> str:
    rows = Attendance.objects.filter(team=team, event__held_on__range=(first, last)).select_related("event")
    expected, came = len(rows), sum(row.status == Attendance.Status.ATTENDED for row in rows)
    return f"{came} of {expected} came to {rows[0].event.title.lower()}" if expected else "No event in this month"


def returns_words(team: ImprovementTeam, month: date) -> str:
    """How many of the team's practices have sent the return of the month."""
    practices = team.partners.current(months.last_day(month)).filter(kind="practice")
    there = MonthlyReturn.objects.current().filter(
        wave=team.wave, month=month, practice__in=practices.values("organisation")
    )
    return f"{there.count()} of {practices.count()} practices have sent their return"


# ---- pages


@dataclass(frozen=True)
class ReportPage:
    """One report: `assembled` live while it is written, kept from completing on; what this reader may do with it."""

    report: MonthlyTeamReport
    title: str
    assembled: dict
    written: list[tuple[str, str]]
    tag: dict
    history: list[str]
    not_shared: str = ""
    may_write: bool = False
    may_complete: bool = False
    may_sign: bool = False
    may_send_back: bool = False
    may_answer: bool = False


def report_page(user, report: MonthlyTeamReport) -> ReportPage:
    team, state = report.team, report.state
    may_change, sponsor, is_draft = team.may_change(user), is_sponsor(user, report.team), state == State.DRAFT
    return ReportPage(
        report=report,
        title=f"Report of {months.label(report.month)}",
        assembled=assemble(user, team, report.month, readers_of(report)) if is_draft else report.assembled,
        not_shared=unshared_words(user, report) if may_change and is_draft else "",
        written=[(label, getattr(report, name)) for name, label in LABELS.items()],
        tag={"text": State(state).label, "colour": COLOURS[state]},
        history=history_of(report),
        may_write=may_change and is_draft,
        may_complete=may_change and is_draft,
        may_sign=sponsor and state == State.COMPLETED,
        may_send_back=(sponsor or may_change) and state == State.COMPLETED,
        may_answer=state == State.SIGNED and may_score(user, team),
    )


LABELS = {
    "changes_tested": "Changes tested",
    "learning": "What we learned",
    "help_needed": "Help that we need",
    "next_steps": "What comes next",
}


def history_of(report: MonthlyTeamReport) -> list[str]:
    steps = [
        ("Completed", report.completed_by, report.completed_at),
        ("Signed", report.signed_by, report.signed_at),
        ("Answered", report.answered_by, report.answered_at),
    ]
    return [f"{done} by {who} on {at:%-d %B %Y}" for done, who, at in steps if at]


def report_table(team: ImprovementTeam, reports: list[MonthlyTeamReport], *, may_change: bool) -> dict:
    """Every month that is due, the latest first, with what waits for whom."""
    by_month = {report.month: report for report in reports}
    # Whoever may change the team's work reads its drafts too: only to them is a month without a report one not begun.
    absent = ["Not begun", "The team", ""] if may_change else ["Not shared with you", "", ""]
    rows = [
        row_of(by_month[month]) if month in by_month else [months.label(month), *absent] for month in due_months(team)
    ]
    return {
        "caption": "Reports by month",
        "first_is_header": True,
        "head": ["Month", "State", "Waits for", "Since"],
        "rows": rows,
        "empty": "No month has ended since learning workshop 1, so no report is due yet.",
    }


def row_of(report: MonthlyTeamReport) -> list:
    href = reverse("team_report_detail", args=[report.pk])
    waits, since = waiting(report)
    tag = {"tag": {"text": State(report.state).label, "colour": COLOURS[report.state]}}
    return [{"text": months.label(report.month), "href": href}, tag, waits, age_words(since)]


def waiting(report: MonthlyTeamReport):
    """(whose turn it is, since when)."""
    match report.state:
        case State.COMPLETED:
            return "The sponsor", report.completed_at
        case State.SIGNED:
            return "The facilitator", report.signed_at
        case State.ANSWERED:
            return "Nobody", None
    return "The team", None


def age_words(since) -> str:
    if since is None:
        return ""
    days = (clock.today() - since.date()).days
    late = ": please look at it" if days > AGEING_DAYS else ""
    return f"{counted(days, 'day')}{late}"


# ---- next steps on the first page


def next_steps(user) -> list[dict]:
    """Reports to sign, then those to answer. One query; none for whoever may do neither."""
    waiting = to_sign_or_answer(user)
    if waiting is None:
        return []
    rows = MonthlyTeamReport.objects.visible_to(user).filter(waiting).select_related("team")
    found = rows.only("month", "state", "team__name").order_by("month", "team__name")
    to_sign = [step(report, "Sign the report", "sign") for report in found if report.state == State.COMPLETED]
    return to_sign + [step(report, "Answer the report", "answer") for report in found if report.state == State.SIGNED]


def to_sign_or_answer(user) -> Q | None:
    """A condition on reports: those that wait for this person. None for whoever may neither sign nor answer any."""
    conditions = []
    if has_permission(user, Permission.SIGN_TEAM_REPORT):
        conditions.append(Q(state=State.COMPLETED, team__in=sponsored_by(user).values("pk")))
    if has_permission(user, Permission.CHANGE_PROGRESS_SCORES):
        teams = ImprovementTeam.objects.filter(looked_after(user, Permission.CHANGE_PROGRESS_SCORES))
        conditions.append(Q(state=State.SIGNED, team__in=teams.values("pk")))
    return reduce(or_, conditions) if conditions else None


def step(report: MonthlyTeamReport, heading: str, verb: str) -> dict:
    return {
        "heading": heading,
        "text": f"{report.team.name} has a report of {months.label(report.month)} for you to {verb}.",
        "href": reverse("team_report_detail", args=[report.pk]),
        "action": "Open the report",
    }
