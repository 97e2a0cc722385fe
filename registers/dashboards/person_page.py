"""The page of one person: every part brings its panels, which are imported here so that they are known."""

from registers.dashboards import (  # noqa: F401
    identity_panels,
    interface,
    interventions,
    severity_panels,
    stepped_care,
)
from registers.dashboards.panels import panels_of


def page(user, entry) -> dict:
    """What the page shows beside its panels: the person by the local number, and the way from one panel to the next."""
    panels = panels_of(user, entry)
    return {
        "panels": panels,
        "contents": [{"text": panel.title, "href": f"#{anchor_of(panel)}"} for panel in panels],
        "heading": f"No. {entry.person.local_number}",
    }


def anchor_of(panel) -> str:
    return panel.anchor or "-".join("".join(c if c.isalnum() else " " for c in panel.title.lower()).split())
