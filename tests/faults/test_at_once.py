"""The same thing from many at once, twice, or again: one version, and the others are told (D26)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from measures.actions.returns import submit_upload
from measures.models import MonthlyReturn
from operations.models import Job
from practices.models import Upload
from practices.uploads import actions as uploads
from practices.uploads.models import UploadState
from tests.faults.conftest import nothing_waits, until
from tests.faults.threads import all_together
from tests.measures.made_returns import line, return_file

pytestmark = pytest.mark.django_db(transaction=True)

TEN = 10


@pytest.fixture
def browsers(manager):
    """Ten browsers in which the manager is signed in."""
    found = [Client(raise_request_exception=False) for _ in range(TEN)]
    for browser in found:
        browser.force_login(manager)
    return found


def post_file(browser):
    content = return_file(line())
    return browser.post(reverse("return_upload"), {"file": SimpleUploadedFile("return.csv", content)})


def submit(browser, upload):
    return browser.post(reverse("upload_submit", args=[upload.pk]))


def test_one_file_from_ten_threads_is_one_version_and_nine_are_told(browsers, practice, life):
    """D26"""
    answers = all_together(post_file, browsers)
    assert [answer.status_code for answer in answers] == [302] * TEN
    until(lambda: Upload.objects.filter(state=UploadState.READY).count() == TEN, life)

    all_together(lambda pair: submit(*pair), zip(browsers, Upload.objects.all(), strict=True))

    until(nothing_waits, life)
    assert MonthlyReturn.objects.get().version == 1
    others = Upload.objects.filter(state=UploadState.READY)
    told = [browsers[0].get(reverse("upload_detail", args=[upload.pk])).content.decode() for upload in others]
    assert len(told) == TEN - 1
    assert all("You sent this same file on 8 Feb 2007" in page for page in told)


def test_of_two_files_for_one_month_the_second_sees_what_it_would_change(send, reaches, life, manager, browsers):
    """D26"""
    first, second = [reaches(send(line(gp_consultations=number)), UploadState.READY) for number in (140, 150)]

    submit(browsers[0], first)
    submit(browsers[1], second)

    upload = reaches(second, UploadState.READY)
    assert MonthlyReturn.objects.get().gp_consultations == 140
    assert upload.rows[0]["replaces"] == MonthlyReturn.objects.get().pk


def test_two_files_submitted_at_the_same_moment_have_one_winner(send, reaches, life, manager):
    """D26"""
    both = [reaches(send(line(gp_consultations=number)), UploadState.READY) for number in (140, 150)]

    found = all_together(lambda upload: submit_upload(upload=upload, by=manager), both)

    assert sorted(isinstance(one, uploads.Overtaken) for one in found) == [False, True]
    assert MonthlyReturn.objects.get().version == 1


def test_a_double_click_on_submit_and_a_second_after_going_back_count_once(send, reaches, life, browsers):
    """D26"""
    upload = reaches(send(line()), UploadState.READY)

    all_together(lambda browser: submit(browser, upload), browsers[:2])
    again = submit(browsers[0], upload)

    assert again.url == reverse("upload_detail", args=[upload.pk])
    assert MonthlyReturn.objects.get().version == 1
    assert Job.objects.filter(kind="measures.recompute_practice").count() == 1
