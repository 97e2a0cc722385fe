"""Decisions about many suggestions at once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from operations.models import AuditEvent
from registers.actions.validation import ACTIVATE, EXCLUDE, Decided, decide
from registers.models import EntryState, RegisterEntry
from tests.registers.people import make_entry

TODAY = date(2007, 2, 8)


def waiting(practice, *numbers, **fields):
    return [make_entry(practice, number, state=EntryState.IDENTIFIED, **fields).pk for number in numbers]


def states():
    return list(RegisterEntry.objects.order_by("person__local_number").values_list("state", flat=True))


def test_many_become_active_on_one_day(practice, clinician):
    ids = waiting(practice, 1, 2, 3)

    decided = decide(practice=practice, entries=ids, decision=ACTIVATE, on=TODAY, by=clinician)

    assert decided == Decided(done=3, left=0)
    assert set(RegisterEntry.objects.values_list("state", "validated_on", "active_from", "validated_by")) == {
        ("active", TODAY, TODAY, clinician.pk)
    }


def test_many_are_excluded_with_one_reason(practice, clinician):
    ids = waiting(practice, 1, 2)

    decide(practice=practice, entries=ids, decision=EXCLUDE, on=TODAY, reason="out_of_age", by=clinician)

    assert set(RegisterEntry.objects.values_list("state", "excluded_on", "exclusion_reason")) == {
        ("excluded", TODAY, "out_of_age")
    }


def test_only_those_that_are_named_and_still_wait_are_changed(practice, clinician):
    ids = waiting(practice, 1, 2)
    active = make_entry(practice, 3)

    decided = decide(practice=practice, entries=[ids[0], active.pk], decision=ACTIVATE, on=TODAY, by=clinician)

    assert decided == Decided(done=1, left=1)
    assert states() == ["active", "identified", "active"]
    active.refresh_from_db()
    assert active.active_from == date(2006, 3, 1)


def test_who_was_identified_after_the_day_is_left(practice, clinician):
    ids = [*waiting(practice, 1), *waiting(practice, 2, identified_on=TODAY)]

    decided = decide(practice=practice, entries=ids, decision=ACTIVATE, on=date(2007, 2, 7), by=clinician)

    assert decided == Decided(done=1, left=1)


def test_d11_entries_of_another_practice_are_not_touched(practice, neighbour, clinician):
    own, others = waiting(practice, 1), waiting(neighbour, 1)

    decide(practice=practice, entries=[*own, *others], decision=ACTIVATE, on=TODAY, by=clinician)

    assert RegisterEntry.objects.get(pk=others[0]).state == EntryState.IDENTIFIED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decision": "delete"}, "Choose what to do"),
        ({"on": date(2007, 2, 9)}, "not in the future"),
        ({"decision": EXCLUDE}, "Choose the reason"),
        ({"entries": []}, "None of these people waits"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_changes_nothing(changes, words, practice, clinician):
    values = {"entries": waiting(practice, 1), "decision": ACTIVATE, "on": TODAY} | changes

    with pytest.raises(ValidationError, match=words):
        decide(practice=practice, by=clinician, **values)

    assert states() == ["identified"]
    assert not AuditEvent.objects.filter(event="entries.decided").exists()


def test_d36_one_event_names_all_entries(practice, clinician):
    ids = waiting(practice, 1, 2, 3)

    decide(practice=practice, entries=ids, decision=ACTIVATE, on=TODAY, by=clinician)

    details = AuditEvent.objects.get(event="entries.decided").details
    assert details == {"decision": "activate", "on": "2007-02-08", "entries": sorted(ids), "count": 3}


def test_the_number_of_queries_does_not_grow_with_the_people(practice, clinician, django_assert_max_num_queries):
    ids = waiting(practice, *range(1, 60))

    with django_assert_max_num_queries(12):
        decide(practice=practice, entries=ids, decision=ACTIVATE, on=TODAY, by=clinician)
