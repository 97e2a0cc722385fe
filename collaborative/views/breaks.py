"""Breaks in series of a wave: listed, said, withdrawn by whoever may begin a phase of the charts that they cut."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission, require_permission
from collaborative.dashboards import breaks as pages
from collaborative.forms.breaks import WHOLE_WAVE, BreakForm, WithdrawBreakForm
from collaborative.views.comparisons import breadcrumbs_to
from collaborative.views.scope import wave_with_measures
from measures.actions import breaks as actions
from measures.actions.rebases import may_rebase, require_may_rebase
from measures.models import SeriesBreak
from measures.views.measured import require_measures
from practices.models import Organisation, Wave
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted

NOTE = (
    "From that month on the figures count something else. The line is cut there on every chart, no rule runs across, and no "
    "change is reckoned from before it to after it."
)
RECOMPUTED = "The charts are being computed anew: they show it in a moment."


@require_safe
def break_list(request, wave_code):
    return listed(request, wave_with_measures(request.user, wave_code))


def listed(request, wave, refused=None):
    """`refused` is the form of the one break whose withdrawal was refused."""
    breaks = SeriesBreak.objects.visible_to(request.user).filter(wave=wave)
    found = list(breaks.select_related("practice", "wave", "created_by").order_by("-month", "-pk"))
    page = pages.break_page(wave, request.user, found, practices_of(request.user, wave))
    forms = [(entry, WithdrawBreakForm(break_id=entry.pk)) for entry in page.may_withdraw]
    if refused:
        forms = [(entry, refused if entry.pk == refused.break_id else form) for entry, form in forms]
    context = {
        "wave": wave,
        "page": page,
        "withdraw_forms": forms,
        "form": refused,
        "can_cut": has_permission(request.user, Permission.REBASE_SERIES, wave),
        "breadcrumbs": breadcrumbs_to(wave),
    }
    return render(request, "collaborative/breaks.html", context)


def practices_of(user, wave, permission=Permission.VIEW_PRACTICE_FIGURES):
    allowed = Organisation.objects.visible_to(user, permission).practices()
    return list(allowed.filter(memberships__wave=wave).distinct())


@GET_AND_POST
def break_create(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    require_permission(request.user, Permission.REBASE_SERIES, wave)
    require_measures(wave)
    practices = {one.ods_code: one for one in practices_of(request.user, wave, Permission.REBASE_SERIES)}
    places = [(code, f"{one.name} ({code})") for code, one in practices.items()]
    if may_rebase(request.user, wave, None):
        places.insert(0, (WHOLE_WAVE, "Everybody in the wave, and its sums"))
    form = BreakForm(request.POST or None, places=places, month_choices=pages.month_choices(wave))
    if request.method == "POST" and form.is_valid() and cut(request, wave, practices, form):
        messages.success(request, f"The series is cut. {RECOMPUTED}")
        return redirect("break_list", wave.code)
    context = {
        "heading": "Say that a series is broken",
        "caption": wave.name,
        "notes": [NOTE],
        "form": form,
        "breadcrumbs": breadcrumbs_to(wave, ("Breaks in series", reverse("break_list", args=[wave.code]))),
    }
    return render(request, "practices/form.html", context)


def cut(request, wave, practices, form):
    """The break, or None with the reason on the form."""
    given = form.cleaned_data
    practice = practices.get(given.pop("place"))
    require_may_rebase(request.user, wave, practice)
    return attempted(form, actions.break_series, wave=wave, practice=practice, by=request.user, **given)


@require_POST
def break_withdraw(request, series_break):
    breaks = SeriesBreak.objects.visible_to(request.user).select_related("wave__programme", "practice")
    found = get_object_or_404(breaks, pk=series_break)
    require_may_rebase(request.user, found.wave, found.practice)
    form = WithdrawBreakForm(request.POST, break_id=found.pk)
    withdrawing = {"series_break": found, "by": request.user}
    if form.is_valid() and attempted(form, actions.withdraw_break, **withdrawing, **form.cleaned_data):
        messages.success(request, f"The break is withdrawn. {RECOMPUTED}")
        return redirect("break_list", found.wave.code)
    return listed(request, found.wave, form)
