"""How long people stay, and turnover: figures for whoever may see figures of the programme."""

from django.db import transaction
from django.urls import reverse
from django.views.decorators.http import require_safe

from operations.first_use import when_first_used
from workforce.dashboards.links import href
from workforce.views.figure_files import taken_away
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see

pages = when_first_used("workforce.dashboards.retention")
reading = when_first_used("workforce.dashboards.retention_reading")
files = when_first_used("workforce.dashboards.retention_files")
turnover_pages = when_first_used("workforce.dashboards.turnover")


@require_safe
def retention(request, programme):
    programme = programme_to_see(request, programme)
    sight, sights = reading.sight_of(request.user, programme, request.GET.get("of", ""))
    ways = pages.ways_of(sight)
    by = request.GET.get("by") if request.GET.get("by") in ways else ways[0]
    context = {
        "heading": "Retention",
        "page": pages.page_of(pages.found_for(programme, sight, by)),
        "sights": switch(sights, sight),
        "ways": [{"text": pages.BY[way], "href": f"?of={sight.key}&by={way}", "current": way == by} for way in ways],
        "method_href": reverse("method_detail", args=["survival"]),
        "csv_href": f"{reverse('retention_csv', args=[programme.slug])}?of={sight.key}",
        "turnover_href": href("turnover", programme.slug),
    }
    return programme_page(request, "workforce/retention.html", programme, context)


def switch(sights, chosen) -> list[dict]:
    """Whose figures are shown, when there is a choice, or when it is one PCT."""
    listed = [{"text": one.title, "href": f"?of={one.key}", "current": one == chosen} for one in sights]
    return listed if len(listed) > 1 or chosen.key == reading.OWN else []


@require_safe
@transaction.atomic
def retention_csv(request, programme):
    """Figures only; that they were taken away is written down."""
    programme = programme_to_see(request, programme)
    sight, _ = reading.sight_of(request.user, programme, request.GET.get("of", ""))
    content, name = files.retention_csv(programme, sight), f"retention-{programme.slug}.csv"
    return taken_away(request, content, name, about=programme, event="retention.exported", exact=sight.is_exact)


@require_safe
def turnover(request, programme):
    programme = programme_to_see(request, programme)
    sight, sights = reading.sight_of(request.user, programme, request.GET.get("of", ""))
    found = turnover_pages.found_for(programme, sight)
    context = {
        "heading": "Turnover",
        "page": turnover_pages.page_of(found, turnover_pages.stored_months(programme, sight)),
        "sights": switch(sights, sight),
        "csv_href": f"{reverse('retention_csv', args=[programme.slug])}?of={sight.key}",
        "retention_href": href("retention", programme.slug),
    }
    return programme_page(request, "workforce/turnover.html", programme, context)
