"""The receipt by e-mail: reference, hash, values, who and when, to whom they belong and nobody else (S6)."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.permissions import Role
from operations import jobs, messages
from operations.models import Job, Message
from practices.models import Grant
from practices.uploads import receipts
from tests.conftest import make_person
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db


def work():
    for job in Job.objects.filter(kind=messages.SEND, state=Job.State.QUEUED):
        jobs.run(job.pk)


def letters(kind):
    return list(Message.objects.filter(kind=kind).order_by("pk"))


def test_s6_the_sender_gets_reference_hash_values_who_and_when(submit, manager, settings):
    settings.SITE_ADDRESS = "https://collaborative.example.org"
    (version,) = submit(line())

    work()

    (sent,) = mail.outbox
    upload = version.upload
    page = f"https://collaborative.example.org{reverse('upload_detail', args=[upload.pk])}"
    assert sent.to == ["manager@example.org"]
    for said in (upload.reference, upload.sha256, "Manager, 8 February 2007 at 09:00 (London)", page):
        assert said in sent.body
    assert "Ash Surgery (A99001), Nov 2006, version 1" in sent.body
    assert "GP consultations: 142" in sent.body
    assert "Receipt" in sent.subject and upload.reference in sent.subject


def test_zero_and_not_available_are_two_things_in_a_receipt(submit, manager):
    submit(line(people_13w=0, people_13w_new=0, referrals_cmht="NA:not_collected", referrals_dedup="NA:not_collected"))

    (letter,) = letters(receipts.RECEIPT)

    assert "People certified absent for 13 weeks or more: 0" in letter.body
    assert "Referrals to the community mental health team: Not available: " in letter.body


def test_a_comment_stays_here(submit):
    submit(line(comment="the flood in the cellar"))

    assert "flood" not in letters(receipts.RECEIPT)[0].body


def test_a_file_that_says_what_was_there_has_a_receipt_that_says_so(submit):
    submit(line())
    submit(line())

    assert "no new version was made" in letters(receipts.RECEIPT)[1].body


def test_a_correction_has_a_receipt_of_its_own(submit):
    submit(line())
    submit(line(gp_consultations=150))

    assert "version 2" in letters(receipts.RECEIPT)[1].body


def test_whoever_is_asked_for_the_return_has_a_copy_of_the_own_practice_s_part(
    submit, manager, data_officer, neighbour
):
    Grant.objects.create(
        person=data_officer,
        role=Role.DATA_OFFICER,
        organisation=neighbour,
        starts_on=data_officer.grants.get().starts_on,
    )

    submit(line(), line(practice_ods="A99002", gp_consultations=99), by=data_officer, codes=("A99001", "A99002"))

    (copy,) = letters(receipts.COPY)
    (receipt,) = letters(receipts.RECEIPT)
    assert (copy.person_id, receipt.person_id) == (manager.pk, data_officer.pk)
    assert "Ash Surgery" in copy.body and "Beech" not in copy.body
    assert "Beech Surgery" in receipt.body


def test_a_receipt_that_waits_is_not_sent_to_whom_the_practice_does_not_concern_any_more(submit, manager):
    submit(line())
    manager.grants.all().delete()

    work()

    assert mail.outbox == []
    assert Message.objects.get().state == Message.State.STOPPED


def test_a_refused_submission_leaves_no_letter(check, manager):
    check(line(list_close=999))

    assert Message.objects.count() == 0


def test_the_receipt_s_page_says_what_became_of_the_letter(submit, manager, client_of):
    (version,) = submit(line())
    page = reverse("upload_detail", args=[version.upload_id])

    assert "will be sent to Manager" in client_of(manager).get(page).content.decode()
    work()
    assert "went to Manager" in client_of(manager).get(page).content.decode()


def test_texts_of_receipts_are_for_whom_they_still_concern(submit, manager, stranger):
    submit(line())
    found = letters(receipts.RECEIPT)

    assert receipts.readable_receipts(manager, found) == {found[0].pk}
    assert receipts.readable_receipts(stranger, found) == set()


def test_copies_are_for_whom_the_practice_still_concerns(submit, manager, data_officer, neighbour):
    submit(line(), by=data_officer)
    found = letters(receipts.COPY)
    other = make_person("other@example.org", Role.PRACTICE_MANAGER, organisation=neighbour)

    assert receipts.readable_copies(manager, found) == {found[0].pk}
    assert receipts.readable_copies(other, found) == set()
