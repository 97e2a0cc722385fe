"""Show your working: one figure of one month, taken apart."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from collaborative.dashboards.annotations import read_annotations
from collaborative.dashboards.asking import read_asking
from collaborative.dashboards.gathering import gather, of_measure
from collaborative.dashboards.working import working
from collaborative.views.measures_pages import definition_or_404
from collaborative.views.waves import commissioners_of
from measures.computing.standing import NOW
from measures.models import MonthlyReturn, Series
from measures.readers import reader_of
from measures.views.standing import rendered, standing_of
from practices import months
from practices.models import Organisation, Wave

WAVE = "wave"


def found_series(request, wave_code, level, code, measure, *, of_today=False):
    """(gathered, series, its organisation or None): 404 outside scope, 403 without the right, 404 where nothing was computed.

    As it stood on the day that the address names; `of_today` where something is decided or asked.
    """
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    organisation = organisation_or_404(request.user, wave, level, code)
    if level == Series.Level.PRACTICE:
        require_permission(request.user, Permission.VIEW_PRACTICE_FIGURES, organisation)
    else:
        require_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave)
    definition_or_404(measure)
    of_practice = level == Series.Level.PRACTICE
    annotations = read_annotations(request.user, wave, for_practices=of_practice, with_posts=of_practice)
    standing = NOW if of_today else standing_of(request, wave)
    reader = reader_of(request.user, wave)
    gathered = gather(request.user, wave, reader, of_measure(measure), annotations, standing=standing)
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
        gathered, series, organisation, month, counting_return(request.user, gathered, level, organisation, month)
    )
    if shown is None:
        raise Http404
    ask_href = read_asking(request.user, gathered.wave).href(gathered.wave, series, month)
    found = context(gathered, series, organisation, shown) | {"ask_href": ask_href}
    return rendered(request, "collaborative/working.html", found, gathered.standing, gathered.wave)


def counting_return(user, gathered, level, organisation, month):
    """The version of a practice's return for the month that counts, or counted then; None where there is none."""
    if level != Series.Level.PRACTICE:
        return None
    versions = MonthlyReturn.objects.visible_to(user).filter(gathered.standing.counting).select_related("upload")
    return versions.filter(wave=gathered.wave, practice=organisation, month=month).first()


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
