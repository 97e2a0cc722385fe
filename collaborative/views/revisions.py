"""Figures since revised: what changed between two days, on a page and as a file."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.dashboards import revisions as pages
from collaborative.dashboards.comparative_tables import about, file_of
from collaborative.dashboards.gathering import gather
from collaborative.dashboards.return_events import read_events
from collaborative.views.comparisons import breadcrumbs_to, sent_file
from collaborative.views.paging import page_of, query_without
from collaborative.views.scope import wave_with_measures
from measures.computing.standing import Standing
from measures.readers import reader_of
from measures.views.standing import DayRefused, checked_day
from practices import clock, months

ROWS_A_PAGE = 50


def compared(request, wave_code):
    """(wave, both days, what is gathered of the later, the figures revised); 404 and 403 as for the wave's page."""
    wave = wave_with_measures(request.user, wave_code)
    days = days_of(request, wave)
    standings = [Standing(day) for day in days]
    reader = reader_of(request.user, wave)
    before, after = (gather(request.user, wave, reader, standing=standing) for standing in standings)
    return wave, days, after, pages.revised(before, after, read_events(wave, *standings))


def days_of(request, wave) -> tuple[date, date]:
    """From the end of the month before last until today, unless the address says otherwise."""
    today = clock.today()
    usual = max(months.last_day(months.add_months(months.first_of(today), -2)), wave.first_month)
    first = checked_day(request.GET.get("from", ""), wave) or min(usual, today)
    last = checked_day(request.GET.get("to", ""), wave) or today
    if first > last:
        raise DayRefused(wave, "The first day must not be later than the second.")
    return first, last


@require_safe
def wave_revisions(request, wave_code):
    wave, days, _, found = compared(request, wave_code)
    listed = page_of(request, found, ROWS_A_PAGE)
    context = {
        "wave": wave,
        "first": days[0].isoformat(),
        "last": days[1].isoformat(),
        "earliest": wave.first_month.isoformat(),
        "latest": clock.today().isoformat(),
        "summary": pages.summary(found, days),
        "counts": pages.counts_table(found) if found else None,
        "table": pages.table(list(listed)),
        "page": listed,
        "page_query": query_without(request, "page"),
        "is_protected": any(one.is_protected for one in found),
        "csv_href": f"{reverse('wave_revisions_csv', args=[wave.code])}?from={days[0]}&to={days[1]}",
        "breadcrumbs": breadcrumbs_to(wave),
    }
    return render(request, "collaborative/revisions.html", context)


@require_safe
def wave_revisions_csv(request, wave_code):
    wave, days, after, found = compared(request, wave_code)
    if after.pointer is None:
        raise Http404("Nothing has been computed yet")
    facts = [*about(after, "Figures since revised"), ("from_day", str(days[0])), ("to_day", str(days[1]))]
    content = file_of("csv", pages.COLUMNS, [one.row for one in found], facts)
    name = f"{wave.code}-revisions-{days[0]}-{days[1]}.csv".lower()
    is_exact = any(not one.is_protected for one in found)
    return sent_file(request.user, after, content, name, is_exact=is_exact)
