"""Measures from registers: a practice's own, exactly; a wave's, as far as disclosure lets its reader see."""

from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission
from collaborative.dashboards import register_wave
from collaborative.dashboards.register_measures import csv_rows, register_measures_page
from collaborative.views.scope import wave_with_measures
from measures.readers import reader_of
from operations import audit
from practices.exports import csv_bytes
from practices.views.downloads import CSV, download
from registers.views.breadcrumbs import to_register
from registers.views.scope import practice_to_read


@require_safe
def register_measures(request, ods_code):
    practice = practice_to_read(request, ods_code)
    context = {
        "practice": practice,
        "page": register_measures_page(practice, has_permission(request.user, Permission.SEND_RETURN, practice)),
        "breadcrumbs": to_register(practice),
        "extracts_href": reverse("extract_home", args=[ods_code]),
    }
    return render(request, "collaborative/register/measures.html", context)


@require_safe
@transaction.atomic
def register_measures_csv(request, ods_code):
    """Taking exact figures away is written down."""
    practice = practice_to_read(request, ods_code)
    name = f"register-measures-{ods_code}.csv"
    content = csv_bytes(*csv_rows(practice))
    audit.record(
        "figures.exported", by=request.user, about=practice, organisation=practice, file=name, audience="owner"
    )
    return download(content, CSV, name)


@require_safe
def wave_register(request, wave_code):
    wave = wave_with_measures(request.user, wave_code)
    context = {
        "wave": wave,
        "page": register_wave.register_wave_page(wave, reader_of(request.user, wave)),
        "breadcrumbs": [("Home", reverse("home")), (wave.name, reverse("wave_dashboard", args=[wave.code]))],
    }
    return render(request, "collaborative/register/wave.html", context)


@require_safe
@transaction.atomic
def wave_register_csv(request, wave_code):
    """The figures of the page, and no others."""
    wave = wave_with_measures(request.user, wave_code)
    name = f"registers-{wave.code}.csv"
    content = csv_bytes(*register_wave.csv_rows(wave, reader_of(request.user, wave)))
    audit.record("figures.exported", by=request.user, about=wave, file=name)
    return download(content, CSV, name)
