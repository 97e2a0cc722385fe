"""Months that have closed: the list of a wave's exceptions; asking for one, agreeing to it, ending it."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, require_permission
from measures.actions import locks as actions
from measures.forms import ReopenForm
from measures.locks import locks_of
from measures.models import LockException
from measures.pages import lock_pages
from measures.views.measured import membership_in_month, practice_in_wave, require_measures
from measures.views.tracker import tracker_crumb
from practices import months
from practices.models import Wave
from practices.views.methods import GET_AND_POST


@require_safe
def lock_list(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    require_permission(request.user, Permission.VIEW_RETURN_STATUS, wave)
    require_measures(wave)
    context = {
        "wave": wave,
        "page": lock_pages.lock_page(request.user, wave),
        "breadcrumbs": [("Home", reverse("home")), ("Returns", reverse("return_home")), tracker_crumb(wave)],
    }
    return render(request, "measures/lock_list.html", context)


@GET_AND_POST
def lock_exception_create(request, wave_code, ods_code, period):
    wave, practice = practice_in_wave(request.user, wave_code, ods_code, Permission.VIEW_RETURN_STATUS)
    _, month = membership_in_month(request.user, wave, practice, period)
    if locks_of([wave]).closed_on(wave.code, practice.ods_code, month) is None:
        messages.info(request, f"{months.label(month)} is open: nothing has to be reopened.")
        return redirect("lock_list", wave.code)
    form = ReopenForm(request.POST or None)
    if form.is_valid() and ask(request, form, wave, practice, month):
        return redirect("lock_list", wave.code)
    context = {
        "form": form,
        "heading": f"Ask for {month:%B %Y} to be reopened",
        "caption": practice.name,
        "notes": ["A facilitator and a programme administrator decide, neither of them of the practice."],
        "breadcrumbs": [("Home", reverse("home")), ("Returns", reverse("return_home")), tracker_crumb(wave)],
    }
    return render(request, "practices/form.html", context)


def ask(request, form, wave, practice, month) -> bool:
    """Whether it is asked for now."""
    try:
        actions.ask_to_reopen(wave=wave, practice=practice, month=month, by=request.user, **form.cleaned_data)
    except IntegrityError:
        form.add_error(None, f"{months.label(month)} was asked for already: look at the list of exceptions")
        return False
    messages.success(request, f"{months.label(month)} of {practice} waits for two people to agree.")
    return True


def visible_exception(request, pk):
    found = LockException.objects.visible_to(request.user).select_related("practice", "wave")
    exception = get_object_or_404(found, pk=pk)
    require_permission(request.user, Permission.REOPEN_MONTH, exception.practice)
    return exception


@require_POST
def lock_exception_agree(request, lock_exception):
    exception = visible_exception(request, lock_exception)
    try:
        agreed = actions.agree(exception=exception, by=request.user)
    except actions.NotToBeAgreed as why:
        messages.warning(request, str(why))
    else:
        done = "is open again" if agreed.is_agreed else "waits for a second person"
        messages.success(request, f"{months.label(agreed.month)} of {agreed.practice} {done}.")
    return redirect("lock_list", exception.wave.code)


@require_POST
def lock_exception_end(request, lock_exception):
    exception = visible_exception(request, lock_exception)
    actions.end(exception=exception, by=request.user)
    messages.success(request, f"{months.label(exception.month)} of {exception.practice} is closed.")
    return redirect("lock_list", exception.wave.code)
