"""What two people do to one entry at the same moment is done once, and nobody is met with an error."""

from datetime import date

import pytest

from operations.models import AuditEvent
from registers.actions import assessments, entries, life_cycle
from registers.actions.validation import ACTIVATE, decide
from registers.models import Assessment, EntryState, Person, RegisterEntry
from tests.collaborative.rivals import at_once
from tests.registers.people import KEY_CHECK, key_of, make_entry, make_register

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
TODAY = date(2007, 2, 8)


def test_of_several_moves_at_once_one_wins(practice, clinician):
    entry = make_entry(practice)
    moves = [("left", "moved"), ("recovered", "clinician")] * 2

    done = at_once(
        lambda number: life_cycle.move(
            entry=entry, to=moves[number][0], reason=moves[number][1], on=TODAY, by=clinician
        )
    )

    assert sum(one is not None for one in done) == 1
    assert AuditEvent.objects.filter(event="entry.moved").count() == 1


def test_a_bulk_decision_that_is_sent_several_times_at_once_is_made_once(practice, clinician):
    ids = [make_entry(practice, number, state=EntryState.IDENTIFIED).pk for number in range(1, 6)]

    done = at_once(lambda number: decide(practice=practice, entries=ids, decision=ACTIVATE, on=TODAY, by=clinician))

    assert [one.done for one in done if one] == [5]
    assert RegisterEntry.objects.filter(state=EntryState.ACTIVE).count() == 5


def test_the_same_key_at_once_is_one_person(practice, clinician):
    make_register(practice)
    person = {"birth_year": 1961, "sex": "F", "source": "opportunistic", "presentation_type": 1, "identified_on": TODAY}

    done = at_once(
        lambda number: entries.create(
            practice=practice, patient_key=key_of("one"), key_check_value=KEY_CHECK, by=clinician, **person
        )
    )

    assert sum(one is not None for one in done) == 1
    assert Person.objects.count() == 1


def test_a_new_episode_at_once_is_begun_once(practice, clinician):
    entry = make_entry(practice, state=EntryState.LEFT)

    at_once(
        lambda number: entries.begin_again(
            entry=entry, identified_on=TODAY, source="opportunistic", presentation_type=1, by=clinician
        )
    )

    assert RegisterEntry.objects.count() == 2


def test_a_total_at_once_is_recorded_once(practice, clinician):
    entry = make_entry(practice)

    done = at_once(lambda number: assessments.record(entry=entry, day=TODAY, tool=1, total=9, by=clinician))

    assert sum(one is not None for one in done) == 1
    assert Assessment.objects.count() == 1
