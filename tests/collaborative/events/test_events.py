"""Events of a wave: made from the calendar, following it, planned by whoever runs them (W1)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from collaborative.actions import events
from collaborative.models import Event
from operations.models import AuditEvent
from practices.actions.waves import WAVE_FIELDS, change_wave
from practices.wave_changes import announce
from tests.collaborative.improvement import make_event

LIST = "/waves/W1/events/"


def days(wave):
    return [(event.title, event.held_on) for event in wave.events.order_by("held_on")]


def test_w1_events_are_made_on_the_days_of_the_calendar(wave, facilitator):
    events.start_events(wave=wave, by=facilitator)

    assert days(wave) == [
        ("Orientation event", wave.orientation_on),
        ("Learning workshop 1", wave.learning_workshop_1_on),
        ("Learning workshop 2", wave.learning_workshop_2_on),
        ("Learning workshop 3", wave.learning_workshop_3_on),
    ]


def test_w1_starting_twice_makes_no_second_set(wave, facilitator):
    events.start_events(wave=wave, by=facilitator)

    assert events.start_events(wave=wave, by=facilitator) == []
    assert wave.events.count() == 4


def test_w1_when_the_calendar_changes_its_events_follow(wave, administrator, facilitator, coming):
    events.start_events(wave=wave, by=facilitator)
    fields = {name: getattr(wave, name) for name in WAVE_FIELDS} | {"learning_workshop_2_on": date(2006, 7, 18)}

    announce(change_wave, wave=wave, by=administrator, **fields)

    assert Event.objects.get(kind="learning_workshop", number=2).held_on == date(2006, 7, 18)
    coming.refresh_from_db()
    assert coming.held_on == date(2007, 2, 27)
    moved = AuditEvent.objects.get(event="event_moved")
    assert (moved.actor_id, moved.details["days"]) == (administrator.pk, ["2006-07-11", "2006-07-18"])


def test_w1_day_of_a_workshop_of_the_calendar_cannot_be_changed_here(event, facilitator):
    with pytest.raises(ValidationError, match="wave's calendar"):
        events.change_event(event=event, held_on=date(2006, 3, 8), by=facilitator)


def test_row_68_fourth_learning_workshop_is_refused(wave, facilitator):
    events.start_events(wave=wave, by=facilitator)

    with pytest.raises(ValidationError, match="allows 3 learning workshops"):
        events.create_event(
            wave=wave, kind="learning_workshop", title="Workshop 4", held_on=date(2007, 2, 20), by=facilitator
        )


def test_row_68_fourth_learning_workshop_where_the_programme_allows_it(wave, facilitator, administrator):
    events.allow_learning_workshops(programme=wave.programme, most=4, by=administrator)

    made = events.create_event(
        wave=wave, kind="learning_workshop", title="Workshop 4", held_on=date(2007, 2, 20), by=facilitator
    )

    assert made.number == 4
    with pytest.raises(ValidationError, match="allows 4"):
        events.next_number(wave, "learning_workshop")


def test_row_68_form_says_why_a_fourth_workshop_is_refused(client_of, facilitator, wave):
    data = {"kind": "learning_workshop", "title": "Workshop 4", "held_on": "2007-02-20"}

    answer = client_of(facilitator).post(f"{LIST}new/", data)

    assert "allows 3 learning workshops" in answer.content.decode()
    assert wave.events.count() == 0


def test_w1_timeline_shows_events_and_action_periods_and_what_is_next(client_of, manager, wave, coming, facilitator):
    events.start_events(wave=wave, by=facilitator)

    answer = client_of(manager).get(LIST)

    titles = [line.title for line in answer.context["lines"]]
    assert titles[:3] == ["Orientation event", "Learning workshop 1", "Action period 1"]
    assert "Summer school is on Tuesday 27 February 2007." in answer.content.decode()


def test_list_without_events_says_so_and_offers_to_set_them_up(client_of, facilitator, manager):
    of_manager = client_of(manager).get(LIST).content.decode()
    of_facilitator = client_of(facilitator).get(LIST).content.decode()

    assert "No events are set up" in of_manager and "Set up the events" not in of_manager
    assert "Set up the events of the calendar" in of_facilitator


def test_event_is_planned_by_the_facilitator(client_of, facilitator, wave):
    data = {
        "kind": "other",
        "title": "Network day",
        "held_on": "2007-02-20",
        "starts_at": "09:30",
        "ends_at": "16.00",
        "venue": "Town Hall, Larkhollow LS1 4AP",
    }

    client_of(facilitator).post(f"{LIST}new/", data)

    made = wave.events.get()
    assert (made.title, f"{made.ends_at:%H:%M}", made.venue) == ("Network day", "16:00", data["venue"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("held_on", "2007-02-30"), ("ends_at", "08:00"), ("description", "943 476 5919")],
)
def test_event_is_refused_with_a_bad_value(client_of, facilitator, wave, field, value):
    data = {"kind": "other", "title": "Network day", "held_on": "2007-02-20", "starts_at": "09:30"} | {field: value}

    answer = client_of(facilitator).post(f"{LIST}new/", data)

    assert field in answer.context["form"].errors
    assert wave.events.count() == 0


def test_agenda_is_typed_as_lines(client_of, facilitator, event, manager):
    client_of(facilitator).post(f"/events/{event.pk}/agenda/", {"agenda": "09:30 Welcome | Dr Green\nLunch"})

    rows = client_of(manager).get(f"/events/{event.pk}/").context["agenda"]["rows"]
    assert rows == [["09:30", "Welcome", "Dr Green"], ["", "Lunch", ""]]


def test_event_of_another_wave_looks_like_none(client_of, stranger, event):
    answer = client_of(stranger).get(f"/events/{event.pk}/")

    assert answer.status_code == 404


def test_manager_may_look_and_not_change(client_of, manager, event):
    client = client_of(manager)

    assert client.get(f"/events/{event.pk}/").status_code == 200
    assert client.get(f"/events/{event.pk}/edit/").status_code == 403
    assert "Change the event" not in client.get(f"/events/{event.pk}/").content.decode()


def test_x5_calendar_of_an_event_names_its_page(client_of, manager, event):
    answer = client_of(manager).get(f"/events/{event.pk}/calendar.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:event-{event.pk}-w1@collaborative.invalid\r\n".encode() in answer.content
    assert f"URL:http://testserver/events/{event.pk}/\r\n".encode() in answer.content


def test_x5_calendar_of_a_wave_has_its_events_and_the_due_days(client_of, manager, event):
    text = client_of(manager).get(f"{LIST}calendar.ics").content.decode()

    assert "SUMMARY:Learning workshop 1\\, First wave" in text
    assert "SUMMARY:Return for Jan 2007 is due\\, First wave\r\n" in text
    assert "DTSTART;VALUE=DATE:20070210" in text
    assert text.count("BEGIN:VEVENT") == 1 + 13


def test_list_of_events_costs_the_same_however_many(client_of, manager, wave, django_assert_max_num_queries):
    for number in range(12):
        make_event(wave, "other", 0, title=f"Day {number}")
    client = client_of(manager)
    client.get("/accessibility/")

    with django_assert_max_num_queries(12):
        client.get(LIST)
