"""Two uploads for one practice-month at the same moment have one winner (D26)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from measures.actions import returns as actions
from measures.models import MonthlyReturn
from tests.measures.made_returns import line

RIVALS = 6


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_submitted_at_once_one_wins(check, manager):
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite writers wait their turn; the race is tried on PostgreSQL")
    uploads = [check(line(gp_consultations=140 + number)) for number in range(RIVALS)]
    start = Barrier(RIVALS)

    def submit(upload):
        start.wait()
        try:
            return bool(actions.submit_upload(upload=upload, by=manager))
        except actions.Overtaken:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(RIVALS) as pool:
        won = list(pool.map(submit, uploads))

    assert sum(won) == 1
    assert MonthlyReturn.objects.get().is_current
