"""The driver diagram of a wave: drawn, listed, as a file; and its nodes edited by those who answer for the wave."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission_over, require_permission_over
from collaborative.actions import drivers as actions
from collaborative.actions.change_packages import KIND_BENEATH
from collaborative.dashboards import driver_diagram as diagrams
from collaborative.dashboards.tried import tried_in
from collaborative.driver_drawing import drawn, key_drawn
from collaborative.driver_layout import laid_out
from collaborative.forms.drivers import DriverForm
from collaborative.models import Driver, PackageItem
from collaborative.views.change_packages import UP_OR_DOWN, crumbs, place_of, wave_to_change
from collaborative.views.form_pages import show_form
from collaborative.views.scope import wave_to_read
from practices.exports import csv_bytes
from practices.views.downloads import CSV, download
from practices.views.methods import EDIT, GET_AND_POST


def drivers_of(user, wave):
    return list(Driver.objects.visible_to(user).filter(wave=wave).prefetch_related("items"))


def driver_to_change(user, pk):
    driver = get_object_or_404(Driver.objects.visible_to(user).select_related("wave__programme", "parent"), pk=pk)
    require_permission_over(user, Permission.CHANGE_PACKAGE, driver.wave)
    return driver


@require_safe
def driver_diagram(request, wave_code):
    wave = wave_to_read(request.user, wave_code)
    tried = tried_in(request.user, wave)
    diagram = diagrams.diagram_of(drivers_of(request.user, wave), tried)
    items = list(PackageItem.objects.visible_to(request.user).filter(wave=wave))
    found = diagrams.untouched(items, tried, diagram)
    can_change = has_permission_over(request.user, Permission.CHANGE_PACKAGE, wave)
    context = {
        "wave": wave,
        "counted": tried.counted(),
        "untouched": found,
        "untouched_sentence": diagrams.untouched_sentence(found),
        "can_change": can_change,
        "breadcrumbs": crumbs(wave),
    }
    if diagram:
        context |= shown(request, wave, diagram, can_change)
    return render(request, "collaborative/package/diagram.html", context)


def shown(request, wave, diagram, can_change):
    """The whole tree, or one primary driver's part of it when the address names one."""
    primaries = diagram.root.children
    chosen = next((one for one in primaries if str(one.driver.pk) == request.GET.get("part")), None)
    ideas_href = reverse("idea_list", args=[wave.code])
    root = diagrams.node_of(diagram.root, ideas_href)
    if chosen:
        root = diagrams.only(root, f"driver-{chosen.driver.pk}")
    return {
        "root": diagrams.listed(root, can_change=can_change),
        "drawing": drawn(laid_out(root), title=f"Driver diagram of {wave.name}"),
        "key": key_drawn(),
        "parts": [(diagrams.named(one.driver), one.driver.pk, one is chosen) for one in primaries],
        "is_part": chosen is not None,
        "loose_families": [
            (family.title, reverse("idea_detail", args=[family.first.pk])) for family in diagram.loose_families
        ],
        "loose_cycles": [diagrams.mark_of(cycle) for cycle in diagram.loose_cycles],
    }


@require_safe
def driver_diagram_csv(request, wave_code):
    wave = wave_to_read(request.user, wave_code)
    diagram = diagrams.diagram_of(drivers_of(request.user, wave), tried_in(request.user, wave))
    root = diagrams.node_of(diagram.root, "") if diagram else None
    content = csv_bytes(diagrams.HEADINGS, diagrams.rows_of(root) if root else [])
    return download(content, CSV, f"driver-diagram-{wave.code}.csv")


@GET_AND_POST
def aim_create(request, wave_code):
    wave = wave_to_change(request.user, wave_code)
    form = DriverForm(request.POST or None, wave=wave, kind=Driver.Kind.AIM)
    if form.is_valid():
        try:
            actions.add_aim(wave=wave, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "The aim stands. Add the drivers beneath it.")
            return redirect("driver_diagram", wave.code)
    return show_driver_form(request, wave, form, "Write the aim of the driver diagram")


@GET_AND_POST
def driver_create(request, driver):
    """Beneath the aim or a primary driver; beneath a secondary one there is nothing to add but ideas."""
    parent = driver_to_change(request.user, driver)
    kind = KIND_BENEATH.get(parent.kind)
    if kind is None:
        messages.warning(request, "Beneath a secondary driver stand ideas, which teams write.")
        return redirect("driver_diagram", parent.wave.code)
    form = DriverForm(request.POST or None, wave=parent.wave, kind=kind)
    if form.is_valid():
        made = actions.add_driver(parent=parent, by=request.user, **form.cleaned_data)
        messages.success(request, f"“{made.text}” is in the driver diagram.")
        return redirect("driver_diagram", parent.wave.code)
    return show_driver_form(
        request, parent.wave, form, f"Add a {Driver.Kind(kind).label.lower()} beneath “{parent.text}”"
    )


@EDIT
def driver_edit(request, driver):
    found = driver_to_change(request.user, driver)
    form = DriverForm(request.POST or None, wave=found.wave, kind=found.kind, driver=found)
    if form.is_valid():
        try:
            actions.change_driver(driver=found, by=request.user, **{"items": []} | form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"“{form.cleaned_data['text']}” is saved.")
            return redirect("driver_diagram", found.wave.code)
    siblings = Driver.objects.visible_to(request.user).filter(wave=found.wave, parent=found.parent)
    context = {
        "form": form,
        "driver": found,
        "heading": f"Change “{found.text}”",
        "is_aim": found.kind == Driver.Kind.AIM,
        "place": place_of(found, siblings),
        "move_href": reverse("driver_move", args=[found.pk]),
        "breadcrumbs": crumbs(found.wave, ("Driver diagram", reverse("driver_diagram", args=[found.wave.code]))),
    }
    return render(request, "collaborative/package/driver.html", context)


def show_driver_form(request, wave, form, heading):
    address = reverse("driver_diagram", args=[wave.code])
    return show_form(request, form, heading, wave.name, crumbs(wave, ("Driver diagram", address)))


@require_POST
def driver_move(request, driver):
    found = driver_to_change(request.user, driver)
    if places := UP_OR_DOWN.get(request.POST.get("direction")):
        actions.move_driver(driver=found, places=places, by=request.user)
    return redirect("driver_edit", found.pk)


@require_POST
def driver_remove(request, driver):
    found = driver_to_change(request.user, driver)
    try:
        actions.remove_driver(driver=found, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect("driver_edit", found.pk)
    messages.success(request, f"“{found.text}” is taken out of the driver diagram.")
    return redirect("driver_diagram", found.wave.code)
