"""PDSA cycles: written down in three minutes, read, changed, shared, corrected. Steps are in cycle_steps.py."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from collaborative.actions import cycle_tasks
from collaborative.actions import cycles as actions
from collaborative.actions.cycle_changes import ChangedMeanwhile
from collaborative.dashboards import cycles as pages
from collaborative.dashboards.comments import comments_of
from collaborative.dashboards.cycle_words import lock_words
from collaborative.dashboards.own_figures import own_figures
from collaborative.dashboards.prefilled import prefilled
from collaborative.forms.cycle_steps import TaskForm
from collaborative.forms.cycles import CycleCorrectForm, CycleCreateForm, CycleEditForm, CycleShareForm
from collaborative.models import PdsaCycle, PdsaRamp
from collaborative.views import errors
from collaborative.views.breadcrumbs import to_team
from collaborative.views.scope import team_to_change
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted, refuse

NARROWER = (
    "Who leads the cycle is never told beyond the commissioner; what you did not expect, and why a cycle was cancelled, "
    "never beyond the facilitator."
)


def breadcrumbs(team, *further):
    """From the home page to the board of a team, and further."""
    return to_team(team, ("PDSA cycles", reverse("team_board", args=[team.pk])), *further)


def cycle_breadcrumbs(cycle):
    return breadcrumbs(cycle.team, (str(cycle), reverse("cycle_detail", args=[cycle.pk])))


def found_cycle(request, cycle):
    return get_object_or_404(pages.found_cycles(PdsaCycle.objects.visible_to(request.user)), pk=cycle)


def own_cycle(request, cycle):
    """A cycle of a team that this person writes for: 404 out of scope, 403 in scope without the right."""
    found = found_cycle(request, cycle)
    found.team.require_may_change(request.user)
    return found


@GET_AND_POST
def cycle_create(request, team):
    team = team_to_change(request.user, team)
    start = prefilled(request.user, team, request.GET)
    ramps = PdsaRamp.objects.visible_to(request.user).filter(team=team)
    form = CycleCreateForm(request.POST or None, team=team, ramps=ramps, initial=start.initial)
    if request.method == "POST" and form.is_valid() and (cycle := create(request, team, form, start)):
        messages.success(request, "The cycle is saved.")
        return redirect("cycle_detail", cycle.pk)
    context = {
        "form": form,
        "team": team,
        "start": start,
        "figures": own_figures(request.user, team),
        "breadcrumbs": breadcrumbs(team),
    }
    return render(request, "collaborative/cycles/create.html", context)


def create(request, team, form, start):
    """The new cycle, or None with the reason on the form."""
    values = {"team": team, "idea": start.idea, "origin": start.origin, "by": request.user}
    return attempted(form, actions.create, **values, **form.changes)


@require_safe
def cycle_detail(request, cycle):
    return show(request, found_cycle(request, cycle), TaskForm())


def show(request, cycle, task_form):
    context = {
        "page": pages.cycle_page(cycle, request.user),
        "cycle": cycle,
        "task_form": task_form,
        "talk": comments_of(cycle, request.user),
        "form": task_form,
        "breadcrumbs": breadcrumbs(cycle.team),
    }
    return render(request, "collaborative/cycles/detail.html", context)


def attempt(request, cycle, form, act):
    """What `act()` returns; None with its reasons on the form. ChangedMeanwhile becomes the page that shows both."""
    try:
        return act(), None
    except ChangedMeanwhile as clash:
        return None, conflict(request, clash.cycle, form)
    except ValidationError as refusal:
        refuse(form, refusal)
        return None, None


def conflict(request, cycle, form):
    latest = pages.events_of(cycle).exclude(event__startswith="cycle.task_").first()
    return errors.conflict(
        request,
        changes=pages.differences(cycle, form.changes),
        changed_by=latest.actor_name if latest else "Somebody else",
        changed_at=latest.at if latest else cycle.created_at,
        back_href=reverse("cycle_detail", args=[cycle.pk]),
    )


def form_page(request, cycle, form, *, heading, intro=(), done, act):
    """One form of a cycle: shown, or acted on and back to the cycle. `done` is what it says then."""
    if request.method == "POST" and form.is_valid():
        result, clash = attempt(request, cycle, form, act)
        if clash is not None:
            return clash
        if result is not None:
            messages.success(request, done)
            return redirect("cycle_detail", cycle.pk)
    context = {"form": form, "heading": heading, "caption": str(cycle), "intro": intro}
    return render(request, "collaborative/cycles/form.html", context | {"breadcrumbs": cycle_breadcrumbs(cycle)})


def version_of(form):
    """The version that the person saw; a form without one saw none."""
    return form.cleaned_data.get("version") or 0


@EDIT
def cycle_edit(request, cycle):
    cycle = own_cycle(request, cycle)
    if not cycle.is_open:
        messages.info(request, "This cycle has ended, so it is not changed any more.")
        return redirect("cycle_detail", cycle.pk)
    form = CycleEditForm(request.POST or None, instance=cycle, team=cycle.team)

    def act():
        sent = {name: value for name, value in form.changes.items() if name in form.fields}
        return actions.edit(cycle=cycle, version=version_of(form), by=request.user, **sent)

    intro = [lock_words(cycle)]
    return form_page(request, cycle, form, heading="Change what is written", intro=intro, done="Saved.", act=act)


@EDIT
def cycle_share(request, cycle):
    cycle = own_cycle(request, cycle)
    form = CycleShareForm(request.POST or None, instance=cycle, team=cycle.team)

    def act():
        return actions.share(cycle=cycle, version=version_of(form), by=request.user, **form.changes)

    intro = [NARROWER]
    return form_page(request, cycle, form, heading="Who can read this cycle", intro=intro, done="Saved.", act=act)


@EDIT
def cycle_correct(request, cycle):
    cycle = own_cycle(request, cycle)
    form = CycleCorrectForm(request.POST or None, instance=cycle, team=cycle.team)

    def act():
        reason = form.cleaned_data["reason"]
        return actions.correct(cycle=cycle, version=version_of(form), reason=reason, by=request.user, **form.changes)

    intro = ["A cycle that has ended is not opened again. What stood there before is kept beside the correction."]
    return form_page(request, cycle, form, heading="Correct a mistake", intro=intro, done="Corrected.", act=act)


@require_POST
def cycle_task_add(request, cycle):
    cycle = own_cycle(request, cycle)
    form = TaskForm(request.POST)
    if form.is_valid():
        try:
            cycle_tasks.add(cycle=cycle, by=request.user, **form.cleaned_data)
            return redirect(f"{reverse('cycle_detail', args=[cycle.pk])}#tasks")
        except ValidationError as refusal:
            refuse(form, refusal)
    return show(request, cycle, form)


@require_POST
def cycle_task_change(request, cycle):
    """Tick a task, or remove it: the button says which."""
    cycle = own_cycle(request, cycle)
    task = cycle.tasks.filter(pk=number_of(request.POST.get("task"))).first()
    if task is None:
        messages.info(request, "This task is not there any more.")
        return redirect("cycle_detail", cycle.pk)
    try:
        change = cycle_tasks.remove if "remove" in request.POST else cycle_tasks.tick
        change(task=task, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    return redirect(f"{reverse('cycle_detail', args=[cycle.pk])}#tasks")


def number_of(text):
    return int(text) if (text or "").isascii() and (text or "").isdigit() else None
