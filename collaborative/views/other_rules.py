"""One chart under every rule set and every way of making limits, for whoever checks the chart in use."""

from django.views.decorators.http import require_safe

from collaborative.dashboards import other_rules
from collaborative.views.rebases import chart_href
from collaborative.views.series_files import record_export
from collaborative.views.working import breadcrumbs, found_series
from measures.views.standing import rendered
from practices.views.downloads import CSV, download


@require_safe
def series_rules(request, wave_code, level, code, measure):
    """With `format=csv` the same table as a file."""
    found = found_series(request, wave_code, level, code, measure)
    gathered, series, organisation = found
    if request.GET.get("format") == "csv":
        return csv_answer(request, gathered, series, organisation)
    context = {
        "page": other_rules.other_rules_page(gathered, series),
        "chart_href": chart_href(found),
        "breadcrumbs": breadcrumbs(gathered.wave, series, organisation),
    }
    return rendered(request, "collaborative/other_rules.html", context, gathered.standing, gathered.wave)


def csv_answer(request, gathered, series, organisation):
    name = other_rules.file_name(gathered, series)
    content = other_rules.csv_of(gathered, series)
    record_export(request.user, gathered, series, organisation, name)
    return download(content, CSV, name)
