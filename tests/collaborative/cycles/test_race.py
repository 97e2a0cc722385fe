"""Of several people who take the same step at the same moment one does it, and the others are told."""

from datetime import date

import pytest

from collaborative.actions import cycle_steps, cycles
from collaborative.models import PdsaCycle
from operations.models import AuditEvent
from tests.collaborative.improvement import make_cycle
from tests.collaborative.rivals import at_once


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_start_a_cycle_at_once_one_does(team, manager):
    cycle = make_cycle(team, manager, prediction="One in ten saved")

    done = at_once(
        lambda number: cycle_steps.start(cycle=cycle, version=1, on=date(2006, 4, 3 + number), by=manager).started_on
    )

    cycle.refresh_from_db()
    assert [one for one in done if one] == [cycle.started_on]
    assert AuditEvent.objects.filter(event="cycle.started").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_adapt_at_once_one_makes_the_next_cycle(team, manager):
    cycle = make_cycle(team, manager, state="studying")
    given = {"result": "Fewer", "learning": "Calls work", "matched_prediction": "yes", "decision": "adapt"}

    at_once(lambda number: cycle_steps.close(cycle=cycle, version=1, on=date(2006, 7, 3), by=manager, **given))

    assert sorted(PdsaCycle.objects.values_list("number", "state")) == [(1, "closed"), (2, "planned")]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_add_to_one_ramp_at_once_each_gets_a_number(team, manager):
    ramp = make_cycle(team, manager).ramp

    made = at_once(lambda number: cycles.create(team=team, ramp=ramp, by=manager, title=f"Test {number}").number)

    assert sorted(made) == [2, 3, 4, 5]
