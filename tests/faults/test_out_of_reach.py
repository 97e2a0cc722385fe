"""The disk is full, or the database does not answer: nothing was changed, it is said, and it works again afterwards (D34)."""

import resource
import sqlite3
import threading
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from practices.models import Upload
from tests.faults.conftest import FILES
from tests.measures.made_returns import line, return_file

pytestmark = pytest.mark.django_db(transaction=True)

SORRY = "We could not save your file. Nothing was changed. Try again"
LARGE = 4_800_000


@pytest.fixture
def browser(manager):
    found = Client(raise_request_exception=False)
    found.force_login(manager)
    return found


def post(browser, content):
    return browser.post(reverse("return_upload"), {"file": SimpleUploadedFile("return.csv", content)})


def assert_sorry(answer):
    page = answer.content.decode()
    assert answer.status_code == 503
    assert SORRY in page
    assert "Traceback" not in page
    assert "reference" in page.lower()


@contextmanager
def no_room_beyond(size):
    """No file of this process may grow beyond `size` bytes: the system refuses the write in the middle."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fills_while_a_file_is_stored_leaves_nothing_of_it(browser):
    """D34: a real write that the system refuses midway."""
    with no_room_beyond(LARGE - 100_000):
        answer = post(browser, b"x" * LARGE)

    assert_sorry(answer)
    assert not Upload.objects.exists()
    assert not [path for path in (FILES / "uploads").rglob("*") if path.is_file()]


def test_files_are_taken_again_when_there_is_room(browser):
    """D34"""
    with no_room_beyond(LARGE - 100_000):
        post(browser, b"x" * LARGE)

    assert post(browser, return_file(line())).status_code == 302
    assert Upload.objects.get().stored_path


@pytest.fixture
def other_writer():
    """Another process's hand on the file of the database."""
    if connection.vendor != "sqlite":
        pytest.skip("One writer at a time is SQLite's")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def wait_no_longer_than(milliseconds):
    connection.cursor().execute(f"PRAGMA busy_timeout = {milliseconds}")


def test_a_writer_waits_for_another(browser, other_writer):
    """D34"""
    threading.Timer(0.5, other_writer.rollback).start()

    assert post(browser, return_file(line())).status_code == 302


def test_a_database_that_stays_locked_is_said(browser, other_writer):
    """D34: never a fault of the program, and the same form is taken when the lock is gone."""
    wait_no_longer_than(200)

    answer = post(browser, return_file(line()))

    assert_sorry(answer)
    other_writer.rollback()
    assert post(browser, return_file(line())).status_code == 302
    wait_no_longer_than(20_000)


def test_a_database_that_was_restarted_is_said_and_found_again(browser):
    """D34: the server ends every connection, as it does when it is restarted."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    connection.ensure_connection()
    end_connections_of_this_database(connection.connection.info.backend_pid)

    assert_sorry(browser.get(reverse("return_upload")))
    connection.close()

    assert browser.get(reverse("return_upload")).status_code == 200


def end_connections_of_this_database(process):
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [process])
    other.close()
