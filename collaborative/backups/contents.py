"""Which files belong into a backup: those that people sent and that were checked. What can be made again is left out.

A file that has not been checked yet may hold anything, a patient's number too, and is in no backup (D22): whoever sent it is
asked to send it again. Reports, exports, mails and the queue are made anew.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from collaborative.models import JourneyMap, MaterialVersion
from operations import anchors
from practices.models import Upload
from practices.stored_files import path_in
from practices.uploads.models import UploadState
from registers import erasures
from registers.models import DataRequest

CHECKED = (
    UploadState.NEEDS_FIXING,
    UploadState.NEEDS_CONFIRMING,
    UploadState.READY,
    UploadState.APPLYING,
    UploadState.SUBMITTED,
)


@dataclass(frozen=True)
class Store:
    """A folder under DATA_DIR, and the column that names its files. Only the rows in `states`, where there are any."""

    folder: str
    model: type
    column: str
    states: tuple[str, ...] = ()

    def question(self, *, checked=True) -> str:
        """SQL, since a copy is asked and not the database that Django knows."""
        named = f"SELECT {self.column} FROM {self.model._meta.db_table} WHERE {self.column} <> ''"
        states = ", ".join(f"'{state}'" for state in self.states)
        return f"{named} AND state {'IN' if checked else 'NOT IN'} ({states})" if states else named


UPLOADS = Store("uploads", Upload, "stored_path", CHECKED)
STORES = (
    UPLOADS,
    Store("materials", MaterialVersion, "stored_path"),
    Store("journeys", JourneyMap, "picture_path"),
    Store("data_requests", DataRequest, "stored_path"),
)
FOLDERS = tuple(store.folder for store in STORES)
FILES = "files"


def data_dir() -> Path:
    return Path(settings.DATA_DIR)


def ledgers() -> dict[str, Path]:
    """Name in the archive -> lines that are only ever added to: whom was erased, and what the trail was."""
    return {"erasures.jsonl": erasures.ledger(), "anchors.txt": anchors.kept_in()}


def named(ask) -> set[str]:
    """The files that the rows name, as paths within DATA_DIR."""
    return {f"{store.folder}/{path}" for store in STORES for (path,) in ask(store.question())}


def not_yet_checked(ask) -> list[str]:
    return sorted(path for (path,) in ask(UPLOADS.question(checked=False)))


def hold(names, stage: Path) -> set[str]:
    """Keep these files for us under `stage`, whatever becomes of them; returns those that were gone. A link costs nothing."""
    gone = set()
    for name in names:
        held = path_in(stage, name)
        if not held.exists() and not link(path_in(data_dir(), name), held):
            gone.add(name)
    return gone


def link(path: Path, held: Path) -> bool:
    held.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.link(path, held)
    except FileNotFoundError:
        return False
    except OSError:
        # A disk that knows no links.
        try:
            shutil.copyfile(path, held)
        except FileNotFoundError:
            return False
    return True


def held_files(names, stage: Path) -> Iterator[tuple[str, Path]]:
    for name in sorted(names):
        yield f"{FILES}/{name}", path_in(stage, name)
