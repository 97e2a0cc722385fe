"""Several people who do the same thing at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from collaborative.actions.cycle_changes import ChangedMeanwhile

RIVALS = 4


def at_once(act):
    """What `act(number)` returned for each rival; None for one that was told that somebody else was first."""
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite writers wait their turn; the race is tried on PostgreSQL")
    start = Barrier(RIVALS)

    def attempt(number):
        start.wait()
        try:
            return act(number)
        except (ChangedMeanwhile, ValidationError):
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(RIVALS) as pool:
        return list(pool.map(attempt, range(RIVALS)))
