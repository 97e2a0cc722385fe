"""A wave whose practices owe January, and a moment to ask in."""

from datetime import date, datetime

import pytest

import collaborative.tasks  # noqa: F401  registers the handlers, as the worker does at its start
from collaborative.letters.calendar import Step
from practices.months import LONDON
from tests.measures.test_monthly_return import make_return

JANUARY = date(2007, 1, 1)


@pytest.fixture
def stand_at(settings):
    """Set the business clock, and return the moment: `stand_at(13)` is 13 February 2007 at nine."""

    def stand(day, month=2):
        settings.BUSINESS_CLOCK = f"2007-{month:02}-{day:02}T09:00"
        return datetime(2007, month, day, 9, tzinfo=LONDON)

    return stand


@pytest.fixture
def step():
    return lambda days: Step(JANUARY, days)


@pytest.fixture
def send(wave):
    """Let the return of January come: `send(practice)`."""
    return lambda practice: make_return(wave, practice, month=JANUARY, submitted_at=datetime(2007, 2, 8, tzinfo=LONDON))
