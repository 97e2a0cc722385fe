"""With somebody's last post ends the supervision, whether a form or a staff file says so."""

from datetime import date

import pytest

from operations.models import AuditEvent
from tests.workforce import roster
from tests.workforce.staff_rows import HELD, take
from workforce.actions import holdings
from workforce.actions.seen import stamp
from workforce.models import SupervisionArrangement, Worker

LAST = date(2007, 1, 12)
AFTER = date(2007, 1, 15)


@pytest.fixture
def graduates(practice, neighbour):
    programme = roster.make_programme()
    for one in (practice, neighbour):
        roster.join(programme, one)
    return programme


@pytest.fixture
def worker(graduates, trust):
    return roster.make_worker(graduates, trust)


@pytest.fixture
def holding(graduates, trust, worker):
    return roster.hold(roster.make_post(graduates, trust), worker)


@pytest.fixture
def arrangement(graduates, trust, worker, holding):
    return roster.make_arrangement(worker, roster.make_worker(graduates, trust, "S9"))


def end(holding, by, on=LAST, reason="pay"):
    holdings.end(holding=holding, seen=stamp([holding], holdings.HELD), end=on, reason=reason, by=by)


def ends_of(*arrangements):
    return list(
        SupervisionArrangement.objects.filter(pk__in=[one.pk for one in arrangements])
        .order_by("pk")
        .values_list("end", flat=True)
    )


def test_the_supervision_ends_with_the_last_post(holding, arrangement, lead):
    roster.make_session(arrangement, LAST)
    roster.make_session(arrangement, AFTER, state="planned")

    end(holding, lead)

    assert ends_of(arrangement) == [LAST]
    assert list(arrangement.sessions.values_list("on", flat=True)) == [LAST]
    assert AuditEvent.objects.filter(event="supervision.ended").count() == 1


def test_the_supervision_goes_on_with_another_post(graduates, trust, worker, holding, arrangement, lead):
    roster.hold(roster.make_post(graduates, trust, number="P2"), worker, start=date(2007, 3, 1))

    end(holding, lead)

    assert ends_of(arrangement) == [None]


@pytest.mark.parametrize("reason", ["moved_post", "transfer"])
def test_who_goes_on_in_the_same_role_keeps_the_supervisor(holding, arrangement, lead, reason):
    end(holding, lead, reason=reason)

    assert ends_of(arrangement) == [None]


def test_a_session_that_was_held_later_keeps_its_arrangement_until_then(holding, arrangement, lead):
    roster.make_session(arrangement, AFTER)

    end(holding, lead)

    assert ends_of(arrangement) == [AFTER]


def test_supervision_of_others_stands(graduates, trust, holding, arrangement, lead):
    """Also when whoever leaves supervises."""
    other = roster.make_arrangement(roster.make_worker(graduates, trust, "S2"), holding.worker)

    end(holding, lead)

    assert ends_of(arrangement, other) == [LAST, None]


def test_a_staff_file_that_ends_a_holding_ends_the_supervision(graduates, trust, lead):
    take(lead, graduates, HELD)
    arrangement = roster.make_arrangement(Worker.objects.get(), roster.make_worker(graduates, trust, "S9"))

    take(lead, graduates, HELD | {"end": "2007-01-12", "end_reason": "pay"})

    assert ends_of(arrangement) == [LAST]


def test_supervision_that_is_to_end_is_followed_too(graduates, trust, lead):
    """The row names another supervisor: the two do not stand side by side until the last day that was known."""
    take(lead, graduates, HELD)
    worker = Worker.objects.get()
    old = roster.make_arrangement(worker, roster.make_worker(graduates, trust, "S8"), end=date(2007, 3, 31))
    new = {"supervisor": roster.make_worker(graduates, trust, "S9").staff_number}

    take(lead, graduates, HELD | new | {"supervision_kind": "case_management"})

    assert ends_of(old) == [date(2007, 2, 7)]
    assert worker.arrangements.get(end=None).supervisor.staff_number == "S9"
