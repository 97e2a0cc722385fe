"""The funnel of a measure with its deciles, and the files behind them. `?mark=` marks practices, so that a copied link shows the same."""

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.dashboards import stored
from collaborative.dashboards.comparative_tables import file_name
from collaborative.dashboards.deciles import deciles_page
from collaborative.dashboards.funnel_page import deciles_file, funnel_file, funnel_page
from collaborative.dashboards.funnels import comparison_of
from collaborative.dashboards.gathering import gather, of_measure
from collaborative.dashboards.keys import page_key
from collaborative.views.comparisons import (
    breadcrumbs_to,
    marks,
    other_measures,
    practice_choices,
    sent_file,
)
from collaborative.views.measures_pages import definition_or_404
from collaborative.views.scope import wave_with_measures
from measures.readers import reader_of
from measures.views.standing import standing_of


def chosen_marks(request, wave, reader):
    """(codes, whether all in the address were known): those of the address, else the reader's own practices."""
    marked, all_known = marks(request, wave)
    return (marked if "mark" in request.GET else tuple(sorted(reader.owned))), all_known


@require_safe
def wave_funnel(request, wave_code, measure):
    wave = wave_with_measures(request.user, wave_code)
    definition = definition_or_404(measure)
    reader = reader_of(request.user, wave)
    marked, all_known = chosen_marks(request, wave, reader)
    standing = standing_of(request, wave)

    def make():
        gathered = gather(request.user, wave, reader, of_measure(measure), standing=standing)
        page = funnel_page(gathered, definition, marked)
        return render_to_string("collaborative/_funnel.html", context(gathered, definition, page, marked, all_known))

    key = page_key("funnel", request.user, wave, reader, measure, marked, all_known, standing)
    breadcrumbs = breadcrumbs_to(wave, (definition.title, reverse("measure_dashboard", args=[wave.code, measure])))
    words = {"title": f"Funnel: {definition.title}", "breadcrumbs": breadcrumbs, "with_charts": True}
    return stored.page(request, key, make, standing=standing, wave=wave, **words)


def context(gathered, definition, page, marked, all_known):
    wave = gathered.wave
    return {
        "wave": wave,
        "definition": definition,
        "page": page,
        "practices": practice_choices(gathered, marked),
        "some_unknown": not all_known,
        "others": other_measures("wave_funnel", wave, definition),
    }


def asked_for(request, wave_code, measure):
    """(gathered, definition, marks) of a file; 404 where nothing was computed."""
    wave = wave_with_measures(request.user, wave_code)
    definition = definition_or_404(measure)
    reader = reader_of(request.user, wave)
    gathered = gather(request.user, wave, reader, of_measure(measure), standing=standing_of(request, wave))
    if gathered.pointer is None:
        raise Http404
    return gathered, definition, chosen_marks(request, wave, reader)[0]


@require_safe
def wave_funnel_csv(request, wave_code, measure):
    gathered, definition, marked = asked_for(request, wave_code, measure)
    content, is_exact = funnel_file(gathered, comparison_of(gathered, definition), marked)
    name = file_name(gathered, f"funnel-{definition.code}", "csv")
    return sent_file(request.user, gathered, content, name, is_exact=is_exact)


@require_safe
def wave_deciles_csv(request, wave_code, measure):
    gathered, definition, marked = asked_for(request, wave_code, measure)
    deciles = deciles_page(gathered, definition, marked)
    if deciles is None:
        raise Http404
    content, is_exact = deciles_file(gathered, deciles, definition)
    name = file_name(gathered, f"deciles-{definition.code}", "csv")
    return sent_file(request.user, gathered, content, name, is_exact=is_exact)
