"""Putting a backup back: looked at whole before anything is written, then database and files, then who was erased since.

The order is that of safety: nothing is opened to anybody before the ledger of erasures has been applied again (D38).
"""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from collaborative.backups import archive, contents, databases
from collaborative.backups.archive import BackupRefused, Manifest
from collaborative.backups.making import secret_of_settings
from operations import anchors, audit
from operations.models import Job, Message
from practices.models import Upload
from practices.uploads import actions as uploads
from practices.uploads.models import UploadState
from registers.actions import erasing
from workforce.actions import erasing as staff_erasing

STAGE = ".restore-"
NOT_IN_BACKUP = "The file had not been checked when the backup was made. Send it again"
PERHAPS_SENT = "Restored from a backup: perhaps it was sent after the backup was made"


@dataclass(frozen=True)
class Restored:
    made_at: str
    files: int
    erased_again: int
    to_be_sent_again: int
    letters_uncertain: int


def check(path: Path) -> Manifest:
    """Read an archive whole and hold it to its list; nothing is written but a folder that is removed again."""
    with tempfile.TemporaryDirectory(prefix=STAGE, dir=contents.data_dir()) as folder:
        return looked_at(path, Path(folder))


def looked_at(path: Path, folder: Path) -> Manifest:
    with path.open("rb") as stream:
        manifest = archive.unpack(stream, folder, secret_of_settings())
    if manifest.database != connection.vendor:
        raise BackupRefused(f"This is a backup of {manifest.database}, and the database here is {connection.vendor}")
    if databases.NAMES[connection.vendor] not in manifest.members:
        raise BackupRefused("There is no database in this backup")
    return manifest


def restore(path: Path, *, replace=False, erasures: Path | None = None) -> Restored:
    """Raises BackupRefused or NoSecret before anything is changed. `erasures` is a later ledger than that of the archive."""
    if not replace and (there := what_is_there()):
        raise BackupRefused(f"Here is something already: {', '.join(there)}. Say --replace to lose it")
    contents.data_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=STAGE, dir=contents.data_dir()) as folder:
        manifest = looked_at(path, Path(folder))
        databases.refuse_others()
        join_ledgers(Path(folder), erasures)
        databases.put_back(Path(folder) / databases.NAMES[connection.vendor])
        put_back_files(Path(folder) / contents.FILES)
    call_command("migrate", verbosity=0, interactive=False)
    return make_good(manifest)


def what_is_there() -> list[str]:
    found = ["a database"] if databases.tables() else []
    folders = [contents.data_dir() / name for name in contents.FOLDERS]
    return found + [
        folder.name for folder in folders if folder.is_dir() and any(p.is_file() for p in folder.rglob("*"))
    ]


# ---- files


def put_back_files(stage: Path) -> None:
    for name in contents.FOLDERS:
        target = contents.data_dir() / name
        if target.exists():
            shutil.rmtree(target)
        if (stage / name).exists():
            (stage / name).rename(target)


def join_ledgers(stage: Path, erasures: Path | None) -> None:
    """What is here, what the backup has and what was kept elsewhere, every line once: nobody who was erased is forgotten."""
    for name, kept in contents.ledgers().items():
        others = [erasures] if erasures and name == "erasures.jsonl" else []
        lines = dict.fromkeys(line for source in [stage / name, kept, *others] for line in lines_of(source))
        if lines:
            kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished = kept.with_name(f"{kept.name}.part")
            unfinished.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            unfinished.chmod(0o600)
            unfinished.replace(kept)


def lines_of(path: Path) -> Iterable[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []


# ---- what must not come back as it was


@transaction.atomic
def make_good(manifest: Manifest) -> Restored:
    """Signed-in people, letters and files as they were then are not as they are now; erased people are erased again."""
    Session.objects.all().delete()
    erased, staff = erasing.reapply(), staff_erasing.reapply()
    uncertain = letters_perhaps_sent()
    work_begins_anew()
    again = to_be_sent_again(manifest.left_out)
    files = sum(name.startswith(f"{contents.FILES}/") for name in manifest.members)
    found = Restored(manifest.made_at, files, erased_again(erased, staff), again, uncertain)
    told(manifest, found)
    return found


def erased_again(patients: dict, staff: dict) -> int:
    """People, of what the two ledgers brought away again."""
    rows = [
        *(counts.get("Person", 0) for counts in patients.values()),
        *(counts["Worker"] for counts in staff.values()),
    ]
    return sum(rows)


def told(manifest: Manifest, found: Restored) -> None:
    """On the trail, and beside it: anchors of events that the backup did not have no longer count."""
    then = anchors.parsed(manifest.anchor, 1)
    anchors.append(anchors.Anchor(then.at, then.events, then.hash, is_restored=True))
    audit.record("backup.restored", made_at=manifest.made_at, files=found.files, erased_again=found.erased_again)


def letters_perhaps_sent() -> int:
    """Letters that waited when the backup was made have most likely gone since; twice is worse than late (O2)."""
    waiting = Message.objects.filter(state__in=[Message.State.WAITING, Message.State.SENDING])
    return waiting.update(state=Message.State.UNCERTAIN, lease_until=None, error=PERHAPS_SENT)


def work_begins_anew() -> None:
    """What was to do then is to do now: the sweep finds it, whatever the queue holds."""
    unfinished = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING], not_before__lte=timezone.now())
    unfinished.update(state=Job.State.QUEUED, attempts=0, lease_until=None, not_before=timezone.now())


def to_be_sent_again(stored_paths: list[str]) -> int:
    left_out = Upload.objects.filter(stored_path__in=stored_paths)
    for upload in left_out:
        if upload.may_move_to(UploadState.FAILED):
            uploads.fail(upload, NOT_IN_BACKUP)
    return Upload.objects.filter(stored_path__in=stored_paths).update(stored_path="")
