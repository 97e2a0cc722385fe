"""The targets of a wave: read by all who see its shared figures, set and ended by those who answer for the whole wave."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission_over, require_permission_over
from collaborative.dashboards.targets import has_better_side, targets_page
from collaborative.forms.targets import TargetEndForm, TargetForm
from collaborative.views.measures_pages import definition_or_404
from collaborative.views.scope import wave_with_measures
from measures.actions import targets as actions
from measures.definitions import all_definitions
from measures.models import MeasureTarget

RECOMPUTED = "The charts are being computed anew: they show this in a moment."


@require_safe
def measure_targets(request, wave_code):
    return show(request, wave_with_measures(request.user, wave_code))


def show(request, wave, refused=None):
    """`refused` is the one form that was not accepted."""
    can_change = has_permission_over(request.user, Permission.CHANGE_TARGETS, wave)
    targets = MeasureTarget.objects.visible_to(request.user).filter(wave=wave).select_related("set_by", "ended_by")
    found = list(targets)
    context = {
        "wave": wave,
        "page": targets_page(found, with_names=can_change),
        "can_change": can_change,
        "sections": sections(found, refused) if can_change else [],
        "form": refused,
        "breadcrumbs": [("Home", reverse("home")), (wave.name, reverse("wave_dashboard", args=[wave.code]))],
    }
    return render(request, "collaborative/targets.html", context)


def sections(found, refused):
    """For each measure that may have a target: the form that sets it and, where one is in force, the form that ends it."""
    in_force = {target.measure for target in found if target.ended_at is None}
    forms = {refused.prefix: refused} if refused else {}
    made = []
    for code, definition in all_definitions().items():
        if not has_better_side(definition):
            continue
        set_form, end_form = TargetForm(definition=definition), TargetEndForm(definition=definition)
        made.append(
            {
                "definition": definition,
                "set_form": forms.get(set_form.prefix, set_form),
                "end_form": forms.get(end_form.prefix, end_form) if code in in_force else None,
            }
        )
    return made


@require_POST
def target_set(request, wave_code, measure):
    return decide(request, wave_code, measure, TargetForm, actions.set_target, "The target of {} is set.")


@require_POST
def target_end(request, wave_code, measure):
    return decide(request, wave_code, measure, TargetEndForm, actions.clear_target, "The target of {} is ended.")


def decide(request, wave_code, measure, form_class, action, done):
    """Run the action with what the form says; show the page again with what is wrong."""
    wave = wave_with_measures(request.user, wave_code)
    require_permission_over(request.user, Permission.CHANGE_TARGETS, wave)
    definition = definition_or_404(measure)
    form = form_class(request.POST, definition=definition)
    if form.is_valid():
        try:
            action(wave=wave, measure=measure, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{done.format(definition.short_title)} {RECOMPUTED}")
            return redirect("measure_targets", wave.code)
    return show(request, wave, form)
