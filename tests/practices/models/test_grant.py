"""When a grant holds, and how far it reaches."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from accounts.permissions import HELD_AT, MAY_GRANT, Permission, Role, has_permission
from practices.models import Grant, Parent
from practices.months import LONDON

# The last day of each grant: in the weeks in which the clocks go forward and back, and on ordinary days.
LAST_DAYS = [date(2007, 3, 24), date(2007, 3, 25), date(2007, 10, 27), date(2007, 10, 28), date(2007, 7, 1)]


def at(day, hour, minute, second):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=LONDON), tick=False)


def in_force(person):
    return Grant.objects.filter(person=person).in_force().exists()


@pytest.mark.parametrize("last_day", LAST_DAYS)
def test_grant_holds_to_the_last_second_of_its_last_day_in_london(manager, last_day):
    """R2"""
    Grant.objects.update(ends_on=last_day)

    with at(last_day, 23, 59, 59):
        assert in_force(manager)
    with at(last_day + timedelta(days=1), 0, 0, 0):
        assert not in_force(manager)


@pytest.mark.parametrize("first_day", LAST_DAYS)
def test_grant_begins_with_the_first_second_of_its_first_day(manager, first_day):
    """R2"""
    Grant.objects.update(starts_on=first_day)

    with at(first_day - timedelta(days=1), 23, 59, 59):
        assert not in_force(manager)
    with at(first_day, 0, 0, 0):
        assert in_force(manager)


@pytest.mark.parametrize("last_day", LAST_DAYS)
def test_page_is_closed_with_the_first_request_after_the_last_day(client_of, manager, last_day):
    """R2: rights are read at each request."""
    Grant.objects.update(ends_on=last_day)

    with at(last_day, 23, 59, 59):
        client = client_of(manager)
        assert client.get("/organisations/A99001/").status_code == 200
    with at(last_day + timedelta(days=1), 0, 0, 0):
        assert client.get("/organisations/A99001/").status_code == 403


def test_business_clock_moves_nobodys_rights(manager, settings):
    Grant.objects.update(ends_on=date(2007, 12, 31))

    assert not in_force(manager)  # it is the real day that counts


def test_grant_of_a_closed_account_does_not_hold(manager):
    manager.is_active = False
    manager.save()

    assert not in_force(manager)


def test_grant_that_was_ended_does_not_hold_whatever_its_last_day(manager, administrator):
    Grant.objects.filter(person=manager).update(ended_at=datetime(2026, 1, 1, tzinfo=LONDON), ended_by=administrator)

    assert not in_force(manager)


def test_practice_grant_encloses_neither_its_wave_nor_its_programme(manager, practice, neighbour, wave, programme):
    """D17: a practice takes part in a wave, but may not give roles in it."""
    grant = manager.grants.get()

    assert grant.encloses(practice)
    assert not any(grant.encloses(place) for place in (neighbour, wave, programme))


def test_programme_grant_encloses_its_waves_and_their_organisations(administrator, practice, trust, wave, programme):
    grant = administrator.grants.get()

    assert all(grant.encloses(place) for place in (practice, trust, wave, programme))


def test_commissioner_reaches_the_practices_under_it_now(
    commissioner, practice, neighbour, elsewhere, trust, other_trust
):
    """R3: after a move the old commissioner's reach ends."""
    Parent.objects.filter(child=practice).update(parent=other_trust)

    reached = {grant.ods_code for grant in practice.__class__.objects.visible_to(commissioner)}

    assert reached == {"5W0", "A99002"}


def test_each_role_that_may_be_given_has_a_place():
    assert set(HELD_AT) == set(Role)
    assert all(Role(role) in HELD_AT for given in MAY_GRANT.values() for role in given)


def test_permission_at_nothing_in_particular_asks_for_it_anywhere(manager, stranger):
    assert has_permission(manager, Permission.CHANGE_GRANTS)
    assert not has_permission(stranger, Permission.CHANGE_GRANTS)
