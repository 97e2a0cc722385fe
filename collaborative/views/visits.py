"""Visits of facilitators to a team and its practices between events: written by facilitators, read by the team."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, require_permission
from collaborative.actions.visits import save_visit
from collaborative.dashboards import visits
from collaborative.dashboards.events import address_of
from collaborative.forms.visits import VisitForm
from collaborative.models import ImprovementTeam, Visit
from collaborative.views.events import FORM
from practices import clock


def team_of(user, pk):
    team = get_object_or_404(ImprovementTeam.objects.visible_to(user).select_related("wave", "organisation"), pk=pk)
    require_permission(user, Permission.VIEW_IMPROVEMENT_WORK, team.wave)
    return team


def require_may_write(user, team):
    if not visits.may_write_visits(user, team):
        raise PermissionDenied(Permission.CHANGE_EVENTS.value)


def crumbs(team, *more):
    above = address_of("team_detail", [team.pk])
    return [
        ("Improvement", reverse("improvement_home")),
        *([(team.name, above)] if above else []),
        *((text, reverse(name, args=[team.pk])) for text, name in more),
    ]


@require_safe
def visit_list(request, team):
    team = team_of(request.user, team)
    can_change = visits.may_write_visits(request.user, team)
    context = {
        "team": team,
        "table": visits.visits_table(team, request.user, can_change=can_change),
        "can_change": can_change,
        "breadcrumbs": crumbs(team),
    }
    return render(request, "collaborative/events/visit_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visit_create(request, team):
    team = team_of(request.user, team)
    require_may_write(request.user, team)
    return edit(request, Visit(team=team, visited_on=clock.today(), visitor=str(request.user)), "Write down a visit")


@require_http_methods(["GET", "HEAD", "POST"])
def visit_edit(request, visit):
    found = Visit.objects.visible_to(request.user).select_related("team__wave", "team__organisation")
    visit = get_object_or_404(found, pk=visit)
    require_may_write(request.user, visit.team)
    return edit(request, visit, "Change a visit")


def edit(request, visit, heading):
    team = visit.team
    form = VisitForm(request.POST or None, instance=visit)
    if form.is_valid():
        save_visit(visit=visit, by=request.user, **form.cleaned_data)
        messages.success(request, "The visit is saved.")
        return redirect("visit_list", team.pk)
    context = {
        "form": form,
        "heading": heading,
        "caption": team.name,
        "breadcrumbs": crumbs(team, ("Visits", "visit_list")),
    }
    return render(request, FORM, context)
