"""Typing a return in tests: the cells of a good line, and where they are typed."""

from django.urls import reverse

from measures.entry.cells import TYPED
from measures.tasks import check_monthly_return
from operations.models import Job
from practices.models import Upload
from tests.measures.made_returns import line

# What stands in the cells of a month without a month before.
FILLED_IN = {"severity_tool": "PHQ9", "nil_return": "N"}
CARRIED_OVER = ("registered_all", "registered_16_64", "list_open", "severity_tool")


def cells(**changes):
    """The texts of a good line, by column."""
    given = line(**changes)
    return {name: str(given[name]) for name in TYPED}


def address(name="return_entry", *, wave="W1", code="A99001", period="2006-11"):
    return reverse(name, args=[wave, code, period])


def typed_page(step="save", *, seen=None, ticks=CARRIED_OVER, **changes):
    """What the form's page sends; `seen` are the texts that stood in the cells, blank where not named."""
    given = cells(**changes)
    stood = {f"{name}-seen": {**FILLED_IN, **(seen or {})}.get(name, "") for name in TYPED}
    return {**given, **stood, "confirm": list(ticks), "step": step}


def work():
    """Do the check that was put down last, as a worker would."""
    check_monthly_return(Job.objects.filter(kind="upload.check.monthly_return").latest("id"))
    return Upload.objects.latest("state_since")
