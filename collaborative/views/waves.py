"""The pages of a wave, of a commissioner in it, and of a measure."""

from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission, require_permission
from collaborative.dashboards import stored, workforce_links
from collaborative.dashboards.annotations import read_annotations
from collaborative.dashboards.asking import read_asking
from collaborative.dashboards.detail import commissioner_page
from collaborative.dashboards.gathering import gather
from collaborative.dashboards.keys import page_key
from collaborative.dashboards.team_links import teams_of, wave_links
from collaborative.dashboards.teams_in_need import teams_in_need
from collaborative.dashboards.wave import wave_page
from collaborative.views.scope import wave_with_figures
from collaborative.views.switches import CLOCKS, PARENTS, chosen, chosen_workshop, clock_switch, parent_switch
from measures.actions.rebases import may_rebase
from measures.models import Series
from measures.readers import reader_of
from measures.views.measured import require_measures
from measures.views.standing import standing_of
from practices.models import Organisation, Programme, Wave


@require_safe
def wave_dashboard(request, wave_code):
    wave = wave_with_figures(request.user, wave_code)
    if wave.programme.kind == Programme.Kind.WORKFORCE:
        return workforce_dashboard(request, wave)
    reader = reader_of(request.user, wave)
    options = {"clock": chosen(request, "clock", CLOCKS), "parents": chosen(request, "pcts", PARENTS)}
    annotations = read_annotations(request.user, wave, for_practices=False)
    standing = standing_of(request, wave)
    # Who needs help is asked of today alone.
    teams = teams_in_need(request.user, wave) if standing.is_now else []
    workforce_href = workforce_links.to_wave(request.user, wave)

    def make():
        page = wave_page(gather(request.user, wave, reader, annotations=annotations, standing=standing), **options)
        more = {"teams_in_need": teams, "workforce_href": workforce_href}
        return render_to_string("collaborative/_wave.html", wave_context(request, wave, page) | more)

    happened = annotations.at(Series.Level.WAVE, None)
    key = page_key("wave", request.user, wave, reader, *options.values(), happened, teams, workforce_href, standing)
    breadcrumbs = [("Home", reverse("home")), ("Waves", reverse("wave_list"))]
    return stored.page(request, key, make, standing=standing, wave=wave, title=wave.name, breadcrumbs=breadcrumbs)


def workforce_dashboard(request, wave):
    """A wave without measures: what its teams do, and the way to its roster's figures."""
    context = {
        "wave": wave,
        "improvement_links": wave_links(wave, request.user) if reads_improvement(request.user, wave) else [],
        "workforce_href": workforce_links.to_wave(request.user, wave),
        "teams_in_need": teams_in_need(request.user, wave),
        "calendar_href": reverse("wave_detail", args=[wave.code]),
        "breadcrumbs": [("Home", reverse("home")), ("Waves", reverse("wave_list"))],
    }
    return render(request, "collaborative/workforce/dashboard.html", context)


def wave_context(request, wave, page):
    return {
        "wave": wave,
        "page": page,
        "calendar_href": reverse("wave_detail", args=[wave.code]),
        "improvement_links": wave_links(wave, request.user) if reads_improvement(request.user, wave) else [],
        "clock_switch": clock_switch(request, wave),
        "parent_switch": parent_switch(request, page.merged),
        "pcts_caption": f"{wave.commissioner_label}s, alphabetical",
    }


def reads_improvement(user, wave):
    return has_permission(user, Permission.VIEW_IMPROVEMENT_WORK, wave)


@require_safe
def commissioner_dashboard(request, wave_code, ods_code):
    """Shared figures: whoever may see the wave's may see each of its commissioners', as far as disclosure lets them."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    commissioner = get_object_or_404(commissioners_of(request.user, wave), ods_code=ods_code)
    require_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave)
    require_measures(wave)
    reader = reader_of(request.user, wave)
    now = chosen(request, "pcts", PARENTS) == "now"
    workshop = chosen_workshop(request, wave)
    annotations = read_annotations(request.user, wave, for_practices=False)
    asking = read_asking(request.user, wave)
    standing = standing_of(request, wave)

    def make():
        gathered = gather(request.user, wave, reader, annotations=annotations, asking=asking, standing=standing)
        may = may_rebase(request.user, wave, commissioner)
        page = commissioner_page(gathered, commissioner, now=now, workshop=workshop, may_rebase=may)
        return render_to_string(
            "collaborative/_commissioner.html", commissioner_context(request, wave, commissioner, page)
        )

    happened = annotations.at(Series.Level.COMMISSIONER, commissioner.pk)
    options = (commissioner.pk, now, workshop, happened, asking, standing)
    key = page_key("commissioner", request.user, wave, reader, *options)
    breadcrumbs = [("Home", reverse("home")), (wave.name, reverse("wave_dashboard", args=[wave.code]))]
    words = {"title": commissioner.name, "breadcrumbs": breadcrumbs, "with_charts": True}
    return stored.page(request, key, make, standing=standing, wave=wave, **words)


def commissioners_of(user, wave):
    """Those of the published directory under whom a practice of the wave has stood."""
    directory = Organisation.objects.visible_to(user, Permission.VIEW_ORGANISATIONS)
    return directory.commissioners().filter(child_links__child__memberships__wave=wave).distinct()


def commissioner_context(request, wave, commissioner, page):
    return {
        "wave": wave,
        "commissioner": commissioner,
        "page": page,
        "team_href": teams_of(wave, commissioner) if reads_improvement(request.user, wave) else "",
        "clock_switch": clock_switch(request, wave),
        "parent_switch": parent_switch(request, page.merged),
    }
