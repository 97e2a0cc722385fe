"""The frame of a programme's pages: its parts above, the way back, the programme's name."""

from django.shortcuts import render

from workforce.dashboards.programme_links import navigation_for
from workforce.views.breadcrumbs import to_programme


def programme_page(request, template, programme, context, *crumbs, status=200):
    """Render a template that extends workforce/programme.html; `crumbs` stand between the programme and this page."""
    current = request.resolver_match.url_name if request.resolver_match else ""
    frame = {
        "programme": programme,
        "programme_navigation": navigation_for(request.user, programme, current),
        "breadcrumbs": to_programme(programme, *crumbs),
    }
    return render(request, template, {**frame, **context}, status=status)
