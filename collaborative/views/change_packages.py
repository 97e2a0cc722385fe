"""A wave's change package: read by all who read improvement work, changed by those who answer for the whole wave."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission_over, require_permission_over
from collaborative.actions import change_packages as actions
from collaborative.dashboards.change_packages import sections, table_of
from collaborative.dashboards.programme_parts import links_to
from collaborative.dashboards.tried import tried_in
from collaborative.forms.change_packages import CopyPackageForm, ItemForm, ItemTextForm
from collaborative.models import Driver, PackageItem, ProgrammePart
from collaborative.views.breadcrumbs import to_improvement
from collaborative.views.form_pages import show_form
from collaborative.views.scope import wave_to_read
from practices.models import Wave
from practices.views.methods import EDIT, GET_AND_POST

UP_OR_DOWN = {"up": -1, "down": 1}


def wave_to_change(user, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(user), code=wave_code)
    require_permission_over(user, Permission.CHANGE_PACKAGE, wave)
    return wave


def item_to_change(user, pk):
    item = get_object_or_404(PackageItem.objects.visible_to(user).select_related("wave__programme"), pk=pk)
    require_permission_over(user, Permission.CHANGE_PACKAGE, item.wave)
    return item


def package_address(wave):
    return reverse("change_package", args=[wave.code])


def crumbs(wave, *more):
    return to_improvement(("Change package", package_address(wave)), *more)


@require_safe
def change_package(request, wave_code):
    return show(request, wave_to_read(request.user, wave_code))


def show(request, wave, copy_form=None):
    """`copy_form` is one that was refused."""
    items = list(PackageItem.objects.visible_to(request.user).filter(wave=wave))
    can_change = has_permission_over(request.user, Permission.CHANGE_PACKAGE, wave)
    tried = tried_in(request.user, wave)
    ideas_href = reverse("idea_list", args=[wave.code])
    context = {
        "wave": wave,
        "sections": [
            (section.heading, table_of(section, ideas_href=ideas_href, can_change=can_change))
            for section in sections(items, tried)
        ],
        "counted": tried.counted(),
        "parts": links_to(parts_of(request.user, wave), wave.programme, wave),
        "can_change": can_change,
        "can_begin": can_change and not items,
        "has_diagram": Driver.objects.visible_to(request.user).filter(wave=wave).exists(),
        "copy_form": copy_form or CopyPackageForm(waves=waves_with_package(request.user)),
        "form": copy_form,
        "breadcrumbs": [("Home", reverse("home")), ("Improvement", reverse("improvement_home"))],
    }
    return render(request, "collaborative/package/package.html", context)


def parts_of(user, wave):
    """Optional parts that the programme has switched on."""
    return ProgrammePart.objects.visible_to(user).filter(programme=wave.programme).values_list("part", flat=True)


def waves_with_package(user):
    items = PackageItem.objects.visible_to(user).in_force()
    return Wave.objects.visible_to(user).filter(pk__in=items.values("wave"))


@require_POST
def package_start(request, wave_code):
    wave = wave_to_change(request.user, wave_code)
    try:
        items = actions.start_package(wave=wave, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"The change package stands, with {len(items)} lines and its driver diagram.")
    return redirect("change_package", wave.code)


@require_POST
def package_copy(request, wave_code):
    wave = wave_to_change(request.user, wave_code)
    form = CopyPackageForm(request.POST, waves=waves_with_package(request.user))
    if form.is_valid():
        try:
            actions.copy_package(source=form.cleaned_data["source"], into=wave, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"The change package of {form.cleaned_data['source']} is copied. Edit it freely.")
            return redirect("change_package", wave.code)
    return show(request, wave, form)


@GET_AND_POST
def item_create(request, wave_code):
    wave = wave_to_change(request.user, wave_code)
    form = ItemForm(request.POST or None)
    if form.is_valid():
        try:
            item = actions.add_item(wave=wave, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{item.code} is in the change package.")
            return redirect("change_package", wave.code)
    return show_form(request, form, "Add a line to the change package", wave.name, crumbs(wave))


@EDIT
def item_edit(request, item):
    found = item_to_change(request.user, item)
    form = ItemTextForm(request.POST or None, instance=found)
    if form.is_valid():
        actions.change_item(item=found, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, f"{found.code} is saved.")
        return redirect("change_package", found.wave.code)
    context = {
        "form": form,
        "item": found,
        "heading": f"Change {found.code}",
        "place": place_of(found, PackageItem.objects.visible_to(request.user).filter(wave=found.wave, kind=found.kind)),
        "move_href": reverse("item_move", args=[found.pk]),
        "breadcrumbs": crumbs(found.wave),
    }
    return render(request, "collaborative/package/item.html", context)


def place_of(row, siblings):
    """Such as "2 of 10"."""
    ids = [sibling.pk for sibling in siblings]
    return f"It is {ids.index(row.pk) + 1} of {len(ids)}."


@require_POST
def item_move(request, item):
    found = item_to_change(request.user, item)
    if places := UP_OR_DOWN.get(request.POST.get("direction")):
        actions.move_item(item=found, places=places, by=request.user)
    return redirect("item_edit", found.pk)


@require_POST
def item_retire(request, item):
    found = actions.retire_item(item=item_to_change(request.user, item), by=request.user)
    messages.success(request, f"{found.code} is retired. What points at it keeps it.")
    return redirect("change_package", found.wave.code)


@require_POST
def item_restore(request, item):
    found = actions.restore_item(item=item_to_change(request.user, item), by=request.user)
    messages.success(request, f"{found.code} is in force again.")
    return redirect("change_package", found.wave.code)
