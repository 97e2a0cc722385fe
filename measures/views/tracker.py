"""Practice by month: who sent what, and when."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission, require_permission
from measures.actions import returns as actions
from measures.pages import tracker_page
from measures.views.measured import require_measures
from practices import months
from practices.models import Organisation, Wave


@require_safe
def return_tracker(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    require_permission(request.user, Permission.VIEW_RETURN_STATUS, wave)
    require_measures(wave)
    visible = Organisation.objects.visible_to(request.user, Permission.VIEW_RETURN_STATUS)
    context = {
        "wave": wave,
        "breadcrumbs": [("Home", reverse("home")), ("Returns", reverse("return_home"))],
        "page": tracker_page.page_of(
            wave, set(visible.values_list("pk", flat=True)), shows_all=request.GET.get("months") == "all"
        ),
        "can_accept": has_permission(request.user, Permission.ACCEPT_RETURN, wave),
    }
    return render(request, "measures/return_tracker.html", context)


@require_POST
def return_accept_clean(request, wave_code, period):
    """Accept all returns of a month that came without a warning; the others are held back for a look."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user), code=wave_code)
    require_permission(request.user, Permission.ACCEPT_RETURN, wave)
    practices = Organisation.objects.visible_to(request.user, Permission.ACCEPT_RETURN)
    accepted = actions.accept_clean_of_month(
        wave=wave, month=month_or_404(period), practices=practices, by=request.user
    )
    if accepted:
        messages.success(request, f"{len(accepted)} returns are accepted. Those with a warning wait for a look.")
    else:
        messages.info(request, "There was no return without a warning to accept.")
    return redirect("return_tracker", wave_code)


def month_or_404(period) -> date:
    try:
        return months.parse_period(period)
    except ValueError as error:
        raise Http404 from error
