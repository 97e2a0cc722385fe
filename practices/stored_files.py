"""Files that people sent, kept under names that the application makes: found without leaving a folder, written whole."""

import hashlib
import os
from pathlib import Path


def path_in(folder: Path, stored_path: str) -> Path:
    """Raises ValueError for a path that leads out of the folder, however it got there."""
    path = (folder / stored_path).resolve()
    if not stored_path or not path.is_relative_to(folder.resolve()):
        raise ValueError("not a stored file")
    return path


def write_whole(path: Path, content: bytes) -> None:
    """The file is whole or not there at all. Raises OSError when the disk is full or the folder cannot be written."""
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


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
