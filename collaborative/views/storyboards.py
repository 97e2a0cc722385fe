"""Storyboards: of a wave, one practice's, its words, its consent, its files."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, require_permission
from collaborative.actions import storyboards as actions
from collaborative.dashboards import storyboards as pages
from collaborative.forms.storyboards import StoryboardForm
from collaborative.models import Storyboard
from collaborative.reports import storyboard as contents
from collaborative.reports import storyboard_files as files
from collaborative.reports.files import CONTENT_TYPES, ENDINGS
from collaborative.views.breadcrumbs import to_improvement, to_wave
from collaborative.views.form_pages import show_form
from collaborative.views.scope import wave_to_read
from collaborative.views.waiting import answer_to_poll
from practices.models import Organisation, Wave
from practices.views.downloads import download
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import told


def crumbs(wave):
    return to_improvement(("Storyboards", reverse("storyboard_list", args=[wave.code])))


@require_safe
def storyboard_list(request, wave_code):
    wave = wave_to_read(request.user, wave_code)
    context = {
        "wave": wave,
        "page": pages.listed(request.user, wave),
        "breadcrumbs": to_wave(wave),
    }
    return render(request, "collaborative/storyboards/list.html", context)


@require_POST
def storyboard_open(request, wave_code, ods_code):
    """The own practice's, made at the first need."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user), code=wave_code)
    practices = Organisation.objects.visible_to(request.user).practices().filter(memberships__wave=wave)
    practice = get_object_or_404(practices, ods_code=ods_code)
    actions.require_works_at(request.user, practice)
    return redirect("storyboard_detail", actions.storyboard_of(wave, practice).pk)


def found_storyboard(request, pk) -> Storyboard:
    rows = Storyboard.objects.visible_to(request.user).select_related("practice", "wave__programme").distinct()
    return get_object_or_404(rows, pk=pk)


@require_safe
def storyboard_detail(request, storyboard):
    board = found_storyboard(request, storyboard)
    context = {
        "board": board,
        "wave": board.wave,
        "page": pages.storyboard_page(request.user, board),
        "breadcrumbs": crumbs(board.wave),
    }
    return render(request, "collaborative/storyboards/detail.html", context)


@EDIT
def storyboard_edit(request, storyboard):
    board = found_storyboard(request, storyboard)
    actions.require_works_at(request.user, board.practice)
    initial = board.words or pages.suggested_words(request.user, board)
    form = StoryboardForm(request.POST or None, initial=initial, is_shared=board.is_shared)
    if request.method == "POST" and form.is_valid():
        actions.edit_storyboard(storyboard=board, words=form.cleaned_data, by=request.user)
        messages.success(request, "The words are saved.")
        return redirect("storyboard_detail", board.pk)
    return show_form(request, form, "Words of the storyboard", board.practice.name, crumbs(board.wave))


@require_POST
def storyboard_consent(request, storyboard):
    board = found_storyboard(request, storyboard)
    require_permission(request.user, Permission.CHANGE_SHARING_AGREEMENT, board.practice)
    decisions = {"give": actions.give_consent, "withdraw": actions.withdraw_consent}
    decide = decisions.get(request.POST.get("decision"))
    if decide is None:
        raise BadRequest("Neither given nor withdrawn")
    told(request, decide, done="Your decision is saved.", storyboard=board, by=request.user)
    return redirect("storyboard_detail", board.pk)


@GET_AND_POST
def storyboard_files(request, storyboard):
    """Ask for a file of what one may see now, then see how far it is."""
    board = found_storyboard(request, storyboard)
    report = contents.report(board, pages.gathered_of(request.user, board))
    if request.method == "POST":
        if request.POST.get("kind") not in files.KINDS:
            raise BadRequest("No such kind of file")
        files.request_file(report, request.POST["kind"])
        return redirect("storyboard_files", board.pk)
    found = files.states(report, lambda kind: reverse("storyboard_file", args=[board.pk, kind]))
    progress = progress_of(found, request.path)
    if request.headers.get("HX-Request"):
        return answer_to_poll(request, progress)
    context = {
        "board": board,
        "files": found,
        "progress": progress,
        "breadcrumbs": [*crumbs(board.wave), (board.practice.name, reverse("storyboard_detail", args=[board.pk]))],
    }
    return render(request, "collaborative/storyboards/files.html", context)


def progress_of(found: list[dict], path: str) -> dict | None:
    running = [one["progress"] for one in found if one["progress"]]
    return {"text": running[0][0], "percent": running[0][1], "poll_href": path} if running else None


@require_safe
def storyboard_file(request, storyboard, kind):
    board = found_storyboard(request, storyboard)
    report = contents.report(board, pages.gathered_of(request.user, board))
    content = files.content_of(board, report, kind, request.user)
    return download(content, CONTENT_TYPES[kind], f"storyboard-{board.practice.ods_code.lower()}.{ENDINGS[kind]}")
