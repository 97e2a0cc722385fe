"""A large file on its way in: nothing of what is not kept stays, whatever went wrong (D18, D22)."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from operations.models import AuditEvent
from practices.models import Upload
from practices.uploads import storage
from registers.files.schemas import KINDS
from registers.forms.extracts import WORKBOOK
from registers.views import extracts
from tests.practices.made_files import NHS_NUMBER
from tests.practices.test_uploads_forgetting import everything_in_the_database
from tests.registers.extracts.sent import post, send

pytestmark = pytest.mark.django_db


def nothing_was_kept():
    return storage.stored_paths() == set() and not Upload.objects.exclude(stored_path="").exists()


def test_nothing_chosen_is_said_on_the_page_b1(client_of, manager, practice):
    href = reverse("extract_upload", args=["A99001", "referrals"])

    response = client_of(manager).post(href, {})

    assert "Select a file to upload" in response.content.decode()


def test_an_empty_file_is_refused_b2(client_of, manager, practice):
    upload = send(client_of(manager), practice, b"")

    assert upload.problems[0]["code"] == "B2"
    assert nothing_was_kept()


def test_two_files_at_once_are_refused_and_neither_is_kept_b20(client_of, manager, practice):
    files = [SimpleUploadedFile("a.csv", b"a,b\n"), SimpleUploadedFile("b.csv", b"a,b\n")]
    href = reverse("extract_upload", args=["A99001", "referrals"])

    response = client_of(manager).post(href, {"file": files})

    assert "Choose one file" in response.content.decode()
    assert nothing_was_kept()


def test_a_workbook_has_the_limit_of_a_return_b4(client_of, manager, practice):
    response = post(client_of(manager), practice, b"PK\x03\x04" + b"x" * WORKBOOK.bytes, name="a.xlsx")

    assert "must be smaller than 5 MB. Yours is 5 MB" in response.content.decode()
    assert nothing_was_kept()


def test_a_text_file_of_that_size_is_taken(client_of, manager, practice):
    upload = send(client_of(manager), practice, b"PK," + b"x" * WORKBOOK.bytes)

    assert upload.size == WORKBOOK.bytes + 3
    assert storage.path_of(upload.stored_path).stat().st_size == upload.size


def test_a_request_far_beyond_the_limit_gets_its_page_b4(client_of, manager, practice):
    href = reverse("extract_upload", args=["A99001", "referrals"])
    large = {"CONTENT_LENGTH": str(2 * extracts.LARGE.bytes), "content_type": "multipart/form-data; boundary=x"}

    response = client_of(manager).post(href, b"--x--", **large)

    assert response.status_code == 413
    assert "Files of this kind may have up to 200 MB" in response.content.decode()
    assert nothing_was_kept()


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_in_the_name_of_the_file_is_nowhere_afterwards_b19_d22(client_of, manager, practice, caplog, kind):
    caplog.set_level(logging.DEBUG)

    upload = send(client_of(manager), practice, kind=kind, name=f"{NHS_NUMBER}.csv")

    assert upload.problems[0]["code"] == "E14"
    assert nothing_was_kept()
    assert NHS_NUMBER not in everything_in_the_database() + caplog.text


def test_a_form_without_its_token_leaves_nothing(manager, practice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)

    assert post(client, practice, b"a,b\n").status_code == 403
    assert nothing_was_kept()


@pytest.mark.parametrize("who", ["clinician", "commissioner", "facilitator", "administrator"])
def test_who_is_in_scope_without_the_right_is_refused_before_the_file_is_read_r1(
    request, client_of, practice, monkeypatch, who
):
    monkeypatch.setattr(storage, "incoming", None)

    assert post(client_of(request.getfixturevalue(who)), practice, b"a,b\n").status_code == 403


def test_a_full_disk_leaves_nothing_d34(client_of, manager, practice, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("practices.uploads.handlers.os.fsync", full)
    client = client_of(manager)
    client.raise_request_exception = False

    assert post(client, practice, b"a,b\n").status_code == 503
    assert nothing_was_kept()


def test_the_same_file_is_recognised_for_the_same_practice_only_b20(client_of, manager, practice):
    client = client_of(manager)
    first = send(client, practice, b"a,b\n")
    Upload.objects.filter(pk=first.pk).update(state="submitted")

    assert send(client, practice, b"a,b\n").repeated_of == first
    assert send(client, practice, b"a,c\n").repeated_of is None
    assert send(client, practice, b"a,b\n", kind="referrals").repeated_of is None


def test_the_trail_has_no_hash_of_a_file_that_may_yet_be_forgotten_d22_d36(client_of, manager, practice):
    upload = send(client_of(manager), practice)

    assert upload.sha256 not in str(list(AuditEvent.objects.values()))
