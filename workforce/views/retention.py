"""How long people stay, turnover, and early warnings: figures for whoever may see figures, warnings for the workforce lead."""

import hashlib

from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from operations import audit
from practices.views.downloads import CSV, download
from workforce.dashboards import early_warnings as warning_pages
from workforce.dashboards import retention as pages
from workforce.dashboards import turnover as turnover_pages
from workforce.dashboards.links import href
from workforce.dashboards.retention_files import retention_csv as csv_of
from workforce.dashboards.retention_reading import sight_of
from workforce.models import EarlyWarning
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see


@require_safe
def retention(request, programme):
    programme = programme_to_see(request, programme)
    sight, sights = sight_of(request.user, programme, request.GET.get("of", ""))
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
    return programme_page(request, "workforce/retention.html", programme, context, ("Retention", request.path))


def switch(sights, chosen) -> list[dict]:
    """Whose figures are shown, when there is a choice."""
    listed = [{"text": one.title, "href": f"?of={one.key}", "current": one == chosen} for one in sights]
    return listed if len(listed) > 1 else []


@require_safe
def retention_csv(request, programme):
    """Figures only; that they were taken away is written down."""
    programme = programme_to_see(request, programme)
    sight, _ = sight_of(request.user, programme, request.GET.get("of", ""))
    content, name = csv_of(programme, sight), f"retention-{programme.slug}.csv"
    digest = hashlib.sha256(content).hexdigest()
    audit.record("retention.exported", by=request.user, about=programme, file=name, sha256=digest, exact=sight.is_exact)
    return download(content, CSV, name)


@require_safe
def turnover(request, programme):
    programme = programme_to_see(request, programme)
    sight, sights = sight_of(request.user, programme, request.GET.get("of", ""))
    found = turnover_pages.found_for(programme, sight)
    context = {
        "heading": "Turnover",
        "page": turnover_pages.page_of(found, turnover_pages.stored_months(programme, sight)),
        "sights": switch(sights, sight),
        "csv_href": f"{reverse('retention_csv', args=[programme.slug])}?of={sight.key}",
        "retention_href": href("retention", programme.slug),
    }
    return programme_page(request, "workforce/turnover.html", programme, context, ("Turnover", request.path))


@require_safe
def early_warnings(request, programme):
    """For the workforce lead alone; nobody else learns that there is one, or how many."""
    programme = programme_to_see(request, programme, Permission.VIEW_EARLY_WARNINGS)
    found = EarlyWarning.objects.visible_to(request.user).filter(holding__post__programme=programme)
    kind = request.GET.get("kind", "")
    kind = kind if kind in EarlyWarning.Kind.values else ""
    context = {
        "heading": "Early warnings",
        "page": warning_pages.page_of(found, kind, request.GET.get("page")),
    }
    return programme_page(
        request, "workforce/early_warnings.html", programme, context, ("Early warnings", request.path)
    )
