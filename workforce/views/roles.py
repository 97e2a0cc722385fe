"""The role catalogue, open to whoever is signed in: it names nobody."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workforce import catalogue
from workforce.dashboards import roles
from workforce.dashboards.links import href
from workforce.forms.roles import RoleSearchForm
from workforce.views.breadcrumbs import to_workforce


@require_safe
def role_list(request):
    form = RoleSearchForm(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    context = {
        "form": form,
        "is_narrowed": bool(text),
        "table": roles.table(catalogue.found_by(text), text),
        "breadcrumbs": to_workforce(),
    }
    return render(request, "workforce/role_list.html", context)


@require_safe
def role_detail(request, role):
    if role not in catalogue.roles():
        raise Http404(role)
    context = {"page": roles.page(role), "breadcrumbs": to_workforce(("Roles", href("role_list")))}
    return render(request, "workforce/role_detail.html", context)


@require_safe
def guidance_list(request):
    """Documents that the sources name (rows 15 and 16)."""
    context = {"documents": roles.library(), "breadcrumbs": to_workforce(("Roles", href("role_list")))}
    return render(request, "workforce/guidance_list.html", context)
