"""Returns as they are stored: what is due, one line and its file, every version, and what a second person says of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission, require_permission
from measures.actions import acceptance, files
from measures.actions import returns as actions
from measures.actions.locks import MonthClosed
from measures.forms import ReasonForm
from measures.locks import locks_of
from measures.models import MonthlyReturn
from measures.models.monthly_return import IllegalTransition
from measures.pages import altered_figures, lock_pages, owing_pages, query_pages, return_pages
from measures.pages.versions_then import as_they_stood, sent_by_then, stood
from measures.readers import audience_of_practice
from measures.views.measured import practice_in_wave
from measures.views.standing import DayRefused, rendered, standing_of
from practices.models import Organisation, Upload
from practices.uploads import names

TOO_LATE = "The return has changed since you opened it. Look at it as it is now."


@require_safe
def return_home(request):
    require_permission(request.user, Permission.VIEW_RETURN_STATUS)
    own = Organisation.objects.visible_to(request.user, Permission.SEND_RETURN).practices()
    watched = Organisation.objects.visible_to(request.user, Permission.VIEW_RETURN_STATUS).practices()
    may_send = has_permission(request.user, Permission.SEND_RETURN)
    owed = owing_pages.owing(request.user, own) if may_send else []
    context = {
        "breadcrumbs": [("Home", reverse("home"))],
        "owing": owed,
        "due": owing_pages.due_table(owed) if len(owed) > 1 else None,
        "chasing": [] if may_send else return_pages.chasing(request.user, watched),
        "uploads": return_pages.uploads_in_hand(request.user) if may_send else None,
        "may_send": may_send,
    }
    return render(request, "measures/return_home.html", context)


def visible_return(request, pk):
    version = get_object_or_404(
        MonthlyReturn.objects.visible_to(request.user).select_related(
            "practice", "wave__programme", "upload", "submitted_by", "accepted_by"
        ),
        pk=pk,
    )
    require_permission(request.user, Permission.VIEW_RETURN, version.practice)
    return version


def breadcrumbs(version):
    code = version.wave.code
    return [
        ("Home", reverse("home")),
        ("Returns", reverse("return_home")),
        (version.practice.name, reverse("return_versions", args=[code, version.practice.ods_code])),
    ]


@require_safe
def return_detail(request, pk):
    version = visible_return(request, pk)
    standing = standing_of(request, version.wave)
    return detail_page(request, version) if standing.is_now else detail_then(request, version, standing)


def detail_then(request, version, standing):
    """The line as it stood on an earlier day: its figures, its state then, and nothing to be done about it."""
    state = sent_by_then(MonthlyReturn.objects.visible_to(request.user).filter(pk=version.pk), standing).values_list(
        "state_then", flat=True
    )
    if standing.day and not state:
        raise DayRefused(version.wave, "That return had not been sent then.")
    version.state_then = state[0] if standing.day else version.state
    version = stood(version, standing)
    audience = audience_of_practice(request.user, version.wave, version.practice)
    context = {
        "version": version,
        "breadcrumbs": breadcrumbs(version),
        "summary": return_pages.line_summary(version, is_exact=audience.is_exact, file_href=None),
        "values": return_pages.values_table(version) if audience.is_exact else None,
    }
    return rendered(request, "measures/return_detail.html", context, standing, version.wave)


def detail_page(request, version, answers=None, **forms):
    """`answers`: query id -> the form of an answer that was not taken."""
    audience = audience_of_practice(request.user, version.wave, version.practice)
    may_send = has_permission(request.user, Permission.SEND_RETURN, version.practice)
    may_accept = has_permission(request.user, Permission.ACCEPT_RETURN, version.practice)
    may_query = has_permission(request.user, Permission.QUERY_RETURN, version.practice)
    lock = lock_pages.lock_of(locks_of([version.wave]), version.wave, version.practice, version.month)
    moves = return_pages.moves(
        version, may_send=may_send, may_accept=may_accept, may_query=may_query, is_closed=lock.is_closed
    )
    context = {
        "version": version,
        "breadcrumbs": breadcrumbs(version),
        "summary": return_pages.line_summary(
            version, is_exact=audience.is_exact, file_href=file_href(request, version)
        ),
        "values": return_pages.values_table(
            version, asked=query_pages.asked_fields(version), can_query=moves["can_query"]
        )
        if audience.is_exact
        else None,
        "queries": query_pages.cards(request.user, version, is_exact=audience.is_exact, forms=answers),
        "ask_href": query_pages.ask_href(version),
        "lock": lock,
        "altered": altered_figures.altered_table(request.user, version, is_exact=audience.is_exact),
        "withdraw_form": ReasonForm(label="Why do you take it back?", prefix="withdraw"),
        "restore_form": ReasonForm(label="Why is this version right after all?", prefix="restore"),
        **moves,
        **forms,
    }
    return render(request, "measures/return_detail.html", context)


def file_href(request, version):
    """Only those who may open files of every practice in it get the file (R10)."""
    if not version.upload_id or not has_permission(request.user, Permission.VIEW_RETURN_FILE, version.practice):
        return None
    is_open = Upload.objects.visible_to(request.user).filter(pk=version.upload_id).exclude(stored_path="").exists()
    return reverse("return_file", args=[version.pk]) if is_open else None


@require_safe
def return_file(request, pk):
    version = visible_return(request, pk)
    require_permission(request.user, Permission.VIEW_RETURN_FILE, version.practice)
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=version.upload_id)
    content = files.open_file(upload=upload, by=request.user)
    if content is None:
        raise Http404
    headers = {"Content-Disposition": names.attachment(upload.original_name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@require_POST
def return_accept(request, pk):
    version = visible_return(request, pk)
    require_permission(request.user, Permission.ACCEPT_RETURN, version.practice)
    try:
        acceptance.accept_return(version=version, by=request.user)
        messages.success(request, f"{version} is accepted.")
    except IllegalTransition:
        messages.warning(request, TOO_LATE)
    return redirect("return_detail", pk)


def with_reason(request, version, name, form, action, done):
    """Run an action that needs words; show the page again with what is wrong with them."""
    if not form.is_valid():
        return detail_page(request, version, **{name: form, "form": form})
    try:
        action(form.cleaned_data["reason"])
        messages.success(request, done)
    except MonthClosed as closed:
        messages.warning(request, str(closed))
    except IllegalTransition:
        messages.warning(request, TOO_LATE)
    return redirect("return_detail", version.pk)


@require_POST
def return_withdraw(request, pk):
    version = visible_return(request, pk)
    require_permission(request.user, Permission.SEND_RETURN, version.practice)
    form = ReasonForm(request.POST, label="Why do you take it back?", prefix="withdraw")
    return with_reason(
        request,
        version,
        "withdraw_form",
        form,
        lambda words: actions.withdraw_return(version=version, by=request.user, reason=words),
        "The return was taken back. The month has no figures until you send it again.",
    )


@require_POST
def return_restore(request, pk):
    """Make an earlier version's figures current again, as a new version."""
    version = visible_return(request, pk)
    require_permission(request.user, Permission.SEND_RETURN, version.practice)
    form = ReasonForm(request.POST, label="Why is this version right after all?", prefix="restore")
    return with_reason(
        request,
        version,
        "restore_form",
        form,
        lambda words: actions.restore_return(version=version, by=request.user, reason=words),
        "The figures of this version are current again, as a new version.",
    )


@require_safe
def return_versions(request, wave_code, ods_code):
    wave, practice = practice_in_wave(request.user, wave_code, ods_code, Permission.VIEW_RETURN)
    is_exact = audience_of_practice(request.user, wave, practice).is_exact
    standing = standing_of(request, wave)
    sent = MonthlyReturn.objects.visible_to(request.user).filter(wave=wave, practice=practice)
    found = sent_by_then(sent, standing).select_related("submitted_by", "accepted_by")
    versions = as_they_stood(found.order_by("-month", "-version"), standing)
    context = {
        "wave": wave,
        "practice": practice,
        "breadcrumbs": [("Home", reverse("home")), ("Returns", reverse("return_home"))],
        "versions": return_pages.versions_table(versions, with_words=is_exact),
        # The trail runs by the server's clock: it is of today alone.
        "history": return_pages.history_table(versions, with_words=is_exact) if standing.is_now else None,
        "closed": lock_pages.closed_table(wave, practice),
        "may_send": has_permission(request.user, Permission.SEND_RETURN, practice),
    }
    return rendered(request, "measures/return_versions.html", context, standing, wave)
