"""The patient's journey: the maps of a team, one map with its steps, and its picture."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from collaborative.actions import journeys as actions
from collaborative.dashboards import journeys
from collaborative.forms.journeys import JourneyForm, StepForm
from collaborative.models import JourneyMap, JourneyStep, PdsaCycle
from collaborative.views.form_pages import show_form
from collaborative.views.scope import team_to_change, team_to_read
from collaborative.views.teams import breadcrumbs
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted, told

FILE_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


@require_safe
def journey_list(request, team):
    team = team_to_read(request.user, team)
    context = {
        "team": team,
        "table": journeys.journey_table(team, request.user),
        "may_change": team.may_change(request.user),
        "breadcrumbs": breadcrumbs(team),
    }
    return render(request, "collaborative/improvement/journey_list.html", context)


def crumbs(team):
    return [*breadcrumbs(team), ("Journeys", reverse("journey_list", args=[team.pk]))]


def back_to(journey):
    return [*crumbs(journey.team), (journey.title, reverse("journey_detail", args=[journey.pk]))]


def cycles_of(user, team):
    return PdsaCycle.objects.visible_to(user).filter(team=team)


@GET_AND_POST
def journey_create(request, team):
    team = team_to_change(request.user, team)
    form = JourneyForm(request.POST or None, request.FILES or None, cycles=cycles_of(request.user, team))
    if form.is_valid():
        journey = actions.create_journey(team=team, by=request.user, **form.cleaned_data)
        messages.success(request, "The map is begun. Now add its steps.")
        return redirect("journey_detail", journey.pk)
    return show_form(request, form, "Map a journey", team.name, crumbs(team))


def journey_to_view(user, pk):
    maps = JourneyMap.objects.visible_to(user).select_related("team__wave")
    return get_object_or_404(maps, pk=pk)


def journey_to_change(user, pk):
    journey = journey_to_view(user, pk)
    journey.team.require_may_change(user)
    return journey


@require_safe
def journey_detail(request, journey):
    journey = journey_to_view(request.user, journey)
    may_change = journey.team.may_change(request.user)
    context = {
        "journey": journey,
        "page": journeys.journey_page(journey, request.user, may_change=may_change),
        "breadcrumbs": crumbs(journey.team),
    }
    return render(request, "collaborative/improvement/journey_detail.html", context)


@EDIT
def journey_edit(request, journey):
    journey = journey_to_change(request.user, journey)
    cycles = cycles_of(request.user, journey.team)
    form = JourneyForm(request.POST or None, request.FILES or None, instance=journey, cycles=cycles)
    if form.is_valid():
        journey.refresh_from_db()  # the form has written on it; the action compares with what is stored
        if attempted(form, actions.change_journey, journey=journey, by=request.user, **form.cleaned_data):
            messages.success(request, "The map is saved.")
            return redirect("journey_detail", journey.pk)
    return show_form(request, form, "Change the map", journey.team.name, back_to(journey))


@require_POST
def journey_again(request, journey):
    journey = journey_to_change(request.user, journey)
    done = "A new map is begun with the same steps; the old one stays as it was."
    again = told(request, actions.map_again, done=done, journey=journey, by=request.user)
    return redirect("journey_detail", (again or journey).pk)


@require_safe
def journey_picture(request, journey):
    """Only what was told to be a picture by its bytes is stored; it is sent as that and as nothing else."""
    journey = journey_to_view(request.user, journey)
    try:
        content = actions.read_picture(journey) if journey.picture_path else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise Http404
    name = f"journey-{journey.pk}.{FILE_ENDINGS[journey.picture_type]}"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=journey.picture_type, headers=headers)


# ---- steps


@GET_AND_POST
def step_create(request, journey):
    journey = journey_to_change(request.user, journey)
    form = StepForm(request.POST or None, journey=journey)
    if form.is_valid() and attempted(form, actions.add_step, journey=journey, by=request.user, **form.cleaned_data):
        messages.success(request, "The step is added at the end.")
        return redirect("journey_detail", journey.pk)
    return show_form(request, form, "Add a step", journey.title, back_to(journey))


def step_to_change(user, pk):
    steps = JourneyStep.objects.visible_to(user).select_related("journey__team__wave")
    step = get_object_or_404(steps, pk=pk)
    step.journey.team.require_may_change(user)
    return step


@EDIT
def step_edit(request, step):
    step = step_to_change(request.user, step)
    journey = step.journey
    form = StepForm(request.POST or None, instance=step, journey=journey)
    if form.is_valid():
        step.refresh_from_db(fields=actions.STEP_FIELDS)
        if attempted(form, actions.change_step, step=step, by=request.user, **form.cleaned_data):
            messages.success(request, "The step is saved.")
            return redirect("journey_detail", journey.pk)
    return show_form(request, form, "Change a step", journey.title, back_to(journey))


@require_POST
def step_move(request, step):
    step = step_to_change(request.user, step)
    told(request, actions.move_step, step=step, earlier=request.POST.get("direction") == "earlier", by=request.user)
    return redirect(f"{reverse('journey_detail', args=[step.journey_id])}#step-{step.pk}")


@require_POST
def step_remove(request, step):
    step = step_to_change(request.user, step)
    told(request, actions.remove_step, step=step, by=request.user)
    return redirect("journey_detail", step.journey_id)
