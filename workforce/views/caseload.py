"""Caseload: a worker's months, and who of a programme has not said."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from operations.first_use import when_first_used
from practices.exports import csv_bytes
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted
from workforce.actions.caseload import record_caseload
from workforce.dashboards.links import href
from workforce.forms.caseload import CaseloadForm
from workforce.views.breadcrumbs import to_worker
from workforce.views.figure_files import taken_away
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see, worker_of

shown = when_first_used("workforce.dashboards.caseload")


@require_safe
def caseload(request, programme):
    programme = programme_to_see(request, programme, Permission.VIEW_STAFF_RECORD)
    only_missing = "missing" in request.GET
    found = shown.caseload_page(request.user, programme, request.GET.get("page"), only_missing=only_missing)
    context = {
        "heading": "Caseload",
        "sentence": found.sentence,
        "table": found.table,
        "page": found.page,
        "page_query": "missing=1" if only_missing else "",
        "only_missing": only_missing,
        "csv_href": href("caseload_csv", programme.slug),
        "here": href("caseload", programme.slug),
    }
    return programme_page(request, "workforce/caseload.html", programme, context)


@require_safe
@transaction.atomic
def caseload_csv(request, programme):
    """Staff numbers and counts."""
    programme = programme_to_see(request, programme, Permission.VIEW_STAFF_RECORD)
    content = csv_bytes(*shown.csv_rows(request.user, programme))
    return taken_away(request, content, f"caseload-{programme.slug}.csv", about=programme)


@GET_AND_POST
def caseload_record(request, worker):
    worker = worker_of(request, worker, Permission.VIEW_STAFF_RECORD)
    offered = shown.holdings_to_say(worker)
    form = CaseloadForm(request.POST or None, offered=offered)
    if form.is_valid() and attempted(form, record_caseload, **form.said, by=request.user):
        messages.success(request, "The month is saved.")
        return redirect("caseload_record", worker.pk)
    context = {
        "form": form,
        "may_say": bool(offered),
        "worker": worker,
        "table": shown.worker_table(worker),
        "breadcrumbs": to_worker(worker),
    }
    return render(request, "workforce/caseload_record.html", context)
