"""The monthly report of a team to its senior leader: written, completed, signed by the sponsor, answered by the facilitator (I7).

What may follow what stands in `FOLLOWS`; each step is one transaction with its audit event.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.permissions import Permission, has_permission
from collaborative.models import ImprovementTeam, MonthlyTeamReport, ReadingLevel, TeamMember
from collaborative.models.progress import may_score
from measures.actions.reasons import stated
from operations import audit
from practices import clock, months

State = MonthlyTeamReport.State
# Step -> (the state it starts from, the state it leads to).
FOLLOWS = {
    "complete": (State.DRAFT, State.COMPLETED),
    "send_back": (State.COMPLETED, State.DRAFT),
    "sign": (State.COMPLETED, State.SIGNED),
    "answer": (State.SIGNED, State.ANSWERED),
}
WRITTEN = ("changes_tested", "learning", "help_needed", "next_steps")
NEEDED = {"changes_tested": "Say what was tested, even when it was nothing", "learning": "Say what was learned"}


def sponsored_by(user):
    """The teams whose named sponsor this person is today, whether or not they may sign."""
    today = clock.today()
    staying = Q(members__left_on__isnull=True) | Q(members__left_on__gte=today)
    return ImprovementTeam.objects.filter(staying, members__part=TeamMember.Part.SPONSOR, members__person=user.pk)


def is_sponsor(user, team: ImprovementTeam) -> bool:
    """Whether this person is named as the team's sponsor today and holds the right to sign."""
    return has_permission(user, Permission.SIGN_TEAM_REPORT) and sponsored_by(user).filter(pk=team.pk).exists()


def due_months(team: ImprovementTeam) -> list[date]:
    """The months of the wave that have ended since learning workshop 1, the latest first."""
    first = months.first_of(team.wave.learning_workshop_1_on)
    last = team.wave.latest_month
    return list(reversed(months.month_range(first, last))) if last >= first else []


@transaction.atomic
def start_report(*, team: ImprovementTeam, month: date, by) -> MonthlyTeamReport:
    """The draft of a month, made where there is none. Raises ValidationError for a month that is not due."""
    team.require_may_change(by)
    if month not in due_months(team):
        raise ValidationError({"month": "Choose a month of this wave that has ended"})
    report, is_new = MonthlyTeamReport.objects.get_or_create(team=team, month=month)
    if is_new:
        record("started", report, by)
    return report


@transaction.atomic
def write_report(*, report: MonthlyTeamReport, words: dict[str, str], by) -> MonthlyTeamReport:
    """Save the team's words. Raises ValidationError once the report is completed."""
    report = locked(report)
    report.team.require_may_change(by)
    if report.state != State.DRAFT:
        raise ValidationError("This report has been completed. Ask for it to be sent back before you change it")
    for name in WRITTEN:
        setattr(report, name, words.get(name, "").strip())
    report.save(update_fields=WRITTEN)
    record("written", report, by)
    return report


@transaction.atomic
def complete_report(*, report: MonthlyTeamReport, assembled: dict, by) -> MonthlyTeamReport:
    """The team is done: what the system knew is kept with it, and the commissioner's side may read it from now on."""
    report = locked(report)
    report.team.require_may_change(by)
    missing = {name: words for name, words in NEEDED.items() if not getattr(report, name)}
    if missing:
        raise ValidationError(missing)
    report.assembled = assembled
    report.completed_by, report.completed_at = by, clock.now()
    report.shared_with = max(report.shared_with, ReadingLevel.COMMISSIONER)
    return step("complete", report, by)


@transaction.atomic
def send_back(*, report: MonthlyTeamReport, reason: str, by) -> MonthlyTeamReport:
    """Sponsor, facilitator or the team itself: back to the draft, with the reason, and to a draft's readers."""
    report = locked(report)
    if not (is_sponsor(by, report.team) or report.team.may_change(by)):
        raise PermissionDenied(Permission.SIGN_TEAM_REPORT.value)
    words = stated(reason, "Say what should be changed")
    report.completed_by = report.completed_at = None
    # A draft is the team's and its facilitator's alone again.
    report.shared_with = ReadingLevel.FACILITATOR
    return step("send_back", report, by, reason=words)


@transaction.atomic
def sign_report(*, report: MonthlyTeamReport, by) -> MonthlyTeamReport:
    """By the named sponsor and nobody else; from now on nothing in it changes."""
    report = locked(report)
    if not is_sponsor(by, report.team):
        raise PermissionDenied(Permission.SIGN_TEAM_REPORT.value)
    report.signed_by, report.signed_at = by, clock.now()
    return step("sign", report, by)


@transaction.atomic
def answer_report(*, report: MonthlyTeamReport, answer: str, by) -> MonthlyTeamReport:
    """The facilitator's answer to a signed report."""
    report = locked(report)
    if not may_score(by, report.team):
        raise PermissionDenied(Permission.CHANGE_PROGRESS_SCORES.value)
    report.answer = stated(answer, "Write an answer")
    report.answered_by, report.answered_at = by, clock.now()
    return step("answer", report, by)


def locked(report: MonthlyTeamReport) -> MonthlyTeamReport:
    """The row as it stands now, held until the end of the transaction."""
    rows = MonthlyTeamReport.objects.select_for_update(of=("self",))
    return rows.select_related("team__wave", "team__organisation").get(pk=report.pk)


def step(name: str, report: MonthlyTeamReport, by, **details) -> MonthlyTeamReport:
    """Take a step that the table allows. Raises ValidationError when somebody was quicker, or it is not its turn."""
    before, after = FOLLOWS[name]
    if report.state != before:
        raise ValidationError(f"This report is {State(report.state).label.lower()} and not {before.label.lower()}")
    report.state = after
    report.save()
    record(name, report, by, **details)
    return report


def record(event: str, report: MonthlyTeamReport, by, **details) -> None:
    audit.record(
        f"team_report.{event}",
        by=by,
        about=report,
        organisation=report.team.organisation,
        month=months.period(report.month),
        **details,
    )
