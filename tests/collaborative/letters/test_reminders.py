"""Reminders: to whom, once, until the return is here (C12, I8, D30)."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.permissions import Role
from collaborative.letters import sending
from collaborative.letters.reminders import reminders, send_reminders
from collaborative.tasks import nightly
from measures.models import ReturnContact
from operations import jobs, messages
from operations.models import Job, Message
from practices.models import Grant, WaveMembership
from tests.conftest import make_person, make_practice

pytestmark = pytest.mark.django_db
State = Message.State


def work():
    """What a worker does with everything that is due."""
    while waiting := Job.objects.filter(state=Job.State.QUEUED, kind__in=[*sending.ROUNDS, messages.SEND]).first():
        jobs.run(waiting.pk)


def names(letters):
    return [str(letter.person) for letter in letters]


def also(person, practice, role=Role.DATA_OFFICER):
    Grant.objects.create(person=person, role=role, organisation=practice, starts_on=date(2006, 1, 1))


def test_c12_manager_and_deputy_of_a_practice_that_owes_the_month_are_asked(
    wave, manager, data_officer, step, stand_at
):
    letters = reminders(wave, step(-5), stand_at(5))

    assert names(letters) == ["Data Officer", "Manager"]
    assert all("Ash Surgery (A99001)" in letter.body for letter in letters)
    assert "as deputy of Manager" in letters[0].body
    assert letters[0].period == "W1:2007-01:-5"


def test_c12_a_person_who_sends_for_several_practices_gets_one_letter(
    wave, data_officer, neighbour, elsewhere, step, stand_at
):
    also(data_officer, neighbour)
    also(data_officer, elsewhere)

    (letter,) = reminders(wave, step(0), stand_at(10))

    assert [code in letter.body for code in ("A99001", "A99002", "A99003")] == [True, True, True]


def test_c12_nobody_is_asked_for_what_is_here(wave, manager, practice, step, stand_at, send):
    send(practice)

    assert reminders(wave, step(-5), stand_at(8)) == []


def test_nobody_is_asked_for_a_month_before_the_practice_joined(wave, manager, practice, step, stand_at):
    WaveMembership.objects.update(joined_on=date(2007, 2, 1))

    assert reminders(wave, step(3), stand_at(13)) == []


def test_nobody_is_asked_for_a_month_before_orientation(wave, manager, step, stand_at):
    wave.orientation_on = date(2007, 2, 1)
    wave.learning_workshop_1_on, wave.learning_workshop_2_on = date(2007, 3, 1), date(2007, 6, 1)
    wave.learning_workshop_3_on = wave.ends_on = date(2007, 9, 1)
    wave.save()

    assert reminders(wave, step(3), stand_at(13)) == []
    assert sending.enqueue_rounds(stand_at(13)) == []


def test_nobody_is_asked_for_a_closed_practice(wave, manager, practice, step, stand_at):
    practice.closed = date(2007, 1, 31)
    practice.save()

    assert reminders(wave, step(3), stand_at(13)) == []


@pytest.mark.parametrize("how", ["account closed", "role ended"])
def test_whoever_may_not_send_any_more_is_not_asked(how, wave, manager, step, stand_at):
    if how == "role ended":
        manager.grants.update(ends_on=date(2026, 1, 1))
    else:
        manager.is_active = False
        manager.save()

    assert reminders(wave, step(3), stand_at(13)) == []


def test_whose_role_ends_while_the_letter_waits_gets_nothing(wave, manager, step, stand_at):
    send_reminders(wave, step(3), stand_at(13))
    manager.grants.update(ends_on=date(2026, 1, 1))

    work()

    assert mail.outbox == []
    assert Message.objects.get().state == State.STOPPED


def test_d30_two_beats_and_a_day_without_one_send_each_reminder_once(wave, manager, stand_at):
    for day in (5, 5, 7, 8, 10, 10):
        sending.enqueue_due(stand_at(day))
        work()

    assert [sent.subject for sent in mail.outbox] == ["Return of January 2007: due on 10 February"] * 2
    assert sorted(Message.objects.values_list("period", flat=True)) == ["W1:2007-01:-5", "W1:2007-01:0"]


def test_i8_the_job_of_a_round_may_run_twice(wave, manager, stand_at):
    (job,) = sending.enqueue_rounds(stand_at(5))
    jobs.run(job.pk)
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)

    jobs.run(job.pk)

    assert Message.objects.count() == 1


def test_c12_a_waiting_reminder_stops_when_the_return_comes(wave, manager, practice, step, stand_at, send):
    send_reminders(wave, step(3), stand_at(13))
    send(practice)

    work()

    assert mail.outbox == []
    assert Message.objects.get().state == State.STOPPED


def test_c12_a_waiting_reminder_loses_the_practice_that_has_sent(
    wave, data_officer, practice, neighbour, step, stand_at, send
):
    also(data_officer, neighbour)
    send_reminders(wave, step(3), stand_at(13))
    send(practice)

    work()

    assert "A99002" in mail.outbox[0].body
    assert "A99001" not in mail.outbox[0].body


def test_a_reminder_that_was_held_up_says_how_late_the_return_is_by_then(wave, manager, step, stand_at):
    send_reminders(wave, step(0), stand_at(10))
    stand_at(12)

    work()

    assert mail.outbox[0].subject == "Return of January 2007: late"
    assert "2 days ago" in mail.outbox[0].body


def test_a_reminder_quotes_no_address_of_a_request(wave, manager, step, stand_at, settings):
    settings.SITE_ADDRESS = "https://collaborative.example.org"

    (letter,) = reminders(wave, step(0), stand_at(10))

    assert "https://collaborative.example.org/returns/" in letter.body


def test_chosen_people_are_asked_and_nobody_else(wave, manager, data_officer, practice, step, stand_at):
    ReturnContact.objects.create(practice=practice, responsible=data_officer)

    assert names(reminders(wave, step(0), stand_at(10))) == ["Data Officer"]


def test_letters_of_97_practices_take_no_query_for_each_practice(wave, trust, manager, step, stand_at):
    now = stand_at(13)
    with CaptureQueriesContext(connection) as few:
        assert len(send_reminders(wave, step(3), now)) == 1
    for number in range(96):
        practice = make_practice(wave, f"B{number:05}", f"Practice {number}", trust)
        make_person(f"b{number}@example.org", Role.PRACTICE_MANAGER, organisation=practice)

    with CaptureQueriesContext(connection) as many:
        assert len(send_reminders(wave, step(10), now + timedelta(days=7))) == 97

    # A database takes so many values at once and no more: letters and their jobs go in in two blocks each.
    assert len(many) <= len(few) + 2


def test_the_schedule_asks_for_letters(wave, manager, stand_at):
    stand_at(5)

    nightly()

    assert Job.objects.filter(kind=sending.REMIND).count() == 1
