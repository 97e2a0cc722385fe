"""Where hand-outs lie: under DATA_DIR/materials, by a name that the application makes and that tells nothing (D19)."""

import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    return Path(settings.DATA_DIR) / "materials"


def path_of(stored_path: str) -> Path:
    """The file of a version. Raises ValueError for a path that leads out of the folder, however it got there."""
    path = (folder() / stored_path).resolve()
    if not stored_path or not path.is_relative_to(folder().resolve()):
        raise ValueError("not a stored file")
    return path


def store(content: bytes) -> str:
    """Write the bytes whole and return their stored path, which is relative. Raises OSError when the disk is full."""
    name = uuid.uuid4().hex
    stored_path = f"{name[:2]}/{name}"
    path = path_of(stored_path)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".part")
    try:
        with unfinished.open("wb") as stream:
            os.fchmod(stream.fileno(), 0o600)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return stored_path


def read(stored_path: str) -> bytes:
    """The bytes as sent. Raises FileNotFoundError where the file is gone."""
    return path_of(stored_path).read_bytes()


def remove(stored_path: str) -> None:
    path_of(stored_path).unlink(missing_ok=True)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
