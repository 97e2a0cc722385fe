"""Files of a report: asked for, made by the worker, fetched by whoever may read the copy."""

import hashlib

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from collaborative.dashboards import reports as pages
from collaborative.forms.reports import FileForm
from collaborative.models import WorkshopReport
from collaborative.reports import copies, csv, files
from collaborative.views.reports import address_of, breadcrumbs, chosen_copy, report_or_404
from collaborative.views.waiting import answer_to_poll
from practices.views.downloads import CSV, download
from practices.views.methods import GET_AND_POST


@GET_AND_POST
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
    progress = pages.files_progress(found, f"{request.path}?copy={copy}", waiting)
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
    return download(content, files.CONTENT_TYPES[kind], files.file_name(report, copy, kind))


@require_safe
def report_chart_csv(request, report):
    """The figures behind one chart, as they stand in the file with all of them."""
    report = report_or_404(request.user, report)
    if report.state == WorkshopReport.State.MAKING:
        raise Http404
    identifier = request.GET.get("chart", "")
    content = csv.chart_csv(copies.contents(report, chosen_copy(request, report)), identifier)
    if content is None:
        raise Http404
    return download(content, CSV, f"{identifier}.csv")
