"""Practice by month: who sent what, and when."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission, require_permission
from measures.actions import acceptance
from measures.pages import tracker_page
from measures.views.measured import month_or_404, require_measures
from measures.views.standing import rendered, standing_of
from practices.models import Organisation, Wave
from practices.views.methods import GET_AND_POST
from practices.wording import counted


@require_safe
def return_tracker(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    require_permission(request.user, Permission.VIEW_RETURN_STATUS, wave)
    require_measures(wave)
    visible = Organisation.objects.visible_to(request.user, Permission.VIEW_RETURN_STATUS)
    standing = standing_of(request, wave)
    pks, shows_all = set(visible.values_list("pk", flat=True)), request.GET.get("months") == "all"
    context = {
        "wave": wave,
        "breadcrumbs": [("Home", reverse("home")), ("Returns", reverse("return_home"))],
        "page": tracker_page.page_of(wave, pks, shows_all=shows_all, standing=standing),
        "can_accept": standing.is_now and has_permission(request.user, Permission.ACCEPT_RETURN, wave),
    }
    return rendered(request, "measures/return_tracker.html", context, standing, wave)


@GET_AND_POST
def return_accept_many(request, wave_code, period):
    """The returns of a month to tick; what has a warning or a question is held back and says why (S1)."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    require_permission(request.user, Permission.ACCEPT_RETURN, wave)
    require_measures(wave)
    month = month_or_404(period)
    practices = Organisation.objects.visible_to(request.user, Permission.ACCEPT_RETURN)
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("return") if pk.isdecimal()]
        accepted = acceptance.accept_many(wave=wave, month=month, practices=practices, chosen=chosen, by=request.user)
        say_accepted(request, len(accepted), len(set(chosen)))
        return redirect("return_accept_many", wave_code, period)
    waiting = acceptance.waiting_of_month(wave=wave, month=month, practices=practices, by=request.user)
    context = {
        "wave": wave,
        "month": month,
        "heading": f"Accept returns of {month:%B %Y}",
        "page": tracker_page.accept_page(waiting, month),
        "breadcrumbs": [("Home", reverse("home")), ("Returns", reverse("return_home")), tracker_crumb(wave)],
    }
    return render(request, "measures/return_accept_many.html", context)


def tracker_crumb(wave):
    return f"Tracker of {wave}", reverse("return_tracker", args=[wave.code])


def say_accepted(request, accepted: int, chosen: int) -> None:
    if not chosen:
        messages.info(request, "Nothing was ticked, so nothing was accepted.")
    elif accepted == chosen:
        messages.success(request, f"{counted(accepted, 'return')} accepted.")
    else:
        left = chosen - accepted
        messages.warning(
            request, f"{counted(accepted, 'return')} accepted. {left} had changed since you opened the page."
        )
