"""I6: stored files, their rows and their sha256 agree, with no orphan either way; what is frozen in a row is in frozen.py."""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from collaborative import material_storage
from collaborative.actions.journeys import pictures
from collaborative.models import JourneyMap, MaterialVersion
from collaborative.verifying import frozen
from collaborative.verifying.findings import ON_ITS_WAY, Finding, of_rows
from practices.models import Upload
from practices.stored_files import path_in
from practices.uploads import storage
from practices.uploads.models import UploadState
from registers.actions import stored_copies
from registers.models import DataRequest

# What waits for somebody, or was taken in, is nothing without its file.
WITH_A_FILE = (UploadState.NEEDS_CONFIRMING, UploadState.READY, UploadState.APPLYING)
# A refused file's last day is looked at once a night.
A_NIGHT = timedelta(hours=26)


@dataclass(frozen=True)
class Store:
    """A folder of files that people sent. `rows()` gives (id, path within the folder, sha256 or "" where none is kept)."""

    model: type
    folder: Callable[[], Path]
    rows: Callable[[], list[tuple]]

    @property
    def name(self) -> str:
        return self.model._meta.label


def uploads() -> list[tuple]:
    return list(Upload.objects.exclude(stored_path="").order_by("pk").values_list("pk", "stored_path", "sha256"))


def materials() -> list[tuple]:
    return list(MaterialVersion.objects.order_by("pk").values_list("pk", "stored_path", "sha256"))


def journeys() -> list[tuple]:
    found = JourneyMap.objects.exclude(picture_path="").order_by("pk").values_list("pk", "picture_path")
    return [(*row, "") for row in found]


def copies() -> list[tuple]:
    found = DataRequest.objects.exclude(stored_path="").order_by("pk").values_list("pk", "stored_path")
    return [(*row, "") for row in found]


STORES = (
    Store(Upload, storage.folder, uploads),
    Store(MaterialVersion, material_storage.folder, materials),
    Store(JourneyMap, lambda: Path(pictures().location), journeys),
    Store(DataRequest, stored_copies.folder, copies),
)


def agree_with_their_rows() -> Iterator[Finding]:
    for store in STORES:
        yield from of_store(store)
    without = Upload.objects.filter(state__in=WITH_A_FILE, stored_path="").order_by("pk").values_list("pk", flat=True)
    yield from of_rows(Upload, without, "waits for somebody, and its file is not kept")
    over = Upload.objects.filter(kept_until__lt=timezone.now() - A_NIGHT).exclude(stored_path="").order_by("pk")
    refused = over.filter(state=UploadState.NEEDS_FIXING).values_list("pk", flat=True)
    yield from of_rows(Upload, refused, "was refused, and its file is kept past its day")
    yield from frozen.have_their_digests()


def of_store(store: Store) -> Iterator[Finding]:
    """Files come and go meanwhile: what seems wrong is looked at once more, against the row as it is then."""
    folder = store.folder()
    rows = store.rows()
    doubtful = {pk: what for pk, stored_path, sha256 in rows if (what := fault_of(folder, stored_path, sha256))}
    orphans = left_in(folder) - named(rows)
    if doubtful or orphans:
        rows = store.rows()
        still = {pk for pk, stored_path, sha256 in rows if pk in doubtful and fault_of(folder, stored_path, sha256)}
        yield from (Finding(what, store.name, str(pk)) for pk, what in doubtful.items() if pk in still)
        left = sorted(path for path in orphans - named(rows) if (folder / path).exists())
        yield from (Finding(f"no row of {store.name} names this file", folder.name, path) for path in left)


def named(rows) -> set[str]:
    return {str(Path(stored_path)) for _, stored_path, _ in rows}


def fault_of(folder: Path, stored_path: str, sha256: str) -> str:
    """What is wrong with a file that a row names; "" for nothing."""
    try:
        path = path_in(folder, stored_path)
    except ValueError:
        return "names a file outside its folder"
    try:
        is_same = not sha256 or digest_of(path) == sha256
    except OSError:
        return "its file is not there"
    if not sha256 and not path.is_file():
        return "its file is not there"
    return "" if is_same else "its file is not what was sent: another sha256"


def digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def left_in(folder: Path, after: timedelta = ON_ITS_WAY) -> set[str]:
    """The files that are not just being written: a file is there a moment before its row."""
    return {path for path in files_in(folder) if is_left(folder / path, after)}


def is_left(path: Path, after: timedelta) -> bool:
    try:
        return time.time() - path.stat().st_mtime > after.total_seconds()
    except FileNotFoundError:
        return False
