"""Download all figures of a wave: asked for, made by the worker, fetched by whoever asked while their rights are the same."""

import hashlib

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.dashboards import wave_figures as figures
from collaborative.views.scope import wave_with_measures
from measures.views.standing import rendered, standing_of
from practices.exports import XLSX
from practices.views.downloads import CSV, download
from practices.views.methods import GET_AND_POST

CONTENT_TYPES = {"csv": CSV, "xlsx": XLSX}
NAMES = {"csv": "CSV, for other programs", "xlsx": "XLSX, for a spreadsheet"}


def asked_for(request, wave_code):
    """404 for a wave outside the person's scope, 403 without the right."""
    wave = wave_with_measures(request.user, wave_code)
    return figures.wanted(request.user, wave, standing=standing_of(request, wave))


@GET_AND_POST
def wave_figures(request, wave_code):
    """Ask for the files, then see how far they are."""
    asked = asked_for(request, wave_code)
    if request.method == "POST":
        figures.request_files(asked)
        return redirect(request.get_full_path())
    progress = figures.progress(asked, request.get_full_path())
    if request.headers.get("HX-Request"):
        return poll(request, progress)
    return rendered(request, "collaborative/wave_figures.html", context(asked, progress), asked.standing, asked.wave)


def poll(request, progress):
    """The progress alone; once there is none left to show, the whole page again."""
    if progress is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "components/progress.html", {"progress": progress})


def context(asked, progress):
    wave = asked.wave
    job = asked.job if asked.is_ready else None
    return {
        "wave": wave,
        "breadcrumbs": [("Home", reverse("home")), (wave.name, reverse("wave_dashboard", args=[wave.code]))],
        "nothing_yet": asked.pointer is None,
        "practices": len(asked.practices),
        "progress": progress,
        "trouble": figures.trouble(asked),
        "rows": job.result.get("rows") if job else None,
        "files": [file_of(asked, kind) for kind in figures.KINDS] if asked.is_ready else [],
    }


def file_of(asked, kind):
    return {
        "text": NAMES[kind],
        "href": reverse("wave_figures_file", args=[asked.wave.code, kind]),
        "size": asked.path(kind).stat().st_size,
    }


@require_safe
def wave_figures_file(request, wave_code, kind):
    """The file of this very person: its key is made again from what they may see now (D6), so anybody else finds none."""
    asked = asked_for(request, wave_code)
    if kind not in figures.KINDS or not asked.path(kind).is_file():
        raise Http404
    content = asked.path(kind).read_bytes()
    figures.record_download(asked, kind, hashlib.sha256(content).hexdigest())
    return download(content, CONTENT_TYPES[kind], figures.file_name(asked, kind))
