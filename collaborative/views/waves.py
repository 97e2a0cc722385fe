"""The pages of a wave, of a commissioner in it, and of a measure."""

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from collaborative.dashboards import stored
from collaborative.dashboards.detail import commissioner_page
from collaborative.dashboards.gathering import gather
from collaborative.dashboards.keys import page_key
from collaborative.dashboards.wave import wave_page
from collaborative.views.switches import CLOCKS, PARENTS, chosen, chosen_workshop, clock_switch, parent_switch
from measures.actions.rebases import may_rebase
from measures.readers import reader_of
from practices.models import Organisation, Wave


@require_safe
def wave_dashboard(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    require_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave)
    reader = reader_of(request.user, wave)
    options = {"clock": chosen(request, "clock", CLOCKS), "parents": chosen(request, "pcts", PARENTS)}

    def make():
        page = wave_page(gather(request.user, wave, reader), **options)
        return render_to_string("collaborative/_wave.html", wave_context(request, wave, page))

    key = page_key("wave", request.user, wave, reader, *options.values())
    breadcrumbs = [("Home", reverse("home")), ("Waves", reverse("wave_list"))]
    return stored.page(request, key, make, title=wave.name, breadcrumbs=breadcrumbs)


def wave_context(request, wave, page):
    return {
        "wave": wave,
        "page": page,
        "calendar_href": reverse("wave_detail", args=[wave.code]),
        "clock_switch": clock_switch(request, wave),
        "parent_switch": parent_switch(request, page.merged),
        "pcts_caption": f"{wave.commissioner_label}s, alphabetical",
    }


@require_safe
def commissioner_dashboard(request, wave_code, ods_code):
    """Shared figures: whoever may see the wave's may see each of its commissioners', as far as disclosure lets them."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user), code=wave_code)
    commissioner = get_object_or_404(commissioners_of(request.user, wave), ods_code=ods_code)
    require_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave)
    reader = reader_of(request.user, wave)
    now = chosen(request, "pcts", PARENTS) == "now"
    workshop = chosen_workshop(request, wave)

    def make():
        gathered = gather(request.user, wave, reader)
        may = may_rebase(request.user, wave, commissioner)
        page = commissioner_page(gathered, commissioner, now=now, workshop=workshop, may_rebase=may)
        return render_to_string(
            "collaborative/_commissioner.html", commissioner_context(request, wave, commissioner, page)
        )

    key = page_key("commissioner", request.user, wave, reader, commissioner.pk, now, workshop)
    breadcrumbs = [("Home", reverse("home")), (wave.name, reverse("wave_dashboard", args=[wave.code]))]
    return stored.page(request, key, make, title=commissioner.name, breadcrumbs=breadcrumbs, with_charts=True)


def commissioners_of(user, wave):
    """Those of the published directory under whom a practice of the wave has stood."""
    directory = Organisation.objects.visible_to(user, Permission.VIEW_ORGANISATIONS)
    return directory.commissioners().filter(child_links__child__memberships__wave=wave).distinct()


def commissioner_context(request, wave, commissioner, page):
    return {
        "wave": wave,
        "commissioner": commissioner,
        "page": page,
        "clock_switch": clock_switch(request, wave),
        "parent_switch": parent_switch(request, page.merged),
    }
