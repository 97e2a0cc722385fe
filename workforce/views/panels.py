"""A page made of panels, drawn: each panel's template with its own context, so that none reads what another put there."""

from django.middleware.csrf import get_token
from django.template.loader import render_to_string

import workforce.dashboards.panel_modules  # noqa: F401
from workforce.dashboards.panels import post_panels_of, worker_panels_of


def parts_of_worker(request, worker) -> list[dict]:
    """What templates/workforce/_parts.html prints of a worker to the person who looks."""
    return [drawn(request, panel) for panel in worker_panels_of(request.user, worker)]


def parts_of_post(request, post) -> list[dict]:
    return [drawn(request, panel) for panel in post_panels_of(request.user, post)]


def drawn(request, panel) -> dict:
    context = {**panel.context, "panel": panel, "csrf_token": get_token(request), "request": request}
    html = render_to_string(panel.template, context)
    return {"title": panel.title, "anchor": panel.anchor, "href": f"#{panel.anchor}", "html": html}
