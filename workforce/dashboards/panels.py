"""The pages of a worker and of a post are made of panels; each part of the workforce brings its own.

A panel gets the person who looks and the row, and gives what its template prints, or None where it has nothing to show to
this person: it asks for the permission itself. Modules of panels are imported in workforce.dashboards.panel_modules.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

WORKER_PANELS: dict[str, Callable] = {}
POST_PANELS: dict[str, Callable] = {}


@dataclass(frozen=True)
class Panel:
    """One section of a page. `order` puts it among the others, small numbers first."""

    title: str
    template: str
    context: dict = field(default_factory=dict)
    order: int = 50

    @property
    def anchor(self) -> str:
        return "-".join("".join(c if c.isalnum() else " " for c in self.title.lower()).split())


def worker_panel(function):
    """Register the decorated `function(user, worker) -> Panel | None`."""
    WORKER_PANELS[f"{function.__module__}.{function.__name__}"] = function
    return function


def post_panel(function):
    """Register the decorated `function(user, post) -> Panel | None`."""
    POST_PANELS[f"{function.__module__}.{function.__name__}"] = function
    return function


def worker_panels_of(user, worker) -> list[Panel]:
    return in_order(function(user, worker) for function in WORKER_PANELS.values())


def post_panels_of(user, post) -> list[Panel]:
    return in_order(function(user, post) for function in POST_PANELS.values())


def in_order(panels) -> list[Panel]:
    return sorted((panel for panel in panels if panel is not None), key=lambda panel: (panel.order, panel.title))
