"""The self-rating in the six HEALTH areas: everybody who may read the record sees it, the worker alone rates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from practices.exports import csv_bytes
from practices.views.downloads import CSV, download
from practices.views.methods import GET_AND_POST
from workforce import frameworks
from workforce.actions.competences import rate_self
from workforce.dashboards import self_ratings as pages
from workforce.dashboards.links import href
from workforce.forms.competences import SelfRatingForm
from workforce.views.breadcrumbs import to_worker
from workforce.views.scope import may, worker_of


def rated_worker(request, pk):
    """404 too while the programme has the self-rating switched off: its ratings are kept, and hidden."""
    worker = worker_of(request, pk, Permission.VIEW_STAFF_RECORD)
    if not pages.is_used(worker.programme):
        raise Http404
    return worker


@GET_AND_POST
def self_rating(request, worker):
    worker = rated_worker(request, worker)
    is_self = may(request.user, Permission.VIEW_OWN_RECORD, worker)
    if request.method == "POST" and not is_self:
        raise PermissionDenied(Permission.VIEW_OWN_RECORD.value)
    form = SelfRatingForm(request.POST or None, framework=frameworks.self_rated()) if is_self else None
    if form and form.is_valid():
        rate_self(worker=worker, ratings=form.cleaned_data, by=request.user)
        messages.success(request, "Your ratings are saved.")
        return redirect("self_rating", worker.pk)
    context = {
        "worker": worker,
        "heading": "Self-rating",
        "caption": f"Worker no. {worker.staff_number}",
        "chart": pages.chart(worker),
        "form": form,
        "breadcrumbs": to_worker(worker, ("Competences", href("worker_competences", worker.pk))),
    }
    return render(request, "workforce/self_rating.html", context)


@require_safe
def self_rating_csv(request, worker):
    worker = rated_worker(request, worker)
    content = csv_bytes(pages.HEADINGS, pages.csv_rows(worker))
    return download(content, CSV, f"self-rating-{worker.pk}.csv")
