"""Making a backup while everything runs: the files are held, then the database is copied, then what its rows name is packed.

A file that is removed meanwhile is held by a link; one that comes later is in no row of the copy, and left out. So database and
files of a backup always belong together (I6).
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from collaborative.backups import archive, contents, databases
from collaborative.backups.archive import BackupRefused, Manifest
from collaborative.backups.sealing import NoSecret, Secret
from operations import audit
from operations.anchors import Anchor
from operations.chain import START

TRIES = 3
STAGE = ".backup-"


@dataclass(frozen=True)
class Made:
    files: int
    left_out: int
    size: int
    sha256: str
    is_sealed: bool


def secret_of_settings() -> Secret:
    """What to seal and open with; empty where nothing is set. Raises NoSecret."""
    return Secret(settings.BACKUP_PASSPHRASE, settings.BACKUP_KEY)


def make(path: Path) -> Made:
    """Write one archive of everything that cannot be made again. Raises BackupRefused, NoSecret, OSError; no half archive stays."""
    secret = secret_of_settings()
    if settings.PRODUCTION and not secret:
        raise NoSecret("Set BACKUP_PASSPHRASE or BACKUP_KEY: an open backup of patients' data is not made")
    if path.exists():
        raise BackupRefused(f"{path} is there already. Give another name")
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with stage() as folder, unfinished.open("wb") as stream:
            os.fchmod(stream.fileno(), 0o600)
            manifest = pack(stream, folder, secret)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return made(path, manifest, bool(secret))


def made(path: Path, manifest: Manifest, is_sealed: bool) -> Made:
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    files = sum(name.startswith(f"{contents.FILES}/") for name in manifest.members)
    found = Made(files, len(manifest.left_out), path.stat().st_size, sha256, is_sealed)
    audit.record("backup.made", files=found.files, bytes=found.size, sha256=sha256, sealed=is_sealed)
    return found


@contextmanager
def stage():
    """A folder beside the files, for links to them; one backup at a time, which clears away what a killed one has left."""
    with (contents.data_dir() / f"{STAGE}lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused("Another backup is being made") from None
        try:
            for left in contents.data_dir().glob(f"{STAGE}*/"):
                shutil.rmtree(left)
            with tempfile.TemporaryDirectory(prefix=STAGE, dir=contents.data_dir()) as folder:
                yield Path(folder)
        finally:
            # Closing alone would leave it with a child that another thread forked meanwhile.
            fcntl.flock(lock, fcntl.LOCK_UN)


def pack(stream, folder: Path, secret: Secret) -> Manifest:
    """A file that came and went between the holding and the copy is in the copy's rows: then all of it is done again."""
    for number in range(TRIES):
        attempt = folder / str(number)
        attempt.mkdir()
        contents.hold(contents.named(ask_now), attempt)
        with databases.copied(attempt) as (copy, ask):
            names = contents.named(ask)
            gone = contents.hold(names, attempt)
            if not gone:
                manifest = manifest_of(ask)
                write(stream, manifest, secret, attempt, copy, names)
                return manifest
    raise BackupRefused(f"{len(gone)} files that rows name are not there: see manage.py verify --only I6")


def ask_now(question: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def manifest_of(ask) -> Manifest:
    now = timezone.now().isoformat(timespec="seconds")
    events, last = next(iter(ask("SELECT events, last_hash FROM operations_audithead")), (0, START))
    return Manifest(
        made_at=now,
        database=connection.vendor,
        migrations=[f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations ORDER BY app, name")],
        anchor=Anchor(now, events, last).line,
        left_out=contents.not_yet_checked(ask),
    )


def write(stream, manifest: Manifest, secret: Secret, attempt: Path, copy: Path, names) -> None:
    """The ledgers are read last: they may say more than the copy, never less."""
    with archive.writing(stream, manifest, secret) as writer:
        writer.add(copy.name, copy)
        for name, path in contents.held_files(names, attempt):
            writer.add(name, path)
        for name, path in contents.ledgers().items():
            if path.exists():
                held = attempt / f"ledger-{name}"
                shutil.copyfile(path, held)
                writer.add(name, held)
