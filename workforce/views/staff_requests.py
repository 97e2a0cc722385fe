"""A worker's right to a copy and to erasure: the worker asks, the workforce lead confirms, the auditor decides (D38)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, Role, require_permission
from operations import audit
from practices import stored_files
from practices.views.downloads import download
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted, told
from workforce.actions import staff_requests as actions
from workforce.actions.erasing import still_there
from workforce.dashboards import staff_requests as pages
from workforce.dashboards.own_record_file import file_of
from workforce.forms.staff_requests import OwnErasureForm, StaffDecisionForm, StaffRequestForm
from workforce.models import StaffRequest
from workforce.views.breadcrumbs import to_workforce
from workforce.views.forms import worker_form_page
from workforce.views.own_record import JSON, own_worker
from workforce.views.scope import worker_of

LIST = "Requests about workers' data"


@require_safe
def staff_request_list(request):
    require_permission(request.user, Permission.VIEW_STAFF_REQUESTS)
    context = {
        "heading": LIST,
        "elsewhere": pages.waiting_elsewhere(request.user),
        "table": pages.table(request.user),
        "breadcrumbs": to_workforce(),
    }
    return render(request, "workforce/staff_request_list.html", context)


@GET_AND_POST
def staff_request_own(request):
    """About the own record; `?worker=` names which, for whoever has two."""
    worker = own_worker(request)
    if worker is None:
        return redirect("my_record")
    form = OwnErasureForm(request.POST or None)
    asked = {"worker": worker, "kind": StaffRequest.Kind.ERASURE, "by": request.user}
    if (
        request.method == "POST"
        and form.is_valid()
        and (found := attempted(form, actions.ask, **asked, **form.cleaned_data))
    ):
        messages.success(request, "Your request is with your workforce lead.")
        return redirect("staff_request_detail", found.pk)
    context = {
        "form": form,
        "is_still_there": bool(still_there([worker.pk])),
        "heading": "Ask for erasure of your record",
        "caption": "Your record",
        "rows": pages.what_goes(),
        "file_href": f"{reverse('my_record_file')}?worker={worker.pk}",
        "breadcrumbs": to_workforce(("Your record", reverse("my_record"))),
    }
    return render(request, "workforce/staff_request_own.html", context)


@GET_AND_POST
def staff_request_create(request, worker):
    worker = worker_of(request, worker, Permission.CHANGE_ROSTER)
    form = StaffRequestForm(request.POST or None)
    if form.is_valid() and (found := attempted(form, actions.ask, worker=worker, by=request.user, **form.cleaned_data)):
        messages.success(request, "The request is with the auditor.")
        return redirect("staff_request_detail", found.pk)
    notes = ["For somebody who has no account, or has left. Two people decide: you, and the auditor of the programme."]
    return worker_form_page(request, worker, form, "Pass on a request for a copy or erasure", notes=notes)


def found_request(request, pk, permission=Permission.VIEW_STAFF_REQUESTS) -> StaffRequest:
    """404 for whoever may not know of the request, though the worker be known to them; 403 without the permission over it."""
    people = ("worker__programme", "worker__commissioner", "asked_by", "confirmed_by", "decided_by")
    found = get_object_or_404(StaffRequest.objects.visible_to(request.user).select_related(*people), pk=pk)
    if not StaffRequest.objects.visible_to(request.user, permission).filter(pk=found.pk).exists():
        raise PermissionDenied(permission.value)
    return found


@GET_AND_POST
def staff_request_detail(request, staff_request):
    is_post = request.method == "POST"
    needed = Permission.DECIDE_STAFF_REQUESTS if is_post else Permission.VIEW_STAFF_REQUESTS
    found = found_request(request, staff_request, needed)
    is_last = found.state == StaffRequest.State.CONFIRMED
    form = (
        StaffDecisionForm(request.POST or None, is_last=is_last) if actions.decides_now(found, request.user) else None
    )
    if form and form.is_valid() and decide(request, found, form):
        messages.success(request, "The decision is saved.")
        return redirect("staff_request_detail", found.pk)
    if is_post and form is None:
        messages.error(request, "It is not your turn to decide on this request.")
        return redirect("staff_request_detail", found.pk)
    return render(request, "workforce/staff_request_detail.html", content(request, found, form))


def decide(request, found, form):
    values = {"is_approved": form.cleaned_data["decision"], "reason": form.cleaned_data["reason"]}
    return attempted(form, actions.decide, request=found, by=request.user, **values)


def content(request, found, form) -> dict:
    identity = shows_identity(request.user, found)
    is_own = found.worker.user_id == request.user.pk
    may_withdraw = is_own and found.state in (StaffRequest.State.ASKED, StaffRequest.State.CONFIRMED)
    return {
        "heading": "Request about a worker's data",
        "tag": pages.state_tag(found),
        "rows": pages.facts(found, identity=identity),
        "is_logged": identity,
        "what_goes": pages.what_goes() if found.kind == StaffRequest.Kind.ERASURE else [],
        "next_step": pages.next_step(request.user, found),
        "form": form,
        "withdraw_href": reverse("staff_request_withdraw", args=[found.pk]) if may_withdraw else "",
        "breadcrumbs": to_workforce((LIST, reverse("staff_request_list"))),
    }


def shows_identity(user, found) -> bool:
    """The auditor learns whom a case is about, while it is open and at no other time; that it was read is an event."""
    roles = {grant.role for grant in user.acting_grants if grant.programme_id == found.worker.programme_id}
    if Role.AUDITOR not in roles or not found.is_open:
        return False
    audit.record("staff_identity.viewed", by=user, about=found, organisation=found.worker.commissioner)
    return True


@require_POST
def staff_request_withdraw(request, staff_request):
    found = found_request(request, staff_request, Permission.VIEW_OWN_RECORD)
    told(request, actions.withdraw, request=found, by=request.user, done="You have taken your request back.")
    return redirect("staff_request_detail", found.pk)


@require_safe
@transaction.atomic
def staff_request_file(request, staff_request):
    """The copy, for the lead who hands it over; each download is an event with its hash."""
    found = found_request(request, staff_request, Permission.CHANGE_ROSTER)
    if not pages.may_fetch(request.user, found):
        raise Http404
    content = file_of(request.user, found.worker)
    sha256 = stored_files.digest(content)
    audit.record(
        "staff_request.copied", by=request.user, about=found, organisation=found.worker.commissioner, sha256=sha256
    )
    return download(content, JSON, f"record-{found.worker.staff_number}.json")
