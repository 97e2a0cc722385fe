"""The page of one person is made of panels; each part of the application brings its own.

A panel is found by its function's name in PANELS; it gets the entry and the person who looks, and gives what its
template prints, or None where it has nothing to show to this person.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

PANELS: dict[str, Callable] = {}


@dataclass(frozen=True)
class Panel:
    """One section of a person's page. `order` puts it among the others, small numbers first."""

    title: str
    template: str
    context: dict = field(default_factory=dict)
    order: int = 50
    anchor: str = ""


def panel(function):
    """Register the decorated `function(user, entry) -> Panel | None`."""
    PANELS[f"{function.__module__}.{function.__name__}"] = function
    return function


def panels_of(user, entry) -> list[Panel]:
    found = [function(user, entry) for function in PANELS.values()]
    return sorted((one for one in found if one is not None), key=lambda one: (one.order, one.title))
