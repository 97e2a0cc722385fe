"""One measure of a wave: three lines, and every commissioner's small chart."""

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.dashboards import stored
from collaborative.dashboards.annotations import read_annotations
from collaborative.dashboards.detail import measure_page
from collaborative.dashboards.effects import effects
from collaborative.dashboards.gathering import gather, of_measure
from collaborative.dashboards.keys import page_key
from collaborative.views.scope import wave_with_measures
from collaborative.views.switches import PARENTS, chosen, chosen_workshop, clock_switch, parent_switch
from measures.actions.rebases import may_rebase
from measures.definitions import all_definitions
from measures.models import Series
from measures.readers import reader_of
from measures.views.standing import standing_of


def definition_or_404(measure):
    definition = all_definitions().get(measure)
    if definition is None:
        raise Http404
    return definition


@require_safe
def measure_dashboard(request, wave_code, measure):
    wave = wave_with_measures(request.user, wave_code)
    definition = definition_or_404(measure)
    reader = reader_of(request.user, wave)
    now = chosen(request, "pcts", PARENTS) == "now"
    workshop = chosen_workshop(request, wave)
    annotations = read_annotations(request.user, wave, for_practices=False)
    standing = standing_of(request, wave)

    def make():
        gathered = gather(request.user, wave, reader, of_measure(measure), annotations, standing=standing)
        may = may_rebase(request.user, wave, None)
        page = measure_page(gathered, definition, now=now, workshop=workshop, may_rebase=may)
        found = context(request, wave, definition, page) | {"effects": effects(gathered, definition)}
        return render_to_string("collaborative/_measure.html", found)

    happened = annotations.at(Series.Level.WAVE, None)
    key = page_key("measure", request.user, wave, reader, measure, now, workshop, happened, standing)
    breadcrumbs = [("Home", reverse("home")), (wave.name, reverse("wave_dashboard", args=[wave.code]))]
    words = {"title": definition.title, "breadcrumbs": breadcrumbs, "with_charts": True}
    return stored.page(request, key, make, standing=standing, wave=wave, **words)


def context(request, wave, definition, page):
    return {
        "wave": wave,
        "definition": definition,
        "page": page,
        "columns": ["Month by month", "Change"],
        "definition_href": reverse("measure_definition", args=[definition.code]),
        "clock_switch": clock_switch(request, wave),
        "parent_switch": parent_switch(request, page.merged),
        "pcts_caption": f"{wave.commissioner_label}s, alphabetical",
    }
