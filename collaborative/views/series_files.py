"""The files behind a chart. Taking exact figures away is written down."""

from django.views.decorators.http import require_safe

from collaborative.dashboards import series_files, wave
from collaborative.views.switches import CLOCKS, chosen
from collaborative.views.working import found_series
from measures.views.standing import query_of
from operations import audit
from practices.exports import XLSX
from practices.views.downloads import CSV, download

SVG = "image/svg+xml; charset=utf-8"


@require_safe
def series_csv(request, wave_code, level, code, measure):
    gathered, series, organisation = found_series(request, wave_code, level, code, measure)
    return file_answer(request, gathered, series, organisation, series_files.csv_of(gathered, series), "csv", CSV)


@require_safe
def series_xlsx(request, wave_code, level, code, measure):
    gathered, series, organisation = found_series(request, wave_code, level, code, measure)
    return file_answer(request, gathered, series, organisation, series_files.xlsx_of(gathered, series), "xlsx", XLSX)


@require_safe
def series_svg(request, wave_code, level, code, measure):
    """By calendar months, or with `clock=workshop` by months since learning workshop 1, as on the page."""
    gathered, series, organisation = found_series(request, wave_code, level, code, measure)
    labels = wave.labels(list(series.line.months), gathered, chosen(request, "clock", CLOCKS))
    content = series_files.svg_of(gathered, series, labels)
    return file_answer(request, gathered, series, organisation, content, "svg", SVG)


def file_answer(request, gathered, series, organisation, content, ending, content_type):
    name = series_files.file_name(gathered, series, ending)
    record_export(request.user, gathered, series, organisation, name)
    return download(content, content_type, name)


def record_export(user, gathered, series, organisation, name):
    audit.record(
        "figures.exported",
        by=user,
        about=gathered.wave,
        organisation=organisation,
        file=name,
        audience=series.audience.value,
        computation=gathered.pointer.pk,
        **query_of(gathered.standing),
    )
