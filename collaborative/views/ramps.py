"""Ramps: linked cycles that test one idea at a growing scale."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.actions import ramps as actions
from collaborative.dashboards import ramps as pages
from collaborative.forms.ramps import RampForm
from collaborative.models import ChangeIdea, PdsaCycle, PdsaRamp
from collaborative.views.cycles import breadcrumbs
from practices.views.methods import GET_AND_POST


def found_ramp(request, ramp):
    ramps = PdsaRamp.objects.visible_to(request.user).select_related("team__wave", "team__organisation")
    return get_object_or_404(ramps, pk=ramp)


@require_safe
def ramp_detail(request, ramp):
    ramp = found_ramp(request, ramp)
    cycles = list(PdsaCycle.objects.visible_to(request.user).filter(ramp=ramp).order_by("number"))
    idea = pages.readable_idea(ramp, ChangeIdea.objects.visible_to(request.user))
    can_change = ramp.team.may_change(request.user)
    create = reverse("cycle_create", args=[ramp.team_id])
    after = f"?after={cycles[-1].pk}" if cycles else ""
    context = {
        "ramp": ramp,
        "staircase": pages.staircase(cycles),
        "table": pages.ramp_table(cycles),
        "idea": {"text": idea.title, "href": reverse("idea_detail", args=[idea.pk])} if idea else None,
        "plan_href": f"{create}{after}" if can_change else "",
        "rename_href": reverse("ramp_rename", args=[ramp.pk]) if can_change else "",
        "breadcrumbs": breadcrumbs(ramp.team),
    }
    return render(request, "collaborative/cycles/ramp.html", context)


@GET_AND_POST
def ramp_rename(request, ramp):
    ramp = found_ramp(request, ramp)
    ramp.team.require_may_change(request.user)
    form = RampForm(request.POST or None, initial={"title": ramp.title})
    if request.method == "POST" and form.is_valid():
        actions.rename(ramp=ramp, title=form.cleaned_data["title"], by=request.user)
        messages.success(request, "The ramp is renamed.")
        return redirect("ramp_detail", ramp.pk)
    further = (ramp.title, reverse("ramp_detail", args=[ramp.pk]))
    context = {"form": form, "heading": "Rename the ramp", "caption": ramp.title}
    return render(request, "collaborative/cycles/form.html", context | {"breadcrumbs": breadcrumbs(ramp.team, further)})
