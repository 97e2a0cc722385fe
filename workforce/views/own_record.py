"""A worker's own record: what is stored, to read, to take away and to dispute."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from operations import audit
from practices import stored_files
from practices.views.downloads import download
from workforce.dashboards.own_record_file import file_of
from workforce.views.breadcrumbs import to_workforce
from workforce.views.disputes import own_workers
from workforce.views.panels import parts_of_worker

JSON = "application/json; charset=utf-8"


def own_worker(request):
    """The record that `?worker=` names, else the first; None for whoever is linked to no record yet."""
    workers = own_workers(request)
    named = request.GET.get("worker", "")
    return get_object_or_404(workers, pk=named) if named.isdecimal() else workers.first()


@require_safe
def my_record(request):
    worker = own_worker(request)
    others = own_workers(request).exclude(pk=worker.pk) if worker else []
    context = {
        "heading": "Your record",
        "worker": worker,
        "parts": parts_of_worker(request, worker) if worker else [],
        "file_href": of_worker("my_record_file", worker),
        "others": [{"text": other.programme.name, "href": of_worker("my_record", other)} for other in others],
        "breadcrumbs": to_workforce(),
    }
    return render(request, "workforce/my_record.html", context)


def of_worker(name, worker):
    return f"{reverse(name)}?worker={worker.pk}" if worker else ""


@require_safe
@transaction.atomic
def my_record_file(request):
    worker = own_worker(request)
    if worker is None:
        raise Http404
    content = file_of(request.user, worker)
    audit.record(
        "own_record.exported",
        by=request.user,
        about=worker,
        organisation=worker.commissioner,
        sha256=stored_files.digest(content),
    )
    return download(content, JSON, f"record-{worker.staff_number}.json")
