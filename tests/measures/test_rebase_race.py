"""Of several people who rebase the same month at the same moment one does it, and the others are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from measures.actions import rebases as actions
from measures.models import Rebase
from tests.collaborative.conftest import two_years
from tests.measures.test_rebases import MEASURE, MONTH

RIVALS = 4


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_rebase_one_month_at_once_one_does(wave, practice, manager):
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite writers wait their turn; the race is tried on PostgreSQL")
    two_years(wave, practice)
    start = Barrier(RIVALS)
    given = {"wave": wave, "level": "practice", "organisation": practice, "measure": MEASURE, "starts": MONTH}

    def rebase(number):
        start.wait()
        try:
            return bool(actions.rebase_series(**given, reason=f"Reason {number}", by=manager))
        except ValidationError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(RIVALS) as pool:
        done = list(pool.map(rebase, range(RIVALS)))

    assert sum(done) == 1
    assert Rebase.objects.in_force().count() == 1
