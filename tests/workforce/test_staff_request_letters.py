# ruff: noqa: F401, F811 - fixtures of test_staff_requests
"""The letters to a worker about a request for the own data: once, before the address is erased, and with nothing personal in them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Role
from collaborative.letters.kinds import kinds_for
from operations import jobs, messages
from operations.models import Job, Message
from tests.workforce.test_staff_requests import (
    NAME,
    asked,
    auditor,
    decide,
    left,
    page_of,
    run_jobs,
    worker,
)
from workforce.actions import staff_request_letters as letters
from workforce.actions import staff_requests as actions
from workforce.models import StaffRequest

NOBODY_TOLD = "No letter reached the worker"


@pytest.fixture
def approved(asked, lead, auditor):
    decide(asked, lead)
    return decide(asked, auditor)


def bodies():
    return [one.body for one in mail.outbox]


def test_worker_is_written_to_before_the_address_is_erased(approved, worker):
    address = worker.email

    run_jobs()

    approved.refresh_from_db()
    assert approved.state == "done"
    (letter,) = mail.outbox
    assert letter.to == [address]
    assert "Your request for erasure of your record was approved" in letter.body
    assert Message.objects.values_list("address", "body").get() == ("erased@erased.invalid", "")


def test_erasure_waits_for_the_letter(approved):
    for job in Job.objects.filter(kind=actions.CARRY_OUT):
        jobs.run(job.pk)

    approved.refresh_from_db()
    assert approved.state == "approved"
    assert Job.objects.get(kind=actions.CARRY_OUT).state == Job.State.QUEUED


def test_a_mail_server_that_is_away_holds_erasure_up_for_an_hour_and_no_longer(approved):
    StaffRequest.objects.update(decided_at=timezone.now() - letters.WAITS)
    Message.objects.update(not_before=timezone.now() + timedelta(hours=2))
    Job.objects.filter(kind=messages.SEND).update(not_before=timezone.now() + timedelta(hours=2))

    run_jobs()

    approved.refresh_from_db()
    assert (approved.state, Message.objects.get().state) == ("done", "stopped")
    assert letters.told_words(approved).startswith(NOBODY_TOLD)


def test_refusal_is_told_without_its_reason(asked, lead, client_of):
    decide(asked, lead, is_approved=False, reason="A claim about pay is open")

    run_jobs()

    (body,) = bodies()
    assert "erasure of your record was refused" in body
    assert "claim" not in body
    assert reverse("staff_request_detail", args=[asked.pk]) in body
    assert "A letter has told the worker." in client_of(lead).get(page_of(asked)).content.decode()


def test_copy_that_was_approved_is_told(left, worker, lead, auditor):
    request = actions.ask(worker=left, kind="copy", by=lead)

    decide(request, auditor)
    run_jobs()

    assert "Your workforce lead fetches the copy" in bodies()[0]


def test_what_could_not_be_carried_out_is_told(approved):
    actions.give_up(request=approved)

    run_jobs()

    assert ["could not be carried out" in body for body in bodies()] == [True]


def test_no_letter_names_anybody(approved, left, worker):
    run_jobs()

    (letter,) = mail.outbox
    said = letter.subject + letter.body
    assert [one for one in (NAME, left.staff_number, left.programme.name, str(worker)) if one in said] == []


def test_a_confirmation_by_the_lead_is_no_news(asked, lead):
    decide(asked, lead)

    assert not Message.objects.exists()


def test_whoever_wants_no_such_letter_gets_none_and_the_page_says_so(
    asked, worker, lead, auditor, client_of
):  # fmt: skip
    messages.choose(by=worker, wanted=[], among=[letters.KIND])
    decide(asked, lead)
    decide(asked, auditor)

    run_jobs()

    assert mail.outbox == []
    page = client_of(auditor).get(page_of(asked)).content.decode()
    assert NOBODY_TOLD in page


def test_nobody_without_an_account_is_written_to_and_the_page_says_so(left, lead, auditor, client_of):
    request = actions.ask(worker=left, kind="erasure", by=lead)
    decide(request, auditor)

    run_jobs()

    assert not Message.objects.exists()
    assert NOBODY_TOLD in client_of(lead).get(page_of(request)).content.decode()


def test_a_letter_that_came_too_late_for_an_account_that_stays_says_what_is_true_then(
    approved, worker, trust
):  # fmt: skip
    """Whoever has another role keeps the account."""
    worker.grants.create(
        role=Role.COMMISSIONER, organisation=trust, starts_on=timezone.localdate() - timedelta(days=9999), granted_by=worker
    )  # fmt: skip
    actions.carry_out(request=approved)

    run_jobs()

    assert ["Your record was erased, as you asked." in body for body in bodies()] == [True]


def test_letter_stands_among_those_that_a_worker_may_switch_off_and_reads(approved, worker, client_of):
    assert letters.KIND in [kind.name for kind in kinds_for(worker)]
    assert "erasure of your record was approved" in client_of(worker).get(reverse("message_list")).content.decode()


def test_another_person_does_not_read_a_letter_about_a_record_that_is_not_theirs(approved, lead):
    left_over = Message.objects.get()

    assert letters.readable(lead, [left_over]) == set()
