"""Show your working: one figure of one month, taken apart."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from collaborative.dashboards.annotations import read_annotations
from collaborative.dashboards.asking import read_asking
from collaborative.dashboards.gathering import gather, of_measure
from collaborative.dashboards.working import working
from collaborative.views.measures_pages import definition_or_404
from collaborative.views.waves import commissioners_of
from measures.models import MonthlyReturn, Series
from measures.readers import reader_of
from practices import months
from practices.models import Organisation, Wave

WAVE = "wave"


def found_series(request, wave_code, level, code, measure):
    """(gathered, series, its organisation or None): 404 outside scope, 403 without the right, 404 where nothing was computed."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    organisation = organisation_or_404(request.user, wave, level, code)
    if level == Series.Level.PRACTICE:
        require_permission(request.user, Permission.VIEW_PRACTICE_FIGURES, organisation)
    else:
        require_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave)
    definition_or_404(measure)
    of_practice = level == Series.Level.PRACTICE
    annotations = read_annotations(request.user, wave, for_practices=of_practice, with_posts=of_practice)
    gathered = gather(request.user, wave, reader_of(request.user, wave), of_measure(measure), annotations)
    series = gathered.series(level, organisation, measure)
    if series is None:
        raise Http404
    return gathered, series, organisation


def organisation_or_404(user, wave, level, code):
    """The organisation of an address within this person's scope; None for the wave itself."""
    match level:
        case Series.Level.WAVE if code == WAVE:
            return None
        case Series.Level.PRACTICE:
            members = Organisation.objects.visible_to(user).practices().filter(memberships__wave=wave)
            return get_object_or_404(members, ods_code=code)
        case Series.Level.COMMISSIONER | Series.Level.COMMISSIONER_NOW:
            return get_object_or_404(commissioners_of(user, wave), ods_code=code)
    raise Http404


def month_or_404(text):
    try:
        return months.parse_period(text)
    except ValueError:
        raise Http404 from None


@require_safe
def show_working(request, wave_code, level, code, measure, period):
    gathered, series, organisation = found_series(request, wave_code, level, code, measure)
    month = month_or_404(period)
    shown = working(
        gathered, series, organisation, month, current_return(request.user, gathered.wave, level, organisation, month)
    )
    if shown is None:
        raise Http404
    ask_href = read_asking(request.user, gathered.wave).href(gathered.wave, series, month)
    return render(
        request, "collaborative/working.html", context(gathered, series, organisation, shown) | {"ask_href": ask_href}
    )


def current_return(user, wave, level, organisation, month):
    """The current version of a practice's return for the month, or None."""
    if level != Series.Level.PRACTICE:
        return None
    versions = MonthlyReturn.objects.visible_to(user).current().select_related("upload")
    return versions.filter(wave=wave, practice=organisation, month=month).first()


def context(gathered, series, organisation, shown):
    wave = gathered.wave
    return {
        "wave": wave,
        "series": series,
        "working": shown,
        "breadcrumbs": breadcrumbs(wave, series, organisation),
        "csv_href": reverse(
            "series_csv",
            args=[wave.code, series.level, organisation.ods_code if organisation else WAVE, series.definition.code],
        ),
    }


def breadcrumbs(wave, series, organisation):
    found = [("Home", reverse("home"))]
    match series.level:
        case Series.Level.WAVE:
            return [*found, (wave.name, reverse("wave_dashboard", args=[wave.code]))]
        case Series.Level.PRACTICE:
            return [*found, (organisation.name, reverse("practice_dashboard", args=[wave.code, organisation.ods_code]))]
    return [*found, (organisation.name, reverse("commissioner_dashboard", args=[wave.code, organisation.ods_code]))]
