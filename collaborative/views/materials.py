"""Hand-outs of an event: added with versions, opened by everybody who may see the event (W4)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission, require_permission_over
from collaborative import material_storage
from collaborative.actions import materials as actions
from collaborative.dashboards import materials
from collaborative.forms.materials import MaterialForm, MaterialVersionForm
from collaborative.material_kinds import KINDS, LARGEST
from collaborative.models import Material, MaterialVersion
from collaborative.views.events import crumbs, event_to_run
from collaborative.views.form_pages import show_form
from practices.uploads.handlers import LimitedUploadHandler
from practices.views.methods import GET_AND_POST


class MaterialUploadHandler(LimitedUploadHandler):
    """As for every file, with the larger limit of hand-outs."""

    limit = LARGEST


def takes_large_files(view):
    """The handler must be in place before the form's token is read, which reads the whole request."""
    protected = csrf_protect(view)

    def with_handler(request, *args, **kwargs):
        request.upload_handlers = [MaterialUploadHandler(request)]
        return protected(request, *args, **kwargs)

    return csrf_exempt(with_handler)


def form_of(request, form_class):
    return form_class(request.POST, request.FILES) if request.method == "POST" else form_class()


@takes_large_files
@GET_AND_POST
def material_create(request, event):
    event = event_to_run(request.user, event)
    form = form_of(request, MaterialForm)
    if form.is_valid():
        version = actions.add_material(
            event=event,
            title=form.cleaned_data["title"],
            content=form.content,
            name=form.cleaned_data["file"].name,
            by=request.user,
        )
        messages.success(request, f"{version.material} is there for everybody in the wave.")
        return redirect("event_detail", event.pk)
    return show_form(request, form, "Add a hand-out", event.title, crumbs(event.wave, event))


def material_to_change(user, pk):
    material = get_object_or_404(Material.objects.visible_to(user).select_related("event__wave"), pk=pk)
    require_permission_over(user, Permission.CHANGE_EVENTS, material.event.wave)
    return material


@require_safe
def material_detail(request, material):
    """The versions, and by name who opened them: for whoever runs events."""
    material = material_to_change(request.user, material)
    context = {
        "material": material,
        "versions": materials.versions_table(material),
        "openings": materials.openings_table(material),
        "breadcrumbs": crumbs(material.event.wave, material.event),
    }
    return render(request, "collaborative/events/material.html", context)


@takes_large_files
@GET_AND_POST
def material_version_create(request, material):
    material = material_to_change(request.user, material)
    form = form_of(request, MaterialVersionForm)
    if form.is_valid():
        name = form.cleaned_data["file"].name
        version = actions.add_version(material=material, content=form.content, name=name, by=request.user)
        messages.success(request, f"The newest version is now version {version.number}.")
        return redirect("material_detail", material.pk)
    return show_form(request, form, "Add a version", material.title, crumbs(material.event.wave, material.event))


@require_safe
def material_file(request, version):
    """The file as sent, to be saved and never shown by the browser; that it was opened is written down."""
    found = MaterialVersion.objects.visible_to(request.user).select_related("material__event__wave")
    version = get_object_or_404(found, pk=version)
    require_permission(request.user, Permission.VIEW_EVENTS, version.material.event.wave)
    try:
        content = material_storage.read(version.stored_path)
    except FileNotFoundError:
        raise Http404 from None
    if request.method == "GET":
        actions.note_opening(version=version, by=request.user)
    return HttpResponse(
        content,
        content_type=KINDS[version.kind].content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{materials.file_name(version)}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
