"""How a file comes out of a request: whole and in memory, or not at all (D18, B4)."""

import tempfile

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from practices.uploads import handlers


def received(content):
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("r.csv", content), "other": "kept"})
    return request, request.FILES["file"]


def test_file_within_the_limit_comes_whole_b4():
    request, file = received(b"a,b\n" * 300_000)

    assert (file.size, file.read()) == (1_200_000, b"a,b\n" * 300_000)
    assert request.POST["other"] == "kept"


def test_file_over_the_limit_comes_with_its_size_and_nothing_else_b4():
    _, file = received(b"x" * 7_200_000)

    assert (file.size, file.read()) == (7_200_000, b"")


def test_request_far_beyond_the_limit_is_not_read_d18(monkeypatch):
    monkeypatch.setattr(handlers, "LARGEST_REQUEST", 1000)

    with pytest.raises(RequestDataTooBig):
        received(b"x" * 2000)


def test_no_file_is_written_while_receiving_d22(monkeypatch):
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)

    assert received(b"x" * 4_900_000)[1].size == 4_900_000
