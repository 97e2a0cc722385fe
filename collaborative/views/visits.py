"""Visits of facilitators to a team and its practices between events: written by facilitators, read by the team."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from collaborative.actions.visits import save_visit
from collaborative.dashboards import visits
from collaborative.forms.visits import VisitForm
from collaborative.models import Visit
from collaborative.views.breadcrumbs import to_team
from collaborative.views.form_pages import show_form
from collaborative.views.scope import team_to_read
from practices import clock
from practices.views.methods import EDIT, GET_AND_POST


def require_may_write(user, team):
    if not visits.may_write_visits(user, team):
        raise PermissionDenied(Permission.CHANGE_EVENTS.value)


@require_safe
def visit_list(request, team):
    team = team_to_read(request.user, team)
    can_change = visits.may_write_visits(request.user, team)
    context = {
        "team": team,
        "table": visits.visits_table(team, request.user, can_change=can_change),
        "can_change": can_change,
        "breadcrumbs": to_team(team),
    }
    return render(request, "collaborative/events/visit_list.html", context)


@GET_AND_POST
def visit_create(request, team):
    team = team_to_read(request.user, team)
    require_may_write(request.user, team)
    return edit(request, Visit(team=team, visited_on=clock.today(), visitor=str(request.user)), "Write down a visit")


@EDIT
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
    return show_form(
        request, form, heading, team.name, to_team(team, ("Visits", reverse("visit_list", args=[team.pk])))
    )
