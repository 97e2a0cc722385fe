"""A backup while everything runs: database and files belong together, and nothing is in it that may not be (I6, D22)."""

import os
import signal
import sqlite3
import subprocess
import threading
from contextlib import closing

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, connections

from collaborative.backups import archive as archives
from collaborative.backups import contents, databases, making, restoring
from collaborative.backups.archive import BackupRefused
from collaborative.backups.sealing import NoSecret
from operations.models import AuditEvent, Job, Message
from practices.uploads import actions as uploads
from practices.uploads import storage
from tests.measures.made_returns import line, return_file

pytestmark = pytest.mark.django_db(transaction=True)


def unpacked(archive, folder):
    folder.mkdir()
    with archive.open("rb") as stream:
        return archives.unpack(stream, folder, making.secret_of_settings())


def rows_of_copy(folder):
    """The stored paths that the copy's uploads name, of files that were checked."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "database.sqlite3")) as copy:
            return {path for (path,) in copy.execute(contents.UPLOADS.question())}
    table = ["--data-only", "--table=practices_upload", "--file=-", str(folder / "database.dump")]
    dump = subprocess.run([databases.found("pg_restore"), *table], capture_output=True, text=True, check=True).stdout
    header = next(line for line in dump.splitlines() if line.startswith("COPY"))
    names = header[header.index("(") + 1 : header.index(")")].split(", ")
    rows = [
        dict(zip(names, row.split("\t"), strict=True)) for row in dump.splitlines() if row.count("\t") == len(names) - 1
    ]
    return {row["stored_path"] for row in rows if row["stored_path"] and row["state"] in contents.CHECKED}


def test_rows_and_files_agree_although_people_send_and_withdraw_meanwhile(version, check, manager, archive, tmp_path):
    """I6: the backup is taken in the middle of it."""
    stop = threading.Event()

    def send_and_withdraw():
        number = 0
        while not stop.is_set():
            number += 1
            upload = check(line(gp_consultations=100 + number), by=manager)
            if number % 2:
                uploads.withdraw(upload, by=manager)
        connections.close_all()

    writer = threading.Thread(target=send_and_withdraw)
    writer.start()
    try:
        for number in range(3):
            making.make(tmp_path / f"backup-{number}")
    finally:
        stop.set()
        writer.join()

    for number in range(3):
        folder = tmp_path / f"unpacked-{number}"
        manifest = unpacked(tmp_path / f"backup-{number}", folder)
        files = {name.removeprefix("files/uploads/") for name in manifest.members if name.startswith("files/uploads/")}
        assert files == rows_of_copy(folder)


def test_child_that_was_forked_during_a_backup_does_not_keep_the_next_one_out(archive):
    """A web process starts the reader of a file at any time; until it runs, it holds all that its parent had open."""
    with making.stage():
        child = os.fork()
        if child == 0:
            signal.pause()
    try:
        making.make(archive)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    assert archive.exists()


def test_file_that_was_not_checked_yet_is_left_out(version, manager, archive):
    """D22: it may hold anything."""
    waiting = uploads.receive(by=manager, kind="monthly_return", name="r.csv", content=return_file())

    made = making.make(archive)

    assert (made.files, made.left_out) == (1, 1)
    assert restoring.check(archive).left_out == [waiting.stored_path]


def test_sender_of_a_file_that_was_left_out_is_asked_for_it_again(manager):
    waiting = uploads.receive(by=manager, kind="monthly_return", name="r.csv", content=return_file())

    assert restoring.to_be_sent_again([waiting.stored_path]) == 1

    waiting.refresh_from_db()
    assert (waiting.state, waiting.stored_path) == ("failed", "")


def test_file_that_rows_name_and_that_is_gone_stops_the_backup(version, archive):
    storage.path_of(version.upload.stored_path).unlink()

    with pytest.raises(BackupRefused, match="1 files"):
        making.make(archive)

    assert not archive.exists()


def test_production_makes_no_open_backup(settings, archive):
    settings.PRODUCTION, settings.BACKUP_PASSPHRASE = True, ""

    with pytest.raises(NoSecret):
        making.make(archive)


def test_archive_that_is_there_is_not_overwritten(archive):
    archive.write_bytes(b"yesterday's")

    with pytest.raises(BackupRefused):
        making.make(archive)

    assert archive.read_bytes() == b"yesterday's"


def test_what_a_killed_backup_left_is_cleared_away(archive):
    left = contents.data_dir() / ".backup-killed"
    left.mkdir()
    (left / "link").write_text("of a file that was removed since")

    making.make(archive)

    assert sorted(contents.data_dir().glob(".backup-*/")) == []


def test_making_is_on_the_trail(archive):
    made = making.make(archive)

    assert AuditEvent.objects.get(event="backup.made").details["sha256"] == made.sha256


def test_nobody_is_signed_in_after_a_restore(archive):
    """D6: whoever was signed in then may have left since."""
    SessionStore().save(must_create=True)

    restoring.make_good(an_empty_manifest())

    assert not Session.objects.exists()


def test_letter_that_waited_is_not_sent_twice(manager):
    """O2"""
    Message.objects.create(
        kind="reminder",
        period="2006-12",
        person_id=manager.pk,
        person_name="M",
        address="m@example.org",
        subject="s",
        body="b",
    )

    restoring.make_good(an_empty_manifest())

    assert Message.objects.get().state == "uncertain"


def test_work_that_was_to_do_is_to_do_again(version):
    """The queue is in no backup: the rows are enough."""
    Job.objects.create(kind="test", key="running", state="running", attempts=3, lease_until="2007-01-01T00:00Z")

    restoring.make_good(an_empty_manifest())

    job = Job.objects.get(key="running")
    assert (job.state, job.attempts, job.lease_until) == ("queued", 0, None)


def an_empty_manifest():
    return archives.Manifest(
        "2007-02-08T02:00:00+00:00", connection.vendor, [], f"2007-02-08T02:00:00+00:00 0 {'0' * 64}", []
    )
