"""Somebody at step 2, whose review was due on 30 January 2007; the clock stands on 8 February."""

import pytest

from tests.registers.people import make_entry, make_step


@pytest.fixture
def entry(practice):
    return make_entry(practice, 12)


@pytest.fixture
def review(entry):
    return make_step(entry)[1]
