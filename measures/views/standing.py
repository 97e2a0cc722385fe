"""As at: the day, and whether accepted figures alone, that an address asks for: `?as_at=2007-01-03&figures=accepted`."""

from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.permissions import Permission, has_permission
from measures.computing.standing import Standing
from measures.kept_links import carried
from practices import clock

AS_AT, FIGURES, ACCEPTED = "as_at", "figures", "accepted"


class DayRefused(BadRequest):
    """The address names a day of which nothing can be said; the page for what went wrong asks for another one."""

    def __init__(self, wave, words: str):
        super().__init__(words)
        self.wave, self.words = wave, words


def standing_of(request, wave) -> Standing:
    """What this address asks for. Raises DayRefused for what is no day, one to come, or one before the wave."""
    return Standing(checked_day(request.GET.get(AS_AT, ""), wave), request.GET.get(FIGURES) == ACCEPTED)


def checked_day(written: str, wave) -> date | None:
    """A day of the wave that an address names, None where it names none. Raises DayRefused."""
    written = written.strip()
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise DayRefused(wave, "The day must be written like 2007-01-31.") from None
    today = clock.today()
    if day > today:
        raise DayRefused(wave, f"That day has not come yet: today is {today:%-d %B %Y}.")
    if day < wave.first_month:
        raise DayRefused(wave, f"That day lies before the first month of this wave, {wave.first_month:%B %Y}.")
    return day


def query_of(standing: Standing) -> dict[str, str]:
    """What an address carries on, so that every link leads to the same day."""
    found = {
        AS_AT: standing.day.isoformat() if standing.day else "",
        FIGURES: ACCEPTED if standing.accepted_only else "",
    }
    return {name: value for name, value in found.items() if value}


def banner_of(request, standing: Standing, wave) -> dict | None:
    """What stands above a page that does not show today's figures, with the way back, and for whoever may see the wave's
    figures the way to what was revised since; None for today's.
    """
    if standing.is_now:
        return None
    left = request.GET.copy()
    for name in (AS_AT, FIGURES):
        left.pop(name, None)
    text = f"As it stood on {standing.day:%-d %b %Y}, when that day ended." if standing.day else "As it stands today."
    if standing.accepted_only:
        text += " Accepted figures only: what is not accepted is left out, as if it had not been returned."
    may_compare = standing.day and has_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave)
    return {
        "text": text,
        "today_href": f"?{left.urlencode()}" if left else request.path,
        "revised_href": f"{reverse('wave_revisions', args=[wave.code])}?from={standing.day}" if may_compare else "",
    }


def form_of(request, standing: Standing, wave) -> dict:
    """The small form with which another day is asked for; what else the address says goes with it."""
    others = [(name, value) for name, values in request.GET.lists() if name not in (AS_AT, FIGURES) for value in values]
    return {
        "day": standing.day.isoformat() if standing.day else "",
        "first": wave.first_month.isoformat(),
        "last": clock.today().isoformat(),
        "accepted_only": standing.accepted_only,
        "others": others,
    }


def words_of(request, standing: Standing, wave) -> dict:
    """What templates/base.html prints above and beneath a page of figures."""
    return {"as_at_banner": banner_of(request, standing, wave), "as_at_form": form_of(request, standing, wave)}


def rendered(request, template: str, context: dict, standing: Standing, wave) -> HttpResponse:
    """A page as it stood: with the words that say so, and every link to figures leading to the same day."""
    page = render_to_string(template, context | words_of(request, standing, wave), request)
    return HttpResponse(carried(page, query_of(standing)))
