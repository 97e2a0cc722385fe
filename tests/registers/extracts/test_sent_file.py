"""A sent extract from the list of differences to its receipt, and who knows of it."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from operations.models import AuditEvent, Job
from practices.models import Upload
from practices.uploads import actions, storage
from practices.uploads.models import UploadState
from practices.uploads.problems import error, warning
from tests.conftest import make_person
from tests.registers.extracts.sent import made_ready, post, send

pytestmark = pytest.mark.django_db
READ = ("upload_detail", "upload_progress", "upload_problems_csv", "upload_problems_xlsx")
WRITE = ("upload_confirm", "upload_submit", "upload_withdraw", "upload_check_again")
OUTSIDE = ("data_officer", "clinician", "commissioner", "facilitator", "administrator", "lay_member", "stranger")


@pytest.fixture
def ready(client_of, manager, practice):
    return made_ready(send(client_of(manager), practice))


def page(client, upload):
    return client.get(reverse("upload_detail", args=[upload.pk])).content.decode()


def submit(client, upload):
    return client.post(reverse("upload_submit", args=[upload.pk]), follow=True).content.decode()


def test_the_differences_say_what_is_added_changed_and_taken_away(client_of, manager, ready):
    text = page(client_of(manager), ready)

    assert "2 new, 1 changed, 1 taken away, 1,200 unchanged" in text
    assert "The file covers Nov 2006 to Dec 2006" in text
    assert "3 rows are about people who are not on your register" in text
    assert "Will be taken away: 1" in text
    for words in ("16 Nov 2006, GP, visit", "No. 8", "Last day on the list", "2006-12-01"):
        assert words in text


def test_looking_at_rows_about_people_is_an_event_d36(client_of, manager, practice, ready):
    page(client_of(manager), ready)

    event = AuditEvent.objects.get(event="patient.viewed")
    assert (event.actor_id, event.details) == (manager.pk, {"page": "upload_detail"})


def test_months_with_a_gap_are_not_said_to_be_covered(client_of, manager, practice):
    summary = {"added": 1, "months": ["2006-08", "2006-11", "2006-12"]}
    upload = made_ready(send(client_of(manager), practice), summary=summary, examples=[])

    assert "Aug 2006, Nov 2006 to Dec 2006" in page(client_of(manager), upload)


def test_submitting_leaves_the_storing_to_a_worker_once(client_of, manager, ready):
    client = client_of(manager)

    text = submit(client, ready)
    again = submit(client, ready)

    assert "Your file is being stored" in text
    assert reverse("upload_progress", args=[ready.pk]) in text
    assert "was submitted already" in again
    assert Job.objects.filter(kind="registers.apply_extract").count() == 1


def test_a_file_that_is_taken_back_leaves_no_examples_d38(client_of, manager, ready):
    """What it would have changed tells of people; erasure and retention look at files that are still there."""
    client_of(manager).post(reverse("upload_withdraw", args=[ready.pk]))

    ready.refresh_from_db()
    assert (ready.state, "differences" in ready.context) == (UploadState.WITHDRAWN, False)


def test_a_file_that_is_being_stored_cannot_be_taken_back(client_of, manager, ready):
    client = client_of(manager)
    submit(client, ready)

    text = client.post(reverse("upload_withdraw", args=[ready.pk]), follow=True).content.decode()

    assert "cannot be taken back any more" in text
    assert storage.stored_paths() == {ready.stored_path}


def test_a_worker_that_died_every_time_does_not_leave_the_page_waiting_d25(client_of, manager, ready):
    client = client_of(manager)
    submit(client, ready)
    Job.objects.filter(kind="registers.apply_extract").update(state=Job.State.FAILED)

    text = page(client, ready)

    assert "The file could not be stored. Nothing was changed. Try again" in text
    assert "Check it again" in text


def test_what_was_overtaken_says_so_on_the_page_d26(client_of, manager, ready):
    upload = actions.submit_to_worker(upload=ready, by=manager)
    actions.overtaken(upload, by=manager)

    text = page(client_of(manager), made_ready(upload))

    assert "had changed since your file was checked, so nothing was stored" in text


def test_the_receipt_has_the_hash_the_counts_and_the_way_on(client_of, manager, ready):
    ready.move_to(UploadState.SUBMITTED)

    text = page(client_of(manager), ready)

    assert ready.sha256 in text
    for words in ("Consultations stored", "1,206", "Taken away", "Nov 2006 to Dec 2006", ready.reference):
        assert words in text
    assert reverse("extract_home", args=["A99001"]) in text


def test_a_refused_file_leads_back_to_its_own_page(client_of, manager, practice):
    upload = send(client_of(manager), practice)
    upload.move_to(UploadState.CHECKING)
    actions.refuse(upload, [error("E16", "after death", row=3)])

    text = page(client_of(manager), upload)

    assert reverse("extract_upload", args=["A99001", "consultations"]) in text
    assert reverse("extract_template", args=["A99001", "consultations", "csv"]) in text
    assert "after death" in text


def test_a_removal_is_confirmed_with_a_reason(client_of, manager, practice):
    upload = send(client_of(manager), practice)
    upload.move_to(UploadState.CHECKING)
    actions.checked(upload, rows=[], problems=[warning("W0", "3 rows will be taken away")], practices=[practice])
    client = client_of(manager)

    refused = client.post(reverse("upload_confirm", args=[upload.pk]), {}).content.decode()
    client.post(reverse("upload_confirm", args=[upload.pk]), {"for_the_rest": "entered twice before"})

    assert "Say why this is right" in refused
    assert Upload.objects.get().state == UploadState.READY


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_but_the_practices_manager_knows_of_the_file_d11_d13(request, client_of, ready, who):
    person = request.getfixturevalue(who)
    client = client_of(person)

    answers = [client.get(reverse(name, args=[ready.pk])).status_code for name in READ]
    answers += [client.post(reverse(name, args=[ready.pk])).status_code for name in WRITE]

    assert set(answers) == {404}
    assert not Upload.objects.visible_to(person).exists()


def test_a_manager_next_door_does_not_know_of_it_d11(client_of, neighbour, ready):
    other = make_person("other@example.org", Role.PRACTICE_MANAGER, organisation=neighbour)

    assert client_of(other).get(reverse("upload_detail", args=[ready.pk])).status_code == 404


def test_the_address_of_another_practice_takes_no_file_d11(client_of, manager, neighbour):
    assert post(client_of(manager), neighbour, b"a,b\n").status_code == 404
    assert storage.stored_paths() == set()
    assert not Upload.objects.exists()
