"""People of the roster: the list, one person's page made of panels, and changes by whoever leads the roster."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from workforce.actions import workers as actions
from workforce.dashboards import workers as people
from workforce.dashboards.links import href
from workforce.forms.roster import FindForm
from workforce.forms.workers import WorkerEditForm, WorkerForm
from workforce.views.breadcrumbs import to_programme
from workforce.views.forms import form_page, trusts_led, worker_form_page
from workforce.views.pages import programme_page
from workforce.views.panels import parts_of_worker
from workforce.views.scope import programme_to_lead, programme_to_see, worker_of

A_PAGE = 50


@GET_AND_POST
def worker_list(request, programme):
    programme = programme_to_see(request, programme, Permission.VIEW_STAFF_IDENTITY)
    find = FindForm(request.POST or None, label="Staff number or name")
    found = people.workers_of(request.user, programme)
    if find.is_valid():
        found = people.found_by(found, find.cleaned_data["text"])
    page = Paginator(people.with_posts(found, request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "People",
        "form": find,
        "is_narrowed": find.is_valid(),
        "page": page,
        "table": people.table(page),
        "is_cut": find.is_valid() and page.paginator.count > A_PAGE,
        "links": people.links(request.user, programme),
    }
    return programme_page(request, "workforce/roster.html", programme, context)


@require_safe
def worker_detail(request, worker):
    worker = worker_of(request, worker)
    context = {"heading": worker.name, "is_person": True, "number": worker.staff_number}
    context["parts"] = parts_of_worker(request, worker)
    crumb = ("People", href("worker_list", worker.programme.slug))
    return programme_page(request, "workforce/parts.html", worker.programme, context, crumb)


@GET_AND_POST
def worker_create(request, programme):
    programme = programme_to_lead(request, programme)
    form = WorkerForm(request.POST or None, trusts=trusts_led(request.user, programme))
    if form.is_valid():
        worker = attempted(form, actions.create, programme=programme, by=request.user, **form.cleaned_data)
        if worker:
            messages.success(request, f"No. {worker.staff_number} is on the roster. Add the person to a post next.")
            return redirect("worker_detail", worker.pk)
    crumbs = to_programme(programme, ("People", href("worker_list", programme.slug)))
    return form_page(request, form, "Add a person", crumbs, caption=programme.name)


@EDIT
def worker_edit(request, worker):
    worker = worker_of(request, worker, Permission.CHANGE_ROSTER)
    form = WorkerEditForm(request.POST or None, worker=worker)
    saving = {"worker": worker, "seen": form.seen, "by": request.user}
    if form.is_valid() and attempted(form, actions.edit, **saving, **form.cleaned_data):
        messages.success(request, "The record is saved.")
        return redirect("worker_detail", worker.pk)
    return worker_form_page(request, worker, form, "Change this person")
