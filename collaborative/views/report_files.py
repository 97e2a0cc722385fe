"""Files of a report: asked for, made by the worker, fetched by whoever may read the copy."""

import hashlib

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.dashboards import reports as pages
from collaborative.forms.reports import FileForm
from collaborative.models import WorkshopReport
from collaborative.reports import copies, files
from collaborative.reports.contents import Chart
from collaborative.views.reports import address_of, breadcrumbs, chosen_copy, report_or_404
from collaborative.views.waiting import answer_to_poll
from practices.exports import csv_bytes


@require_http_methods(["GET", "HEAD", "POST"])
def report_files(request, report):
    """Ask for a file, then see how far it is."""
    report = report_or_404(request.user, report)
    copy = chosen_copy(request, report)
    if request.method == "POST":
        form = FileForm(request.POST)
        if form.is_valid():
            files.request_file(report, copy, form.cleaned_data["kind"])
        return redirect(f"{request.path}?copy={copy}")
    found = pages.files_of(report, copy)
    waiting = ",".join(one["kind"] for one in found if one["progress"])
    progress = pages.files_progress(found, f"{request.path}?copy={copy}&waiting={waiting}")
    if request.headers.get("HX-Request"):
        # The whole page again as soon as one of them is ready.
        return answer_to_poll(request, progress if request.GET.get("waiting") == waiting else None)
    context = {
        "report": report,
        "copy": copy,
        "copy_words": copies.COPY_WORDS[copy],
        "files": found,
        "progress": progress,
        "breadcrumbs": breadcrumbs(report, (pages.name_of(report), address_of(report, copy))),
    }
    return render(request, "collaborative/reports/files.html", context)


@require_safe
def report_file(request, report, kind):
    """The file of a copy that this person may read now; 404 while it is not made."""
    report = report_or_404(request.user, report)
    copy = chosen_copy(request, report)
    if kind not in files.ENDINGS or not (path := files.path_of(report, copy, kind)).is_file():
        raise Http404
    content = path.read_bytes()
    files.record_download(report, copy, kind, by=request.user, sha256=hashlib.sha256(content).hexdigest())
    return attachment(content, files.CONTENT_TYPES[kind], files.file_name(report, copy, kind))


@require_safe
def report_chart_csv(request, report):
    """The figures behind one chart as CSV."""
    report = report_or_404(request.user, report)
    if report.state == WorkshopReport.State.MAKING:
        raise Http404
    contents = copies.contents(report, chosen_copy(request, report))
    chart = chart_of(contents, request.GET.get("chart", ""))
    content = csv_bytes(chart.table.head, chart.table.rows)
    return attachment(content, "text/csv; charset=utf-8", f"{chart.identifier}.csv")


def chart_of(contents, identifier) -> Chart:
    found = (block for page in contents.pages for block in page.blocks if block.kind == "chart")
    chart = next((block for block in found if block.identifier == identifier), None)
    if chart is None:
        raise Http404
    return chart


def attachment(content, content_type, name):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
