"""People who are added by hand, and who come back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from operations.models import AuditEvent
from registers import erasures
from registers.actions import entries
from registers.models import EntryState, Person, PracticeRegister, RegisterEntry
from tests.registers.people import KEY_CHECK, key_of, make_entry, make_register

TODAY = date(2007, 2, 8)


def add(practice, by, **changes):
    values = {
        "patient_key": key_of("somebody new"),
        "key_check_value": KEY_CHECK,
        "birth_year": 1961,
        "sex": "F",
        "source": "opportunistic",
        "presentation_type": 1,
        "identified_on": date(2007, 2, 1),
        **changes,
    }
    return entries.create(practice=practice, by=by, **values)


def test_a_person_added_by_hand_waits_for_validation_under_the_next_number(practice, clinician):
    make_register(practice, next_local_number=7)

    entry = add(practice, clinician)

    assert (entry.state, entry.person.local_number) == (EntryState.IDENTIFIED, 7)
    assert PracticeRegister.objects.get().next_local_number == 8


def test_b95_a_key_of_another_secret_is_refused(practice, clinician):
    make_register(practice)

    with pytest.raises(ValidationError, match="not the key-check value"):
        add(practice, clinician, key_check_value="00000000")

    assert not Person.objects.exists()


def test_without_a_key_check_value_nobody_is_added(practice, clinician):
    make_register(practice, key_check_value="", key_check_set_at=None)

    with pytest.raises(ValidationError, match="no key-check value yet"):
        add(practice, clinician)


def test_d38_an_erased_person_is_not_added_again(practice, clinician):
    make_register(practice)
    erasures.write(practice, key_of("somebody new"))

    with pytest.raises(ValidationError, match="were erased here"):
        add(practice, clinician)

    assert not Person.objects.exists()


def test_a_known_key_names_the_number_and_takes_none(practice, clinician):
    make_register(practice, next_local_number=7)
    add(practice, clinician)

    with pytest.raises(ValidationError, match=r"is No\. 7 already") as refusal:
        add(practice, clinician)

    assert key_of("somebody new") not in str(refusal.value)
    assert PracticeRegister.objects.get().next_local_number == 8


def test_two_practices_may_hold_the_same_key(practice, neighbour, clinician):
    make_register(practice)
    make_register(neighbour)

    assert add(practice, clinician).person != add(neighbour, clinician).person


def test_d37_the_event_holds_no_key(practice, clinician):
    make_register(practice)

    add(practice, clinician)

    event = AuditEvent.objects.get(event="entry.created")
    assert event.details == {"source": "opportunistic"}


@pytest.mark.parametrize("state", [EntryState.RECOVERED, EntryState.LEFT, EntryState.EXCLUDED])
def test_who_comes_back_begins_a_new_episode(state, practice, clinician):
    entry = make_entry(practice, state=state)

    again = begin_again(entry, clinician)

    assert (again.episode, again.state, again.person) == (2, EntryState.IDENTIFIED, entry.person)
    entry.refresh_from_db()
    assert entry.state == state


def begin_again(entry, by, identified_on=date(2007, 1, 15)):
    return entries.begin_again(
        entry=entry, identified_on=identified_on, source="opportunistic", presentation_type=1, by=by
    )


@pytest.mark.parametrize("state", [EntryState.IDENTIFIED, EntryState.VALIDATED, EntryState.ACTIVE])
def test_there_is_no_second_open_episode(state, practice, clinician):
    with pytest.raises(ValidationError, match="is on the list"):
        begin_again(make_entry(practice, state=state), clinician)

    assert RegisterEntry.objects.count() == 1


def test_a_new_episode_begins_after_the_last_one_ended(practice, clinician):
    entry = make_entry(practice, state=EntryState.LEFT)

    with pytest.raises(ValidationError, match="after 31 October 2006"):
        begin_again(entry, clinician, identified_on=date(2006, 10, 31))

    assert begin_again(entry, clinician, identified_on=date(2006, 11, 1)).episode == 2
