"""Who is asked for a practice's return: chosen among those who may send, and never anybody else."""

import pytest

from accounts.permissions import Role
from measures.actions.contacts import choose_contacts
from measures.contacts import contacts_of
from measures.models import ReturnContact
from operations.models import AuditEvent
from tests.conftest import make_person, make_practice

pytestmark = pytest.mark.django_db


def asked(practice):
    found = contacts_of([practice])[practice.pk]
    return found.responsible, found.deputy


def test_without_a_choice_the_manager_is_asked_and_then_the_data_officer(practice, data_officer, clinician, manager):
    assert asked(practice) == (manager, data_officer)


def test_a_practice_without_anybody_who_may_send_has_nobody_to_ask(practice, clinician):
    assert asked(practice) == (None, None)


def test_the_chosen_are_asked_and_nobody_stands_in_for_a_deputy_that_was_not_chosen(practice, manager, data_officer):
    choose_contacts(practice=practice, responsible=data_officer, deputy=None, by=manager)

    assert asked(practice) == (data_officer, None)


def test_whoever_was_chosen_and_may_not_send_any_more_is_followed_by_whoever_may(practice, manager, data_officer):
    choose_contacts(practice=practice, responsible=data_officer, deputy=None, by=manager)
    data_officer.grants.all().delete()

    assert asked(practice) == (manager, None)


def test_a_choice_is_on_the_trail_and_replaces_the_one_before(practice, manager, data_officer):
    choose_contacts(practice=practice, responsible=manager, deputy=None, by=manager)
    choose_contacts(practice=practice, responsible=data_officer, deputy=manager, by=manager)

    assert ReturnContact.objects.count() == 1
    assert AuditEvent.objects.first().details == {"responsible": data_officer.pk, "deputy": manager.pk}


def test_nobody_is_their_own_deputy(practice, manager):
    with pytest.raises(ValueError, match="own deputy"):
        choose_contacts(practice=practice, responsible=manager, deputy=manager, by=manager)


def test_whom_to_ask_at_many_practices_is_two_queries(wave, trust, practice, manager, django_assert_num_queries):
    practices = [practice]
    for number in range(5):
        practices.append(make_practice(wave, f"B{number}", f"Practice {number}", trust))
        make_person(f"b{number}@example.org", Role.PRACTICE_MANAGER, organisation=practices[-1])

    with django_assert_num_queries(2):
        found = contacts_of(practices)

    assert all(found[one.pk].responsible for one in practices)
