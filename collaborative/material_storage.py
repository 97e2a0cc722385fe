"""Where hand-outs lie: under DATA_DIR/materials, by a name that the application makes and that tells nothing (D19)."""

import uuid
from pathlib import Path

from django.conf import settings

from practices.stored_files import path_in, write_whole


def folder() -> Path:
    return Path(settings.DATA_DIR) / "materials"


def path_of(stored_path: str) -> Path:
    """The file of a version. Raises ValueError for a path that leads out of the folder, however it got there."""
    return path_in(folder(), stored_path)


def store(content: bytes) -> str:
    """Write the bytes whole and return their stored path, which is relative. Raises OSError when the disk is full."""
    name = uuid.uuid4().hex
    stored_path = f"{name[:2]}/{name}"
    write_whole(path_of(stored_path), content)
    return stored_path


def read(stored_path: str) -> bytes:
    """The bytes as sent. Raises FileNotFoundError where the file is gone."""
    return path_of(stored_path).read_bytes()


def remove(stored_path: str) -> None:
    path_of(stored_path).unlink(missing_ok=True)
