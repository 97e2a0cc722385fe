"""Who is late: all names to the facilitator, those of the own PCT to a commissioner, a count of the others (C12)."""

from datetime import date

import pytest
from django.core import mail

from accounts.permissions import Role
from collaborative.letters import sending
from collaborative.letters.late import digests, send_digests
from operations import jobs, messages
from operations.models import Job, Message
from tests.conftest import make_person

pytestmark = pytest.mark.django_db


def to(person, letters):
    return next((letter.body for letter in letters if letter.person == person), None)


def work():
    for job in Job.objects.filter(kind=messages.SEND, state=Job.State.QUEUED):
        jobs.run(job.pk)


def test_the_facilitator_sees_all_names_and_a_commissioner_those_of_the_own_pct(
    wave, facilitator, commissioner, step, stand_at
):
    letters = digests(wave, step(1), stand_at(11))

    assert all(name in to(facilitator, letters) for name in ("Ash Surgery", "Beech Surgery", "Cedar Surgery"))
    assert "Beech Surgery" in to(commissioner, letters)
    assert "Cedar" not in to(commissioner, letters)
    assert "Beside those below, 1 of other PCTs is late" in to(commissioner, letters)
    assert "0 of 3 expected returns are here" in to(commissioner, letters)


def test_a_commissioner_without_a_late_practice_gets_no_letter(
    wave, facilitator, commissioner, practice, neighbour, step, stand_at, send
):
    send(practice)
    send(neighbour)

    letters = digests(wave, step(1), stand_at(11))

    assert [letter.person for letter in letters] == [facilitator]
    assert "Ash" not in letters[0].body


def test_nobody_is_told_when_all_are_here(wave, facilitator, practice, neighbour, elsewhere, step, stand_at, send):
    for one in (practice, neighbour, elsewhere):
        send(one)

    assert digests(wave, step(3), stand_at(13)) == []


def test_a_digest_names_whom_one_may_write_to_and_where_there_is_nobody(wave, facilitator, manager, step, stand_at):
    (letter,) = digests(wave, step(1), stand_at(11))

    assert "Ash Surgery (A99001): asked Manager" in letter.body
    assert "Beech Surgery (A99002): nobody there can be written to" in letter.body


def test_practices_are_in_the_order_of_the_alphabet_and_not_ranked(wave, facilitator, step, stand_at):
    (letter,) = digests(wave, step(10), stand_at(20))

    places = [letter.body.index(name) for name in ("Alder PCT", "Ash", "Beech", "Birch PCT", "Cedar")]
    assert places == sorted(places)


def test_managers_clinicians_and_lay_members_get_no_digest(
    wave, manager, clinician, lay_member, administrator, step, stand_at
):
    assert digests(wave, step(1), stand_at(11)) == []


def test_a_facilitator_of_another_wave_is_told_nothing(wave, practice, programme, step, stand_at):
    other = type(wave).objects.create(
        programme=programme,
        code="W2",
        number=2,
        name="Second wave",
        orientation_on=date(2006, 9, 7),
        learning_workshop_1_on=date(2006, 10, 7),
        learning_workshop_2_on=date(2007, 2, 7),
        learning_workshop_3_on=date(2007, 6, 7),
        ends_on=date(2007, 9, 30),
    )
    make_person("other@example.org", Role.FACILITATOR, wave=other)

    assert digests(wave, step(1), stand_at(11)) == []


def test_a_digest_that_waits_leaves_out_who_has_sent_meanwhile(wave, facilitator, practice, step, stand_at, send):
    send_digests(wave, step(1), stand_at(11))
    send(practice)

    work()

    assert "Ash Surgery" not in mail.outbox[0].body
    assert "Beech Surgery" in mail.outbox[0].body


def test_whoever_looks_after_the_wave_no_more_gets_nothing(wave, facilitator, step, stand_at):
    send_digests(wave, step(1), stand_at(11))
    facilitator.grants.update(ends_on=date(2026, 1, 1))

    work()

    assert mail.outbox == []
    assert Message.objects.get().state == Message.State.STOPPED


def test_d30_a_digest_goes_once(wave, facilitator, stand_at):
    for day in (11, 11, 12):
        for job in sending.enqueue_due(stand_at(day)):
            jobs.run(job.pk)
        work()

    assert [sent.subject for sent in mail.outbox] == ["First wave: 3 late for January 2007"]
