"""The stand-alone page of a chart: asked for, made by the worker, fetched by whoever may see the same figures."""

from urllib.parse import urlencode

from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.dashboards.detail import place_code
from collaborative.dashboards.export import export_key, path_of, progress, request_export
from collaborative.dashboards.series_files import file_name
from collaborative.views.series_files import record_export
from collaborative.views.working import breadcrumbs, found_series
from measures.views.standing import query_of, rendered
from practices.views.methods import GET_AND_POST


@GET_AND_POST
def series_chart(request, wave_code, level, code, measure):
    """Ask for the file, then see how far it is."""
    gathered, series, organisation = found_series(request, wave_code, level, code, measure)
    if request.method == "POST":
        request_export(gathered, series)
        return redirect(request.get_full_path())
    found = context(gathered, series, organisation, request.get_full_path())
    return rendered(request, template(request), found, gathered.standing, gathered.wave)


def template(request):
    return "components/progress.html" if request.headers.get("HX-Request") else "collaborative/series_chart.html"


def context(gathered, series, organisation, path):
    key = export_key(gathered, series)
    found = progress(key, path)
    place = [gathered.wave.code, series.level, place_code(series), series.definition.code]
    is_ready = path_of(key).is_file()
    return {
        "series": series,
        "wave": gathered.wave,
        "caption": f"{series.definition.short_title}, {series.name}",
        "breadcrumbs": breadcrumbs(gathered.wave, series, organisation),
        "progress": found,
        "file_href": reverse("series_chart_file", args=place) if is_ready else "",
    }


@require_safe
def series_chart_file(request, wave_code, level, code, measure):
    """The file, for this person's audience: the key is made again from what they may see now. Not there: where to ask for it."""
    gathered, series, organisation = found_series(request, wave_code, level, code, measure)
    path = path_of(export_key(gathered, series))
    if not path.is_file():
        asked = urlencode(query_of(gathered.standing))
        address = reverse("series_chart", args=[wave_code, level, code, measure])
        return redirect(f"{address}?{asked}" if asked else address)
    name = file_name(gathered, series, "html")
    record_export(request.user, gathered, series, organisation, name)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
