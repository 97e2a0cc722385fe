"""The list of what is worth a look in a wave, of the practices that the reader may see by name."""

from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from collaborative.dashboards import stored
from collaborative.dashboards.asking import read_asking
from collaborative.dashboards.gathering import gather
from collaborative.dashboards.keys import page_key
from collaborative.dashboards.worth_a_look import worth_a_look_page
from collaborative.views.comparisons import breadcrumbs_to
from collaborative.views.scope import wave_with_measures
from measures.readers import reader_of
from measures.views.standing import standing_of


@require_safe
def wave_worth_a_look(request, wave_code):
    wave = wave_with_measures(request.user, wave_code)
    reader = reader_of(request.user, wave)
    asking = read_asking(request.user, wave)
    standing = standing_of(request, wave)

    def make():
        page = worth_a_look_page(gather(request.user, wave, reader, asking=asking, standing=standing))
        return render_to_string("collaborative/_worth_a_look.html", {"wave": wave, "page": page})

    key = page_key("worth_a_look", request.user, wave, reader, asking, standing)
    words = {"title": f"Worth a look in {wave.name}", "breadcrumbs": breadcrumbs_to(wave)}
    return stored.page(request, key, make, standing=standing, wave=wave, **words)
