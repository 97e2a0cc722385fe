"""An event on the day on which the business clock stands, and one before it."""

from datetime import date

import pytest

from tests.collaborative.improvement import make_event, make_member

TODAY = date(2007, 2, 8)


@pytest.fixture
def event(wave):
    """Learning workshop 1, long past."""
    return make_event(wave)


@pytest.fixture
def today(wave):
    """An event of today."""
    return make_event(wave, "other", 0, title="Network day", held_on=TODAY)


@pytest.fixture
def coming(wave):
    return make_event(wave, "other", 0, title="Summer school", held_on=date(2007, 2, 27))


@pytest.fixture
def own_member(team, clinician, practice):
    """The clinician is in the team."""
    return make_member(team, "Cleo Ash", "gp", person=clinician, organisation=practice)
