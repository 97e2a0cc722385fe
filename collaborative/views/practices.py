"""The page of a practice in a wave."""

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission, require_permission
from collaborative.dashboards import stored, workforce_links
from collaborative.dashboards.annotations import read_annotations
from collaborative.dashboards.asking import read_asking
from collaborative.dashboards.attached_contacts import chart_beside
from collaborative.dashboards.detail import practice_page
from collaborative.dashboards.gathering import gather
from collaborative.dashboards.keys import page_key
from collaborative.dashboards.team_links import teams_of
from collaborative.views.switches import chosen_workshop, clock_switch
from measures.actions.rebases import may_rebase
from measures.models import Series
from measures.readers import reader_of
from measures.views.measured import require_measures
from measures.views.standing import standing_of
from practices.models import Organisation, Wave


@require_safe
def practice_dashboard(request, wave_code, ods_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    practice = practice_to_view(request.user, wave, ods_code)
    require_measures(wave)
    reader = reader_of(request.user, wave)
    workshop = chosen_workshop(request, wave)
    may_send = has_permission(request.user, Permission.SEND_RETURN, practice)
    annotations = read_annotations(request.user, wave, with_posts=True)
    asking = read_asking(request.user, wave)
    standing = standing_of(request, wave)
    workforce_href = workforce_links.to_practice(request.user, practice)

    def make():
        gathered = gather(request.user, wave, reader, annotations=annotations, asking=asking, standing=standing)
        may = may_rebase(request.user, wave, practice)
        may_compare = has_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave)
        beside = chart_beside(request.user, gathered, practice, workshop=workshop)
        page = practice_page(
            gathered, practice, workshop=workshop, may_rebase=may, may_compare=may_compare, beside=beside
        )
        return render_to_string(
            "collaborative/_practice.html",
            context(request, wave, practice, page, may_send) | {"workforce_href": workforce_href},
        )

    happened = annotations.at(Series.Level.PRACTICE, practice.pk)
    options = (practice.pk, workshop, may_send, happened, asking, workforce_href, standing)
    key = page_key("practice", request.user, wave, reader, *options)
    words = {"title": practice.name, "breadcrumbs": breadcrumbs(request, wave), "with_charts": True}
    return stored.page(request, key, make, standing=standing, wave=wave, **words)


def practice_to_view(user, wave, ods_code):
    """404 outside scope, 403 within it without the right; one query for whoever has the right."""
    allowed = Organisation.objects.visible_to(user, Permission.VIEW_PRACTICE_FIGURES).practices()
    found = allowed.filter(memberships__wave=wave, ods_code=ods_code).first()
    if found is None:
        members = Organisation.objects.visible_to(user).practices().filter(memberships__wave=wave)
        found = get_object_or_404(members, ods_code=ods_code)
        require_permission(user, Permission.VIEW_PRACTICE_FIGURES, found)
    return found


def breadcrumbs(request, wave):
    """The wave's page is among them only for whoever may open it."""
    found = [("Home", reverse("home"))]
    if has_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave):
        found.append((wave.name, reverse("wave_dashboard", args=[wave.code])))
    return found


def context(request, wave, practice, page, may_send):
    return {
        "wave": wave,
        "practice": practice,
        "page": page,
        "clock_switch": clock_switch(request, wave),
        "versions_href": reverse("return_versions", args=[wave.code, practice.ods_code]),
        "send_href": reverse("return_home") if may_send else "",
        "team_href": teams_of(wave, practice) if reads_improvement(request.user, wave) else "",
    }


def reads_improvement(user, wave):
    return has_permission(user, Permission.VIEW_IMPROVEMENT_WORK, wave)
