"""The workforce beside the measures: of a wave, of a practice, and whether managers and commissioners took part."""

from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission, require_permission
from collaborative.dashboards import workforce_wave
from collaborative.dashboards.workforce_engagement import engagement_page
from collaborative.dashboards.workforce_practice import practice_workforce_page
from operations import audit
from practices.exports import csv_bytes
from practices.models import Organisation, Wave
from practices.views.downloads import CSV, download
from workforce.views.breadcrumbs import to_workforce
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see


def wave_with_workforce(user, wave_code) -> Wave:
    """404 outside scope, 403 without the right to figures of the workforce."""
    wave = get_object_or_404(Wave.objects.visible_to(user).select_related("programme"), code=wave_code)
    require_permission(user, Permission.VIEW_WORKFORCE_FIGURES, wave)
    return wave


def to_wave(user, wave):
    """The wave's page is on the way for whoever may open it."""
    name = "wave_dashboard" if has_permission(user, Permission.VIEW_SHARED_FIGURES, wave) else "wave_detail"
    return [("Home", reverse("home")), (wave.name, reverse(name, args=[wave.code]))]


@require_safe
def wave_workforce(request, wave_code):
    wave = wave_with_workforce(request.user, wave_code)
    context = {
        "wave": wave,
        "page": workforce_wave.wave_workforce_page(request.user, wave),
        "breadcrumbs": to_wave(request.user, wave),
    }
    return render(request, "collaborative/workforce/wave.html", context)


@require_safe
@transaction.atomic
def wave_workforce_csv(request, wave_code):
    """The figures of the page, and no others."""
    wave = wave_with_workforce(request.user, wave_code)
    name = f"workforce-{wave.code}.csv"
    content = csv_bytes(*workforce_wave.csv_rows(request.user, wave))
    audit.record("figures.exported", by=request.user, about=wave, file=name)
    return download(content, CSV, name)


@require_safe
def practice_workforce(request, ods_code):
    practices = Organisation.objects.visible_to(request.user).practices()
    practice = get_object_or_404(practices, ods_code=ods_code)
    require_permission(request.user, Permission.VIEW_ROSTER, practice)
    context = {
        "practice": practice,
        "page": practice_workforce_page(request.user, practice),
        "breadcrumbs": to_workforce(),
    }
    return render(request, "collaborative/workforce/practice.html", context)


@require_safe
def workforce_engagement(request, programme):
    programme = programme_to_see(request, programme)
    context = {"heading": "Managers' engagement", "page": engagement_page(request.user, programme)}
    return programme_page(request, "collaborative/workforce/engagement.html", programme, context)
