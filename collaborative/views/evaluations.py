"""What the data say of a cycle, and the predictions of a wave beside what was observed."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.dashboards import evaluation_files, prediction_ledger
from collaborative.dashboards.annotations import read_annotations
from collaborative.dashboards.cycle_evaluation import evaluation_page
from collaborative.dashboards.cycle_lists import with_data
from collaborative.dashboards.gathering import gather, of_measure
from collaborative.models import PdsaCycle
from collaborative.views.breadcrumbs import to_improvement
from collaborative.views.paging import page_of
from collaborative.views.scope import wave_to_read
from measures.readers import reader_of
from operations import audit
from practices.views.downloads import CSV, download

ROWS_A_PAGE = 50


def found_page(request, pk):
    """(cycle, its page): 404 for what this person may not read."""
    cycle = get_object_or_404(with_data(PdsaCycle.objects.visible_to(request.user)), pk=pk)
    wave = cycle.team.wave
    reader, annotations = reader_of(request.user, wave), read_annotations(request.user, wave)
    gathered = gather(request.user, wave, reader, of_measure(cycle.measure), annotations=annotations)
    return cycle, evaluation_page(gathered, request.user, cycle, cycle.team.reading_level(request.user))


@require_safe
def cycle_evaluation(request, cycle):
    cycle, page = found_page(request, cycle)
    wave = cycle.team.wave
    context = {
        "cycle": cycle,
        "wave": wave,
        "page": page,
        "cycle_href": reverse("cycle_detail", args=[cycle.pk]),
        "breadcrumbs": to_improvement(("Predictions", reverse("prediction_ledger", args=[wave.code]))),
    }
    return render(request, "collaborative/evaluations/cycle.html", context)


@require_safe
def cycle_evaluation_csv(request, cycle):
    cycle, page = found_page(request, cycle)
    name = f"cycle-{cycle.pk}-before-and-after.csv"
    return file_answer(request.user, cycle, name, evaluation_files.csv_of(page), page.is_protected)


@require_safe
def prediction_ledger_page(request, wave_code):
    wave, entries = found_entries(request, wave_code)
    listed = page_of(request, entries, ROWS_A_PAGE)
    context = {
        "wave": wave,
        "page": prediction_ledger.ledger_page(entries, list(listed)),
        "listed": listed,
        "breadcrumbs": to_improvement(),
    }
    return render(request, "collaborative/evaluations/ledger.html", context)


@require_safe
def prediction_ledger_csv(request, wave_code):
    wave, entries = found_entries(request, wave_code)
    is_protected = any(one.found.is_protected for one in entries)
    name = f"predictions-{wave.code}.csv"
    return file_answer(request.user, wave, name, prediction_ledger.csv_rows(entries), is_protected)


def found_entries(request, wave_code):
    """(wave, its entries): 404 outside scope, 403 without the right to improvement work."""
    wave = wave_to_read(request.user, wave_code)
    gathered = gather(request.user, wave, reader_of(request.user, wave))
    return wave, prediction_ledger.entries_of(gathered, request.user)


def file_answer(user, about, name, content, is_protected):
    """Taking figures away is written down."""
    audit.record("figures.exported", by=user, about=about, file=name, audience="other" if is_protected else "exact")
    return download(content, CSV, name)
