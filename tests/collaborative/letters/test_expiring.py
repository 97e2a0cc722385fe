"""Training and accreditation that run out: to the worker and the supervisor, 60 and 14 days before, once each (P3)."""

from datetime import date, timedelta

import pytest
from django.core import mail

from collaborative.letters import sending
from collaborative.letters.expiring import expiring_now, letters, readable, send_expiring
from operations import jobs, messages
from operations.models import Job, Message
from tests.workforce import roster
from workforce.models import Accreditation

pytestmark = pytest.mark.django_db
TODAY = date(2007, 2, 8)
DONE = {"ended_on": date(2006, 12, 1), "outcome": "completed"}


@pytest.fixture
def graduates(db):
    return roster.make_programme()


@pytest.fixture
def worker(graduates, trust):
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust), worker)
    roster.staff_member_at(trust, worker)
    return worker


@pytest.fixture
def supervisor(graduates, trust, worker):
    supervisor = roster.make_worker(graduates, trust, "S2")
    roster.supervisor_at(trust, supervisor)
    roster.make_arrangement(worker, supervisor)
    return supervisor


def runs_out(worker, days, **fields):
    return roster.make_enrolment(worker, expires_on=TODAY + timedelta(days=days), **{**DONE, **fields})


def told(today=TODAY):
    return [(letter.person, letter.period.rpartition(":")[2]) for letter in letters(today)]


@pytest.mark.parametrize(("days", "step"), [(61, None), (60, "60"), (15, "60"), (14, "14"), (0, "14"), (-1, None)])
def test_p3_the_worker_is_told_60_and_14_days_before(days, step, worker):
    runs_out(worker, days)

    assert told() == ([(worker.user, step)] if step else [])


def test_p3_the_supervisor_is_told_of_whom(worker, supervisor):
    Accreditation.objects.create(
        worker=worker, body="BABCP", awarded_on=date(2006, 1, 1), expires_on=TODAY + timedelta(days=14)
    )

    own, of_supervisor = letters(TODAY)

    assert (own.person, of_supervisor.person) == (worker.user, supervisor.user)
    assert "Your BABCP is valid until 22 February 2007: 14 days from now" in own.body
    assert "No. S1, whom you supervise, has BABCP until 22 February 2007" in of_supervisor.body
    assert "Worker S1" not in of_supervisor.body + of_supervisor.subject


def test_what_was_renewed_is_not_announced(worker):
    runs_out(worker, 14, started_on=date(2006, 1, 9))
    roster.make_enrolment(worker, started_on=date(2007, 1, 9))

    assert told() == []


def test_a_supervisor_of_former_times_is_not_told(worker, supervisor):
    runs_out(worker, 14)
    worker.arrangements.update(end=date(2007, 2, 1))

    assert told() == [(worker.user, "14")]


def test_p3_a_supervisor_without_the_role_where_the_worker_is_in_post_is_not_told(worker, supervisor, other_trust):
    """Their page of the worker would not be found (R4)."""
    runs_out(worker, 14)
    send_expiring(TODAY)
    supervisor.user.grants.update(organisation=other_trust)

    assert told() == [(worker.user, "14")]
    assert readable(type(worker.user).objects.get(email="supervisor@example.org"), list(Message.objects.all())) == set()


def test_whoever_has_left_is_not_told(worker, supervisor):
    runs_out(worker, 14)
    Accreditation.objects.create(worker=worker, body="BABCP", awarded_on=date(2006, 1, 1), expires_on=TODAY)
    worker.holdings.update(end=date(2007, 2, 7))

    assert told() == []


def test_an_accreditation_renewed_in_other_capitals_is_renewed(worker):
    for body, awarded in (("BABCP", date(2006, 1, 1)), ("babcp", date(2007, 1, 1))):
        Accreditation.objects.create(worker=worker, body=body, awarded_on=awarded, expires_on=date(2008, 1, 1))
    worker.accreditations.filter(body="BABCP").update(expires_on=TODAY + timedelta(days=14))

    assert told() == []


def test_whose_role_has_ended_is_not_told(worker):
    runs_out(worker, 14)
    worker.user.grants.update(ends_on=date(2026, 1, 1))

    assert told() == []


def test_d30_each_round_goes_once_however_often_it_is_asked_for(worker, stand_at):
    runs_out(worker, 14)
    for day in (8, 8, 9):
        for job in sending.enqueue_expiring(stand_at(day)):
            jobs.run(job.pk)
    for job in Job.objects.filter(kind=messages.SEND):
        jobs.run(job.pk)

    assert len(mail.outbox) == 1


def test_a_letter_that_waited_while_it_was_renewed_is_not_needed_any_more(worker):
    runs_out(worker, 14)
    (letter,) = send_expiring(TODAY)
    assert expiring_now(letter)
    roster.make_enrolment(worker, started_on=date(2007, 2, 1))

    assert expiring_now(letter) is None


def test_the_text_is_for_the_worker_and_for_the_supervisor_while_the_supervision_lasts(worker, supervisor, stranger):
    runs_out(worker, 14)
    send_expiring(TODAY)
    found = list(Message.objects.all())

    assert readable(worker.user, found) == readable(supervisor.user, found) == {one.pk for one in found}
    worker.arrangements.update(end=date(2007, 2, 1))
    assert readable(supervisor.user, found) == readable(stranger, found) == set()


def test_letters_take_the_same_number_of_queries_however_many_run_out(
    graduates, trust, worker, supervisor, django_assert_max_num_queries
):
    runs_out(worker, 14)
    with django_assert_max_num_queries(7):
        assert len(letters(TODAY)) == 2
    for number in range(3, 9):
        runs_out(roster.make_worker(graduates, trust, f"S{number}", user=None), 14)

    with django_assert_max_num_queries(7):
        letters(TODAY)
