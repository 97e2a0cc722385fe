"""What teams agreed at an event, and what came of it, read back at the next one (W3)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, require_permission
from collaborative.actions import workshop_actions as actions
from collaborative.dashboards import workshop_actions
from collaborative.forms.workshop_actions import ReadBackForm, WorkshopActionForm
from collaborative.models import Event, ImprovementTeam, WorkshopAction
from collaborative.views.events import crumbs
from collaborative.views.form_pages import show_form
from practices.views.methods import EDIT, GET_AND_POST


def event_of(user, pk):
    event = get_object_or_404(Event.objects.visible_to(user).select_related("wave__programme"), pk=pk)
    require_permission(user, Permission.VIEW_IMPROVEMENT_WORK, event.wave)
    return event


def action_to_change(user, pk):
    """404 for an action that this person may not read, 403 for one of another team."""
    found = WorkshopAction.objects.visible_to(user).select_related("event__wave__programme", "team__organisation")
    action = get_object_or_404(found, pk=pk)
    action.team.require_may_change(user)
    return action


@GET_AND_POST
def workshop_action_create(request, event, team):
    team = get_object_or_404(ImprovementTeam.objects.visible_to(request.user), pk=team)
    event = get_object_or_404(
        Event.objects.visible_to(request.user).select_related("wave"), pk=event, wave=team.wave_id
    )
    team.require_may_change(request.user)
    form = WorkshopActionForm(request.POST or None, instance=WorkshopAction(event=event, team=team))
    if form.is_valid():
        actions.add_action(event=event, team=team, by=request.user, **form.cleaned_data)
        messages.success(request, "The action is saved.")
        return redirect(f"{reverse('event_detail', args=[event.pk])}#actions")
    return show_form(request, form, "What will your team do?", f"{team.name}, {event.title}", crumbs(event.wave, event))


@EDIT
def workshop_action_edit(request, action):
    action = action_to_change(request.user, action)
    event = action.event
    form = WorkshopActionForm(request.POST or None, instance=action)
    if form.is_valid():
        action.refresh_from_db()  # the form has written on it; the action compares with what is stored
        actions.change_action(action=action, by=request.user, **form.cleaned_data)
        messages.success(request, "The action is saved.")
        return redirect(f"{reverse('event_detail', args=[event.pk])}#actions")
    return show_form(
        request, form, "Change the action", f"{action.team.name}, {event.title}", crumbs(event.wave, event)
    )


@require_safe
def event_read_back(request, event):
    return show(request, event_of(request.user, event))


def show(request, event, refused=None):
    """`refused` is the pair of an action and its form that was not accepted."""
    pk, form = refused or (None, None)
    groups = [
        {
            "team": group,
            "lines": [{"line": line, "form": form if line.pk == pk else blank_form(line)} for line in group.lines],
        }
        for group in workshop_actions.to_read_back(event, request.user)
    ]
    context = {"event": event, "groups": groups, "form": form, "breadcrumbs": crumbs(event.wave, event)}
    return render(request, "collaborative/events/read_back.html", context)


def blank_form(line):
    if not line.read_back_href:
        return None
    return ReadBackForm(initial={"outcome": line.outcome}, prefix=f"action-{line.pk}")


@require_POST
def workshop_action_read_back(request, event, action):
    action = action_to_change(request.user, action)
    event = event_of(request.user, event)
    if action.event.wave_id != event.wave_id:
        raise Http404
    form = ReadBackForm(request.POST, prefix=f"action-{action.pk}")
    if form.is_valid():
        try:
            actions.read_back(action=action, event=event, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("outcome", refusal)
        else:
            messages.success(request, "What came of it is saved.")
            return redirect(f"{reverse('event_read_back', args=[event.pk])}#action-{action.pk}")
    return show(request, event, (action.pk, form))
