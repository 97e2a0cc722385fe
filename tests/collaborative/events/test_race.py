"""What two people do to one event at the same moment is done once, and nobody is met with an error (W2)."""

import pytest

from collaborative.actions import attendances, events, materials
from collaborative.models import Attendance, Event
from operations.models import AuditEvent
from tests.collaborative.improvement import make_event, make_member, make_version
from tests.collaborative.rivals import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event(wave):
    return make_event(wave)


def test_w2_one_person_who_registers_many_times_at_once_stands_on_the_list_once(event, team, team_member, monkeypatch):
    member = make_member(team, person=team_member)
    monkeypatch.setattr(Event, "is_past", False)

    done = at_once(
        lambda number: attendances.register_self(event=event, member=member, status="registered", by=team_member)
    )

    row = event.attendances.get()
    assert [one.pk for one in done] == [row.pk] * 4
    assert row.status == "registered"


def test_w2_teams_that_are_invited_many_times_at_once_are_invited_once(event, team, facilitator):
    make_member(team)

    done = at_once(lambda number: attendances.invite_teams(event=event, teams=[team], by=facilitator))

    assert sorted(len(invited) for invited in done) == [0, 0, 0, 1]
    assert event.attendances.count() == 1


def test_w2_a_name_that_is_typed_many_times_at_once_at_the_door_waits_once(event):
    at_once(lambda number: attendances.sign_in(event=event, name="Gil Ash", place=""))

    assert event.attendances.get().to_confirm


def test_w2_of_confirming_and_refusing_a_name_at_once_one_is_done(event, facilitator):
    row = Attendance.objects.create(event=event, name="Gil Ash", status="attended", to_confirm=True)
    fields = {"name": "Gil Ash", "team": None, "practice": None, "stakeholder_kind": "gp"}

    def decide(number):
        if number % 2:
            return attendances.refuse(attendance=row, by=facilitator)
        return attendances.confirm(attendance=row, by=facilitator, **fields)

    at_once(decide)

    decisions = AuditEvent.objects.filter(event__in=["attendance_confirmed", "attendance_refused"])
    assert decisions.count() == 1
    assert event.attendances.count() == decisions.filter(event="attendance_confirmed").count()


def test_w1_events_of_the_calendar_are_set_up_once(wave, facilitator):
    done = at_once(lambda number: events.start_events(wave=wave, by=facilitator))

    assert sorted(len(made) for made in done) == [0, 0, 0, 4]


def test_w1_of_many_agendas_saved_at_once_one_stands_whole(event, facilitator):
    lines = [(None, "Welcome", ""), (None, "Storyboards", "")]

    at_once(lambda number: events.set_agenda(event=event, lines=lines, by=facilitator))

    assert [item.title for item in event.agenda.all()] == ["Welcome", "Storyboards"]


def test_w4_versions_that_come_at_once_each_get_a_number(event, facilitator):
    material = make_version(event, facilitator).material

    at_once(
        lambda number: materials.add_version(
            material=material, content=b"%PDF-1.4 " + bytes([65 + number]), name="agenda.pdf", by=facilitator
        )
    )

    assert sorted(material.versions.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
