"""The files of the key tool as they are offered: under their names, whole, with the digest by which they are known."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse

from practices.stored_files import digest

FOLDER = Path(__file__).resolve().parent.parent / "key_tool"
# Name -> what it is, in words; the page is sent as a download too, so that it never runs on our own site.
OFFERED = {
    "practice_keys.html": "The page: open it in a browser, with or without network",
    "practice_keys.py": "The script: for Python 3.8 or later, needs nothing else",
    "synthea_files.py": "For trying everything with invented patients: needs the script beside it",
}


@dataclass(frozen=True)
class OfferedFile:
    name: str
    words: str
    sha256: str
    content: bytes

    @property
    def href(self) -> str:
        return reverse("key_tool_file", args=[self.name])

    @property
    def size(self) -> str:
        return f"{len(self.content) / 1000:.0f} kB"


@lru_cache(maxsize=1)
def offered_files() -> dict[str, OfferedFile]:
    """By name; they change with a release only."""
    contents = {name: (FOLDER / name).read_bytes() for name in OFFERED}
    return {name: OfferedFile(name, OFFERED[name], digest(content), content) for name, content in contents.items()}
