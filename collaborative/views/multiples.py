"""Small multiples of one measure. Scale, order and marks stand in the address, so that a copied link shows the same."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.dashboards import stored
from collaborative.dashboards.gathering import gather, of_measure
from collaborative.dashboards.keys import page_key
from collaborative.dashboards.multiples import COMMON, FREE, LOOK, NAME, multiples_page
from collaborative.views.comparisons import (
    breadcrumbs_to,
    marks,
    other_measures,
    practice_choices,
    switch_of,
)
from collaborative.views.measures_pages import definition_or_404
from collaborative.views.scope import wave_with_measures
from collaborative.views.switches import chosen
from measures.readers import reader_of
from measures.views.standing import standing_of

SCALES = [(COMMON, "Common scale"), (FREE, "Each on its own scale")]
ORDERS = [(NAME, "Alphabetical"), (LOOK, "Those worth a look first")]


@require_safe
def wave_multiples(request, wave_code, measure):
    wave = wave_with_measures(request.user, wave_code)
    definition = definition_or_404(measure)
    reader = reader_of(request.user, wave)
    marked, all_known = marks(request, wave)
    standing = standing_of(request, wave)
    options = {"scale": chosen(request, "scale", SCALES), "order": chosen(request, "order", ORDERS)}

    def make():
        gathered = gather(request.user, wave, reader, of_measure(measure), standing=standing)
        page = multiples_page(gathered, definition, marked=marked, **options)
        found = context(gathered, definition, page, options | {"mark": marked})
        return render_to_string("collaborative/_multiples.html", found | {"some_unknown": not all_known})

    key = page_key("multiples", request.user, wave, reader, measure, *options.values(), marked, all_known, standing)
    breadcrumbs = breadcrumbs_to(wave, (definition.title, reverse("measure_dashboard", args=[wave.code, measure])))
    words = {"title": f"Small multiples: {definition.title}", "breadcrumbs": breadcrumbs, "is_landscape": True}
    return stored.page(request, key, make, standing=standing, wave=wave, **words)


def context(gathered, definition, page, options):
    wave = gathered.wave
    return {
        "wave": wave,
        "definition": definition,
        "page": page,
        "scale_switch": switch_of("scale", SCALES, options),
        "order_switch": switch_of("order", ORDERS, options, "#practices"),
        "options": options,
        "practices": practice_choices(gathered, options["mark"]),
        "others": other_measures("wave_multiples", wave, definition),
    }
