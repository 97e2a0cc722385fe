"""A copy, or erasure, of one person's data: the manager asks, the auditor decides (D38)."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission, require_permission
from operations import audit
from practices.models import Organisation
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted
from registers.actions import data_requests as actions
from registers.dashboards import data_requests as pages
from registers.dashboards.links import href
from registers.forms.data_requests import DataRequestForm, DecisionForm
from registers.models import DataRequest
from registers.views.breadcrumbs import to_register
from registers.views.scope import practice_to_read

CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def data_request_list(request):
    require_permission(request.user, Permission.ERASE)
    practices = Organisation.objects.visible_to(request.user, Permission.EXPORT_PATIENT_ROWS).practices()
    context = {
        "table": pages.table(request.user),
        "may_ask_for": [
            (practice.name, reverse("data_request_create", args=[practice.ods_code])) for practice in practices
        ],
        "staff_href": href("staff_request_list")
        if has_permission(request.user, Permission.VIEW_STAFF_REQUESTS)
        else "",
        "breadcrumbs": [("Home", reverse("home"))],
    }
    return render(request, "registers/data_request_list.html", context)


@GET_AND_POST
def data_request_create(request, ods_code):
    practice = practice_to_read(request, ods_code, Permission.EXPORT_PATIENT_ROWS)
    form = DataRequestForm(request.POST or None, initial={"local_number": request.GET.get("number")})
    if form.is_valid() and (
        asked := attempted(form, actions.ask, practice=practice, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "The request is with the auditor.")
        return redirect("data_request_decide", ods_code, asked.pk)
    context = {
        "form": form,
        "heading": "Ask for a copy or for erasure",
        "caption": practice.name,
        "notes": ["Two people decide: you ask, and the auditor of the programme approves, who sees no rows."],
        "breadcrumbs": to_register(practice, ("Requests about a person's data", reverse("data_request_list"))),
    }
    return render(request, "practices/form.html", context)


def found_request(request, ods_code, data_request, permission):
    """The practice first, so that a request elsewhere looks like none at all."""
    practice = practice_to_read(request, ods_code, permission)
    requests = DataRequest.objects.visible_to(request.user).filter(practice=practice)
    return get_object_or_404(requests.select_related("practice", "requested_by", "decided_by"), pk=data_request)


@GET_AND_POST
def data_request_decide(request, ods_code, data_request):
    permission = Permission.APPROVE_DATA_REQUESTS if request.method == "POST" else Permission.ERASE
    found = found_request(request, ods_code, data_request, permission)
    form = DecisionForm(request.POST or None)
    if form.is_valid() and decide(request, found, form):
        messages.success(request, "The decision is saved.")
        return redirect("data_request_decide", ods_code, found.pk)
    context = {
        "rows": pages.facts(request.user, found),
        "tag": pages.state_tag(found),
        "files": pages.files(request.user, found),
        "next_step": pages.next_step(request.user, found),
        "form": form if may_decide(request.user, found) else None,
        "breadcrumbs": [("Home", reverse("home")), ("Requests about a person's data", reverse("data_request_list"))],
    }
    return render(request, "registers/data_request_detail.html", context)


def decide(request, found, form):
    values = {"is_approved": form.cleaned_data["decision"], "reason": form.cleaned_data["reason"]}
    return attempted(form, actions.decide, request=found, by=request.user, **values)


def may_decide(user, found):
    is_open = found.state == DataRequest.State.REQUESTED and found.requested_by_id != user.pk
    return is_open and has_permission(user, Permission.APPROVE_DATA_REQUESTS, found.practice)


@require_safe
def data_request_file(request, ods_code, data_request, extension):
    """The copy, for the practice's manager alone; each download is on the audit trail with its hash."""
    found = found_request(request, ods_code, data_request, Permission.EXPORT_PATIENT_ROWS)
    if extension not in CONTENT_TYPES or not found.stored_path:
        raise Http404
    path = actions.copy_path(found.stored_path)
    if not path.is_file():
        raise Http404
    content = path.read_bytes()
    content = actions.copy_as_csv(content) if extension == "csv" else content
    sha256 = hashlib.sha256(content).hexdigest()
    rows = sum(found.counts.values())
    audit.record(
        "patient.exported", by=request.user, about=found, organisation=found.practice, rows=rows, sha256=sha256
    )
    name = f"copy-{found.practice.ods_code}-no-{found.local_number}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[extension], headers=headers)
