"""What is covered and what is missing; sending a file of the register."""

from datetime import date

import pytest
from django.urls import reverse

from operations.models import AuditEvent, Job
from practices.models import Upload
from practices.uploads import storage
from practices.uploads.models import UploadState
from registers.files.schemas import KINDS
from registers.models import CoveredMonth, ImportProfile, ProfileConfirmation
from tests.registers import people
from tests.registers.extracts.sent import made_ready, post, send

pytestmark = pytest.mark.django_db


def home(client, practice):
    return client.get(reverse("extract_home", args=[practice.ods_code])).content.decode()


def upload_page(client, practice, kind="consultations"):
    return client.get(reverse("extract_upload", args=[practice.ods_code, kind])).content.decode()


def test_without_a_key_check_value_the_page_says_what_to_do_first_d40(client_of, manager, practice):
    client = client_of(manager)

    assert "First make your key" in home(client, practice)
    assert "no key-check value yet" in upload_page(client, practice)


def test_what_is_missing_for_the_months_return_is_named(client_of, manager, practice):
    people.make_register(practice)
    people.cover(practice, date(2007, 1, 1), kinds=("register", "referrals"))

    text = home(client_of(manager), practice)

    assert "What is missing for Jan 2007" in text
    assert "we still need: consultations and sick notes." in text
    assert reverse("extract_upload", args=["A99001", "consultations"]) in text


def test_a_month_that_is_complete_leads_to_the_return(client_of, manager, practice):
    people.make_register(practice)
    people.cover(practice, date(2007, 1, 1), kinds=("register", "consultations", "referrals", "sick_notes"))

    assert "Jan 2007 is complete" in home(client_of(manager), practice)


def test_the_grid_says_for_each_month_and_kind_whether_it_was_sent(client_of, manager, practice, neighbour):
    people.make_register(practice)
    people.cover(practice, date(2006, 12, 1))
    people.cover(neighbour, date(2006, 11, 1))

    text = home(client_of(manager), practice)

    assert text.count('<strong class="nhsuk-tag nhsuk-tag--green">Sent</strong>') == len(KINDS)
    assert text.count("Not sent</strong>") == 11 * len(KINDS)


def test_home_needs_the_same_queries_however_much_was_sent(client_of, manager, practice, django_assert_max_num_queries):
    people.make_register(practice)
    months = [date(2004 + back // 12, back % 12 + 1, 1) for back in range(30)]
    people.cover(practice, *months)
    client = client_of(manager)
    for number in range(12):
        send(client, practice, f"a,{number}\n".encode())

    with django_assert_max_num_queries(20):
        assert home(client, practice).count("Received") == 10


def test_a_clinician_sees_what_is_covered_and_sends_nothing(client_of, manager, clinician, practice):
    people.make_register(practice)
    upload = send(client_of(manager), practice)

    text = home(client_of(clinician), practice)

    assert "What is covered" in text
    assert upload.reference not in text
    assert "extracts/consultations/upload" not in text


def test_the_upload_page_names_every_column_and_what_is_allowed(client_of, manager, practice):
    text = upload_page(client_of(manager), practice, "sick_notes")

    assert "closed_return_date" in text
    assert "One of med3, med5, med4, fitnote" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_kept_and_its_check_put_down(client_of, manager, practice, kind):
    upload = send(client_of(manager), practice, b"a,b\n1,2\n", kind=kind)

    assert (upload.kind, upload.state, upload.may_send_for) == (kind, UploadState.RECEIVED, ["A99001"])
    assert list(upload.practices.all()) == [practice]
    assert Job.objects.get().payload == {"upload": str(upload.pk)}
    assert storage.stored_paths() == {upload.stored_path}
    assert storage.read(upload.stored_path) == b"a,b\n1,2\n"


def test_a_kind_that_there_is_not_is_not_found(client_of, manager, practice):
    client = client_of(manager)

    assert post(client, practice, b"a", kind="monthly_return").status_code == 404
    assert client.get(reverse("extract_template", args=["A99001", "letters", "csv"])).status_code == 404


def test_the_import_profile_is_kept_and_offered_again(client_of, manager, practice):
    client = client_of(manager)
    profile = ImportProfile.objects.create(name="Our export", system="EMIS", kind="consultations", practice=practice)

    upload = send(client, practice, profile=profile.pk)

    assert upload.context == {"profile": profile.pk}
    assert f'<option value="{profile.pk}" selected>EMIS: Our export</option>' in upload_page(client, practice)


def test_a_shipped_profile_says_whether_the_practice_found_it_right(client_of, manager, practice):
    client = client_of(manager)
    profile = ImportProfile.objects.create(name="Usual", system="Vision", kind="consultations", slug="vision")
    assert "Vision: Usual (not yet confirmed by your practice)" in upload_page(client, practice)

    ProfileConfirmation.objects.create(profile=profile, practice=practice, confirmed_by=manager)

    assert "Vision: Usual</option>" in upload_page(client, practice)


def test_a_profile_of_another_practice_is_no_choice_d11(client_of, manager, practice, neighbour):
    foreign = ImportProfile.objects.create(name="Theirs", system="EMIS", kind="consultations", practice=neighbour)

    response = post(client_of(manager), practice, b"a,b\n", profile=foreign.pk)

    assert response.status_code == 200
    assert "Theirs" not in response.content.decode()
    assert storage.stored_paths() == set()


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_templates_are_empty_and_never_hold_a_key_check_value_c1(client_of, manager, practice, kind, extension):
    people.make_register(practice)
    people.make_entry(practice)

    response = client_of(manager).get(reverse("extract_template", args=["A99001", kind, extension]))

    assert response["Content-Disposition"].startswith("attachment")
    assert people.KEY_CHECK.encode() not in response.content
    if extension == "csv":
        names, *rows = response.content.decode("utf-8-sig").splitlines()
        assert "key_check" in names.split(",")
        assert rows == []


def test_the_last_file_of_each_kind_and_what_waits_are_shown(client_of, manager, practice):
    client = client_of(manager)
    first, second = send(client, practice, b"a\n1\n"), send(client, practice, b"a\n2\n")
    for upload in (first, second):
        made_ready(upload).move_to(UploadState.SUBMITTED)
    waiting = made_ready(send(client, practice, b"a\n3\n"))

    text = home(client, practice)

    assert second.reference in text
    assert first.reference not in text
    assert waiting.reference in text


def test_the_trail_names_the_file_and_nothing_of_it_d36_d37(client_of, manager, practice):
    send(client_of(manager), practice, name="surgery.csv")

    event = AuditEvent.objects.get(event="upload.received")
    assert event.details == {"kind": "consultations"}


def test_nothing_is_covered_by_a_file_that_was_only_sent(client_of, manager, practice):
    """D24."""
    made_ready(send(client_of(manager), practice))

    assert not CoveredMonth.objects.exists()
    assert Upload.objects.get().rows == []
