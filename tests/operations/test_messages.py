"""The post: one letter a person, kind and period, never twice, never lost, and never to whom it is not for (I8, O2)."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from operations import jobs, messages
from operations import mail as post
from operations.models import AuditEvent, Job, Message, MessageChoice

pytestmark = pytest.mark.django_db
State = Message.State


def put(person, kind="test.kind", period="2007-01", **more):
    return messages.put(kind, period=period, person=person, subject="Due", body="Send it", **more)


def run_all():
    """Every job of the post that is due, as a worker does."""
    for job in Job.objects.filter(kind=messages.SEND, state=Job.State.QUEUED, not_before__lte=timezone.now()):
        jobs.run(job.pk)


def later(minutes):
    """Bring what waits so much nearer."""
    moved = timezone.now() - timedelta(minutes=minutes)
    Message.objects.filter(state=State.WAITING).update(not_before=moved)
    Job.objects.filter(state=Job.State.QUEUED).update(not_before=moved)


@pytest.fixture
def letter(stranger):
    return put(stranger)


def state_of(letter):
    letter.refresh_from_db()
    return letter.state


@pytest.fixture
def server(monkeypatch):
    """Let the mail server answer with an exception: server(fault), server(None) to answer well again."""

    def answers(fault):
        def send(self, *args, **kwargs):
            if fault:
                raise fault
            mail.outbox.append(self)
            return 1

        monkeypatch.setattr("django.core.mail.EmailMessage.send", send)

    return answers


def test_i8_the_same_letter_is_put_down_and_sent_once(stranger):
    first, second = put(stranger), put(stranger)
    run_all()
    run_all()

    assert first and second is None
    assert [sent.to for sent in mail.outbox] == [["stranger@example.org"]]
    assert state_of(first) == State.SENT


def test_another_period_kind_or_person_is_another_letter(stranger, manager):
    put(stranger)

    others = [put(stranger, period="2007-02"), put(stranger, kind="test.other"), put(manager)]

    assert all(others)
    assert Message.objects.count() == 4


def test_letters_to_many_take_the_same_number_of_queries_as_to_few(
    manager, stranger, clinician, data_officer, django_assert_num_queries
):
    def to(people, period):
        return [messages.Letter("test.kind", period, person, "Due", "Send it") for person in people]

    with django_assert_num_queries(8):
        messages.put_all(to([manager], "few"))
    with django_assert_num_queries(8):
        messages.put_all(to([manager, stranger, clinician, data_officer], "many"))


def test_c12_a_kind_that_is_not_wanted_is_not_put_down(stranger):
    MessageChoice.objects.create(person_id=stranger.pk, kind="test.kind")

    assert put(stranger) is None
    assert put(stranger, kind="test.other")


def test_c12_a_choice_stops_what_still_waits_and_leaves_other_kinds_and_people_alone(stranger, manager):
    stopped, other, of_manager = put(stranger), put(stranger, kind="test.other"), put(manager)

    messages.choose(by=stranger, wanted=["test.other"], among=["test.kind", "test.other"])

    assert [state_of(one) for one in (stopped, other, of_manager)] == [State.STOPPED, State.WAITING, State.WAITING]
    assert AuditEvent.objects.get().details == {"unwanted": ["test.kind"]}


def test_a_choice_says_nothing_of_kinds_that_were_not_asked_about(stranger):
    MessageChoice.objects.create(person_id=stranger.pk, kind="test.hidden")

    messages.choose(by=stranger, wanted=["test.kind"], among=["test.kind"])

    assert messages.unwanted_kinds(stranger) == {"test.hidden"}


def test_stopping_reaches_a_period_and_its_parts_and_no_longer_name(stranger):
    letters = [put(stranger, period=period) for period in ("W1:2007-01", "W1:2007-01:-5", "W1:2007-011")]

    assert messages.stop("test.kind", period="W1:2007-01") == 2
    run_all()

    assert [state_of(one) for one in letters] == [State.STOPPED, State.STOPPED, State.SENT]


def test_nobody_without_an_account_in_use_or_an_address_is_written_to(stranger, manager):
    stranger.is_active = False
    manager.email = ""

    assert put(stranger) is None
    assert put(manager) is None


def test_whose_account_was_closed_meanwhile_gets_nothing(letter, stranger):
    stranger.is_active = False
    stranger.save()

    run_all()

    assert mail.outbox == []
    assert state_of(letter) == State.STOPPED


def test_a_letter_says_what_is_true_when_it_goes_and_is_stopped_when_nothing_is_left(stranger, monkeypatch):
    now = {"2007-01": ("Now", "Two are left"), "2007-02": None}
    kind = messages.Kind("test.now", "Test", now=lambda message: now[message.period])
    monkeypatch.setitem(messages.KINDS, "test.now", kind)
    goes, stopped = put(stranger, kind="test.now"), put(stranger, kind="test.now", period="2007-02")

    run_all()

    assert [(sent.subject, sent.body) for sent in mail.outbox] == [("Now", "Two are left")]
    assert (state_of(goes), goes.body) == (State.SENT, "Two are left")
    assert state_of(stopped) == State.STOPPED


def test_a_letter_for_later_waits_for_its_moment(stranger):
    letter = put(stranger, not_before=timezone.now() + timedelta(hours=1))
    job = Job.objects.get(kind=messages.SEND)

    jobs.run(job.pk)
    assert mail.outbox == []

    later(0)
    run_all()
    assert state_of(letter) == State.SENT


def test_o2_no_letter_is_lost_in_an_outage_of_hours(letter, monkeypatch):
    def refused(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as outage:
        outage.setattr("django.core.mail.backends.locmem.EmailBackend.open", refused)
        for _ in range(12):
            later(0)
            run_all()
    pause = Message.objects.get().not_before - timezone.now()
    assert (state_of(letter), letter.attempts) == (State.WAITING, 12)
    assert timedelta(minutes=59) < pause <= timedelta(hours=1)

    later(0)
    run_all()
    assert (state_of(letter), len(mail.outbox)) == (State.SENT, 1)


def test_a_server_that_does_not_answer_is_asked_by_one_letter_for_all(stranger, monkeypatch):
    asked = []

    def silent(self):
        asked.append(self)
        raise TimeoutError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", silent)
    for number in range(5):
        put(stranger, period=str(number))

    run_all()

    assert len(asked) == 1
    assert set(Message.objects.values_list("state", "attempts")) == {(State.WAITING, 1)}
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.QUEUED}


NOT_NOW = smtplib.SMTPDataError(451, b"greylisted stranger@example.org")
NOBODY = smtplib.SMTPRecipientsRefused({"stranger@example.org": (550, b"no stranger@example.org here")})
FULL = smtplib.SMTPRecipientsRefused({"stranger@example.org": (452, b"mailbox full")})
OUR_FAULT = smtplib.SMTPSenderRefused(550, b"who are you", "collaborative@localhost")
BROKEN = smtplib.SMTPServerDisconnected("gone")


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (NOT_NOW, State.WAITING),
        (FULL, State.WAITING),
        (OUR_FAULT, State.WAITING),
        (NOBODY, State.BOUNCED),
        (BROKEN, State.UNCERTAIN),
    ],
    ids=["not now", "mailbox full", "sender refused", "no such person", "connection broke"],
)
def test_o2_each_answer_of_the_mail_server_has_its_state(fault, state, letter, server):
    server(fault)

    run_all()

    assert state_of(letter) == state
    assert letter.lease_until is None
    assert letter.error and "stranger" not in letter.error


def test_what_the_server_put_off_goes_when_it_takes_it(letter, server):
    server(NOT_NOW)
    run_all()
    server(None)

    run_all()
    assert mail.outbox == []

    later(0)
    run_all()
    assert state_of(letter) == State.SENT


def leave_being_sent(letter, lease):
    Message.objects.update(state=State.SENDING, lease_until=timezone.now() + lease)


def test_i8_a_letter_whose_process_died_while_it_went_is_shown_and_not_sent_again(letter):
    leave_being_sent(letter, timedelta(seconds=-1))

    run_all()
    messages.sweep()
    run_all()

    assert state_of(letter) == State.UNCERTAIN
    assert mail.outbox == []


def test_a_letter_that_another_worker_hands_over_is_left_to_it(letter):
    leave_being_sent(letter, timedelta(seconds=30))

    run_all()

    assert state_of(letter) == State.SENDING
    assert Job.objects.get().state == Job.State.QUEUED


def test_a_letter_whose_work_was_given_up_is_shown_and_can_be_sent_again(letter, monkeypatch):
    def breaks(message):
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setitem(messages.KINDS, "test.kind", messages.Kind("test.kind", "Test", now=breaks))
        for _ in range(jobs.MAXIMUM_ATTEMPTS):
            later(0)
            run_all()
    assert state_of(letter) == State.BOUNCED

    messages.resend(letter, by=None)
    run_all()
    assert state_of(letter) == State.SENT


def test_what_came_back_or_perhaps_went_is_sent_again_on_the_word_of_a_person(letter, administrator, client):
    Message.objects.update(state=State.BOUNCED)
    letter.refresh_from_db()
    Job.objects.update(state=Job.State.DONE)

    assert messages.resend(letter, by=administrator) is True
    assert messages.resend(letter, by=administrator) is False
    run_all()

    assert (state_of(letter), len(mail.outbox)) == (State.SENT, 1)
    assert AuditEvent.objects.filter(event="message.resent").count() == 1


def test_a_letter_that_went_is_not_sent_again(letter, administrator):
    run_all()
    letter.refresh_from_db()

    assert messages.resend(letter, by=administrator) is False


def test_a_line_break_in_a_subject_makes_no_second_heading(stranger):
    messages.put("test.kind", period="1", person=stranger, subject="Due\r\nBcc: all@example.org", body="<b>x</b>")

    run_all()

    (sent,) = mail.outbox
    assert sent.subject == "Due Bcc: all@example.org"
    assert sent.recipients() == ["stranger@example.org"]
    assert "text/html" not in sent.message().as_string()


def test_every_attempt_at_a_letter_has_the_same_message_id(letter, settings):
    settings.SITE_ADDRESS = "https://collaborative.example.org"
    first = messages.message_id_of(letter)
    run_all()

    assert mail.outbox[0].message()["Message-ID"] == first
    assert first.endswith("@collaborative.example.org>")
    assert mail.outbox[0].message()["Auto-Submitted"] == "auto-generated"


def test_the_letters_of_one_person_are_not_another_s(letter, manager):
    put(manager)

    assert list(messages.for_person(manager).values_list("person_id", flat=True)) == [manager.pk]


def test_a_sign_in_that_the_server_refuses_loses_nothing(monkeypatch):
    def refused(self):
        raise smtplib.SMTPAuthenticationError(535, b"no")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refused)

    with pytest.raises(post.Unreachable, match="SMTPAuthenticationError"):
        post.connect()
