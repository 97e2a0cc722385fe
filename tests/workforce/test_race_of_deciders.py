"""Releases and requests about data, decided by several people at the same moment: one is first, the others are told so."""

from datetime import date

import pytest

from accounts.permissions import Role
from operations import ledger
from tests.collaborative.rivals import RIVALS, at_once
from tests.conftest import make_organisation, make_person
from tests.workforce import roster
from workforce.actions import staff_requests
from workforce.actions.releases import approve_release, prepare_release
from workforce.jobs.recompute import recompute_programme
from workforce.models import StaffRequest, Worker, WorkforceRelease

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
JUNE = date(2006, 6, 1)


@pytest.fixture
def counted(graduates):
    """Twelve people of three PCTs, and their months."""
    for number in range(3):
        trust = make_organisation(f"5Y{number}", f"PCT {number}", "commissioner")
        roster.make_team(graduates, trust, None, 4, prefix=f"T{number}")
    recompute_programme(graduates)
    return graduates


@pytest.fixture
def left(graduates, trust):
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust), worker, end=roster.BEGAN, reason="pay")
    return worker


def test_one_release_waits_however_many_prepare_one(counted, lead):
    prepared = at_once(lambda number: prepare_release(programme=counted, through=JUNE, by=lead))

    assert len([one for one in prepared if one]) == WorkforceRelease.objects.count() == 1


def test_a_release_is_let_out_once(counted, lead):
    release = prepare_release(programme=counted, through=JUNE, by=lead)
    people = [
        make_person(f"a{number}@example.org", Role.PROGRAMME_ADMINISTRATOR, programme=counted)
        for number in range(RIVALS)
    ]

    decided = at_once(lambda number: approve_release(release=release, by=people[number]))

    assert len([one for one in decided if one]) == 1


def test_d38_an_erasure_is_approved_once_and_carried_out_once(graduates, left, lead):
    auditors = [make_person(f"b{number}@example.org", Role.AUDITOR, programme=graduates) for number in range(RIVALS)]
    request = staff_requests.ask(worker=left, kind="erasure", by=lead)

    won = at_once(lambda number: staff_requests.decide(request=request, is_approved=True, by=auditors[number]))
    done = at_once(lambda number: staff_requests.carry_out(request=request))

    assert len([one for one in won if one]) == 1
    assert {one.state for one in done} == {StaffRequest.State.DONE}
    assert Worker.objects.get(pk=left.pk).erased_on
    assert len(list(ledger.lines())) == 1
