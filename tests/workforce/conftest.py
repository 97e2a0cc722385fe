"""What most tests of the workforce begin with; a test that needs more says so in a fixture of its own of the same name."""

import pytest

from tests.workforce import roster


@pytest.fixture
def graduates(db):
    """A workforce programme in which nobody takes part yet."""
    return roster.make_programme()


@pytest.fixture
def lead(graduates):
    """The lead of the whole programme."""
    return roster.lead_of(graduates)
