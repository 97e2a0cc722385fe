"""Where sent files lie: under DATA_DIR/uploads, by a name that the application makes (D19)."""

import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from practices.stored_files import path_in, write_whole


def folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


def path_of(stored_path: str) -> Path:
    """The file of an upload. Raises ValueError for a path that leads out of the folder, however it got there."""
    return path_in(folder(), stored_path)


def store(content, upload_id: uuid.UUID) -> str:
    """Keep the bytes, or the handlers.StreamedFile, and return the stored path, which is relative.

    The file is whole or not there at all. Raises OSError when the disk is full or the folder cannot be written.
    """
    stored_path = f"{upload_id.hex[:2]}/{upload_id.hex}"
    if isinstance(content, bytes):
        write_whole(path_of(stored_path), content)
    else:
        content.move_to(path_of(stored_path))
    return stored_path


def incoming() -> Path:
    """A new place for a file that is still coming in; one that stays there is removed as an orphan."""
    path = folder() / "incoming" / f"{uuid.uuid4().hex}.part"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def read(stored_path: str) -> bytes:
    """The bytes as sent. Raises FileNotFoundError where the file was removed."""
    return path_of(stored_path).read_bytes()


def remove(stored_path: str) -> None:
    """Forget a file; nothing happens when it is gone already."""
    if stored_path:
        path_of(stored_path).unlink(missing_ok=True)


def stored_paths(written_within: timedelta = timedelta.max) -> set[str]:
    """The files that lie there, unfinished ones included, as uploads name them.

    With `written_within`, those in folders in which something was put or taken since: a look every few seconds need not
    ask the disk about each of a hundred thousand files.
    """
    found = folder().rglob("*") if written_within == timedelta.max else lately_touched(written_within)
    return {str(path.relative_to(folder())) for path in found if path.is_file()}


def lately_touched(written_within: timedelta) -> Iterator[Path]:
    for path in folder().glob("*"):
        yield path
        if path.is_dir() and since(path) < written_within:
            yield from path.rglob("*")


def age(stored_path: str) -> timedelta:
    """How long ago the file was written, by the disk's clock; nothing for one that is gone meanwhile."""
    return since(path_of(stored_path))


def since(path: Path) -> timedelta:
    try:
        return timedelta(seconds=time.time() - path.stat().st_mtime)
    except FileNotFoundError:
        return timedelta(0)
