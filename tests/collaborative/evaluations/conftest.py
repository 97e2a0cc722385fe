"""Started cycles that predict something measurable, and what is needed to evaluate them."""

from datetime import date
from decimal import Decimal

import pytest

from collaborative.models import ReadingLevel
from tests.collaborative.improvement import make_cycle

FALLS = {
    "measure": "gp_consultations",
    "predicted_direction": "fall",
    "predicted_percent": Decimal("20"),
    "predicted_by": date(2006, 8, 1),
    "shared_with": ReadingLevel.WAVE,
}


def make_started(team, by, *practices, state="closed", **fields):
    """A cycle of April and May 2006 that predicts a fall of GP consultations, shared with the wave."""
    return make_cycle(team, by, practices=practices, state=state, **FALLS | fields)


@pytest.fixture
def cycle(returned, team, practice, manager):
    """At Ash Surgery."""
    return make_started(team, manager, practice)
