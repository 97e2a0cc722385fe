"""Monthly team reports: list, one report, and each of its steps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, require_permission
from collaborative.actions import team_reports as actions
from collaborative.dashboards import team_reports as pages
from collaborative.forms.team_reports import AnswerForm, SendBackForm, TeamReportForm
from collaborative.models import MonthlyTeamReport
from collaborative.views.breadcrumbs import to_team
from collaborative.views.scope import team_to_read
from practices import months
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted, told


@GET_AND_POST
def team_report_list(request, team):
    """The months that are due; a POST begins the report of one."""
    team = team_to_read(request.user, team)
    if request.method == "POST":
        return begin(request, team)
    may_change = team.may_change(request.user)
    reports = list(MonthlyTeamReport.objects.visible_to(request.user).filter(team=team))
    begun = {report.month for report in MonthlyTeamReport.objects.visible_to(request.user).filter(team=team)}
    context = {
        "team": team,
        "table": pages.report_table(team, reports, may_change=may_change),
        "to_begin": [one for one in actions.due_months(team) if one not in begun][:3] if may_change else [],
        "breadcrumbs": to_team(team),
    }
    return render(request, "collaborative/progress/report_list.html", context)


def begin(request, team):
    team.require_may_change(request.user)
    try:
        month = months.parse_period(request.POST.get("month", ""))
        report = actions.start_report(team=team, month=month, by=request.user)
    except (ValueError, ValidationError):
        messages.error(request, "Choose a month of this wave that has ended.")
        return redirect("team_report_list", team.pk)
    return redirect("team_report_detail", report.pk)


def found_report(request, pk):
    rows = MonthlyTeamReport.objects.visible_to(request.user).select_related(
        "team__wave__programme", "team__organisation", "completed_by", "signed_by", "answered_by"
    )
    return get_object_or_404(rows, pk=pk)


@EDIT
def team_report_detail(request, team_report):
    """Read it; the team writes it."""
    report = found_report(request, team_report)
    form = TeamReportForm(request.POST or None, instance=found_report(request, team_report))
    if request.method == "POST":
        report.team.require_may_change(request.user)
        if form.is_valid() and attempted(
            form, actions.write_report, report=report, words=form.cleaned_data, by=request.user
        ):
            messages.success(request, "The draft is saved.")
            return redirect("team_report_detail", report.pk)
    return show(request, report, form)


def show(request, report, form=None, answer=None, send_back=None):
    page = pages.report_page(request.user, report)
    context = {
        "page": page,
        "team": report.team,
        "form": (form or TeamReportForm(instance=report)) if page.may_write else None,
        "answer_form": answer or AnswerForm(),
        "send_back_form": send_back or SendBackForm(),
        "breadcrumbs": to_team(report.team, ("Reports", reverse("team_report_list", args=[report.team_id]))),
    }
    return render(request, "collaborative/progress/report.html", context)


@require_POST
def team_report_complete(request, team_report):
    report = found_report(request, team_report)
    report.team.require_may_change(request.user)
    assembled = pages.assemble(request.user, report.team, report.month, pages.readers_of(report))
    done = "The report is completed and waits for the sponsor to sign it."
    told(request, actions.complete_report, done=done, report=report, assembled=assembled, by=request.user)
    return redirect("team_report_detail", report.pk)


@require_POST
def team_report_sign(request, team_report):
    report = found_report(request, team_report)
    if not actions.is_sponsor(request.user, report.team):
        raise PermissionDenied(Permission.SIGN_TEAM_REPORT.value)
    done = "You have signed the report. Nothing in it changes any more."
    told(request, actions.sign_report, done=done, report=report, by=request.user)
    return redirect("team_report_detail", report.pk)


@require_POST
def team_report_send_back(request, team_report):
    report = found_report(request, team_report)
    if not (actions.is_sponsor(request.user, report.team) or report.team.may_change(request.user)):
        raise PermissionDenied(Permission.SIGN_TEAM_REPORT.value)
    form = SendBackForm(request.POST)
    if form.is_valid() and attempted(form, actions.send_back, report=report, by=request.user, **form.cleaned_data):
        messages.success(request, "The report is a draft again.")
        # Not to the report: a sponsor from the PCT does not read drafts.
        return redirect("team_report_list", report.team_id)
    return show(request, report, send_back=form)


@require_POST
def team_report_answer(request, team_report):
    report = found_report(request, team_report)
    require_permission(request.user, Permission.CHANGE_PROGRESS_SCORES)
    form = AnswerForm(request.POST)
    if form.is_valid() and attempted(form, actions.answer_report, report=report, by=request.user, **form.cleaned_data):
        messages.success(request, "Your answer is with the team.")
        return redirect("team_report_detail", report.pk)
    return show(request, report, answer=form)
